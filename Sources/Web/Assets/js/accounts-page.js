import { fill, h, icon } from "./dom.js";
import { AccountRow } from "./account-row.js";
import { closedPart } from "./closed-part.js";
import { inviteDialog } from "./invite-dialog.js";
import { noAccounts } from "./no-accounts.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";

/// Everyone who may sign in: invited, given a role, kept out and let in here.
export class AccountsPage extends Panel {
  static reloadOn = [];
  static freshOnArrival = true;

  #list = new PagedList({
    path: "/api/v1/accounts",
    ...tableParts(),
    row: (account) => new AccountRow(account, () => this.reload()).node,
    query: () => ({ sort: "email" }),
    empty: () => "There are no accounts.",
  });

  build() {
    const invite = h(
      "button",
      { type: "button", className: "main", onclick: () => inviteDialog(() => this.reload()) },
      icon("plus"),
      "Invite somebody",
    );
    const about = h("p", {}, "Viewers read. Members work with their own contacts and what is shared. Admins see all and set things up. Owners do everything.");
    this.append(h("header", {}, h("h2", {}, "Accounts"), ...(this.#isOpen ? [invite, about] : [])), this.body);
  }

  get #isOpen() {
    return state.hasAccounts && state.may("accounts");
  }

  async fetchData() {
    if (!this.#isOpen) return null;
    const [page] = await Promise.all([this.#list.firstPage(), state.refreshUsers()]);
    return page;
  }

  show(page) {
    if (page) return this.#list.show(this.body, page);
    const closed = () => closedPart("The list of accounts", { href: "#/account", text: "Look at your own account" });
    fill(this.body, state.hasAccounts ? closed() : h("div", { className: "prose" }, noAccounts()));
  }
}

function tableParts() {
  const list = h("tbody");
  const heads = ["Who", "Role", "State", "Last signed in"].map((name) => h("th", { scope: "col" }, name));
  const change = h("th", { scope: "col" }, h("span", { className: "unseen" }, "Change"));
  const frame = h("table", { className: "rows accounts" }, h("thead", {}, h("tr", {}, heads, change)), list);
  return { list, frame };
}
