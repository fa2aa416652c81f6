import { h } from "./dom.js";
import { freshKey, post } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, select, showFaults } from "./fields.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const KINDS = [
  ["", "By its title"],
  ["todo", "To do"],
  ["call", "Call"],
  ["meeting", "Meeting"],
  ["email", "E-mail"],
  ["visit", "Visit"],
];

/// The form that adds a task for the chosen person; `close` is called when it is done with.
export function taskForm(close) {
  const save = h("button", { className: "main" }, "Add task");
  const form = h(
    "form",
    { className: "task-form", noValidate: true },
    field({
      name: "title",
      label: "What is to be done?",
      wide: true,
      control: h("input", { maxLength: 500, autocomplete: "off" }),
    }),
    field({ name: "due_date", label: "Due", control: h("input", { type: "date", value: state.today }) }),
    field({ name: "kind", label: "Kind", control: select(KINDS) }),
    h(
      "div",
      { className: "row wide" },
      save,
      h("button", { type: "button", className: "quiet", onclick: close }, "Cancel"),
    ),
  );
  const key = freshKey();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, key, close));
  });
  return form;
}

async function submit(form, key, close) {
  clearFaults(form);
  const { title, due_date: due, kind } = Object.fromEntries(new FormData(form));
  try {
    await post(
      "/api/v1/tasks",
      { user_id: state.userID, title: title.trim(), due_date: due || null, ...(kind && { kind }) },
      keyFor(form, key),
    );
    state.tell("tasks");
    close();
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) toast(rest);
  }
}

// A key belongs to one body: corrected input gets another, a mere repetition the same.
function keyFor(form, key) {
  const body = new URLSearchParams(new FormData(form)).toString();
  const isCorrected = form.dataset.sent !== undefined && form.dataset.sent !== body;
  if (isCorrected) form.dataset.round = Number(form.dataset.round ?? 0) + 1;
  form.dataset.sent = body;
  return `${key}-${form.dataset.round ?? 0}`;
}
