import { h, fill, icon } from "./dom.js";
import { getAll, patch } from "./api.js";
import { busy } from "./busy.js";
import { contactLink } from "./contact-link.js";
import { dueName, number, todayName, words } from "./format.js";
import { importButton } from "./import-button.js";
import { offered } from "./permissions.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";
import { taskDialog } from "./task-dialog.js";
import { toast } from "./toast.js";

const MOST_TASKS = 500;
const MOST_LATER = 5;

/// The open tasks: overdue, today's and the next ones. One click completes a task, another takes that back.
export class TaskList extends Panel {
  static reloadOn = ["user", "tasks", "rows", "status"];

  #done = new Map();
  #showsAll = false;
  #heading = h("h2", {});

  build() {
    this.listen(state, "user", () => this.#forget());
    const add = h(
      "button",
      { type: "button", className: "quiet", onclick: () => taskDialog({}, () => state.tell("tasks")) },
      icon("plus"),
      "Add a task",
    );
    this.append(h("div", { className: "panel-head" }, this.#heading, offered("write", h("div", { className: "row" }, importButton("tasks", () => state.tell("tasks")), add))), this.body);
  }

  #forget() {
    this.#done.clear();
    this.#showsAll = false;
  }

  fetchData(userID) {
    return getAll("/api/v1/tasks", { user_id: userID, status: "pending", sort: "due_date" }, MOST_TASKS);
  }

  show(open) {
    this.#heading.textContent = todayName();
    for (const { id } of open) this.#done.delete(id);
    const tasks = [...open, ...this.#done.values()].sort(byDate);
    const due = (test) => tasks.filter((task) => task.due_date && test(task.due_date));
    const later = tasks.filter((task) => !task.due_date || task.due_date > state.today);
    const today = due((date) => date === state.today);
    fill(
      this.body,
      this.#group("Overdue", due((date) => date < state.today), "late"),
      this.#group("Today", today),
      today.length === 0 && h("p", { className: "empty" }, "Nothing is due today."),
      this.#next(later),
    );
  }

  #group(title, tasks, tone = "") {
    if (!tasks.length) return null;
    return [h("h3", { className: `group-title ${tone}` }, title), h("ul", {}, tasks.map((task) => this.#row(task)))];
  }

  #next(later) {
    if (this.#showsAll || later.length <= MOST_LATER) return this.#group("Next", later);
    const [title, list] = this.#group("Next", later.slice(0, MOST_LATER));
    const all = h("button", { type: "button", className: "quiet" }, `Show all ${number(later.length)}`);
    all.addEventListener("click", () => this.#showRest(list, later.slice(MOST_LATER), all));
    return [title, list, all];
  }

  // The pressed button is gone: the keyboard goes on at the first row that came.
  #showRest(list, tasks, button) {
    this.#showsAll = true;
    const rows = tasks.map((task) => this.#row(task));
    list.append(...rows);
    button.remove();
    rows[0].tabIndex = -1;
    rows[0].focus({ preventScroll: true });
  }

  #row(task) {
    const done = task.status === "done";
    const tick = h(
      "button",
      {
        type: "button",
        className: "tick",
        "aria-label": done ? `Completed: ${task.title}` : `Complete: ${task.title}`,
        "aria-disabled": done ? "true" : null,
      },
      icon("check"),
    );
    tick.addEventListener("click", () => busy(tick, () => this.#change(task, "done")));
    return h(
      "li",
      { className: done ? "task done" : "task", "data-row": task.id },
      offered("write", tick),
      h("div", { className: "text" }, h("div", { className: "title" }, task.title), meta(task)),
      done && this.#undo(task),
      offered("write", this.#edit(task)),
    );
  }

  #edit(task) {
    const edit = () => taskDialog(task, (stored) => this.#edited(task, stored));
    return h("button", { type: "button", className: "quiet", "aria-label": `Edit ${task.title}`, onclick: edit }, "Edit");
  }

  #edited(task, stored) {
    this.#noteDone(task.id, stored);
    state.tell("tasks");
  }

  // What is done stays where it was, so that it can be taken back.
  #noteDone(id, stored) {
    if (stored?.status === "done") this.#done.set(id, stored);
    else this.#done.delete(id);
  }

  #undo(task) {
    const button = h("button", { type: "button", className: "quiet", "aria-label": `Undo: ${task.title}` }, "Undo");
    button.addEventListener("click", () => busy(button, () => this.#change(task, "pending")));
    return button;
  }

  async #change(task, status) {
    try {
      this.#noteDone(task.id, await patch(`/api/v1/tasks/${task.id}`, { status }, task.version));
      toast(status === "done" ? `Done: ${task.title}` : `Open again: ${task.title}`);
    } catch (error) {
      const stale = error.status === 412;
      if (stale) this.#done.delete(task.id);
      toast(stale ? "This task was changed elsewhere; the list now shows how it stands." : error.message);
    }
    state.tell("tasks");
  }
}

// As the server sorts them, those without a date last.
const byDate = (a, b) => (a.due_date ?? "9999").localeCompare(b.due_date ?? "9999") || a.id - b.id;

function meta(task) {
  const parts = [
    task.kind && task.kind !== "todo" ? words(task.kind) : null,
    task.due_date !== state.today && task.due_date ? dueName(task.due_date) : null,
  ];
  const text = parts.filter(Boolean).join(" · ");
  const contact = task.contact_id && contactLink(task, () => state.tell("tasks"));
  return (text || contact) && h("div", { className: "meta" }, text, text && contact && " · ", contact);
}
