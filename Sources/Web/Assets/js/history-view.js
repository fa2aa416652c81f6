import { h, fill, mark } from "./dom.js";
import { field, refill, select } from "./fields.js";
import { authorName, contactOf, dayName } from "./format.js";
import { byline, drawing, isOwn, lined } from "./message.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { offered } from "./permissions.js";
import { openRuns, runSections } from "./open-runs.js";
import { state } from "./state.js";

/// Everything that was written, by agent, with the runs that wait and those that failed.
export class HistoryView extends Panel {
  static reloadOn = ["user", "messages"];
  static freshOnArrival = true;

  #agent = select([["", "Everyone"]]);
  #search = h(
    "input",
    { type: "search", placeholder: "Words in a message", oninput: () => this.#later() },
  );
  #list;
  #timer;

  build() {
    this.#agent.addEventListener("change", () => this.reload());
    this.#list = new PagedList({
      path: "/api/v1/communications",
      list: h("ul", {}),
      row: entry,
      query: () => ({
        user_id: state.userID,
        sort: "-created_at",
        agent_type: this.#agent.value,
        q: this.#search.value.trim(),
      }),
      empty: () => (this.#agent.value || this.#search.value ? "Nothing found." : "Nothing has been written yet."),
    });
    const filters = h(
      "div",
      { className: "filters" },
      field({ name: "agent", label: "Written by", control: this.#agent }),
      field({ name: "q", label: "Search messages", control: this.#search }),
    );
    this.append(h("header", {}, h("h2", {}, "History"), offered("oversee", h("a", { href: "#/audit" }, "Who did what"))), filters, this.body);
  }

  async fetchData(userID) {
    return Promise.all([this.#list.firstPage(), openRuns(userID)]);
  }

  show([page, runs]) {
    const types = [...state.agents.map((agent) => agent.agent_type), "AGENT_RESPONSE", "USER_MESSAGE", "NOTE", "NOTICE"];
    refill(this.#agent, [["", "Everyone"], ...types.map((type) => [type, authorName(type)])]);
    const list = h("div");
    this.#list.show(list, page);
    fill(this.body, runSections(runs), list);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 200);
  }
}

function entry(message) {
  const line = byline(message, author(message));
  line.querySelector("time").before(h("span", {}, dayName(message.created_at)));
  if (message.direction === "outbound") line.append(h("span", {}, outcome(message)));
  if (isOwn(message) && message.status === "unanswered") line.append(h("em", {}, "not answered"));
  const words = isOwn(message) ? "words" : "words letter";
  return h(
    "li",
    { className: message.status === "unanswered" ? "entry failed" : "entry" },
    mark(message.agent_type, drawing(message.agent_type)),
    h("div", {}, line, h("div", { className: words }, lined(message.body))),
  );
}

/// What came from a contact was noted by a person, but is not a person's own note.
const author = (message) =>
  message.direction === "inbound" ? contactOf(message) : authorName(message.agent_type);

function outcome(message) {
  const state = { draft: "a draft", rejected: "rejected" }[message.status];
  return `to ${contactOf(message)}${state ? `, ${state}` : ""}`;
}
