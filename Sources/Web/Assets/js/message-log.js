import { h, fill } from "./dom.js";
import { dayKey, dayName } from "./format.js";
import { messageNode } from "./message.js";

const NEAR_FOOT = 120;

/// The scrolling list of messages, oldest first. New ones are read out; earlier ones, loaded on request, are not.
export class MessageLog {
  #list = h("div", { className: "log-inner" });
  node = h("div", { className: "log", role: "log", "aria-label": "Conversation", tabindex: "0" }, this.#list);
  #nodes = new Map();

  get isAtFoot() {
    return this.node.scrollHeight - this.node.scrollTop - this.node.clientHeight < NEAR_FOOT;
  }

  /// Shows `messages`; `head` and `foot` are nodes around them, `failures` maps message ids to failures, `cards` to what
  /// stands under a message: `{ id, content, make }`.
  show(messages, { failures = new Map(), cards = new Map(), head, foot = [], atFoot = this.isAtFoot } = {}) {
    const fromFoot = this.node.scrollHeight - this.node.scrollTop;
    this.#reconcile([head, ...this.#dated(messages, failures, cards), ...foot].filter(Boolean));
    this.node.scrollTop = atFoot ? this.node.scrollHeight : this.node.scrollHeight - fromFoot;
  }

  /// Like `show`, for messages put in above: silent, and what the reader looks at stays in place.
  showEarlier(messages, options) {
    this.node.setAttribute("aria-live", "off");
    this.show(messages, { ...options, atFoot: false });
    setTimeout(() => this.node.removeAttribute("aria-live"), 500);
  }

  /// A card that was changed by the keyboard keeps the focus.
  focusCard(id) {
    if (document.activeElement === document.body) this.#nodes.get(`card ${id}`)?.node.focus();
  }

  clear() {
    this.#nodes.clear();
    fill(this.#list);
  }

  #dated(messages, failures, cards) {
    let day = null;
    return messages.flatMap((message) => {
      const under = (cards.get(message.id) ?? []).map(({ id, content, make }) => this.#kept(`card ${id}`, content, make));
      const nodes = [this.#node(message, failures.get(message.id)), ...under];
      const newDay = dayKey(message.created_at);
      if (newDay !== day) nodes.unshift(this.#dayLine(newDay, dayName(message.created_at)));
      day = newDay;
      return nodes;
    });
  }

  #dayLine(day, name) {
    return this.#kept(`day ${day}`, name, () => h("div", { className: "day" }, name));
  }

  #node(message, failure) {
    return this.#kept(message.id, `${message.status} ${failure?.detail}`, () => messageNode(message, failure));
  }

  // Nodes are kept while their content stands, so that a screen reader hears each message once.
  #kept(id, content, make) {
    const known = this.#nodes.get(id);
    if (known?.content === content) return known.node;
    const node = make();
    this.#nodes.set(id, { content, node });
    return node;
  }

  #reconcile(wanted) {
    const keep = new Set(wanted);
    for (const node of [...this.#list.childNodes]) if (!keep.has(node)) node.remove();
    wanted.forEach((node, index) => {
      const present = this.#list.childNodes[index];
      if (present !== node) this.#list.insertBefore(node, present ?? null);
    });
  }
}
