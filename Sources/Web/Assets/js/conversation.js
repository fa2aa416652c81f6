import { freshKey, get, post } from "./api.js";
import { isOwn } from "./message.js";
import { Proposals } from "./proposals.js";
import { keep, kept } from "./state.js";

const PAGE = 30;

/// One person's messages as the page holds them: pages from the server, and the message being sent.
export class Conversation {
  /// Oldest first.
  messages = [];
  /// The message on its way: `{ text, key, stopping }`.
  pending = null;
  /// Messages that failed and that the server did not keep: `{ text, key, detail }`. A reload finds them again.
  unsent;
  /// Failures of stored messages: id to `{ key, detail }`.
  failures = new Map();
  /// Whether the last message was not taken because nobody is signed in.
  wasSignedOut = false;
  #earlier = null;

  constructor(userID) {
    this.userID = userID;
    this.proposals = new Proposals(userID);
    this.unsent = JSON.parse(kept(this.#unsentName) ?? "[]");
  }

  get hasEarlier() {
    return this.#earlier !== null;
  }

  /// Brings in what is new; throws `Problem`.
  async refresh() {
    const [page] = await Promise.all([this.#page(), this.proposals.refresh()]);
    const overlaps = page.items.some((message) => this.messages.some((known) => known.id === message.id));
    if (!overlaps) this.#restart(page);
    else this.#merge(page.items);
  }

  /// The id of the last answer that has come, or null.
  get lastAnswer() {
    return this.messages.findLast((message) => message.agent_type === "AGENT_RESPONSE")?.id ?? null;
  }

  async loadEarlier() {
    const page = await this.#page(this.#earlier);
    this.#earlier = page.next_cursor ?? null;
    this.#merge(page.items);
  }

  /// Sends a text, or sends it again under its old key: the server answers it once. Never throws; a failure is kept.
  async send(text, key = freshKey()) {
    this.unsent = this.unsent.filter((message) => message.key !== key);
    this.#keepUnsent();
    const stopping = new AbortController();
    this.pending = { text, key, stopping };
    try {
      await post("/chat/message", { user_id: this.userID, message: text, stream: true }, key, stopping.signal);
      this.failures.clear();
      await this.refresh();
      this.pending = null;
    } catch (error) {
      await this.#keepFailure(text, key, error);
    }
  }

  /// Breaks off the answer to the message on its way: the server notices that nobody waits for it any more.
  stop() {
    this.pending?.stopping.abort();
  }

  // The server keeps the message of a failed call: then the failure belongs to that row.
  async #keepFailure(text, key, error) {
    this.wasSignedOut = error.status === 401;
    if (this.wasSignedOut) return void (this.pending = null);
    await this.refresh().catch(() => {});
    const stored = this.messages.findLast((
      message,
    ) => isOwn(message) && message.status === "unanswered" && message.body === text);
    const detail = waited(error);
    // What was stopped is asked anew: its own key stands for the answer that was broken off.
    const again = error.name === "AbortError" ? freshKey() : key;
    if (stored) this.failures.set(stored.id, { key: again, detail });
    else this.unsent.push({ text, key: again, detail });
    this.#keepUnsent();
    this.pending = null;
  }

  /// The text of an unsent message is in the composer, which keeps it from now on.
  takeBack(message) {
    message.isTaken = true;
    this.#keepUnsent();
  }

  // Named as the composer's drafts are: signing out forgets them too.
  get #unsentName() {
    return `draft-unsent-${this.userID}`;
  }

  #keepUnsent() {
    const left = this.unsent.filter((message) => !message.isTaken);
    keep(this.#unsentName, left.length ? JSON.stringify(left) : null);
  }

  #page(cursor) {
    return get("/api/v1/communications", { user_id: this.userID, direction: "internal", sort: "-created_at", limit: PAGE, cursor });
  }

  #restart(page) {
    this.messages = [];
    this.#earlier = page.next_cursor ?? null;
    this.#merge(page.items);
  }

  #merge(items) {
    const byID = new Map([...this.messages, ...items].map((message) => [message.id, message]));
    this.messages = [...byID.values()].sort((a, b) => Date.parse(
      a.created_at,
    ) - Date.parse(b.created_at) || a.id - b.id);
  }
}

function waited({ name, message, retryAfter }) {
  if (name === "AbortError") return "You stopped the answer.";
  // A longer wait, such as for a budget, the message itself tells as a day.
  const isShort = /^\d{1,3}$/.test(retryAfter ?? "");
  return isShort ? `${message} Try again in ${retryAfter} s.` : message;
}
