import { freshKey, get, post, SERVER_AWAY } from "./api.js";
import { isOwn } from "./message.js";
import { Proposals } from "./proposals.js";
import { UnsentMessages } from "./unsent.js";

const PAGE = 30;

// Said where the page was left, or is open in another window, before there was an answer.
const UNCERTAIN = "This may not have been sent. If you send it again it still counts once.";

/// One person's messages as the page holds them: pages from the server, and the message being sent.
export class Conversation {
  /// Oldest first.
  messages = [];
  /// The message on its way: `{ text, key, stopping }`.
  pending = null;
  /// Messages that failed and that the server did not keep: `{ text, key, detail, at, after }`, the last the newest message before it,
  /// where that was known. A reload finds them again.
  unsent;
  /// Failures of stored messages: id to `{ key, detail }`.
  failures = new Map();
  /// The last message where it was not taken because nobody is signed in, or null.
  untaken = null;
  #earlier = null;
  #newest;
  #kept;

  constructor(userID) {
    this.userID = userID;
    this.proposals = new Proposals(userID);
    this.#kept = new UnsentMessages(userID);
    this.unsent = this.#kept.all();
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
    this.#dropRecorded();
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

  /// Sends a text, or sends it again under its old key: the server answers it once. Never throws; a failure is kept. So is what is on
  /// its way, since the page may be left before there is an answer.
  async send(text, key = freshKey()) {
    const { after = this.#newest } = this.unsent.find((message) => message.key === key) ?? {};
    const message = { text, key, detail: UNCERTAIN, at: Date.now(), after };
    this.unsent = this.unsent.filter((message) => message.key !== key);
    this.#kept.put(message);
    this.untaken = null;
    const stopping = new AbortController();
    this.pending = { text, key, stopping };
    try {
      await post("/chat/message", { user_id: this.userID, message: text, stream: true }, key, stopping.signal);
      this.#kept.drop(message);
      this.failures.clear();
      await this.refresh();
      this.pending = null;
    } catch (error) {
      await this.#keepFailure(message, error);
    }
  }

  /// Breaks off the answer to the message on its way: the server notices that nobody waits for it any more.
  stop() {
    this.pending?.stopping.abort();
  }

  // The server keeps the message of a failed call: then the failure belongs to that row.
  async #keepFailure(message, error) {
    this.untaken = error.status === 401 ? message : null;
    if (this.untaken) return void (this.pending = null);
    await this.refresh().catch(() => {});
    const stored = this.#recordOf(message);
    // What was stopped is asked anew: its own key stands for the answer that was broken off.
    const failed = { ...message, key: error.name === "AbortError" ? freshKey() : message.key, detail: waited(error) };
    this.#kept.drop(message);
    if (stored) this.failures.set(stored.id, failed);
    else this.#addUnsent(failed);
    this.pending = null;
  }

  #addUnsent(message) {
    this.unsent.push(message);
    this.#kept.put(message);
  }

  /// The text of an unsent message is in the composer, which keeps it from now on.
  takeBack(message) {
    this.#kept.drop(message);
  }

  // What the server has after all stands among its messages.
  #dropRecorded() {
    const recorded = this.unsent.filter((message) => this.#recordOf(message));
    recorded.forEach((message) => this.#kept.drop(message));
    this.unsent = this.unsent.filter((message) => !recorded.includes(message));
  }

  // The same words that still wait for an answer are taken for it, as the server does.
  #recordOf({ text, after }) {
    return this.messages.findLast((row) => isOwn(row) && row.body === text && (row.status === "unanswered" || row.id > after));
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
    this.#newest = Math.max(this.#newest ?? 0, ...items.map(({ id }) => id));
    const byID = new Map([...this.messages, ...items].map((message) => [message.id, message]));
    this.messages = [...byID.values()].sort((a, b) => Date.parse(
      a.created_at,
    ) - Date.parse(b.created_at) || a.id - b.id);
  }
}

function waited({ name, code, message, retryAfter }) {
  if (name === "AbortError") return "You stopped the answer.";
  if (code === SERVER_AWAY) return "The server can’t be reached. Your message is kept here: send it again once the server is back.";
  // A longer wait, such as for a budget, the message itself tells as a day.
  const isShort = /^\d{1,3}$/.test(retryAfter ?? "");
  return isShort ? `${message} Try again in ${retryAfter} s.` : message;
}
