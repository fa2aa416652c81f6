import { h } from "./dom.js";
import { busy } from "./busy.js";
import { say } from "./fields.js";
import { makeReadOnly } from "./permissions.js";
import { askToDiscard, forgetTyped, isChanged } from "./unsaved.js";

/// Says in a form that somebody else has changed what it is about. What was typed stays until `load` puts the other in its place.
export function sayStale(form, noun, load) {
  const button = h("button", { type: "button" }, "Show how it stands now");
  const show = () => busy(button, () => loaded(form, noun, load));
  const place = form.closest("dialog") ?? form;
  button.addEventListener("click", () => (isChanged(place) ? askToDiscard(place, show) : show()));
  say(form, `Somebody changed this ${noun} in the meantime. What you typed is not saved. `, button);
}

async function loaded(form, noun, load) {
  try {
    await load();
  } catch (error) {
    if (error.status === 404 && form.closest("dialog")) sayGone(form, noun);
    else say(form, error.message);
  }
}

/// Says in the form of a dialog that what it is about was deleted. What was typed can be read and copied, and all that is left to do
/// is to close the dialog.
export function sayGone(form, noun) {
  const dialog = form.closest("dialog");
  const rest = isChanged(dialog) ? " What you typed is not saved; you can still copy it." : "";
  while (form.nextElementSibling) form.nextElementSibling.remove();
  makeReadOnly(form);
  forgetTyped(dialog);
  const close = h("button", { type: "button", className: "main", onclick: () => dialog.close() }, "Close");
  form.querySelector(":scope > .row").replaceChildren(close);
  say(form, `This ${noun} has been deleted in the meantime.${rest}`);
  close.focus();
}
