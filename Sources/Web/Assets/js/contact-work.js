import { h } from "./dom.js";
import { dealDialog } from "./deal-dialog.js";
import { state } from "./state.js";
import { taskDialog } from "./task-dialog.js";

/// Where a deal or a task of a contact is begun; nothing for a contact that is only being added.
export function contactWork({ id, name }) {
  if (!id || !state.may("write")) return [];
  const of = { contact_id: id, contact_name: name };
  const deal = () => dealDialog({ ...of, customer: name }, () => state.tell("deals"));
  const task = () => taskDialog(of, () => state.tell("tasks"));
  return [h("div", { className: "row" }, begin("New deal", deal), begin("New task", task))];
}

const begin = (label, onclick) => h("button", { type: "button", onclick }, label);
