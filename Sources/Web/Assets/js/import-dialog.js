import { fill, h } from "./dom.js";
import { postFile } from "./api.js";
import { busy } from "./busy.js";
import { cancelButton, openDialog } from "./dialogs.js";
import { clearFaults, field, say } from "./fields.js";
import { importReport } from "./import-report.js";
import { number } from "./format.js";
import { state } from "./state.js";

/// Imports a CSV file of such rows: first what would happen is shown, and then it is done. `done` is called once some are in.
export function importDialog(kind, done) {
  new ImportDialog(kind, done).open();
}

class ImportDialog {
  #file = h("input", { type: "file", accept: ".csv,.txt,text/csv", required: true });
  #bytes = null;
  #report = h("div", { className: "wide", "aria-live": "polite" });
  #check = h("button", { type: "button", className: "main" }, "Show what would happen");
  #import = h("button", { type: "button", className: "main", hidden: true });
  #away = cancelButton();

  constructor(kind, done) {
    Object.assign(this, { kind, done });
    this.#file.addEventListener("change", () => this.#forget());
    this.#check.addEventListener("click", () => busy(this.#check, () => this.#look()));
    this.#import.addEventListener("click", () => busy(this.#import, () => this.#bring()));
  }

  open() {
    const heading = h("h2", { id: "import-heading" }, `Import ${this.kind}`);
    this.form = h(
      "form",
      { className: "form", noValidate: true, onsubmit: (event) => event.preventDefault() },
      field({ name: "file", label: "CSV file", hint: HINT, wide: true, control: this.#file }),
      this.#report,
      h("p", { className: "fault wide", role: "alert", hidden: true }),
      h("div", { className: "row" }, this.#check, this.#import, this.#away),
    );
    openDialog(h("dialog", { "aria-labelledby": heading.id }, heading, this.form), { asks: false });
    this.#file.focus();
  }

  // Another file: what is shown is not about it.
  #forget() {
    this.#bytes = null;
    fill(this.#report);
    clearFaults(this.form);
    this.#import.hidden = true;
    this.#check.hidden = false;
  }

  async #look() {
    this.#forget();
    const [file] = this.#file.files;
    if (!file) return this.#fail("Choose a file first.", this.#file);
    if (file.size > MOST) return this.#fail(TOO_LARGE, this.#file);
    const report = await this.#send(file, true);
    if (!report) return;
    const { created, updated } = report;
    this.#show(report);
    if (created + updated === 0) return this.#check.focus();
    this.#import.textContent = `Import ${number(created + updated)} ${created + updated === 1 ? "row" : "rows"}`;
    this.#import.hidden = false;
    this.#check.hidden = true;
    this.#import.focus();
  }

  async #bring() {
    const report = await this.#send(this.#file.files[0], false);
    if (!report) return;
    this.#show(report);
    this.#import.hidden = true;
    this.#file.closest(".field").hidden = true;
    this.#away.textContent = "Close";
    this.#away.focus();
    this.done();
  }

  // What is brought in is what was looked at, whatever has become of the file.
  async #send(file, isDryRun) {
    clearFaults(this.form);
    try {
      this.#bytes ??= await file.arrayBuffer();
      const query = { dry_run: isDryRun, user_id: state.userID };
      return await postFile(`/api/v1/imports/${this.kind}`, query, this.#bytes, "text/csv");
    } catch (error) {
      this.#fail(error.status === undefined ? "The file could not be read: choose it again." : error.message, isDryRun ? this.#check : this.#import);
      return null;
    }
  }

  #fail(words, control) {
    say(this.form, words);
    control.focus();
  }

  #show(report) {
    fill(this.#report, importReport(report));
  }
}

const MOST = 10 * 1024 * 1024;

const TOO_LARGE = "The file is larger than 10 MiB: split it, or have whoever looks after the server import it with crm-agent import.";

const HINT =
  "As a spreadsheet saves it (CSV UTF-8), at most 10 MiB, with the names of its columns in the first line. Nothing is written before you have seen what would happen.";
