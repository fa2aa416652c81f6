import { fill, h } from "./dom.js";
import { busy } from "./busy.js";

/// A button that shows what a text in the form gives before it is saved; `ask` turns the text into the words to show.
export function trial(label, control, ask) {
  const shown = h("output", { className: "trial", hidden: true });
  const button = h("button", { type: "button", className: "quiet" }, label);
  button.addEventListener("click", () => busy(button, () => show(shown, control, ask)));
  return h("div", { className: "wide" }, button, shown);
}

async function show(shown, control, ask) {
  const text = control.value.trim();
  let words = "Write something first.";
  try {
    if (text) words = await ask(text);
  } catch (error) {
    words = error.errors?.[0]?.message ?? error.message;
  }
  fill(shown, words);
  shown.hidden = false;
}
