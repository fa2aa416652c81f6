import { fill, h } from "./dom.js";
import { get } from "./api.js";
import { number } from "./format.js";
import { state } from "./state.js";

// Agents write on their own schedule, and nothing tells the page of a draft.
const LOOK_EVERY = 60_000;

/// How many drafts wait for a decision, in the tab that leads to them.
export class DraftCount extends HTMLElement {
  #looks = 0;

  connectedCallback() {
    for (const event of ["user", "status", "messages", "drafts"]) state.addEventListener(event, () => this.#look());
    setInterval(() => document.hidden || this.#look(), LOOK_EVERY);
    this.#look();
  }

  async #look() {
    const look = ++this.#looks;
    // Where it can't be told for a moment, what was known stays.
    const found = await get("/api/v1/drafts/count", state.whose).catch(() => null);
    if (!found || look !== this.#looks) return;
    this.#show(found.count);
    state.newestDraft = found.newest_id;
    state.tell("counted");
  }

  #show(count) {
    const text = count > 99 ? "99+" : number(count);
    fill(this, count > 0 && h("span", { className: "count numbers" }, text, h("span", { className: "unseen" }, " waiting")));
  }
}
