import { h } from "./dom.js";
import { post } from "./api.js";
import { doorForm } from "./door-form.js";
import { field } from "./fields.js";
import { passwordField } from "./password-field.js";

/// Signing in with an e-mail address and a password; `enter` is called with the session once that has worked. `forgot` is called with
/// the address of whoever has forgotten the password, and left out where the server sends no mail.
export function signInForm(enter, forgot) {
  const email = h("input", { type: "email", autocomplete: "username", required: true, autocapitalize: "none" });
  const form = doorForm({
    verb: "Sign in",
    controls: [
      field({ name: "email", label: "E-mail", control: email }),
      passwordField({ name: "password", label: "Password", autocomplete: "current-password" }),
    ],
    send: (values) => post("/api/v1/session", { ...values, email: values.email.trim() }),
    done: enter,
  });
  return [h("h1", {}, "Sign in"), form, forgot ? forgotButton(() => forgot(email.value.trim())) : noMail()];
}

const forgotButton = (onclick) => h("button", { type: "button", className: "quiet", onclick }, "Forgot the password?");

const noMail = () =>
  h(
    "details",
    {},
    h("summary", {}, "Can’t sign in?"),
    h("p", {}, "Whoever looks after the accounts can make you a link by which you choose a new password."),
    h("p", {}, "Whoever has the machine can too: ", h("code", {}, "crm-agent user reset-password you@example.com")),
  );
