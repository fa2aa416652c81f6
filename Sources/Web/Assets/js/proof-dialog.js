import { h } from "./dom.js";
import { post } from "./api.js";
import { busy } from "./busy.js";
import { openDialog } from "./dialogs.js";
import { clearFaults, showFaults, tell } from "./fields.js";
import { passwordField } from "./password-field.js";
import { codeField } from "./second-factor.js";

/// Asks who is signed in for the password, or a code, since it is long ago that they gave one; resolves to whether they have.
export function askForProof() {
  const main = h("button", { className: "main" }, "Go on");
  const problem = h("p", { className: "fault wide", role: "alert" });
  const controls = h("div", { className: "wide" }, passwordField({ name: "password", label: "Password", autocomplete: "current-password" }));
  const other = h("button", { type: "button", className: "quiet", onclick: useCode }, "Use a code instead");
  const cancel = h("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, "Cancel");
  const form = h("form", { className: "form", noValidate: true }, controls, problem, h("div", { className: "row" }, main, other, cancel));
  const dialog = h(
    "dialog",
    { "aria-labelledby": "proof-heading" },
    h("h2", { id: "proof-heading" }, "Is it you?"),
    h("p", {}, "This gives lasting access to your account, so enter your password once more. If you sign in with a provider, you can sign out and in again instead."),
    form,
  );
  let isProven = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(main, prove);
  });
  openDialog(dialog, { asks: false });
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(isProven)));

  function useCode() {
    controls.replaceChildren(codeField());
    other.remove();
    form.elements.code.focus();
  }

  async function prove() {
    clearFaults(form);
    try {
      await post("/api/v1/session/proof", Object.fromEntries(new FormData(form)));
      isProven = true;
      dialog.close();
    } catch (error) {
      const words = error.status === 401 && !error.code ? "This is not your password." : error.status === 409 ? "You have no second factor." : null;
      const rest = words ?? showFaults(form, error);
      if (rest) tell(problem, rest);
    }
  }
}
