import { h } from "./dom.js";
import { closedPart } from "./closed-part.js";
import { field, select } from "./fields.js";
import { clock, dayName, words } from "./format.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";

const ACTIONS = [
  "draft.approved", "draft.rejected", "draft.restored", "message.sent", "delivery.delivered", "delivery.dead", "delivery.unknown",
  "delivery.cancelled", "delivery.changed", "proposal.confirmed", "proposal.declined", "proposal.failed", "agent.created", "agent.changed",
  "agent.deleted", "workspace.changed", "webhook.created", "webhook.changed", "webhook.deleted", "model_account.created",
  "model_account.changed", "model_account.key_changed", "model_account.deleted", "suppression.created", "suppression.changed",
  "suppression.deleted", "contact.deleted", "deal.deleted", "task.deleted", "target.deleted", "communication.deleted",
  "conversation.deleted", "product.deleted", "company.deleted", "user.deleted", "business_profile.deleted", "agent_run.deleted",
  "tool_permission.deleted", "contact.exported", "contact.erased", "contact.released", "records.imported", "sample.removed",
  "audit.exported", "keys.rotated", "session.begun", "session.ended", "session.refused", "session.token_reused", "password.chosen",
  "second_factor.set", "second_factor.removed", "account.created", "account.changed", "account.deleted", "account.link_made",
  "account.link_mailed", "account.linked", "api_key.created", "api_key.deleted",
];
const MEANS = {
  session: "in the browser", token: "with a token", key: "with a key", open: "without signing in", terminal: "on the command line",
  agent: "by itself", system: "by itself",
};

/// Who did what, from where, and what it changed.
export class AuditView extends Panel {
  static reloadOn = [];
  static freshOnArrival = true;

  #action = select([["", "Everything"], ...ACTIONS.map((action) => [action, sentence(action)])]);
  #actor = h("input", { type: "search", placeholder: "A name or an agent's key" });
  #words = h("input", { type: "search", placeholder: "Words before or after" });
  #list;
  #timer;

  build() {
    this.#list = new PagedList({
      path: "/api/v1/audit",
      list: h("ul", {}),
      row: entry,
      query: () => this.#query(),
      empty: () => (Object.values(this.#query()).some(Boolean) ? "Nothing found." : "Nothing has been recorded yet."),
    });
    this.#action.addEventListener("change", () => this.reload());
    for (const input of [this.#actor, this.#words]) input.addEventListener("input", () => this.#later());
    const filters = h(
      "div",
      { className: "filters" },
      field({ name: "action", label: "What was done", control: this.#action }),
      field({ name: "actor", label: "By whom", control: this.#actor }),
      field({ name: "q", label: "Search", control: this.#words }),
    );
    const more = h("a", { href: "/api/v1/audit/export", download: "audit.jsonl" }, "Download all of it");
    this.append(h("header", {}, h("h2", {}, "Who did what"), ...(this.#isOpen ? [more] : [])), ...(this.#isOpen ? [filters] : []), this.body);
  }

  #query() {
    return { action: this.#action.value, actor: this.#actor.value.trim(), q: this.#words.value.trim() };
  }

  get #isOpen() {
    return state.may("oversee");
  }

  async fetchData() {
    return this.#isOpen ? this.#list.firstPage() : null;
  }

  show(page) {
    if (!page) return this.body.replaceChildren(closedPart("What everybody did", { href: "#/history", text: "Look at what was written" }));
    const list = h("div");
    this.#list.show(list, page);
    this.body.replaceChildren(list);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.reload(), 200);
  }
}

function entry(item) {
  const { name, means, address } = item.actor;
  const who = `${name} ${MEANS[means] ?? means}${address ? ` from ${address}` : ""}`;
  const subject = item.subject_id ? `${words(item.subject_kind)} ${item.subject_id}` : words(item.subject_kind);
  return h(
    "li",
    { className: "audited" },
    h("strong", {}, sentence(item.action)),
    h("span", {}, subject),
    h("span", {}, who),
    h("time", { dateTime: item.at }, `${dayName(item.at)} ${clock(item.at)}`),
    item.erased_at ? h("span", {}, "Erased.") : changes(item),
  );
}

/// What differs between before and after, of which either may be missing.
function changes({ before, after }) {
  const names = Object.keys({ ...before, ...after }).filter((name) => name !== "version" && text(before?.[name]) !== text(after?.[name]));
  if (names.length === 0) return null;
  const rows = names.map((name) => h("tr", {}, h("th", { scope: "row" }, words(name)), cell(before?.[name]), cell(after?.[name])));
  const heads = ["What", "Before", "After"].map((title) => h("th", { scope: "col" }, title));
  const table = h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows));
  return h("details", {}, h("summary", {}, "What changed"), h("div", { className: "scroll", tabIndex: 0, role: "region", ariaLabel: "What changed" }, table));
}

const cell = (value) => h("td", {}, text(value));

function text(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/// "draft.approved" as "Draft approved".
const sentence = (action) => words(action.replace(".", " "));
