import { freshID, h } from "./dom.js";
import { placeOf } from "./focus.js";

const hasChanges = new WeakMap();

/// Opens a dialog. What was typed in its forms is not thrown away unasked (but for `asks: false`), and once it is closed the
/// keyboard goes on where it was.
export function openDialog(dialog, { asks = true } = {}) {
  const goOn = placeOf(document.activeElement);
  document.body.append(dialog);
  dialog.showModal();
  const before = typed(dialog);
  hasChanges.set(dialog, () => asks && typed(dialog) !== before);
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && hold(dialog, event));
  dialog.addEventListener("cancel", (event) => event.target === dialog && hold(dialog, event));
  dialog.addEventListener("close", () => {
    dialog.remove();
    goOn();
  });
}

/// Closes what is open, because the page goes to another part. Where something was typed it returns to `oldURL`, asks, and says true.
export function isHeldBack(oldURL) {
  const changed = openDialogs().findLast(isChanged);
  if (!changed) {
    for (const dialog of openDialogs()) dialog.close();
    return false;
  }
  history.pushState(null, "", oldURL);
  ask(changed, () => history.back());
  return true;
}

addEventListener("beforeunload", (event) => openDialogs().some(isChanged) && event.preventDefault());

const openDialogs = () => [...document.querySelectorAll("dialog[open]")];

const isChanged = (dialog) => hasChanges.get(dialog)?.() === true;

const typed = (dialog) =>
  [...dialog.querySelectorAll("form")].map((form) => new URLSearchParams(new FormData(form))).join("&");

// Pressed once more, Escape takes the question back.
function hold(dialog, event) {
  const question = dialog.querySelector(".discard");
  if (!question && !isChanged(dialog)) return;
  event.preventDefault();
  if (question) question.querySelector("button:last-child").click();
  else ask(dialog);
}

function ask(dialog, then = () => {}) {
  if (dialog.querySelector(".discard")) return;
  const last = document.activeElement;
  const words = h("span", { id: freshID("discard") }, "Discard what you typed?");
  const discard = () => {
    dialog.close();
    then();
  };
  const keep = () => {
    question.remove();
    last.focus();
  };
  const question = h(
    "div",
    { className: "notice discard", role: "group", "aria-labelledby": words.id },
    words,
    h("button", { type: "button", className: "danger", onclick: discard }, "Discard"),
    h("button", { type: "button", onclick: keep }, "Keep writing"),
  );
  dialog.prepend(question);
  question.querySelector("button:last-child").focus();
}
