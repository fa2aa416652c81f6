import { h, fill } from "./dom.js";
import { get } from "./api.js";
import { busy } from "./busy.js";
import { toast } from "./toast.js";

/// A list that grows by a page at a time. `query` gives the request, `row` one item's node, `list` the node they go in.
export class PagedList {
  #cursor = null;
  #shown = 0;
  #drawn = 0;
  #asked = "";

  constructor({ path, list, frame = list, row, query, empty }) {
    Object.assign(this, { path, list, frame, row, query, empty });
    this.more = h(
      "button",
      { type: "button", className: "more", onclick: () => busy(this.more, () => this.#append()) },
      "Show more",
    );
  }

  /// The first page, and where the same is asked for again, as much as is in sight.
  async firstPage() {
    const query = this.query();
    const asked = JSON.stringify(query);
    const wanted = asked === this.#asked ? this.#shown : 0;
    let page = await this.#page(query, wanted);
    while (page.items.length < wanted && page.next_cursor) {
      const next = await this.#page(query, wanted - page.items.length, page.next_cursor);
      page = { ...next, items: [...page.items, ...next.items] };
    }
    this.#asked = asked;
    return page;
  }

  /// Shows a first page in `body`.
  show(body, page) {
    this.#drawn++;
    this.#shown = 0;
    fill(this.list);
    this.#add(page);
    fill(body, this.#shown ? this.frame : h("p", { className: "empty" }, this.empty()), this.more);
  }

  /// The rows shown of what is in the list no more.
  async findGone() {
    const drawn = this.#drawn;
    const page = await this.firstPage();
    if (drawn !== this.#drawn) return [];
    const there = new Set(page.items.map(({ id }) => String(id)));
    const rows = [...this.list.children];
    const isThere = (row) => there.has(row.dataset.row);
    // Where more has come than the page holds, nothing is known of the last rows.
    const known = page.next_cursor ? rows.slice(0, rows.findLastIndex(isThere) + 1) : rows;
    return known.filter((row) => !isThere(row));
  }

  drop(rows) {
    for (const row of rows) row.remove();
    this.#shown -= rows.length;
  }

  get isEmpty() {
    return this.#shown === 0;
  }

  /// Says where a row is that was just added, unless it is among those that are shown.
  async tellAdded({ id }, name) {
    if (this.list.querySelector(`[data-row="${id}"]`)) return;
    const found = await get(this.path, { ...this.query(), id }).catch(() => null);
    toast(`${name} is added${found ? where(found.items) : ""}.`);
  }

  #page(query, wanted, cursor) {
    return get(this.path, { ...query, limit: Math.min(Math.max(wanted, PAGE), MOST), cursor });
  }

  async #append() {
    try {
      const [first] = this.#add(await this.#page(this.query(), PAGE, this.#cursor));
      if (this.more.hidden) this.#goOnAt(first);
    } catch (error) {
      toast(error.message);
    }
  }

  // The pressed button is gone: the keyboard goes on at the first row that came.
  #goOnAt(row) {
    if (!row) return;
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
  }

  #add(page) {
    const rows = page.items.map((item) => this.#row(item));
    this.list.append(...rows);
    this.#shown += page.items.length;
    this.#cursor = page.next_cursor;
    this.more.hidden = !this.#cursor;
    return rows;
  }

  #row(item) {
    const row = this.row(item);
    if (item.id) row.dataset.row = item.id;
    return row;
  }
}

const where = ({ length }) =>
  length ? ", further down in the list" : ". It is not in the list now, because it does not match your search or the chosen filter";

const PAGE = 40;
/// What the server gives at once.
const MOST = 200;
