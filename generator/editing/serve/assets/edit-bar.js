// The bar below a report that is being edited: what can be done, and what is wrong.

// element makes an element with properties and children.
export function element(tag, properties, ...children) {
  const e = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name in e) e[name] = value;
    else e.setAttribute(name, value);
  }
  e.append(...children);
  return e;
}

// removal is the button beside an entry of a list that takes it out; text says which it is to those who listen.
export function removal(say, text, act) {
  const gone = element("button", { type: "button", className: "gk-other", textContent: say("remove"), onclick: act });
  gone.setAttribute("aria-label", say("remove_of", text));
  return gone;
}

export class Bar {
  #say;
  #do;
  #parts = {};
  #said = "";
  #offered = [];
  #timer;

  // ways are the links beside what can be done, switches the buttons among them; the first way is the one most wanted.
  constructor(say, actions, ways = [[location.pathname, say("leave")]], switches = []) {
    this.#say = say;
    this.#do = actions;
    const button = (key) => (this.#parts[key] = element("button", { type: "button", className: "gk-" + key, textContent: say(key), onclick: actions[key] }));
    const p = this.#parts;
    p.adopt = element("button", { type: "button", className: "gk-adopt", hidden: true });
    p.counts = element("span", {});
    p.progress = element("button", { type: "button", className: "gk-progress", onclick: actions.open });
    p.meter = element("progress", { max: 1, value: 0 });
    p.meter.setAttribute("aria-hidden", "true"); // the words beside it say the same
    // Those who listen hear the label and the description of the input itself.
    p.here = element("p", { className: "gk-here" });
    p.here.setAttribute("aria-hidden", "true");
    p.status = element("span", { className: "gk-status" });
    p.live = element("p", { className: "gk-quiet", role: "status" });
    p.alert = element("p", { role: "alert" });
    p.list = element("div", { className: "gk-list" });
    const links = ways.map(([href, textContent], i) => element("a", { className: i ? "gk-leave" : "gk-leave gk-first", href, textContent }));
    p.details = element("details", {}, element("summary", {}, element("span", { className: "gk-quiet", textContent: say("findings") + say("colon") }), p.counts), p.list);
    p.details.addEventListener("keydown", (e) => {
      if (e.key !== "Escape" || !p.details.open) return;
      p.details.open = false;
      p.details.firstChild.focus();
    });
    // On a narrow screen what is rarely wanted is behind a button.
    const again = links[0].cloneNode(true); // on a phone it is behind the button too
    again.className = "gk-leave gk-again";
    const more = element("div", { id: "gk-ways", popover: "auto" }, ...switches, again, ...links.slice(1));
    const rest = element("button", { type: "button", className: "gk-more", textContent: say("more") });
    rest.setAttribute("popovertarget", more.id);
    p.bar = element("section", { id: "gk-bar" }, p.live, element("div", { className: "gk-above" }, p.alert, p.here),
      element("div", { className: "gk-tools" }, button("save"), button("undo"), button("redo"), p.adopt, p.details, p.meter, p.progress, p.status, links[0], rest, more));
    p.bar.setAttribute("aria-label", say("editor"));
    p.bar.lang = document.documentElement.lang;
    document.body.append(p.bar);
  }

  state({ filled, needed, dirty, undo, redo }) {
    const p = this.#parts;
    p.progress.textContent = this.#say("progress", filled, needed);
    p.progress.setAttribute("aria-label", this.#say(filled < needed ? "next_open" : "progress", filled, needed));
    p.progress.setAttribute("aria-disabled", String(filled >= needed));
    [p.meter.max, p.meter.value] = [needed || 1, needed ? filled : 1];
    // A button keeps the focus when it has nothing left to do.
    for (const [key, on] of [["save", dirty > 0], ["undo", undo], ["redo", redo]]) p[key].setAttribute("aria-disabled", String(!on));
    p.bar.classList.toggle("gk-dirty", dirty > 0);
    this.status(dirty ? this.#say("dirty", dirty) : this.#say("clean"));
  }

  status(text) { this.#parts.status.textContent = text; }
  problem(text) { if (this.#parts.alert.textContent !== text) this.#parts.alert.textContent = text; }

  // announce tells those who listen, once they are through with typing.
  announce(text) {
    this.#parts.live.textContent = text;
  }

  here(label, wrong) {
    this.#parts.here.replaceChildren(...(label && wrong ? [element("strong", { textContent: label }), this.#say("colon") + wrong] : []));
  }

  // focus goes to what is wrong.
  focus() { this.#parts.details.firstChild.focus(); }

  // suggestions offers figures, each said in a sentence.
  suggestions(list, take) {
    const b = this.#parts.adopt, left = b === document.activeElement && list.length === 0;
    b.hidden = list.length === 0;
    if (left) this.focus(); // a button that goes takes no focus with it
    b.textContent = this.#say("adopt", list.length);
    b.onclick = take;
    const fresh = list.find((s) => !this.#offered.includes(s));
    this.#offered = list;
    this.#tally(list.length, fresh);
  }

  // findings lists them and returns each with the id of its text.
  findings(verdict, here, waivable = () => false) {
    const say = this.#say, out = [];
    const item = (f, id, place) => {
      const li = element("li", { id, className: "gk-" + (f.waived ? "waived" : f.severity) },
        element("strong", { textContent: say(f.waived ? "waived" : f.severity) }), say("colon") + f.message + " ");
      const cell = f.cells?.find(here);
      if (cell) li.append(element("button", { type: "button", textContent: say("goto"), onclick: () => this.#do.focus(cell) }));
      else if (place) li.append(element("button", { type: "button", textContent: say("goto_text"), onclick: () => this.#do.reach(place) }));
      if (waivable(f)) {
        const why = element("button", { type: "button", textContent: say("say_why"), onclick: () => this.#do.waive(f) });
        why.setAttribute("aria-label", say("why_of", f.message));
        li.append(" ", why);
      }
      return li;
    };
    const list = element("ul", {});
    const causes = new Map(); // the list below a wrong cell, by its path
    const under = (f) => f.cause && !f.cause_file && causes.get(f.cause);
    verdict.findings.forEach((f, i) => {
      const li = item(f, "gk-finding-" + i, verdict.places[i]);
      if (f.rule === "wrong-cell" && !f.waived) {
        causes.set(f.cells[0], element("ul", {}));
        li.append(causes.get(f.cells[0]));
      }
      out.push({ finding: { cells: [], ...f }, place: verdict.places[i], id: li.id, li });
    });
    for (const { finding, li } of out) (under(finding) || list).append(li);
    const parts = [list];
    if (verdict.elsewhere.length) {
      parts.push(element("p", { textContent: say("elsewhere") }), element("ul", {}, ...verdict.elsewhere.map((f, i) => {
        const li = item(f, "gk-elsewhere-" + i);
        li.querySelector("strong").after(" " + f.file);
        return li;
      })));
    }
    // Whoever is at a button of the list stays there, or at the counts where the finding has gone.
    const at = this.#parts.list.contains(document.activeElement) ? document.activeElement : null;
    const [of, what] = [at?.closest("li").textContent, at?.textContent];
    this.#parts.list.replaceChildren(...parts);
    if (at) ([...this.#parts.list.querySelectorAll("button")].find((b) => b.textContent === what && b.closest("li").textContent === of) ?? this.#parts.details.firstChild).focus();
    const count = (severity) => verdict.findings.filter((f) => f.severity === severity && !f.waived && !f.cause).length;
    this.#parts.tally = [["errors", count("error")], ["warnings", count("warning")]];
    return out;
  }

  // tally shows the counts, and says them when they have been other for a while.
  #tally(suggested, fresh) {
    const say = this.#say;
    const text = [...this.#parts.tally, ["suggested", suggested]].filter(([, n]) => n).map(([key, n]) => say(key, n)).join(say("comma")) || say("sound");
    this.#parts.counts.textContent = text;
    this.#parts.details.className = this.#parts.tally.find(([, n]) => n)?.[0] ?? "sound";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (text !== this.#said || fresh) this.announce(fresh ? text + this.#say("stop") + fresh : text);
      this.#said = text;
    }, 900);
  }
}
