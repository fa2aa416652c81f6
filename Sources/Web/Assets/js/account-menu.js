import { h } from "./dom.js";
import { remove } from "./api.js";
import { busy } from "./busy.js";
import { forgetAndLeave } from "./signed-out.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// Who is signed in, and what they can do with their account; nothing is shown where there are no accounts.
export class AccountMenu extends HTMLElement {
  #details;

  connectedCallback() {
    if (!state.hasAccounts || this.childElementCount) return;
    const { name, role } = state.session;
    this.#details = h(
      "details",
      { className: "menu" },
      h(
        "summary",
        { "aria-label": `Account of ${name}` },
        h("span", { className: "initial", "aria-hidden": "true" }, name.charAt(0).toUpperCase()),
      ),
      h(
        "div",
        { className: "menu-body" },
        h("p", {}, h("strong", {}, name), h("span", { className: "small soft" }, role)),
        h("a", { href: "#/account" }, "My account"),
        state.may("accounts") && h("a", { href: "#/accounts" }, "Accounts"),
        signOutButton(),
      ),
    );
    this.append(this.#details);
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.#close(true));
    this.addEventListener("click", (event) => event.target.closest("a") && this.#close());
    document.addEventListener("click", (event) => this.contains(event.target) || this.#close());
  }

  #close(isByKey = false) {
    if (isByKey && this.#details.open) this.#details.querySelector("summary").focus();
    this.#details.open = false;
  }
}

function signOutButton() {
  const button = h("button", { type: "button" }, "Sign out");
  button.addEventListener("click", () => busy(button, signOut));
  return button;
}

async function signOut() {
  try {
    await remove("/api/v1/session");
    forgetAndLeave();
  } catch (error) {
    toast(error.message);
  }
}
