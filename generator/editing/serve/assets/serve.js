// Keeps a page of the preview up to date. When the server says that it shows another state,
// the page is fetched again and compared, node by node, with what was served before; only
// what differs is changed in the page. What a script or the reader has done to the rest
// (scrolling, focus, selections, open details, a sorted table) stays.
(() => {
  "use strict";
  const own = "/_gongkai/";
  // What is there without scripts is not there with them; parsed from text it would differ.
  const scripted = (root) => { root.querySelectorAll("noscript").forEach((n) => n.remove()); return root; };
  let served = scripted(document.documentElement).cloneNode(true); // before any other script runs
  const panel = () => document.getElementById("gongkai");
  const isStyle = (n) => n.nodeName === "LINK" && n.rel === "stylesheet";

  // --- Changing what differs ---

  class Mismatch extends Error {} // the page is not what was served: it must be loaded again
  const leaving = new WeakSet(); // style sheets that stay until their successor is there
  const kind = (n) => n.nodeName + (n.id ? "#" + n.id : "");
  const copy = (n) => document.importNode(n, true);

  // sync makes of a node that was served as old what it is now.
  function sync(old, now, live) {
    if (old.isEqualNode(now)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (live.data !== old.data) throw new Mismatch();
      live.data = now.data;
      return;
    }
    if (isStyle(old) && isStyle(now) && old.getAttribute("href") !== now.getAttribute("href")) {
      const next = copy(now);
      const done = () => live.remove();
      next.addEventListener("load", done);
      next.addEventListener("error", done);
      leaving.add(live);
      live.after(next);
      return;
    }
    for (const { name, value } of now.attributes) if (old.getAttribute(name) !== value) live.setAttribute(name, value);
    for (const { name } of old.attributes) if (!now.hasAttribute(name)) live.removeAttribute(name);
    syncChildren([...old.childNodes], [...now.childNodes], live);
  }

  function syncChildren(a, b, parent) {
    let head = 0, tail = 0;
    while (head < a.length && head < b.length && a[head].isEqualNode(b[head])) head++;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail].isEqualNode(b[b.length - 1 - tail])) tail++;
    if (head === a.length && head === b.length) return;
    const live = counterparts(a, parent);
    const olds = a.slice(head, a.length - tail), lives = live.slice(head, a.length - tail);
    let at = 0, before = head > 0 ? live[head - 1] : null;
    const drop = (until) => {
      for (; at < until; at++) {
        if (lives[at].textContent !== olds[at].textContent) throw new Mismatch();
        lives[at].remove();
      }
    };
    for (const n of b.slice(head, b.length - tail)) {
      const found = olds.findIndex((o, i) => i >= at && kind(o) === kind(n));
      if (found < 0) {
        const added = copy(n);
        before ? before.after(added) : parent.prepend(added);
        before = added;
        continue;
      }
      drop(found);
      // One of several alike may have been moved by a script: it must be the very one.
      const alike = olds[at].nodeType === Node.ELEMENT_NODE && !olds[at].id && a.some((o) => o !== olds[at] && kind(o) === kind(n));
      if (alike && lives[at].textContent !== olds[at].textContent) throw new Mismatch();
      sync(olds[at], n, lives[at]);
      before = lives[at++];
    }
    drop(olds.length);
  }

  // counterparts finds for each node that was served the one in the page; others may have
  // been put between them.
  function counterparts(a, parent) {
    let n = parent.firstChild;
    return a.map((old) => {
      while (n && (leaving.has(n) || kind(n) !== kind(old))) n = n.nextSibling;
      if (!n) throw new Mismatch();
      const found = n;
      n = n.nextSibling;
      return found;
    });
  }

  const scripts = (root) => [...root.querySelectorAll("script")].filter((s) => !/json/.test(s.type)).map((s) => s.outerHTML).join("\n");

  // apply makes of the page what was served now.
  function apply(next) {
    if (scripts(served) !== scripts(next)) throw new Mismatch();
    const focus = document.activeElement;
    sync(served, next, document.documentElement);
    served = next;
    if (focus && focus !== document.body && !focus.isConnected && focus.id) document.getElementById(focus.id)?.focus({ preventScroll: true });
    cover();
    document.dispatchEvent(new CustomEvent("gongkai:update"));
  }

  let busy = false, again = false;
  async function refresh() {
    again = true;
    if (busy) return;
    busy = true;
    try {
      while (again) {
        again = false;
        const r = await fetch(location.href.replace(/#.*/, ""), { cache: "no-store" });
        if (r.redirected || !/^text\/html/.test(r.headers.get("Content-Type"))) throw new Mismatch();
        apply(scripted(new DOMParser().parseFromString(await r.text(), "text/html").documentElement));
      }
    } catch (e) {
      if (e instanceof TypeError) away(true); // the server has gone; it will be heard of when it is back
      else location.reload();
    } finally {
      busy = false;
    }
  }

  // --- Hearing of changes ---

  // One tab listens to the server and tells the others: a browser opens few connections.
  let state = panel()?.dataset.state, tell = () => {};
  function heard(now) {
    state = now;
    away(false);
    if (!panel() || panel().dataset.state === now) return;
    // A page with something unsaved in it may want to stay as it is.
    if (document.dispatchEvent(new CustomEvent("gongkai:state", { cancelable: true, detail: now }))) refresh();
  }
  function away(is) {
    const note = document.querySelector("#gongkai .gongkai-away");
    if (note) note.hidden = !is;
  }

  let stream, release;
  function listen() {
    stream = new EventSource(own + "events");
    stream.addEventListener("state", (e) => { heard(e.data); tell({ state: e.data }); });
    stream.onerror = () => {
      away(true);
      tell({ away: true });
      if (stream.readyState === EventSource.CLOSED) setTimeout(() => { if (stream) listen(); }, 2000);
    };
  }
  function stop() {
    stream?.close();
    stream = undefined;
    release?.();
    release = undefined;
  }

  let start = listen;
  if (navigator.locks && window.BroadcastChannel) {
    const channel = new BroadcastChannel("gongkai");
    tell = (m) => channel.postMessage(m);
    channel.onmessage = ({ data }) => {
      if (data.ask) { if (stream?.readyState === EventSource.OPEN) tell({ state }); }
      else if (data.away) away(true);
      else heard(data.state);
    };
    let waiting = false;
    start = () => {
      tell({ ask: true });
      if (waiting) return;
      waiting = true;
      navigator.locks.request("gongkai", () => new Promise((free) => {
        waiting = false;
        release = free;
        listen();
      }));
    };
  }
  addEventListener("pagehide", stop);
  addEventListener("pageshow", (e) => { if (e.persisted) start(); });
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState !== "visible") return;
    try { heard(await (await fetch(own + "state", { cache: "no-store" })).text()); } catch { away(true); }
  });
  start();

  // --- The panel, the marks and what covers the page ---

  const shown = new WeakSet();
  let focused;
  // cover makes of an overlay a modal dialog; when it has gone, the focus is where it was.
  function cover() {
    const d = document.getElementById("gongkai-overlay");
    if (!d) {
      if (focused?.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true });
      focused = undefined;
      return;
    }
    if (shown.has(d)) return;
    shown.add(d);
    focused = document.activeElement;
    d.close();
    d.showModal();
  }

  const remember = "gongkai-open";
  const details = () => document.querySelector("#gongkai > details");
  try { if (sessionStorage.getItem(remember) && details()) details().open = true; } catch { /* no storage */ }
  document.addEventListener("toggle", (e) => {
    if (e.target !== details()) return;
    try { e.target.open ? sessionStorage.setItem(remember, "1") : sessionStorage.removeItem(remember); } catch { /* no storage */ }
  }, true);

  // A note is beside the mark that opens it.
  document.addEventListener("beforetoggle", (e) => {
    if (e.newState !== "open" || !e.target.matches?.(".gongkai-note")) return;
    const at = document.querySelector(`[popovertarget="${CSS.escape(e.target.id)}"].gongkai-mark`)?.getBoundingClientRect();
    if (!at) return;
    const s = e.target.style, low = at.bottom > innerHeight * 0.6;
    const wide = 27 * parseFloat(getComputedStyle(document.documentElement).fontSize);
    s.left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - wide)) + "px";
    s.top = low ? "auto" : at.bottom + 4 + "px";
    s.bottom = low ? innerHeight - at.top + 4 + "px" : "auto";
  }, true);
  // An older browser shows the panel instead.
  document.addEventListener("click", (e) => {
    const mark = e.target.closest?.(".gongkai-mark");
    if (!mark || "popover" in HTMLElement.prototype || !details()) return;
    details().open = true;
    details().querySelector(`a[href="#${CSS.escape(mark.id)}"]`)?.focus();
  });

  // What a finding speaks of is shown in the table while it is read.
  let operands = [];
  const point = (e) => {
    operands.forEach((c) => c.classList.remove("gongkai-operand"));
    const cells = e.target.closest?.("#gongkai [data-cells]")?.dataset.cells.split(" ").slice(1) ?? [];
    operands = cells.flatMap((c) => [...document.querySelectorAll(`td[data-cell="${CSS.escape(c)}"]`)]);
    operands.forEach((c) => c.classList.add("gongkai-operand"));
  };
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);

  cover();
})();
