import { fill, h } from "./dom.js";
import { post } from "./api.js";
import { doorForm } from "./door-form.js";
import { field } from "./fields.js";

/// Asking for a mail with a link by which a new password is chosen. `address` is what was typed before; `back` leads to signing in.
export function forgottenForm(address, back) {
  const email = h("input", { type: "email", autocomplete: "username", required: true, autocapitalize: "none", value: address });
  const view = h("div", { className: "steps" });
  const form = doorForm({
    verb: "Send me a link",
    controls: [field({ name: "email", label: "E-mail", control: email })],
    send: (values) => post("/api/v1/links/mail", { email: values.email.trim() }),
    done: ({ message }) => showSent(view, message, back),
  });
  fill(
    view,
    h("h1", {}, "Forgot the password?"),
    h("p", { className: "soft" }, "You get a mail with a link to choose a new one."),
    form,
    h("button", { type: "button", className: "quiet", onclick: back }, "Back to signing in"),
  );
  return view;
}

// The server says the same for every address: whether it has an account is nobody's business.
function showSent(view, message, back) {
  const heading = h("h1", { tabIndex: -1 }, "Check your mailbox");
  fill(
    view,
    heading,
    h("p", { role: "status" }, message),
    h("p", { className: "soft" }, "No mail? Look in your spam folder, or ask whoever looks after the accounts."),
    h("button", { type: "button", className: "quiet", onclick: back }, "Back to signing in"),
  );
  heading.focus();
}
