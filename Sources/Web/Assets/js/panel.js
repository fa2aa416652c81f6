import { h, fill } from "./dom.js";
import { placeOf } from "./focus.js";
import { state } from "./state.js";

// "reconnected" loads it.
const CUT_OFF = { message: "This could not be loaded: the server can’t be reached. It is tried again by itself." };

/// A part of the page that shows data of the chosen person.
/// A subclass builds its frame once (`build`), says what to load (`fetchData`), and shows it in `this.body` (`show`).
export class Panel extends HTMLElement {
  /// Events of `state` that make this part load again.
  static reloadOn = ["user"];
  /// Whether coming to its page loads it again; otherwise only what happened meanwhile does.
  static freshOnArrival = false;

  body = h("div", {}, h("p", { className: "empty" }, "Loading…"));
  #listening = null;
  #loads = 0;
  #isStale = true;
  #isCutOff = false;

  connectedCallback() {
    this.#listening = new AbortController();
    if (!this.childElementCount) this.build();
    for (const event of this.constructor.reloadOn) this.listen(state, event, () => this.#outdated());
    this.listen(state, "reconnected", () => this.#isCutOff && this.#outdated());
    this.listen(document, "route", () => this.#arrived());
    this.#outdated();
  }

  disconnectedCallback() {
    this.#listening.abort();
  }

  /// A listener that ends with the element.
  listen(target, event, action) {
    target.addEventListener(event, action, { signal: this.#listening.signal });
  }

  build() {
    this.append(this.body);
  }

  // A page out of sight loads when it is visited.
  #outdated() {
    this.#isStale = true;
    if (!this.hidden) this.reload();
  }

  #arrived() {
    const wantsFresh = this.#isStale || this.constructor.freshOnArrival;
    if (!this.hidden && wantsFresh) this.reload();
  }

  async fetchData() {}
  show() {}

  /// Loads and shows; an answer that a later load has overtaken is dropped.
  async reload() {
    const load = ++this.#loads;
    this.#isStale = false;
    this.#isCutOff = false;
    try {
      const data = await this.fetchData(state.userID);
      if (load === this.#loads) this.redraw(() => this.show(data));
    } catch (error) {
      this.#isCutOff ||= error.status === 0;
      const told = error.status === 403 ? refusal(error) : problemNotice(this.#isCutOff ? CUT_OFF : error, () => this.reload());
      if (load === this.#loads) this.redraw(() => fill(this.body, told));
    }
  }

  /// Draws, and keeps the keyboard where it is, or where it can go on.
  redraw(draw) {
    const goOn = this.contains(document.activeElement) ? placeOf(document.activeElement) : () => {};
    draw();
    goOn();
  }
}

/// A failure in its place, with the way to try again.
export const problemNotice = (error, retry) =>
  notice(error, retry && h("button", { type: "button", onclick: retry }, "Try again"));

// Asked again it would be refused again, as after a change of one's role.
const refusal = (error) => notice(error, h("a", { href: "#/chat" }, "Go to the chat"));

const notice = (error, way) => h("div", { className: "notice", role: "alert" }, h("span", {}, error.message), way);
