import { h } from "./dom.js";
import { busy } from "./busy.js";
import { clearFaults, field, showFaults } from "./fields.js";

/// A dialog with one text, sent by `decide`; `done` is called once that has worked. Options besides: `title`, the `label`, `name`
/// and first `text` of the field, and the `verb` on the button.
export function decisionDialog({ title, label, name, text, verb, decide, done }) {
  const control = h("textarea", { value: text });
  const main = h("button", { className: "main" }, verb);
  const problem = h("p", { className: "fault wide", role: "alert" });
  const cancel = h("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, "Cancel");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    field({ name, label, wide: true, control }),
    problem,
    h("div", { className: "row" }, main, cancel),
  );
  const dialog = h(
    "dialog",
    { "aria-labelledby": "dialog-heading", onclose: () => dialog.remove() },
    h("h2", { id: "dialog-heading" }, title),
    form,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(main, submit);
  });
  document.body.append(dialog);
  dialog.showModal();

  async function submit() {
    clearFaults(form);
    try {
      await decide(control.value.trim());
    } catch (error) {
      // Inside the dialog, because a modal dialog covers the toast.
      const rest = showFaults(form, error);
      if (rest) Object.assign(problem, { textContent: rest, hidden: false });
      return;
    }
    dialog.close();
    done();
  }
}
