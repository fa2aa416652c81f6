import { h } from "./dom.js";
import { dateInput } from "./date-input.js";
import { field, numeral } from "./fields.js";
import { rowDialog } from "./row-dialog.js";

/// Adds a target, or changes the one given; `changed` is called after a change was stored.
export const targetDialog = (target, changed) =>
  rowDialog({
    path: "/api/v1/targets",
    noun: "target",
    row: target,
    title: `the target for ${target.product}`,
    controls: controls(target),
    values,
    changed,
    again: (fresh) => targetDialog(fresh, changed),
  });

const controls = (target) => [
  field({
    name: "product",
    label: "Product",
    wide: true,
    control: h("input", { value: target.product ?? "", autocomplete: "off", required: true }),
  }),
  field({ name: "target", label: "To sell", control: count(target.target ?? "") }),
  field({ name: "achieved", label: "Sold so far", control: count(target.achieved ?? 0) }),
  field({ name: "due_date", label: "By", control: dateInput(target.due_date) }),
];

const count = (value) => h("input", { inputMode: "numeric", value: String(value), autocomplete: "off" });

const values = ({ target, achieved, ...rest }) => ({
  ...rest,
  target: numeral(target),
  achieved: numeral(achieved ?? "0"),
});
