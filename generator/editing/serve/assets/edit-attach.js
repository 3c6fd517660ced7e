// Attachments of a report: files that are put beside it, and the list of them.
import { element, removal } from "./edit-bar.js";

const most = 64 << 20; // bytes, as the server has it
const carries = (e) => [...(e.dataTransfer?.types ?? [])].includes("Files");

// attachments makes the field of the key and the box that it is in. send puts a file beside the
// report and returns {file, title}; changed is called when the list is another.
export function attachments(say, changed, send) {
  let list = [];
  const items = element("ul", { className: "gk-files" });
  const told = element("p", { role: "status", className: "gk-tell" });
  const choose = element("input", { type: "file", multiple: true });
  const button = element("button", { type: "button", textContent: say("attach"), onclick: () => choose.click() });
  const value = () => (list.length ? JSON.stringify(list) : "");

  const draw = () => items.replaceChildren(...list.map((a, i) => {
    const title = element("input", { type: "text", value: a.title, autocomplete: "off" });
    title.addEventListener("input", () => { a.title = title.value; changed(); });
    const gone = removal(say, a.title || a.file, () => { list.splice(i, 1); draw(); changed(); button.focus(); });
    return element("li", { className: "gk-entry" }, element("label", {}, element("span", { textContent: say("attachment_title", a.file) }), title), gone);
  }));

  // add puts files beside the report, one after the other, and lists those that could be.
  const add = async (files) => {
    const faults = [], names = [];
    for (const file of files) {
      told.textContent = say("attaching", file.name);
      try {
        if (file.size > most) throw Object.assign(new Error(say("attach_large", file.name, most >> 20)), { status: 413 });
        const { file: name, title } = await send(file);
        names.push(name);
        if (list.some((a) => a.file === name)) continue;
        list.push({ file: name, title });
        draw();
        changed();
      } catch (e) {
        faults.push(e.status ? e.message : say("unreachable"));
      }
    }
    told.textContent = [...(names.length ? [say("attached", names.join(say("list")))] : []), ...faults].join(say("stop"));
    told.classList.toggle("gk-fault", faults.length > 0);
    if (names.length) items.lastElementChild?.querySelector("input").focus();
    told.scrollIntoView({ block: "nearest" });
  };
  choose.addEventListener("change", () => { const files = [...choose.files]; choose.value = ""; if (files.length) add(files); });

  // Files may be dropped anywhere on the page.
  const root = document.documentElement.classList;
  addEventListener("dragover", (e) => { if (carries(e)) { e.preventDefault(); root.add("gk-dropping"); } });
  addEventListener("dragleave", (e) => { if (!e.relatedTarget) root.remove("gk-dropping"); });
  addEventListener("drop", (e) => {
    root.remove("gk-dropping");
    if (!carries(e)) return;
    e.preventDefault();
    add([...e.dataTransfer.files]);
  });

  const box = element("div", { className: "gk-attach", role: "group" }, element("p", { className: "gk-label", textContent: say("key_attachments") }), items, button, choose,
    element("p", { className: "gk-hint", textContent: say("attach_hint", most >> 20) }), told, element("div", { className: "gk-drop", textContent: say("attach_drop") }));
  box.setAttribute("aria-label", say("key_attachments"));
  box.querySelector(".gk-drop").setAttribute("aria-hidden", "true");
  const field = {
    get value() { return value(); },
    set value(text) { if (text !== value()) { list = text ? JSON.parse(text) : []; draw(); } },
    focus: () => button.focus(), classList: box.classList,
  };
  return { box, field };
}
