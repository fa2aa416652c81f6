import { h, fill, icon, svg } from "./dom.js";
import { get, getAll } from "./api.js";
import { number } from "./format.js";
import { importButton } from "./import-button.js";
import { noRows } from "./no-rows.js";
import { Panel } from "./panel.js";
import { offered } from "./permissions.js";
import { targetDialog } from "./target-dialog.js";

const MOST_TARGETS = 200;
const COUNTS = {
  leads_generated: "leads generated",
  meetings_completed: "meetings completed",
  deals_closed: "deals closed",
  tasks_completed: "tasks completed",
};

/// What was achieved, and how far each target is: bars, with the same numbers as a table behind them.
export class ProgressPanel extends Panel {
  static reloadOn = ["user", "tasks", "deals", "rows"];

  build() {
    const add = h(
      "button",
      { type: "button", className: "quiet", onclick: () => targetDialog({}, () => this.reload()) },
      icon("plus"),
      "Add a target",
    );
    this.append(h("div", { className: "panel-head" }, h("h2", {}, "Progress"), offered("write", h("div", { className: "row" }, importButton("targets", () => this.reload()), add))), this.body);
  }

  async fetchData(userID) {
    const [{ progress }, targets] = await Promise.all([
      get(`/progress/${userID}`),
      getAll("/api/v1/targets", { user_id: userID, sort: "product" }, MOST_TARGETS),
    ]);
    return { progress, targets: targets.map((target) => ({ ...target, percent: percent(target) })) };
  }

  show({ progress, targets }) {
    const edit = (target) => targetDialog(target, () => this.reload());
    fill(
      this.body,
      counts(progress),
      targets.length ? [targets.map((row) => target(row, edit)), table(targets)] : h(
        "p",
        { className: "empty" },
        noRows("targets"),
      ),
    );
  }
}

const counts = (progress) =>
  h(
    "dl",
    { className: "counts" },
    Object.entries(COUNTS).map(([key, name]) => h(
      "div",
      {},
      h("dt", {}, name),
      h("dd", {}, number(progress[key] ?? 0)),
    )),
  );

// As the server counts it: a target of zero counts as one, and what is not reached is never 100.
function percent(row) {
  const rounded = Math.round((row.achieved * 100) / Math.max(row.target, 1));
  return row.achieved < row.target ? Math.min(99, rounded) : rounded;
}

function target(row, edit) {
  return h(
    "div",
    { className: "target", "data-row": row.id },
    h(
      "div",
      { className: "target-line numbers" },
      h("b", {}, row.product),
      h("span", {}, `${number(row.achieved)} of ${number(row.target)}`),
    ),
    bar(row),
    h(
      "div",
      { className: "target-line" },
      h("span", { className: "small soft" }, gap(row)),
      offered(
        "write",
        h(
          "button",
          { type: "button", className: "quiet", "aria-label": `Edit the target for ${row.product}`, onclick: () => edit(row) },
          "Edit",
        ),
      ),
    ),
  );
}

function bar(row) {
  const share = Math.max(0, Math.min(100, row.percent));
  const name = `${row.product}: ${number(row.percent)} percent of the target`;
  return svg(
    "svg",
    { class: "bar", role: "img", "aria-label": name },
    svg("rect", { class: "track", width: "100%", height: "8", rx: "4" }),
    svg("rect", { class: "filled", width: `${share}%`, height: "8", rx: "4" }),
  );
}

function gap(row) {
  if (row.target === 0) return "Nothing to reach is set";
  const left = row.target - row.achieved;
  return left > 0 ? `${number(left)} to go` : "Target reached";
}

function table(targets) {
  const heads = ["Achieved", "Target", "Percent"].map((name) => h("th", { scope: "col", className: "number" }, name));
  const rows = targets.map((row) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, row.product),
      [row.achieved, row.target, row.percent].map((value) => h("td", { className: "number" }, number(value))),
    ),
  );
  return h(
    "details",
    {},
    h("summary", {}, "Show as a table"),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Product"), heads)), h("tbody", {}, rows)),
  );
}
