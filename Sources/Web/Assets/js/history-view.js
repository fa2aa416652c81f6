import { h, fill, mark } from "./dom.js";
import { get, patch } from "./api.js";
import { busy } from "./busy.js";
import { field, refill, select } from "./fields.js";
import { authorName, clock, dayName } from "./format.js";
import { byline, drawing, isOwn } from "./message.js";
import { offered } from "./permissions.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

// Older failures concern messages nobody waits for any more.
const RECENT = 3 * 86_400_000;

/// Everything that was written, by agent, with the runs that failed and can be tried again.
export class HistoryView extends Panel {
  static reloadOn = ["user", "messages"];
  static freshOnArrival = true;

  #agent = select([["", "Everyone"]]);
  #search = h(
    "input",
    { type: "search", maxLength: 200, placeholder: "Words in a message", oninput: () => this.#later() },
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
    this.append(h("header", {}, h("h2", {}, "History"), h("a", { href: "#/audit" }, "Who did what")), filters, this.body);
  }

  async fetchData(userID) {
    const [page, failed, dead] = await Promise.all([
      this.#list.firstPage(),
      runs(userID, "failed"),
      runs(userID, "dead"),
    ]);
    const since = Date.now() - RECENT;
    return { page, broken: [...failed, ...dead].filter((run) => Date.parse(run.created_at) > since) };
  }

  show({ page, broken }) {
    const types = [...state.agents.map((agent) => agent.agent_type), "AGENT_RESPONSE", "USER_MESSAGE", "NOTE", "NOTICE"];
    refill(this.#agent, [["", "Everyone"], ...types.map((type) => [type, authorName(type)])]);
    const list = h("div");
    this.#list.show(list, page);
    fill(this.body, broken.length > 0 && brokenRuns(broken), list);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 200);
  }
}

async function runs(userID, state) {
  const page = await get("/api/v1/agent-runs", { user_id: userID, state, sort: "-created_at", limit: 5 });
  return page.items;
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
    h("div", {}, line, h("div", { className: words }, message.body)),
  );
}

const contactOf = (message) => message.contact_name ?? "a deleted contact";

/// What came from a contact was noted by a person, but is not a person's own note.
const author = (message) =>
  message.direction === "inbound" ? contactOf(message) : authorName(message.agent_type);

function outcome(message) {
  const state = { draft: "a draft", rejected: "rejected" }[message.status];
  return `to ${contactOf(message)}${state ? `, ${state}` : ""}`;
}

const brokenRuns = (items) => h(
  "section",
  { className: "runs", "aria-label": "Runs that failed" },
  h("h3", {}, "Could not be written"),
  h("ul", {}, items.map(brokenRun)),
);

function brokenRun(run) {
  const retry = h("button", { type: "button" }, "Try again");
  retry.addEventListener("click", () => busy(retry, () => requeue(run)));
  const plan = run.state === "failed" && run.next_attempt_at ? ` Next try at ${clock(run.next_attempt_at)}.` : "";
  return h(
    "li",
    { "data-row": `run-${run.id}` },
    h(
      "span",
      {},
      h("strong", {}, authorName(run.agent_type)),
      ` ${dayName(run.created_at)} ${clock(run.created_at)}: ${run.error ?? "no reason was given."}${plan}`,
    ),
    offered("run", retry),
  );
}

async function requeue(run) {
  try {
    await patch(`/api/v1/agent-runs/${run.id}`, { state: "queued" }, run.version);
    toast(`${authorName(run.agent_type)} will try again at once.`);
  } catch (error) {
    toast(error.message);
  }
  state.tell("messages");
}
