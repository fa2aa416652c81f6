import { h, fill, icon } from "./dom.js";
import { get } from "./api.js";
import { batchForm } from "./batch-form.js";
import { BatchRow } from "./batch-row.js";
import { offeredForAll } from "./permissions.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";

const SHOWN = 5;
const WHILE_BUSY = 1_500;
const WHILE_IDLE = 15_000;
// A batch that takes long to count is looked at less often.
const PAUSE_PER_LOOK = 20;

/// What is being written to many people: how far each batch is, and what can be done with it.
/// The last ones that have ended are in sight too, and of those that a schedule has made the ones of which something failed.
export class BatchList extends Panel {
  static reloadOn = ["status"];
  static freshOnArrival = true;
  #rows = new Map();
  #list = h("ul", {});
  #form = h("div", {});
  #open = h("button", { type: "button", className: "quiet", onclick: () => this.#start() }, icon("plus"), "Write to everyone");
  #next;
  // Whether those that have ended are looked for: a small one may have before it was ever seen.
  #seeksEnded = true;
  #lookTook = 0;

  build() {
    this.listen(state, "counted", () => this.#lookForDrafts());
    this.listen(document, "route", () => this.#lookForDrafts());
    const about = "What an agent is writing to many people: watch it, slow it down, pause or cancel it.";
    this.append(h("header", {}, h("h2", {}, "Batches"), offeredForAll("run", this.#open), h("p", {}, about)), this.#form, this.body);
  }

  disconnectedCallback() {
    clearTimeout(this.#next);
    super.disconnectedCallback();
  }

  async fetchData() {
    const { found, past } = await this.#found();
    const followed = [...this.#rows.values()].filter((row) => !row.hasEnded).map((row) => row.id);
    const ids = [...new Set([...followed, ...found, ...past])];
    const start = performance.now();
    const batches = await Promise.all(ids.map((id) => get(`/api/v1/occurrences/${id}/progress`)));
    this.#lookTook = performance.now() - start;
    return batches.filter((progress) => progress.failed > 0 || followed.includes(progress.occurrence_id) || !past.includes(progress.occurrence_id));
  }

  async #found() {
    // What an event has made is for one person.
    const under = async (state, ...triggers) => {
      const pages = await Promise.all(triggers.map((trigger) => get("/api/v1/occurrences", { state, trigger, sort: "-id", limit: SHOWN })));
      return pages.flatMap((page) => page.items.map((item) => item.id));
    };
    // In the order in which a batch goes through them: one that goes on meanwhile is found in the next.
    const found = [...await under("planned", "batch", "schedule"), ...await under("running", "batch", "schedule")];
    if (!this.#seeksEnded) return { found, past: [] };
    return { found: [...found, ...await under("done", "batch")], past: await under("done", "schedule") };
  }

  show(batches) {
    this.#seeksEnded = false;
    // Each new one is put on top: what goes on comes last.
    const goesOn = (progress) => (progress.finished_at === null ? 1 : 0);
    const order = (a, b) => goesOn(a) - goesOn(b) || a.occurrence_id - b.occurrence_id;
    const ended = batches.sort(order).filter((progress) => this.#update(progress));
    this.#forgetEnded();
    if (ended.length) state.tell("drafts");
    const body = this.#rows.size ? this.#list : h("p", { className: "empty" }, "Nothing is being written to many people now.");
    // Put in place once: moving it would take the focus from what is in it.
    if (this.body.firstChild !== body) fill(this.body, body);
    this.#lookAgain();
  }

  #forgetEnded() {
    const ended = [...this.#rows.values()].filter((row) => row.hasEnded);
    for (const row of ended.slice(0, -SHOWN)) {
      row.node.remove();
      this.#rows.delete(row.id);
    }
  }

  // Rows are kept, so that a button or a rate in hand is not taken away. Returns whether the batch has ended since it was last seen.
  #update(progress) {
    const id = progress.occurrence_id;
    let row = this.#rows.get(id);
    if (!row) {
      row = new BatchRow(id, () => this.reload());
      this.#rows.set(id, row);
      this.#list.prepend(row.node);
    }
    const hadEnded = row.hasEnded;
    row.update(progress);
    return row.hasEnded && !hadEnded;
  }

  #lookForDrafts() {
    if (this.hidden) return;
    for (const row of this.#rows.values()) row.tellDrafts();
  }

  #lookAgain() {
    clearTimeout(this.#next);
    const isBusy = [...this.#rows.values()].some((row) => !row.hasEnded);
    // Out of sight nothing is asked; coming back to this page loads it.
    if (this.hidden) return;
    const look = () => (document.hidden ? this.#lookAgain() : this.reload().then(() => this.#lookAgain()));
    this.#next = setTimeout(look, Math.max(isBusy ? WHILE_BUSY : WHILE_IDLE, this.#lookTook * PAUSE_PER_LOOK));
  }

  #started() {
    this.#seeksEnded = true;
    this.reload();
  }

  #start() {
    const close = () => {
      fill(this.#form);
      this.#open.focus();
    };
    const form = batchForm(close, () => this.#started());
    fill(this.#form, form);
    form.scrollIntoView({ block: "nearest" });
    form.querySelector("select").focus();
  }
}
