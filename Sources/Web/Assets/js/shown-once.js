import { h } from "./dom.js";
import { openDialog } from "./dialogs.js";
import { field } from "./fields.js";

/// Shows a secret that the server tells this once: a key, or a link. Options: `title`, `label`, `value`, and `about` in a sentence.
export function shownOnce({ title, label, value, about }) {
  const control = h("input", { readOnly: true, value, className: "secret", onfocus: () => control.select() });
  const said = h("p", { className: "small soft", role: "status" });
  const copy = h("button", { className: "main", type: "button", onclick: () => copyOut(control, said) }, "Copy");
  const close = h("button", { type: "button", className: "quiet", onclick: () => dialog.close() }, "Close");
  const dialog = h(
    "dialog",
    { "aria-labelledby": "once-heading" },
    h("h2", { id: "once-heading" }, title),
    h("p", {}, about),
    field({ name: "once", label, control }),
    said,
    h("div", { className: "row" }, copy, close),
  );
  openDialog(dialog);
  copy.focus();
}

// Without TLS a browser gives pages no way to the clipboard, but for what is selected.
async function copyOut(control, said) {
  control.select();
  try {
    await navigator.clipboard.writeText(control.value);
    said.textContent = "Copied.";
  } catch {
    said.textContent = "Selected: copy it with Ctrl + C.";
  }
}
