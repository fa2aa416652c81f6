import { h } from "./dom.js";
import { post } from "./api.js";
import { doorForm } from "./door-form.js";
import { field } from "./fields.js";
import { passwordField, PASSWORD_HINT } from "./password-field.js";

const WORDS = {
  set_up: ["Welcome", "Make the first account: the owner’s. Others are invited from the page.", "Make the account"],
  invitation: ["Welcome", "Choose the password that you are going to sign in with.", "Choose and sign in"],
  password: ["Choose a new password", "This signs you out everywhere else.", "Choose and sign in"],
};

/// Choosing a password by a link, `{ purpose, email }`; `enter` is called once one is signed in.
export function linkForm(token, link, enter) {
  const [heading, about, verb] = WORDS[link.purpose];
  // The address stands in the form for password managers, also where it is settled.
  const email = h("input", {
    type: "email",
    autocomplete: "username",
    required: true,
    value: link.email ?? "",
    readOnly: link.email !== null,
  });
  const form = doorForm({
    verb,
    controls: [
      field({ name: "email", label: "E-mail", control: email }),
      passwordField({ name: "password", label: "Password", autocomplete: "new-password", hint: PASSWORD_HINT }),
    ],
    send: ({ email: address, password, code }) =>
      post("/api/v1/links/follow", { link: token, password, code, ...(link.email === null && { email: address.trim() }) }),
    done: enter,
  });
  return [h("h1", {}, heading), h("p", { className: "soft" }, about), form];
}
