import { h, fill } from "./dom.js";
import { busy } from "./busy.js";
import { openDialog } from "./dialogs.js";
import { field } from "./fields.js";
import { capital, dueName, nextTime, number } from "./format.js";
import { placeOf } from "./focus.js";
import { heldReason, releaseButton } from "./hold.js";
import { PagedList } from "./paged-list.js";
import { offered } from "./permissions.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { personName } from "./user-picker.js";

/// Shows who would get an agent's message and when, and for everyone else the one rule that keeps them out.
export function planDialog(agent) {
  new PlanDialog(agent).open();
}

class PlanDialog {
  /// None of the counts for everybody, otherwise the rule of one.
  #rule = null;
  #counts = h("div", { className: "tally", role: "group", "aria-label": "Show only" });
  #body = h("div", { "aria-live": "polite" });
  #obstacle = h("p", { className: "hint", role: "status" });
  // Inside the dialog, because a modal dialog covers the toast.
  #said = h("p", { className: "soft", role: "status" });
  #when;
  #list;

  constructor(agent) {
    this.agent = agent;
    const moments = [h("option", { value: "" }, "Now")];
    const next = agent.next_run_at;
    if (next) moments.push(h("option", { value: next }, `When it is due next: ${nextTime(next)}`));
    this.#when = h("select", { onchange: () => this.#choose(null) }, moments);
    this.#list = new PagedList({
      path: `/api/v1/agents/${agent.id}/plan`,
      list: h("ul", { className: "plan" }),
      row: (entry) => this.#row(entry),
      query: () => ({ at: this.#when.value || undefined, rule: this.#rule ?? undefined }),
      empty: () => "Nobody.",
    });
  }

  open() {
    const close = h("button", { type: "button", onclick: () => dialog.close() }, "Close");
    const dialog = h(
      "dialog",
      { "aria-labelledby": "dialog-heading" },
      h("h2", { id: "dialog-heading" }, `Who gets what ${this.agent.title} writes`),
      field({ name: "at", label: "If it runs", control: this.#when }),
      this.#obstacle,
      this.#counts,
      this.#said,
      this.#body,
      h("div", { className: "row" }, close),
    );
    openDialog(dialog);
    this.#load();
  }

  async #load() {
    try {
      const page = await this.#list.firstPage();
      const goOn = placeOf(document.activeElement);
      this.#obstacle.textContent = [stepsDue(page), page.not_due && `${page.not_due} Run by hand:`].filter(Boolean).join(" ");
      this.#tally(page.counts);
      this.#list.show(this.#body, page);
      goOn();
    } catch (error) {
      toast(error.message);
    }
  }

  #tally(counts) {
    const rules = new Map();
    for (const { rule, count, reason } of counts) {
      const known = rules.get(rule ?? "none");
      rules.set(rule ?? "none", { reason: rule === "filter" ? "The filter does not choose them." : reason, count: count + (known?.count ?? 0) });
    }
    fill(this.#counts, [...rules].map(([rule, { count, reason }]) => this.#choice(rule, count, reason ?? "Get a message.")));
  }

  #choice(rule, count, words) {
    const button = h(
      "button",
      { type: "button", "aria-pressed": String(this.#rule === rule), "data-row": rule },
      h("strong", { className: "numbers" }, number(count)),
      ` ${words.replace(/\.$/, "")}`,
    );
    button.addEventListener("click", () => busy(button, () => this.#choose(this.#rule === rule ? null : rule)));
    return button;
  }

  #choose(rule) {
    this.#rule = rule;
    fill(this.#said);
    return this.#load();
  }

  #row(entry) {
    const name = entry.name || nameless(entry);
    if (entry.rule !== "held") return h("li", {}, h("strong", {}, name), h("span", {}, entry.rule ? keptOut(entry) : moment(entry)));
    return h(
      "li",
      { "data-row": entry.contact_id },
      h("strong", {}, name),
      h("span", {}, heldReason(entry)),
      offered("run", this.#release(entry, name)),
    );
  }

  #release({ contact_id: id }, name) {
    const say = (words) => fill(this.#said, words);
    const done = (words) => {
      say(`${name}: ${words}`);
      return this.#load();
    };
    return releaseButton({ id, name, done, failed: (words) => say(`${name}: ${words}`) });
  }
}

const nameless = ({ user_id: id }) => (id && state.users.length < 2 ? "You" : id ? personName(state.user(id) ?? { id }) : "A contact without a name");

// Further messages of a sequence go out at times of their own.
function stepsDue({ steps_due: due }) {
  return due > 0 && `For ${number(due)} in its sequence the next message is due by then.`;
}

const keptOut = ({ reason, next_at: due }) => (due ? `${reason} The next one is due ${nextTime(due)}.` : reason);

const ZONES = { contact: "the contact's own zone", company: "its company's zone", workspace: "the workspace's zone" };

/// On the clock of whoever gets it.
function moment({ send_at: time, local_time: local, time_zone: zone, time_zone_source: source }) {
  if (!local || !zone) return capital(nextTime(time));
  return `${dueName(local.slice(0, 10))} at ${local.slice(11, 16)}, ${zone} (${ZONES[source]})`;
}
