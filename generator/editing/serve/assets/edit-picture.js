// A picture in a section's text: the file is put beside the report, and what it shows is said for those who do not see it.
import { element } from "./edit-bar.js";
import { open } from "./edit-dialogs.js";

const kinds = /\.(png|jpe?g|gif|webp)$/i;

const fresh = new Set(); // put there since the page was opened: no page that is published has them

// show has the pictures in a text come from beside the report, by the address that at gives a name.
export function show(text, at) {
  for (const image of text.querySelectorAll("img[src]")) {
    const name = decodeURI(image.getAttribute("src"));
    if (fresh.has(name)) image.src = at(name);
  }
}

// picture puts a file beside the report by send, asks what it shows, and writes the mark for it by write.
export async function picture(say, file, send, write) {
  if (!kinds.test(file.name)) throw Object.assign(new Error(say("picture_kind", file.name)), { status: 415 });
  const input = element("input", { type: "text", id: "gk-why", autocomplete: "off", autofocus: true });
  const label = element("label", { htmlFor: "gk-why", className: "gk-why", textContent: say("picture_words") });
  const form = element("form", {}, label, input); // Enter takes the words
  form.addEventListener("submit", (e) => { e.preventDefault(); if (input.value.trim()) form.closest("dialog").close("take"); });
  const take = await open(say("picture_of", file.name), [form], [["take", say("picture_take")], ["", say("cancel")]]);
  const words = input.value.trim();
  if (take !== "take" || !words) return;
  const { file: name } = await send(file);
  fresh.add(name);
  write(`![${words.replace(/[\\[\]]/g, "\\$&")}](${encodeURI(name)})`);
}

// pasted is the picture on a clipboard that has no text; null for none.
export function pasted(clipboard) {
  const file = [...clipboard.files].find((f) => kinds.test(f.name));
  return file && !clipboard.getData("text/plain") && !clipboard.getData("text/html") ? file : null;
}
