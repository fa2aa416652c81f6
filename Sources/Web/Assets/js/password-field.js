import { fill, h } from "./dom.js";
import { field } from "./fields.js";

export const PASSWORD_HINT = "12 characters or more: a few words make a good one.";

/// A labelled password that can be looked at. `autocomplete` tells password managers whether it is the one so far or a new one.
export function passwordField({ name, label, autocomplete, hint, wide }) {
  const control = h("input", { type: "password", autocomplete, required: true, autocapitalize: "none", spellcheck: false });
  const box = field({ name, label, hint, wide, control });
  const toggle = h("button", { type: "button", className: "quiet", "aria-controls": control.id });
  const show = (isShown) => {
    control.type = isShown ? "text" : "password";
    fill(toggle, isShown ? "Hide" : "Show", h("span", { className: "unseen" }, ` ${label.toLowerCase()}`));
  };
  toggle.addEventListener("click", () => show(control.type === "password"));
  show(false);
  const line = h("div", { className: "with-button" });
  control.replaceWith(line);
  line.append(control, toggle);
  return box;
}
