// What would change in the file, line by line, when it is asked for.
import { element } from "./edit-bar.js";
import { open } from "./edit-dialogs.js";

// showChanges shows the lines of a diff.
export function showChanges(say, count, diff) {
  const lines = diff.map(({ sign, text }) => {
    if (sign === "@") return element("li", { textContent: say("from_line", text), className: "gk-at" });
    if (sign !== "-" && sign !== "+") return element("li", { textContent: text });
    return element("li", {}, element(sign === "-" ? "del" : "ins", {}, element("span", { className: "gk-quiet", textContent: say(sign === "-" ? "gone_line" : "come_line") + say("colon") }), text));
  });
  const list = element("div", { className: "gk-diff", tabIndex: 0, role: "region" }, element("ol", {}, ...lines));
  list.setAttribute("aria-label", say("changes"));
  return open(say("changes_of", count), lines.length ? [list] : [element("p", { textContent: say("no_changes") })], [["", say("close")]]);
}
