import { fill, h } from "./dom.js";
import { post } from "./api.js";
import { busy } from "./busy.js";
import { check, clearFaults, showFaults, tell } from "./fields.js";
import { nameForm } from "./name-form.js";
import { noAccounts } from "./no-accounts.js";
import { Panel } from "./panel.js";
import { passwordField, PASSWORD_HINT } from "./password-field.js";
import { secondFactorPanel } from "./second-factor.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const MAY = {
  viewer: "You read what the workspace works with, and change nothing of it.",
  member: "You work with your own contacts, and with those that are shared.",
  admin: "You work with everyone’s contacts, and set up agents, models and accounts.",
  owner: "You may do everything here.",
};

/// One's own account: who one is and is called, and the password.
export class AccountPage extends Panel {
  static reloadOn = [];

  build() {
    this.append(h("header", {}, h("h2", {}, "My account")), this.body);
  }

  show() {
    fill(this.body, h("div", { className: "prose" }, state.hasAccounts ? account() : noAccounts()));
  }
}

const account = () => {
  const { name, role, user_id: userID } = state.session;
  const user = state.user(userID);
  return [
    h("dl", { className: "facts" }, h("dt", {}, "E-mail"), h("dd", {}, name), h("dt", {}, "Role"), h("dd", {}, role)),
    h("p", { className: "soft" }, MAY[role]),
    user && nameForm(user, (change) => post("/api/v1/name", change)),
    h("h3", {}, "Password"),
    passwordForm(name),
    secondFactorPanel(() => state.tell("sessions")),
  ];
};

function passwordForm(email) {
  const save = h("button", {}, "Change password");
  const problem = h("p", { className: "fault wide", role: "alert" });
  const form = h(
    "form",
    { className: "form", noValidate: true },
    // Tells password managers whose password it is.
    h("input", { type: "email", name: "username", autocomplete: "username", value: email, hidden: true, readOnly: true }),
    passwordField({ name: "password", label: "Current password", autocomplete: "current-password", wide: true }),
    passwordField({ name: "new_password", label: "New password", autocomplete: "new-password", hint: PASSWORD_HINT, wide: true }),
    check({ name: "end_keys", label: "End my API keys too" }),
    problem,
    h("div", { className: "row" }, save),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => change(form, problem));
  });
  return form;
}

async function change(form, problem) {
  clearFaults(form);
  const { password, new_password: next, end_keys: ends } = Object.fromEntries(new FormData(form));
  try {
    await post("/api/v1/password", { password, new_password: next, end_keys: Boolean(ends) });
    form.reset();
    toast(ends ? "Password changed. Your other sessions and your API keys have ended." : "Password changed. Your other sessions have ended.");
    state.tell("sessions");
  } catch (error) {
    const isWrong = error.status === 401;
    const fault = isWrong ? { errors: [{ field: "password", message: "This is not your password." }] } : error;
    const rest = showFaults(form, fault);
    if (rest) tell(problem, rest);
  }
}
