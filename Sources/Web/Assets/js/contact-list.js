import { h, icon, shown } from "./dom.js";
import { patch } from "./api.js";
import { blockedAddresses, consentWords } from "./consent.js";
import { contactDialog } from "./contact-dialog.js";
import { field, select } from "./fields.js";
import { words } from "./format.js";
import { importButton } from "./import-button.js";
import { noRows } from "./no-rows.js";
import { offered } from "./permissions.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { stageOptions } from "./stages.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { whenChosen } from "./when-chosen.js";

/// The people the business talks with: found by name, narrowed by stage, moved along the pipeline in place.
export class ContactList extends Panel {
  static reloadOn = ["user", "rows"];
  static freshOnArrival = true;

  #search = h(
    "input",
    { type: "search", placeholder: "Name, company or e-mail", oninput: () => this.#later() },
  );
  #stage = select([["", "Every stage"], ...stageOptions().slice(1)]);
  #list = new PagedList({
    path: "/api/v1/contacts",
    ...tableParts(),
    row: (contact) => this.#row(contact),
    query: () => this.#query(),
    empty: () => this.#empty(),
  });
  #blocked = new Set();
  #timer;

  build() {
    this.#stage.addEventListener("change", () => this.reload());
    const add = h(
      "button",
      { type: "button", className: "main", onclick: () => contactDialog({}, (contact) => this.#added(contact)) },
      icon("plus"),
      "Add a contact",
    );
    const filters = h(
      "div",
      { className: "filters" },
      field({ name: "q", label: "Search contacts", control: this.#search }),
      field({ name: "stage", label: "Stage", control: this.#stage }),
    );
    this.append(h("header", {}, h("h2", {}, "Contacts"), offered("write", h("div", { className: "row" }, importButton("contacts", () => this.reload()), add))), filters, this.body);
  }

  fetchData() {
    return Promise.all([this.#list.firstPage(), blockedAddresses()]);
  }

  show([page, blocked]) {
    this.#blocked = blocked;
    this.#list.show(this.body, page);
  }

  #query() {
    return { ...state.whose, sort: "name", q: this.#search.value.trim(), stage: this.#stage.value };
  }

  #empty() {
    const filtered = this.#search.value || this.#stage.value;
    if (filtered) return ["No contact matches. ", this.#showAll()];
    return noRows("contacts");
  }

  // The pressed button is gone: the keyboard goes on where something else can be looked for.
  #showAll() {
    const clear = () => {
      this.#search.value = "";
      this.#stage.value = "";
      this.#search.focus();
      this.reload();
    };
    return h("button", { type: "button", className: "quiet", onclick: clear }, "Show all contacts");
  }

  async #added(contact) {
    await this.reload();
    this.#list.tellAdded(contact, contact.name);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 200);
  }

  #row(contact) {
    const stage = select(stageOptions(contact.stage), contact.stage ?? "");
    stage.setAttribute("aria-label", shown(`Stage of ${contact.name}`));
    whenChosen(stage, () => this.#move(contact, stage));
    const edit = h(
      "button",
      {
        type: "button",
        className: "quiet",
        "aria-label": `Edit ${contact.name}`,
        onclick: () => contactDialog(contact, () => this.reload()),
      },
      "Edit",
    );
    return h(
      "tr",
      {},
      h(
        "th",
        { scope: "row" },
        h("div", { className: "name" }, contact.name),
        contact.company && h("div", { className: "small soft" }, contact.company),
        contact.shared && h("div", { className: "small soft" }, "shared"),
      ),
      h("td", {}, state.may("write") ? stage : words(contact.stage ?? "")),
      h("td", { className: "reach" }, reach(contact), h("div", { className: "small soft" }, this.#consent(contact))),
      h("td", {}, offered("write", edit)),
    );
  }

  #consent(contact) {
    return consentWords(contact, { required: state.requiresConsent, blocked: this.#blocked });
  }

  async #move(contact, stage) {
    try {
      Object.assign(
        contact,
        await patch(`/api/v1/contacts/${contact.id}`, { stage: stage.value || null }, contact.version),
      );
      toast(`${contact.name} moved.`);
    } catch (error) {
      const stale = `${contact.name} was changed elsewhere; the list now shows how it stands.`;
      toast(error.status === 412 ? stale : error.message);
      this.reload();
    }
  }
}

function tableParts() {
  const list = h("tbody");
  const heads = ["Name", "Stage", "Reached by"].map((name) => h("th", { scope: "col" }, name));
  const frame = h(
    "table",
    { className: "rows" },
    h("thead", {}, h("tr", {}, heads, h("th", { scope: "col" }, h("span", { className: "unseen" }, "Edit")))),
    list,
  );
  return { list, frame };
}

const reach = ({ email, phone }) => [
  email && h("div", {}, h("a", { href: `mailto:${email}` }, email)),
  phone && h("div", {}, h("a", { href: `tel:${phone.replace(/[^+\d]/g, "")}` }, phone)),
];
