import { h } from "./dom.js";
import { state } from "./state.js";

/// Nodes for those who may use them; for others nothing, since what one may not do is not offered.
export const offered = (permission, ...nodes) => state.may(permission) && nodes;

/// What is about everyone's contacts at once: not for those who reach their own only.
export const offeredForAll = (permission, ...nodes) => state.may(permission) && state.reachesAll && nodes;

/// A form that may be looked at by whoever can't change what is in it: nothing can be typed, and it says why.
export function changeableWith(permission, form) {
  if (state.may(permission)) return form;
  for (const control of form.querySelectorAll("input, select, textarea")) control.disabled = true;
  for (const button of form.querySelectorAll("button")) button.remove();
  form.prepend(onlyLooking());
  return form;
}

export const onlyLooking = () =>
  h("p", { className: "lookers wide" }, `With the role ${state.session.role} you can look at this, and not change it.`);
