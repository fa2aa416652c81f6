import { h } from "./dom.js";
import { patch, post, remove } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, showFaults } from "./fields.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";

/// A dialog that adds a row of a resource, or changes or deletes the one given.
/// Options: `path` of the resource, `noun`, the `row` ({} for a new one) and its `title`, its form `controls`, `values` that
/// turns the form's texts (and its FormData) into what is sent, and `changed`, called with the row after a change was stored. A new
/// row belongs to the chosen person unless `fixed` says otherwise. `more` makes what stands below the form, given what to call after
/// a change. `away`, `{ label, sure, act }`, stands where a row is not deleted but something else. `heading` and `verb` stand in the
/// place of the usual words.
export function rowDialog(options) {
  const { noun, row, title, changed } = options;
  const named = row.id ? `Edit ${title}` : `Add ${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
  const heading = h("h2", { id: "dialog-heading" }, options.heading ?? named);
  const dialog = h("dialog", { "aria-labelledby": "dialog-heading", onclose: () => dialog.remove() }, heading);
  const done = (stored) => {
    dialog.close();
    changed(stored);
  };
  dialog.append(rowForm({ ...options, done, cancel: () => dialog.close() }));
  if (row.id && options.more) dialog.append(options.more(done));
  document.body.append(dialog);
  dialog.showModal();
}

function rowForm(options) {
  const save = h("button", { className: "main" }, options.verb ?? "Save");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    options.controls,
    h("p", { className: "fault wide", role: "alert" }),
    h(
      "div",
      { className: "row" },
      save,
      h("button", { type: "button", className: "quiet", onclick: options.cancel }, "Cancel"),
      options.row.id && awayButton(options),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, options));
  });
  return form;
}

async function submit(form, { path, noun, row, values, done, fixed = { user_id: state.userID } }) {
  clearFaults(form);
  const data = new FormData(form);
  const texts = Object.fromEntries([...data].map(([name, value]) => [name, value.trim() || null]));
  try {
    const sent = values ? values(texts, data) : texts;
    done(row.id ? await patch(`${path}/${row.id}`, sent, row.version) : await post(path, { ...sent, ...fixed }));
  } catch (error) {
    const stale = `This ${noun} was changed elsewhere. Close and open it again to see how it stands.`;
    const rest = showFaults(form, error);
    if (rest && !isTold(form, error)) say(form, error.status === 412 ? stale : rest);
  }
}

function awayButton(options) {
  const { label, sure, act } = options.away || deletion(options);
  const button = sureButton({ label, sure, className: "danger away", act: () => carryOut(button, act, options.done) });
  return button;
}

const deletion = ({ path, row }) => ({
  label: "Delete",
  sure: "Delete for good?",
  act: () => remove(`${path}/${row.id}`),
});

async function carryOut(button, act, done) {
  try {
    await act();
    done();
  } catch (error) {
    const form = button.closest("form");
    if (!isTold(form, error)) say(form, error.message);
  }
}

// The notice at the head of the dialog says it for people, with the way to sign in.
const isTold = (form, error) => error.status === 401 && form.closest("dialog").querySelector(".signed-out");

// Inside the dialog, because a modal dialog covers the toast.
function say(form, text) {
  Object.assign(form.querySelector(":scope > .fault"), { textContent: text, hidden: false });
}
