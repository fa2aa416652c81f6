import { h } from "./dom.js";
import { state } from "./state.js";

/// Nodes for those who may use them; for others nothing, since what one may not do is not offered.
export const offered = (permission, ...nodes) => state.may(permission) && nodes;

/// What is about everyone's contacts at once: not for those who reach their own only.
export const offeredForAll = (permission, ...nodes) => state.may(permission) && state.reachesAll && nodes;

/// Takes out of the page's frame what is not offered.
export function fitPage() {
  for (const node of document.querySelectorAll("[data-needs]")) if (!state.may(node.dataset.needs)) node.remove();
  // Where little is offered there may be nothing to tab to: the keyboard then scrolls the part itself.
  if (!state.may("configure")) for (const node of document.querySelectorAll("#main, .today")) node.tabIndex = 0;
}

/// A form that may be looked at by whoever can't change what is in it: nothing can be typed, and it says why.
export function changeableWith(permission, form) {
  if (state.may(permission)) return form;
  makeReadOnly(form);
  form.prepend(onlyLooking());
  return form;
}

/// What stands in a form can be read and copied, and nothing can be done with it.
export function makeReadOnly(form) {
  for (const control of form.querySelectorAll("select, [type=checkbox]")) control.disabled = true;
  // Read-only, the text can still be reached, selected and scrolled by keyboard.
  for (const control of form.querySelectorAll("input, textarea")) control.readOnly = true;
  for (const button of form.querySelectorAll("button")) button.remove();
}

export const onlyLooking = () =>
  h("p", { className: "lookers wide" }, `With the role ${state.session.role} you can look at this, and not change it.`);
