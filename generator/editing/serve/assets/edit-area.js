// What a report is about: the agency alone, or the total of an area, with what adds up to it and what does not.
import { element, removal } from "./edit-bar.js";

// area makes the fields scope, includes and excludes; children are the agencies {folder, name} below this one. changed is told
// the name of a key whose value is another. show hides what the agency's own report does not have.
export function area(say, changed, children) {
  const labelled = (name, text, input) => {
    input.addEventListener("input", () => changed(name));
    return element("label", {}, element("span", { textContent: text }), input);
  };
  const scope = element("select", {}, ...["agency", "government"].map((value) => element("option", { value, textContent: say("scope_" + value) })));
  const included = inclusion(say, children, () => changed("includes"));

  let left = [];
  const value = () => (left.length ? JSON.stringify(left) : "");
  const list = element("ul", {});
  const which = (x) => {
    if (!children.length) return element("input", { type: "text", autocomplete: "off", spellcheck: false, value: x.agency });
    const known = children.some((c) => c.folder === x.agency);
    return element("select", {}, ...(known ? [] : [element("option", { value: x.agency, textContent: x.agency || say("exclude_choose") })]),
      ...children.map((c) => element("option", { value: c.folder, textContent: c.name, selected: c.folder === x.agency })));
  };
  const draw = () => list.replaceChildren(...left.map((x, i) => {
    const agency = which(x), reason = element("input", { type: "text", autocomplete: "off", value: x.reason });
    agency.addEventListener("input", () => { x.agency = agency.value.trim(); changed("excludes"); });
    reason.addEventListener("input", () => { x.reason = reason.value; changed("excludes"); });
    const gone = removal(say, children.find((c) => c.folder === x.agency)?.name ?? x.agency, () => { left.splice(i, 1); draw(); changed("excludes"); add.focus(); });
    return element("li", { className: "gk-entry" }, element("label", {}, element("span", { textContent: say("exclude_agency") }), agency), element("label", {}, element("span", { textContent: say("exclude_reason") }), reason), gone);
  }));
  const add = element("button", { type: "button", textContent: say("add_exclude"), onclick: () => { left.push({ agency: "", reason: "" }); draw(); list.lastChild.querySelector("select, input").focus(); changed("excludes"); } });
  const excludes = element("div", { role: "group" }, element("p", { className: "gk-label", textContent: say("key_excludes") }), list, add);
  excludes.setAttribute("aria-label", say("key_excludes"));

  const box = [labelled("scope", say("key_scope"), scope), included.box, excludes];
  const show = () => { for (const part of box.slice(1)) part.hidden = scope.value !== "government" && !included.field.value && !left.length; };
  scope.addEventListener("input", show);
  return { box, show, fields: [["scope", scope], ["includes", included.field], ["excludes", {
    get value() { return value(); },
    set value(text) { if (text !== value()) { left = text ? JSON.parse(text) : []; draw(); } },
    focus: () => add.focus(), classList: excludes.classList,
  }]] };
}

// inclusion chooses the agencies that a total adds up, by their names: all below, or some of them. Where none is known their
// folders are typed.
function inclusion(say, children, changed) {
  const typed = element("input", { type: "text", autocomplete: "off", spellcheck: false });
  typed.addEventListener("input", changed);
  if (!children.length) {
    const hint = element("small", { textContent: say("colon") + say("includes_hint") });
    return { field: typed, box: element("label", {}, element("span", { textContent: say("key_includes") }, hint), typed) };
  }
  let others = []; // agencies that are not below
  const check = (textContent) => {
    const input = element("input", { type: "checkbox" });
    return [input, element("label", { className: "gk-check" }, element("span", { textContent }), input)];
  };
  const [all, ofAll] = check(say("includes_all"));
  const each = children.map((c) => [c.folder, ...check(c.name)]);
  const list = element("div", { className: "gk-children" }, ...each.map(([, , label]) => label));
  const show = () => { list.hidden = all.checked; };
  const box = element("div", { role: "group", className: "gk-includes" }, element("p", { className: "gk-label", textContent: say("key_includes") }), ofAll, list);
  box.setAttribute("aria-label", say("key_includes"));
  box.addEventListener("input", () => { show(); changed(); });
  const field = {
    get value() { return all.checked ? "children" : [...each.filter(([, input]) => input.checked).map(([folder]) => folder), ...others].join(", "); },
    set value(text) {
      if (text === field.value) return;
      const folders = text === "children" ? [] : text.split(",").map((f) => f.trim()).filter(Boolean);
      all.checked = text === "children";
      for (const [folder, input] of each) input.checked = folders.includes(folder);
      others = folders.filter((f) => !children.some((c) => c.folder === f));
      show();
    },
    focus: () => all.focus(), classList: box.classList,
  };
  return { field, box };
}
