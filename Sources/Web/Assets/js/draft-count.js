import { fill, h } from "./dom.js";
import { get } from "./api.js";
import { number } from "./format.js";
import { state } from "./state.js";

/// How many drafts wait for a decision, in the tab that leads to them: as it is told, and asked for where this window changes it.
export class DraftCount extends HTMLElement {
  #looks = 0;

  connectedCallback() {
    for (const event of ["user", "status", "drafts"]) state.addEventListener(event, () => this.#look());
    state.addEventListener("counted", () => this.#show(state.waiting.count));
    this.#look();
  }

  async #look() {
    const look = ++this.#looks;
    const known = state.waiting;
    // Where it can't be told for a moment, what was known stays; what was told meanwhile is younger.
    const found = await get("/api/v1/drafts/count", state.whose).catch(() => null);
    if (found && look === this.#looks && known === state.waiting) state.countDrafts(found);
  }

  #show(count) {
    const text = count > 99 ? "99+" : number(count);
    fill(this, count > 0 && h("span", { className: "count numbers" }, text, h("span", { className: "unseen" }, " waiting")));
  }
}
