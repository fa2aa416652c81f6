import { fill, h } from "./dom.js";
import { busy } from "./busy.js";
import { worded } from "./fields.js";

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
    words = told(error, control);
  }
  fill(shown, words);
  shown.hidden = false;
  // Below the buttons of a long form it would be as if nothing had happened.
  shown.scrollIntoView({ block: "nearest" });
}

// To the server each text that is tried is a `prompt`; what else is wrong is in another field.
function told({ errors: [fault] = [], message }, control) {
  if (!fault) return message;
  const asked = control.name.endsWith(fault.field) ? control : control.form.elements[fault.field];
  const label = asked?.labels?.[0]?.textContent;
  return label ? worded(fault.message, fault.field, label) : fault.message;
}
