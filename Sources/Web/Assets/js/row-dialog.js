import { freshID, h } from "./dom.js";
import { freshKey, get, patch, post, remove } from "./api.js";
import { busy } from "./busy.js";
import { changesOf } from "./changes.js";
import { refuseOddDates } from "./date-input.js";
import { cancelButton, openDialog } from "./dialogs.js";
import { clearFaults, holdFields, say, showFaults } from "./fields.js";
import { capital } from "./format.js";
import { renewable } from "./renewed-fields.js";
import { sayGone, sayStale } from "./stale.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";

/// A dialog that adds a row of a resource, or changes or deletes the one given. Of a change only those fields are sent that say something
/// else than they did.
/// Options: `path` of the resource, `noun`, the `row` ({} for a new one) and its `title`, its form `controls`, `values` that
/// turns the form's texts (and its FormData) into what is sent, and `changed`, called with the row after a change was stored. A new
/// row belongs to the chosen person unless `fixed` says otherwise. `again` opens the dialog with the row as it is now, for what was
/// changed elsewhere. `refused` turns an answer of the server into a problem in the words of the form. `more` makes the nodes that
/// stand below the form, given what to call, with the words for it, after a change, and what to call where something done there may have
/// changed the row: it is read anew, and `renewed` makes the controls for it. `away`, `{ label, sure, act, said }`, stands where a row
/// is not deleted but something else. `heading`, `verb` and `said`, the word once it is stored, stand in the place of the usual words.
export function rowDialog(options) {
  const { noun, row, title, changed } = options;
  const named = row.id ? `Edit ${title}` : `Add ${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
  // One dialog may stand on another.
  const heading = h("h2", { id: freshID("dialog-heading") }, options.heading ?? named);
  const dialog = h("dialog", { "aria-labelledby": heading.id }, heading);
  const close = () => dialog.close();
  const done = (stored, said) => {
    close();
    if (said) toast(said);
    changed(stored);
  };
  const all = { ...options, done, close };
  const form = rowForm(all);
  all.before = drawn(form, all);
  dialog.append(form);
  if (row.id && options.more) dialog.append(...options.more(done, renewal(form, all)));
  openDialog(dialog);
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
      cancelButton(),
      options.row.id && awayButton(options),
    ),
  );
  const key = keys();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, key, options));
  });
  return form;
}

async function submit(form, key, options) {
  const { noun, row, done, close, refused = (error) => error } = options;
  const { said = `${capital(noun)} ${row.id ? "changed" : "added"}.` } = options;
  clearFaults(form);
  const letType = holdFields(form);
  try {
    refuseOddDates(form);
    const stored = row.id ? await change(form, options) : await add(form, key, options);
    if (stored) done(stored, said);
    else close();
  } catch (error) {
    letType();
    await tell(form, refused(error), options);
  }
}

/// Nothing is sent, and nothing returned, where nothing was changed. The row becomes what is stored: until its list is read anew the
/// next dialog is opened with it.
async function change(form, { path, row, before, values }) {
  const changes = changesOf(before, content(form, values));
  if (!Object.keys(changes).length) return null;
  const stored = await patch(`${path}/${row.id}`, changes, row.version);
  Object.assign(row, stored);
  return stored;
}

function add(form, key, { path, values, fixed = { user_id: state.userID } }) {
  const sent = { ...content(form, values), ...fixed };
  return post(path, sent, key(sent));
}

/// What stands in the form, as it is sent; throws `Problem` where that can't be.
function content(form, values) {
  const data = new FormData(form);
  const texts = Object.fromEntries([...data].map(([name, value]) => [name, value.trim() || null]));
  return values ? values(texts, data) : texts;
}

/// The same of a form as it was drawn. Where what is stored can't be sent, all of it is, and what is wrong is told.
function drawn(form, { values }) {
  try {
    return content(form, values);
  } catch {
    return {};
  }
}

/// What reads the row anew while its dialog is open: the next change is one of the row as it is now.
function renewal(form, options) {
  const { path, row, controls, renewed, changed } = options;
  const draw = renewable(form, controls, () => (options.before = drawn(form, options)));
  return async () => {
    try {
      Object.assign(row, await get(`${path}/${row.id}`));
      clearFaults(form);
      draw(renewed(row));
      changed();
    } catch (error) {
      await tell(form, error, options);
    }
  };
}

/// A key for each body that a form sends: corrected input gets another, a mere repetition the same.
function keys() {
  const known = new Map();
  return (body) => {
    const text = JSON.stringify(body);
    if (!known.has(text)) known.set(text, freshKey());
    return known.get(text);
  };
}

function awayButton(options) {
  const { label, sure, act, said } = options.away || deletion(options);
  const button = sureButton({ label, sure, className: "danger away", act: () => carryOut(button, act, said, options) });
  return button;
}

const deletion = ({ path, noun, row }) => ({
  label: "Delete",
  sure: "Delete for good?",
  said: `${capital(noun)} deleted.`,
  act: () => remove(`${path}/${row.id}`, row.version),
});

async function carryOut(button, act, said, options) {
  try {
    await act();
    options.done(undefined, said);
  } catch (error) {
    await tell(button.closest("form"), error, options);
  }
}

async function tell(form, error, options) {
  if (options.row.id && [404, 412].includes(error.status)) {
    if (await isGone(options)) {
      options.changed();
      return sayGone(form, options.noun);
    }
    if (error.status === 412) return sayStale(form, options.noun, () => reopen(options));
  }
  const rest = showFaults(form, error);
  // The notice at the head of the dialog says it for people, with the way to sign in.
  const isTold = error.status === 401 && form.closest("dialog").querySelector(".signed-out");
  if (rest && !isTold) say(form, rest);
}

// What was deleted is answered as something that has changed, too.
const isGone = ({ path, row }) => get(`${path}/${row.id}`).then(() => false, (error) => error.status === 404);

async function reopen({ path, row, close, again, changed }) {
  changed();
  const fresh = await get(`${path}/${row.id}`);
  close();
  again(fresh);
}
