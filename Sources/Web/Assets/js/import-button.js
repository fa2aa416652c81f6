import { h } from "./dom.js";
import { busy } from "./busy.js";
import { moduleOf } from "./parts.js";
import { toast } from "./toast.js";

/// Leads to the import of a CSV file of such rows; `done` is called once some are in. Its dialog comes when it is asked for.
export function importButton(kind, done) {
  const button = h("button", { type: "button", className: "quiet", "aria-label": `Import ${kind}` }, "Import");
  button.addEventListener("click", () =>
    busy(button, () => moduleOf("import-dialog").then(({ importDialog }) => importDialog(kind, done), ({ message }) => toast(message))));
  return button;
}
