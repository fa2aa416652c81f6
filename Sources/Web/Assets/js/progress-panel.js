import { h, fill, svg } from "./dom.js";
import { get } from "./api.js";
import { number } from "./format.js";
import { Panel } from "./panel.js";

const COUNTS = {
  leads_generated: "leads generated",
  meetings_completed: "meetings completed",
  deals_closed: "deals closed",
  tasks_completed: "tasks completed",
};

/// What was achieved, and how far each target is: bars, with the same numbers as a table behind them.
export class ProgressPanel extends Panel {
  static reloadOn = ["user", "tasks"];

  build() {
    this.append(h("div", { className: "panel-head" }, h("h2", {}, "Progress")), this.body);
  }

  fetchData(userID) {
    return get(`/progress/${userID}`);
  }

  show({ progress, targets = [] }) {
    fill(
      this.body,
      counts(progress),
      targets.length ? [targets.map(target), table(targets)] : h(
        "p",
        { className: "empty" },
        "No targets yet. Import them with crm-agent import targets FILE.csv.",
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

function target(row) {
  return h(
    "div",
    { className: "target" },
    h(
      "div",
      { className: "target-line numbers" },
      h("b", {}, row.product),
      h("span", {}, `${number(row.achieved)} of ${number(row.target)}`),
    ),
    bar(row),
    h("div", { className: "small soft" }, gap(row)),
  );
}

function bar(row) {
  const share = Math.max(0, Math.min(100, row.percent ?? 0));
  const name = `${row.product}: ${number(row.percent ?? 0)} percent of the target`;
  return svg(
    "svg",
    { class: "bar", role: "img", "aria-label": name },
    svg("rect", { class: "track", width: "100%", height: "8", rx: "4" }),
    svg("rect", { class: "filled", width: `${share}%`, height: "8", rx: "4" }),
  );
}

function gap(row) {
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
      [row.achieved, row.target, row.percent ?? 0].map((value) => h("td", { className: "number" }, number(value))),
    ),
  );
  return h(
    "details",
    {},
    h("summary", {}, "Show as a table"),
    h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Product"), heads)), h("tbody", {}, rows)),
  );
}
