import { fill, freshID, h } from "./dom.js";
import { get, Problem } from "./api.js";
import { field } from "./fields.js";
import { state } from "./state.js";

const SHOWN = 8;
const UNCHOSEN = "Choose a contact from the list that appears as you type, or leave this empty.";

/// A field in which one of one's contacts is found by typing and chosen from a list, by keyboard or pointer. `row` has the contact that
/// is chosen at first; `chosen` is called with a contact that a person chooses. A form sends `contact_id` and, as `contact_text`, what was typed.
export function contactField({ row, wide, chosen = () => {} }) {
  const control = h("input", {
    value: row.contact_id ? row.contact_name ?? "" : "",
    autocomplete: "off",
    placeholder: "Name, company or e-mail",
    role: "combobox",
    "aria-expanded": "false",
    "aria-autocomplete": "list",
  });
  const box = field({ name: "contact_id", label: "Contact", wide, control });
  control.name = "contact_text";
  const hidden = (name, value) => h("input", { type: "hidden", name, value: String(value ?? "") });
  const search = new ContactSearch(control, hidden("contact_id", row.contact_id), chosen);
  control.after(search.hidden, hidden("contact_was", row.id ? row.contact_id : "none yet"), search.list, search.told);
  return box;
}

/// What a form with such a field sends of it: of a row that is there nothing where it is as it was, as the contact may be one that somebody
/// else looks after by now. Throws `Problem` where something was typed and nothing chosen.
export function chosenContact({ contact_id: id, contact_was: was, contact_text: text, ...rest }) {
  if (text && !id) throw new Problem(422, { detail: UNCHOSEN, errors: [{ field: "contact_id", message: UNCHOSEN }] });
  return id === was ? rest : { ...rest, contact_id: id ? Number(id) : null };
}

/// The list below the field. The keyboard stays in the field, which says which entry is meant (the combobox of the ARIA patterns).
class ContactSearch {
  list = h("ul", { id: freshID("contacts"), role: "listbox", "aria-label": "Contacts", className: "choices", hidden: true });
  told = h("p", { className: "hint", role: "status" });
  #found = [];
  #place = -1;
  #asked = 0;
  #timer;

  constructor(control, hidden, chosen) {
    Object.assign(this, { control, hidden, chosen });
    control.setAttribute("aria-controls", this.list.id);
    control.addEventListener("input", () => this.#typed());
    control.addEventListener("keydown", (event) => this.#pressed(event));
    control.addEventListener("blur", () => this.#close());
  }

  // What is typed over a choice is no choice any more.
  #typed() {
    this.hidden.value = "";
    this.#later();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    if (!this.control.value.trim()) return this.#close();
    this.#timer = setTimeout(() => this.#search(), 200);
  }

  async #search() {
    const asked = (this.#asked += 1);
    const query = { ...state.whose, sort: "name", q: this.control.value.trim(), limit: SHOWN + 1 };
    const page = await get("/api/v1/contacts", query).catch((error) => error);
    if (asked !== this.#asked || document.activeElement !== this.control) return;
    this.#show(page.items?.slice(0, SHOWN) ?? []);
    fill(this.told, words(page));
  }

  #show(contacts) {
    this.#found = contacts;
    this.#place = -1;
    fill(this.list, contacts.map((contact, place) => this.#entry(contact, place)));
    this.list.hidden = contacts.length === 0;
    this.control.setAttribute("aria-expanded", String(contacts.length > 0));
    this.control.removeAttribute("aria-activedescendant");
  }

  #entry(contact, place) {
    const beside = [contact.company, contact.email].filter(Boolean).join(" · ");
    return h(
      "li",
      {
        id: freshID("contact"),
        role: "option",
        "aria-selected": "false",
        // The field keeps the keyboard, and is not left before the choice is made.
        onmousedown: (event) => event.preventDefault(),
        onclick: () => this.#choose(place),
      },
      contact.name,
      beside && h("span", { className: "small soft" }, beside),
    );
  }

  #pressed(event) {
    if (event.isComposing) return;
    const act = { ArrowDown: () => this.#move(1), ArrowUp: () => this.#move(-1), Enter: () => this.#choose(this.#place), Escape: () => this.#close() };
    const isOpen = !this.list.hidden;
    if (!isOpen && event.key === "ArrowDown") this.#search();
    else if (!isOpen || !act[event.key] || (event.key === "Enter" && this.#place < 0)) return;
    else act[event.key]();
    // The dialog neither closes nor is sent.
    event.preventDefault();
    event.stopPropagation();
  }

  #move(step) {
    const entries = [...this.list.children];
    this.#place = (this.#place + step + entries.length + (this.#place < 0 && step < 0 ? 1 : 0)) % entries.length;
    entries.forEach((entry, place) => entry.setAttribute("aria-selected", String(place === this.#place)));
    this.control.setAttribute("aria-activedescendant", entries[this.#place].id);
    entries[this.#place].scrollIntoView({ block: "nearest" });
  }

  #choose(place) {
    const contact = this.#found[place];
    this.control.value = contact.name;
    this.hidden.value = String(contact.id);
    this.#close();
    fill(this.told, `${contact.name} is chosen.`);
    this.chosen(contact);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#asked += 1;
    this.#show([]);
    fill(this.told);
  }
}

function words(page) {
  if (page instanceof Problem) return `The contacts could not be looked up. ${page.message}`;
  if (!page.items.length) return "No contact matches.";
  if (page.items.length > SHOWN) return `The first ${SHOWN} that match; type more to narrow them down.`;
  return page.items.length === 1 ? "One contact matches." : `${page.items.length} contacts match.`;
}
