// The keys of a report beside its figures and texts: each a field that has a text as its value,
// those with parts JSON, as the server has them.
import { element, removal } from "./edit-bar.js";
import { area } from "./edit-area.js";
import { attachments } from "./edit-attach.js";
import { open } from "./edit-dialogs.js";
import { revisions } from "./edit-revisions.js";

const parse = (text, none) => (text ? JSON.parse(text) : none);
const format = (list) => (list.length ? JSON.stringify(list) : "");

// keyFields makes the fields of a report's keys within a fieldset, and returns both. changed is
// told the name of a key whose value the person has changed; children are the agencies below this one, send puts a file
// beside the report; figures has what corrections name.
export function keyFields(say, changed, children, send, figures) {
  const fields = new Map();
  const set = element("fieldset", { className: "gk-about" }, element("legend", { textContent: say("about") }), element("p", { className: "gk-hint", textContent: say("by_keys") }));
  const labelled = (name, text, input, className = "") => {
    const label = element("label", { className }, element("span", { textContent: text }), input);
    input.addEventListener("input", () => changed(name));
    return label;
  };
  const simple = (name, input) => {
    fields.set(name, input);
    const label = labelled(name, say("key_" + name), input);
    set.append(label);
    return label;
  };
  simple("title", element("input", { type: "text", autocomplete: "off" }));

  // A moment of the day is kept where the file has one.
  const day = element("input", { type: "date" });
  let time = "";
  const published = { get value() { return day.value + (day.value ? time : ""); }, set value(text) { day.value = text.slice(0, 10); time = text.slice(10); }, focus: () => day.focus(), classList: day.classList };
  fields.set("published", published);
  set.append(labelled("published", say("key_published"), day));

  const box = element("input", { type: "checkbox" });
  fields.set("draft", { get value() { return box.checked ? "true" : ""; }, set value(text) { box.checked = text === "true"; }, focus: () => box.focus(), classList: box.classList });
  set.append(labelled("draft", say("key_draft"), box, "gk-check"));

  const total = area(say, changed, children);
  for (const [name, field] of total.fields) fields.set(name, field);
  set.append(...total.box);
  const files = attachments(say, () => changed("attachments"), send);
  fields.set("attachments", files.field);
  set.append(files.box);

  const parts = ["title", "url", "retrieved"].map((part) => [part, element("input", { type: { url: "url", retrieved: "date" }[part] ?? "text" })]);
  fields.set("source", {
    get value() { const o = Object.fromEntries(parts.map(([part, input]) => [part, input.value])); return Object.values(o).some(Boolean) ? JSON.stringify(o) : ""; },
    set value(text) { const o = parse(text, {}); for (const [part, input] of parts) if (input.value !== (o[part] ?? "")) input.value = o[part] ?? ""; },
    focus: () => parts[0][1].focus(), classList: set.classList,
  });
  const source = element("details", {}, element("summary", { textContent: say("key_source") }), ...parts.map(([part, input]) => labelled("source", say("source_" + part), input)));

  const corrections = revisions(say, () => changed("revisions"), figures.changes, figures.label);
  fields.set("revisions", corrections.field);

  let waived = [];
  const reasons = element("ul", {});
  const drawWaived = () => reasons.replaceChildren(...waived.map((w, i) => {
    const text = [w.rule, w.cell].filter(Boolean).join(" ") + say("colon") + w.reason;
    const gone = removal(say, text, () => { waived.splice(i, 1); drawWaived(); changed("waive"); });
    return element("li", {}, text + " ", gone);
  }));
  fields.set("waive", { get value() { return format(waived); }, set value(text) { waived = parse(text, []); drawWaived(); waivers.hidden = !waived.length; }, focus: () => waivers.querySelector("summary").focus(), classList: reasons.classList });
  const waivers = element("details", { hidden: true }, element("summary", { textContent: say("key_waive") }), reasons);
  set.append(source, corrections.box, waivers);

  // waive asks why a finding may be waived; "" if it is not.
  const waive = async (finding) => {
    const input = element("input", { type: "text", id: "gk-why", autofocus: true });
    const label = element("label", { htmlFor: "gk-why", className: "gk-why", textContent: say("why") });
    const form = element("form", {}, label, input); // Enter takes the reason
    form.addEventListener("submit", (e) => { e.preventDefault(); form.closest("dialog").close("take"); });
    const answer = await open(say("why_of", finding.message), [form], [["take", say("take_why")], ["", say("cancel")]]);
    if (answer !== "take" || !input.value.trim()) return "";
    return format([...waived, { rule: finding.rule, cell: finding.cells[0] ?? "", reason: input.value.trim() }]);
  };
  return { set, fields, waive, area: total.show };
}
