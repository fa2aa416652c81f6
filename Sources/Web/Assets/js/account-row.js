import { h, shown } from "./dom.js";
import { patch, post, remove } from "./api.js";
import { busy } from "./busy.js";
import { select } from "./fields.js";
import { nextTime } from "./format.js";
import { showLink } from "./invite-dialog.js";
import { isAbove, rolesToGive } from "./roles.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";
import { whenChosen } from "./when-chosen.js";

/// Whoever is signed in has to do so again with another role.
const signingIn = ({ state: standing, last_sign_in_at: last }) =>
  standing === "disabled" ? "" : last ? ", and signs in again" : ", and can sign in";

const STATES = { invited: "invited", active: "active", disabled: "kept out" };

/// One account in the list. One's own, and those above one, are shown and not changed.
export class AccountRow {
  constructor(account, reload) {
    Object.assign(this, { account, reload, path: `/api/v1/accounts/${account.id}` });
    this.isMine = account.id === state.session.account_id;
    this.isOurs = !this.isMine && !isAbove(account.role);
    this.node = h(
      "tr",
      {},
      h("th", { scope: "row" }, who(account), this.isMine && h("div", { className: "small soft" }, "you")),
      h("td", {}, this.isOurs ? this.#role() : account.role),
      h("td", {}, STATES[account.state]),
      h("td", { className: "numbers" }, account.last_sign_in_at ? nextTime(account.last_sign_in_at) : "never"),
      h("td", {}, this.isOurs && this.#actions()),
    );
  }

  #role() {
    const { email, role, version } = this.account;
    const choice = select(rolesToGive(), role);
    choice.setAttribute("aria-label", shown(`Role of ${email}`));
    whenChosen(choice, () =>
      this.#act(async () => {
        await patch(this.path, { role: choice.value }, version);
        toast(`${email} has the role ${choice.value}${signingIn(this.account)}.`);
      }),
    );
    return choice;
  }

  #actions() {
    const { email, state: standing } = this.account;
    const link = standing !== "disabled" && this.#button("New link", async () => showLink(await post(`${this.path}/link`)));
    const keepOut = standing !== "disabled" && this.#button("Keep out", () => this.#set("disabled", `${email} can’t sign in any more.`));
    const letIn = standing === "disabled" && this.#button("Let in", () => this.#letIn());
    const away = sureButton({
      label: "Delete",
      sure: "Delete for good?",
      name: email,
      className: "quiet",
      act: () => this.#act(async () => {
        await remove(this.path);
        toast(`${email} is deleted. What belongs to the person stays.`);
      }),
    });
    return h("div", { className: "row" }, link, letIn, keepOut, away);
  }

  #button(label, action) {
    const button = h("button", { type: "button", className: "quiet", "aria-label": `${label} ${this.account.email}` }, label);
    button.addEventListener("click", () => busy(button, () => this.#act(action)));
    return button;
  }

  async #set(standing, said) {
    await patch(this.path, { state: standing }, this.account.version);
    toast(said);
  }

  #letIn() {
    return this.#set("active", `${this.account.email} can sign in again.`);
  }

  async #act(action) {
    try {
      await action();
    } catch (error) {
      const stale = `${this.account.email} was changed elsewhere; the list now shows how it stands.`;
      toast(error.status === 412 ? stale : error.message);
    }
    this.reload();
  }
}

function who({ user_id: userID, email }) {
  const name = state.nameOf(userID);
  return [h("div", { className: "name" }, name || email), name && h("div", { className: "small soft" }, email)];
}
