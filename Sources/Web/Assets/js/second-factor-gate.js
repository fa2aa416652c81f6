import { fill, h } from "./dom.js";
import { remove } from "./api.js";
import { secondFactorPanel } from "./second-factor.js";
import { forgetAndLeave } from "./signed-out.js";

/// What stands in the place of the page while a workspace asks for a second factor that one has not got.
export function askForSecondFactor(place) {
  const leave = h("button", { type: "button", onclick: () => remove("/api/v1/session").finally(forgetAndLeave) }, "Sign out");
  fill(
    place,
    h("p", { className: "notice" }, "This workspace asks for a second factor. Set yours up to go on."),
    secondFactorPanel(() => location.reload()),
    leave,
  );
}
