import { h, fill, freshID } from "./dom.js";
import { state } from "./state.js";

/// Whose desk this is; nothing is shown while there is one person only, or for whom others’ desks are closed.
export class UserPicker extends HTMLElement {
  connectedCallback() {
    state.addEventListener("users", () => this.#show());
    this.#show();
  }

  #show() {
    if (state.users.length < 2 || !state.reachesAll) return;
    const id = freshID("person");
    const select = h("select", { id, onchange: () => (state.userID = Number(select.value)) }, state.users.map(option));
    select.value = String(state.userID);
    fill(this, h("label", { htmlFor: id, className: "unseen" }, "Person"), select);
  }
}

const option = (user) => h("option", { value: String(user.id) }, user.name || user.email || own(user) || `User ${user.id}`);

const own = (user) => state.hasAccounts && user.id === state.session.user_id && state.session.name;
