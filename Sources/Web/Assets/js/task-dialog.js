import { h } from "./dom.js";
import { chosenContact, contactField } from "./contact-field.js";
import { dateInput } from "./date-input.js";
import { field, select } from "./fields.js";
import { rowDialog } from "./row-dialog.js";
import { state } from "./state.js";

const KINDS = [["todo", "To do"], ["call", "Call"], ["meeting", "Meeting"], ["email", "E-mail"], ["visit", "Visit"]];
const STATUSES = [["pending", "To be done"], ["done", "Done"], ["cancelled", "Dropped"]];

/// Adds a task, or changes the one given; `changed` is called after a change was stored.
export const taskDialog = (task, changed) =>
  rowDialog({
    path: "/api/v1/tasks",
    noun: "task",
    row: task,
    title: `the task ${task.title}`,
    controls: controls(task),
    values,
    changed,
    again: (fresh) => taskDialog(fresh, changed),
  });

const controls = (task) => [
  field({
    name: "title",
    label: "What needs to be done?",
    wide: true,
    control: h("input", { value: task.title ?? "", autocomplete: "off", required: true }),
  }),
  contactField({ row: task, wide: true }),
  field({ name: "due_date", label: "Due", control: dateInput(task.id ? task.due_date : state.today) }),
  field({ name: "kind", label: "Kind", control: select(task.id ? KINDS : [["", "Choose by its title"], ...KINDS], task.kind ?? "") }),
  task.id && field({ name: "status", label: "Status", wide: true, control: select(STATUSES, task.status) }),
  field({ name: "notes", label: "Notes", wide: true, control: h("textarea", { value: task.notes ?? "" }) }),
];

// A kind that is left out is seen from the title.
const values = ({ kind, ...rest }) => ({ ...chosenContact(rest), ...(kind && { kind }) });
