import { freshID, h } from "./dom.js";

const hasChanges = new WeakMap();

/// From now on what is typed in a form, or in the forms of a dialog, is not thrown away unasked. Called again once it is saved.
export function watchTyped(node) {
  const before = typed(node);
  node.dataset.watched = "";
  hasChanges.set(node, () => typed(node) !== before);
}

/// What was typed can't be saved any more: nothing asks for it.
export const forgetTyped = (node) => hasChanges.delete(node);

export const isChanged = (node) => hasChanges.get(node)?.() === true;

addEventListener("beforeunload", (event) => {
  if ([...document.querySelectorAll("[data-watched]")].some(isChanged)) event.preventDefault();
});

/// Asks at the head of a dialog or a form; `discard` is called where the person wants that.
export function askToDiscard(place, discard) {
  if (place.querySelector(".discard")) return;
  const last = document.activeElement;
  const words = h("span", { id: freshID("discard") }, "Discard what you typed?");
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

function typed(node) {
  const forms = node.matches("form") ? [node] : [...node.querySelectorAll("form")];
  return forms.map((form) => new URLSearchParams(new FormData(form))).join("&");
}
