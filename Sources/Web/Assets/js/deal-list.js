import { h, icon, shown } from "./dom.js";
import { patch } from "./api.js";
import { contactLink } from "./contact-link.js";
import { dealDialog, STATUSES } from "./deal-dialog.js";
import { field, select } from "./fields.js";
import { dueName, LANGUAGE, words } from "./format.js";
import { money } from "./money.js";
import { importButton } from "./import-button.js";
import { noRows } from "./no-rows.js";
import { offered } from "./permissions.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { whenChosen } from "./when-chosen.js";

/// The sales under way, won and lost: found by customer or product, closed in place.
export class DealList extends Panel {
  static reloadOn = ["user", "rows"];
  static freshOnArrival = true;

  #search = h(
    "input",
    { type: "search", placeholder: "Customer or product", oninput: () => this.#later() },
  );
  #status = select([["", "Every status"], ...STATUSES]);
  #list = new PagedList({
    path: "/api/v1/deals",
    ...tableParts(),
    row: (deal) => this.#row(deal),
    query: () => ({
      ...state.whose,
      sort: "customer",
      q: this.#search.value.trim(),
      status: this.#status.value,
    }),
    empty: () => this.#empty(),
  });
  #timer;
  // Of the deals in sight: most businesses sell in one.
  #currency;

  build() {
    this.#status.addEventListener("change", () => this.reload());
    const add = h(
      "button",
      { type: "button", className: "main", onclick: () => dealDialog({ currency: this.#currency }, (deal) => this.#added(deal)) },
      icon("plus"),
      "Add a deal",
    );
    const filters = h(
      "div",
      { className: "filters" },
      field({ name: "q", label: "Search deals", control: this.#search }),
      field({ name: "status", label: "Status", control: this.#status }),
    );
    this.append(h("header", {}, h("h2", {}, "Deals"), offered("write", h("div", { className: "row" }, importButton("deals", () => this.#imported()), add))), filters, this.body);
  }

  #imported() {
    this.reload();
    state.tell("deals");
  }

  fetchData() {
    return this.#list.firstPage();
  }

  show(page) {
    this.#currency = page.items.find(({ currency }) => currency)?.currency ?? this.#currency;
    this.#list.show(this.body, page);
  }

  #empty() {
    if (this.#search.value || this.#status.value) return ["No deal matches. ", this.#showAll()];
    return noRows("deals");
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 200);
  }

  // The pressed button is gone: the keyboard goes on where something else can be looked for.
  #showAll() {
    const clear = () => {
      this.#search.value = "";
      this.#status.value = "";
      this.#search.focus();
      this.reload();
    };
    return h("button", { type: "button", className: "quiet", onclick: clear }, "Show all deals");
  }

  async #added(deal) {
    await this.#changed();
    this.#list.tellAdded(deal, `The deal with ${deal.customer}`);
  }

  #changed() {
    state.tell("deals");
    return this.reload();
  }

  #row(deal) {
    const name = `the deal with ${deal.customer}`;
    const status = select(STATUSES, deal.status);
    status.setAttribute("aria-label", shown(`Status of ${name}`));
    whenChosen(status, () => this.#close(deal, status));
    const edit = h(
      "button",
      {
        type: "button",
        className: "quiet",
        "aria-label": `Edit ${name}`,
        onclick: () => dealDialog(deal, () => this.#changed()),
      },
      "Edit",
    );
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        this.#customer(deal),
        deal.product && h("div", { className: "small soft" }, deal.product),
      ),
      h("td", {}, state.may("write") ? status : words(deal.status)),
      h("td", { className: "worth" }, worth(deal)),
      h("td", {}, offered("write", edit)),
    );
  }

  // A contact mostly is called as the customer is: then its name is said once.
  #customer(deal) {
    const link = deal.contact_id && contactLink(deal, () => this.#changed());
    const isSame = link && deal.contact_name === deal.customer;
    return [h("div", { className: "name" }, isSame ? link : deal.customer), link && !isSame && h("div", { className: "small" }, link)];
  }

  // Agents ask about a lost deal for as long as nobody has said why.
  #why(deal) {
    return { text: "Say why", act: () => dealDialog(deal, () => this.#changed()) };
  }

  async #close(deal, status) {
    try {
      Object.assign(deal, await patch(`/api/v1/deals/${deal.id}`, { status: status.value }, deal.version));
      toast(`The deal with ${deal.customer} is ${deal.status}.`, deal.status === "lost" && this.#why(deal));
      state.tell("deals");
    } catch (error) {
      const stale = `The deal with ${deal.customer} was changed elsewhere; the list now shows how it stands.`;
      toast(error.status === 412 ? stale : error.message);
      this.reload();
    }
  }
}

function tableParts() {
  const list = h("tbody");
  const heads = ["Customer", "Status", "Amount"].map((name) => h("th", { scope: "col" }, name));
  const frame = h(
    "table",
    { className: "rows" },
    h("thead", {}, h("tr", {}, heads, h("th", { scope: "col" }, h("span", { className: "unseen" }, "Edit")))),
    list,
  );
  return { list, frame };
}

const worth = (deal) => [
  h("div", { className: "numbers" }, money(deal, LANGUAGE)),
  deal.expected_close_date && deal.status === "open" &&
  h("div", { className: "small soft" }, `Decision ${dueName(deal.expected_close_date)}`),
];
