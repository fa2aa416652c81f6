import { h } from "./dom.js";
import { busy } from "./busy.js";
import { cancelButton, openDialog } from "./dialogs.js";
import { clearFaults, field, holdFields, showFaults, tell } from "./fields.js";

/// A dialog with one text, sent by `decide`; `done` is called once that has worked. Options besides: `title`, the `label`, `name`
/// and first `text` of the field, a first `subject` where one line stands above it, the `verb` on the button, and what to do `nevertheless` once `decide` was refused (409).
export function decisionDialog({ title, label, name, text, subject, verb, decide, nevertheless, done }) {
  const control = h("textarea", { value: text });
  const line = subject !== undefined && h("input", { value: subject });
  const main = h("button", { className: "main" }, verb);
  const problem = h("p", { className: "fault wide", role: "alert" });
  const anyway = h("button", { type: "button", className: "quiet", hidden: true }, `${verb} anyway`);
  const form = h(
    "form",
    { className: "form", noValidate: true },
    line && field({ name: "subject", label: "Subject", wide: true, control: line }),
    field({ name, label, wide: true, control }),
    problem,
    h("div", { className: "row" }, main, anyway, cancelButton()),
  );
  const dialog = h(
    "dialog",
    { "aria-labelledby": "dialog-heading" },
    h("h2", { id: "dialog-heading" }, title),
    form,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(main, () => submit(decide));
  });
  anyway.addEventListener("click", () => busy(anyway, () => submit(nevertheless)));
  openDialog(dialog);

  async function submit(decision) {
    clearFaults(form);
    const letType = holdFields(form);
    try {
      await decision(control.value.trim(), line && line.value.trim());
    } catch (error) {
      letType();
      anyway.hidden = !nevertheless || error.status !== 409;
      // Inside the dialog, because a modal dialog covers the toast.
      const rest = showFaults(form, error);
      if (rest) tell(problem, rest);
      return;
    }
    dialog.close();
    done();
  }
}
