import { h, fill, freshID } from "./dom.js";
import { get, patch } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, say, select, showFaults } from "./fields.js";
import { authorName, dollars, number } from "./format.js";
import { Panel } from "./panel.js";
import { sayStale } from "./stale.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { forgetTyped, isChanged, typed, watchTyped } from "./unsaved.js";

const BUDGETS = { day: "For a day", month: "For a month", run: "For one message of an agent" };
const GROUPINGS = [["model", "Model"], ["agent", "Agent"], ["day", "Day"]];

/// What models have cost, on what, and what they may cost.
export class CostsPanel extends Panel {
  static reloadOn = ["messages"];
  static freshOnArrival = true;

  #by = select(GROUPINGS, "model");

  build() {
    this.#by.addEventListener("change", () => this.reload());
    this.append(h("h3", {}, "What models cost"), this.body);
  }

  async fetchData() {
    const [spending, summary, workspace] = await Promise.all([
      get("/api/v1/spending"),
      get("/api/v1/spending/summary", { by: this.#by.value }),
      get("/api/v1/workspace"),
    ]);
    return { spending, summary, workspace };
  }

  show({ spending, summary, workspace }) {
    if (state.status.writer.kind === "offline" && !summary.lines.length) {
      return fill(this.body, h("p", {}, "Writing offline costs nothing."));
    }
    fill(
      this.body,
      h("ul", {}, standing("Today", spending.day), standing("This month", spending.month)),
      this.#budgets(workspace),
      h("div", { className: "filters" }, field({ name: "by", label: "The last 30 days, by", control: this.#by })),
      summary.lines.length ? table(summary) : h("p", { className: "empty" }, "No model was called yet."),
    );
  }

  // Looking at the costs by something else throws nothing away.
  #budgets(workspace) {
    const form = this.querySelector("form");
    return form && isChanged(form) ? form : budgetForm(workspace, () => this.reload());
  }
}

function standing(name, { spent_usd: spent, reserved_usd: reserved, limit_usd: limit, left_usd: left }) {
  const parts = [`${dollars(spent)} spent`];
  if (limit !== null) parts.push(`of ${dollars(limit)}`);
  if (reserved > 0) parts.push(`and ${dollars(reserved)} set aside for calls under way`);
  const words = `${name}: ${parts.join(" ")}.`;
  return h("li", {}, words, limit !== null && left <= 0 && h("strong", {}, " Nothing is left: messages wait."));
}

function budgetForm(workspace, changed) {
  const save = h("button", {}, "Save budgets");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    Object.entries(BUDGETS).map(([budget, label]) =>
      field({
        name: name(budget),
        label: `${label}, in US dollars`,
        control: h("input", { inputMode: "decimal", autocomplete: "off", placeholder: "No limit", value: shown(workspace[name(budget)]) }),
      }),
    ),
    h("p", { className: "fault wide", role: "alert" }),
    h("div", { className: "row" }, save),
  );
  watchTyped(form);
  let { version } = workspace;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, async () => (version = await submit(form, version, changed)));
  });
  return form;
}

const name = (budget) => `model_budget_${budget}_cents`;
const shown = (cents) => (cents === null ? "" : (cents / 100).toFixed(2));

/// Dollars as a person typed them, in cents: nothing for none, or the text itself, which the server refuses by its field.
function cents(text) {
  const given = text.trim().replace(",", ".");
  if (!given) return null;
  return /^\d{1,7}(\.\d{1,2})?$/.test(given) ? Math.round(Number(given) * 100) : given;
}

/// Returns the version that the workspace has afterwards.
async function submit(form, version, changed) {
  clearFaults(form);
  const sent = typed(form);
  const values = [...new FormData(form)].map(([name, text]) => [name, cents(text)]);
  try {
    const saved = await patch("/api/v1/workspace", Object.fromEntries(values), version);
    watchTyped(form, sent);
    toast("Budgets saved.");
    changed();
    return saved.version;
  } catch (error) {
    const rest = error.status === 412 ? null : showFaults(form, error);
    if (error.status === 412) sayStale(form, "workspace", () => (forgetTyped(form), changed()));
    else if (rest) say(form, rest);
    return version;
  }
}

function table({ by, lines }) {
  const caption = freshID("costs");
  const heads = ["Calls", "Tokens in", "Tokens out", "Cost"].map((head) => h("th", { scope: "col", className: "number" }, head));
  const rows = lines.map((line) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, by === "agent" && line.name !== "CHAT" ? authorName(line.name) : line.name === "CHAT" ? "Chat" : line.name),
      [line.calls, line.tokens_in, line.tokens_out].map((value) => h("td", { className: "number" }, number(value))),
      h("td", { className: "number" }, cost(line)),
    ),
  );
  const first = GROUPINGS.find(([key]) => key === by)[1];
  return h(
    "table",
    { "aria-labelledby": caption },
    h("caption", { id: caption, className: "unseen" }, `Costs by ${first.toLowerCase()}`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first), heads)),
    h("tbody", {}, rows),
  );
}

function cost(line) {
  if (line.unpriced_calls) return `${dollars(line.cost_usd)}, and ${number(line.unpriced_calls)} without a price`;
  return line.estimated_calls ? `${dollars(line.cost_usd)} at most` : dollars(line.cost_usd);
}
