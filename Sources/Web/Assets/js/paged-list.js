import { h, fill } from "./dom.js";
import { get } from "./api.js";
import { busy } from "./busy.js";
import { toast } from "./toast.js";

/// A list that grows by a page at a time. `query` gives the request, `row` one item's node, `list` the node they go in.
export class PagedList {
  #cursor = null;
  #shown = 0;

  constructor({ path, list, frame = list, row, query, empty }) {
    Object.assign(this, { path, list, frame, row, query, empty });
    this.more = h(
      "button",
      { type: "button", className: "more", onclick: () => busy(this.more, () => this.#append()) },
      "Show more",
    );
  }

  firstPage() {
    return get(this.path, { ...this.query(), limit: PAGE });
  }

  /// Shows a first page in `body`.
  show(body, page) {
    this.#shown = 0;
    fill(this.list);
    this.#add(page);
    fill(body, this.#shown ? this.frame : h("p", { className: "empty" }, this.empty()), this.more);
  }

  async #append() {
    try {
      this.#add(await get(this.path, { ...this.query(), limit: PAGE, cursor: this.#cursor }));
    } catch (error) {
      toast(error.message);
    }
  }

  #add(page) {
    this.list.append(...page.items.map(this.row));
    this.#shown += page.items.length;
    this.#cursor = page.next_cursor;
    this.more.hidden = !this.#cursor;
  }
}

const PAGE = 40;
