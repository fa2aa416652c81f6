import { h } from "./dom.js";
import { placeOf } from "./focus.js";
import { askToDiscard, isChanged, watchTyped } from "./unsaved.js";

/// Opens a dialog. What was typed in its forms is not thrown away unasked (but for `asks: false`), and once it is closed the
/// keyboard goes on where it was.
export function openDialog(dialog, { asks = true } = {}) {
  const goOn = placeOf(document.activeElement);
  document.body.append(dialog);
  dialog.showModal();
  if (asks) watchTyped(dialog);
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

/// A button that closes a dialog as Escape does: not unasked where something was typed, and not while that is being saved.
export const cancelButton = () =>
  h("button", { type: "button", className: "quiet", onclick: ({ target }) => leave(target.closest("dialog")) }, "Cancel");

function leave(dialog) {
  if (isSaving(dialog)) return;
  if (isChanged(dialog)) ask(dialog);
  else dialog.close();
}

const openDialogs = () => [...document.querySelectorAll("dialog[open]")];

// Pressed once more, Escape takes the question back. What is being saved is neither discarded nor closed.
function hold(dialog, event) {
  const question = dialog.querySelector(".discard");
  if (isSaving(dialog)) return event.preventDefault();
  if (!question && !isChanged(dialog)) return;
  event.preventDefault();
  if (question) question.querySelector("button:last-child").click();
  else ask(dialog);
}

const isSaving = (dialog) => dialog.querySelector('form > .row > [aria-disabled="true"]') !== null;

const ask = (dialog, then = () => {}) =>
  askToDiscard(dialog, () => {
    dialog.close();
    then();
  });
