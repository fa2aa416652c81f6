import { h, shown } from "./dom.js";
import { busy } from "./busy.js";

const ASKED_FOR = 5_000;

/// A button for what can't be taken back: the first press asks with the words `sure`, the second one acts.
export function sureButton({ label, sure, act, className = "danger", name }) {
  const button = h("button", { type: "button", className });
  let timer;
  const say = (text) => {
    button.textContent = text;
    if (name) button.setAttribute("aria-label", shown(`${text} ${name}`));
  };
  button.addEventListener("click", () => {
    clearTimeout(timer);
    // Where it fails, the next press asks again.
    if (button.textContent === sure) return busy(button, act).finally(() => say(label));
    say(sure);
    timer = setTimeout(() => say(label), ASKED_FOR);
  });
  say(label);
  return button;
}
