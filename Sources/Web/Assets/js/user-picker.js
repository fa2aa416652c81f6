import { h, fill, freshID } from "./dom.js";
import { state } from "./state.js";
import { askToDiscard, changedPlaces, forgetTyped } from "./unsaved.js";

/// Whose desk this is; nothing is shown while there is one person only, or for whom others’ desks are closed.
export class UserPicker extends HTMLElement {
  #wanted;

  connectedCallback() {
    state.addEventListener("users", () => this.#show());
    this.#show();
  }

  #show() {
    if (state.users.length < 2 || !state.reachesAll) return;
    const id = freshID("person");
    const select = h("select", { id, onchange: () => this.#choose(select) }, state.users.map(option));
    select.value = String(state.userID);
    fill(this, h("label", { htmlFor: id, className: "unseen" }, "Person"), select);
  }

  // What was typed about one person's business would be gone with another one's in its place.
  #choose(select) {
    this.#wanted = Number(select.value);
    const typedIn = changedPlaces().filter((place) => place.matches("profile-form [data-of-person]"));
    if (!typedIn.length) return this.#switch(select);
    select.value = String(state.userID);
    const place = typedIn.find((form) => form.checkVisibility()) ?? document.getElementById("main");
    askToDiscard(place, () => (typedIn.forEach(forgetTyped), this.#switch(select)), "Discard what you typed about the business?");
  }

  #switch(select) {
    select.value = String(this.#wanted);
    state.userID = this.#wanted;
  }
}

const option = (user) => h("option", { value: String(user.id) }, personName(user));

/// What a person is called in lists, also one who has given no name.
export const personName = (user) => user.name || user.email || own(user) || `User ${user.id}`;

const own = (user) => state.hasAccounts && user.id === state.session.user_id && state.session.name;
