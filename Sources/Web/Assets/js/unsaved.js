import { freshID, h } from "./dom.js";

const hasChanges = new WeakMap();

/// From now on what is typed in a form, or in the forms of a dialog, is not thrown away unasked. Called again once it is saved, with
/// what was `typed` when the saving began: what came after that is not saved.
export function watchTyped(node, before = typed(node)) {
  node.dataset.watched = "";
  hasChanges.set(node, () => typed(node) !== before);
}

/// What was typed can't be saved any more: nothing asks for it.
export const forgetTyped = (node) => hasChanges.delete(node);

export const isChanged = (node) => hasChanges.get(node)?.() === true;

/// The forms and dialogs, in sight or not, in which something was typed and not saved.
export const changedPlaces = () => [...document.querySelectorAll("[data-watched]")].filter(isChanged);

addEventListener("beforeunload", (event) => {
  if (changedPlaces().length) event.preventDefault();
});

/// Asks at the head of a dialog or a form; `discard` is called where the person wants that.
export function askToDiscard(place, discard, asking = "Discard what you typed?") {
  const asked = place.querySelector(".discard");
  if (asked) return asked.querySelector("button:last-child").focus();
  const last = document.activeElement;
  const words = h("span", { id: freshID("discard") }, asking);
  const keep = () => {
    question.remove();
    last.focus();
  };
  const question = h(
    "div",
    { className: "notice discard wide", role: "group", "aria-labelledby": words.id },
    words,
    h("button", { type: "button", className: "danger", onclick: () => (keep(), discard()) }, "Discard"),
    h("button", { type: "button", onclick: keep }, "Keep writing"),
  );
  place.prepend(question);
  question.querySelector("button:last-child").focus();
}

/// What stands in a form, or in the forms of a dialog.
export function typed(node) {
  const forms = node.matches("form") ? [node] : [...node.querySelectorAll("form")];
  return forms.map((form) => new URLSearchParams(new FormData(form))).join("&");
}
