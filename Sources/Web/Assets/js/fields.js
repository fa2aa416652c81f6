import { SERVER_AWAY } from "./api.js";
import { fill, h, freshID } from "./dom.js";

/// A labelled form control. Options: name, label, hint, wide, and `control`, the input, select or textarea.
export function field({ name, label, hint, wide, control }) {
  const id = freshID(name);
  const fault = h("p", { className: "fault", id: `${id}-fault`, hidden: true });
  const help = hint && h("p", { className: "hint", id: `${id}-hint` }, hint);
  Object.assign(control, { id, name });
  control.setAttribute("aria-describedby", [help && help.id, fault.id].filter(Boolean).join(" "));
  return h(
    "div",
    { className: wide ? "field wide" : "field", "data-field": name },
    h("label", { htmlFor: id }, label),
    control,
    help,
    fault,
  );
}

/// Puts each fault of a `Problem` under its field and focuses the first; returns those that belong to no field.
export function showFaults(form, problem) {
  clearFaults(form);
  const placed = (problem.errors ?? []).filter((error) => place(form, error));
  form.querySelector('[aria-invalid="true"]')?.focus();
  return placed.length ? null : wordedForForm(problem);
}

const wordedForForm = ({ code, message }) =>
  code === SERVER_AWAY ? "The server can’t be reached. What you typed is kept here: try again once it is back." : message;

/// What concerns a form as a whole stands in its own place: a toast would be covered by a dialog, and gone before a button is found.
export function say(form, ...words) {
  const place = form.querySelector(":scope > .fault");
  tell(place, words);
  place.scrollIntoView({ block: "nearest" });
}

/// Puts words into the place of a fault, which then is in sight.
export function tell(place, words) {
  fill(place, words);
  place.hidden = false;
}

export function clearFaults(form) {
  for (const fault of form.querySelectorAll(".fault")) fault.hidden = true;
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/// While something is being sent nothing more is typed: the dialog closes after it. Returns what lets it be typed again.
export function holdFields(form) {
  const held = [...form.querySelectorAll("input, textarea")].filter((control) => !control.readOnly);
  const set = (isHeld) => held.forEach((control) => (control.readOnly = isHeld));
  set(true);
  return () => set(false);
}

/// The server names a field as the API does; a person knows it by its label.
export function worded(message, name, label) {
  const subject = label.endsWith("?") ? "This" : label;
  // An entry of a list is named before its part: "steps[1]: prompt must not be empty."
  const entry = name.replace(/\.(\w+)$/, ": $1");
  const rule = message.replace(/, not (a|an) [a-z ]+\.$/, ".").replace("not be null", "not be empty");
  const said = [name, entry].find((start) => rule.startsWith(`${start} `));
  return said ? subject + rule.slice(said.length) : rule;
}

function place(form, { field: name, message }) {
  const box = form.querySelector(`[data-field="${CSS.escape(name.split(/[.[]/)[0])}"]`);
  if (!box) return false;
  // One of several in the field, such as a text of a list.
  const part = box.querySelector(`[data-path="${CSS.escape(name)}"]`);
  const label = part ? part.getAttribute("aria-label") : box.querySelector("legend, label").textContent;
  // What is wrong is to be seen, also where it was put out of sight.
  box.hidden = false;
  (part ?? box.querySelector("input, select, textarea")).setAttribute("aria-invalid", "true");
  tell(box.querySelector(".fault"), worded(message, name, label));
  return true;
}

/// One box to tick.
export const check = ({ name, label, checked }) =>
  h("div", { className: "field wide", "data-field": name },
    h("label", { className: "check" }, h("input", { type: "checkbox", name, checked: checked === true }), label),
    h("p", { className: "fault", hidden: true }));

/// Several boxes to tick under one label: `options` as of `select`, `chosen` the keys of those that are ticked.
export function checks({ name, label, hint, options, chosen }) {
  const boxes = options.map(([key, words]) =>
    h("label", { className: "check" }, h("input", { type: "checkbox", name, value: key, checked: chosen.includes(key) }), words),
  );
  const fault = h("p", { className: "fault", id: freshID(`${name}-fault`), hidden: true });
  return h(
    "fieldset",
    { className: "field wide checks", "data-field": name, "aria-describedby": fault.id },
    h("legend", {}, label),
    boxes,
    hint && h("p", { className: "hint" }, hint),
    fault,
  );
}

/// Values one a line, as a list without blanks.
export const lines = (text) => text.split("\n").map((line) => line.trim()).filter(Boolean);

export const select = (options, value = "") => {
  const node = h("select", {}, options.map(([key, name]) => h("option", { value: key }, name)));
  node.value = value;
  return node;
};

/// Gives a select other options; what was chosen stays chosen where it is among them.
export function refill(node, options) {
  const { value } = node;
  node.replaceChildren(...select(options).children);
  node.value = options.some(([key]) => key === value) ? value : options[0][0];
}

/// Where a number is expected, what is none goes as it was typed: the server says what is wrong with it.
export const numeral = (text) => (text !== null && /^-?\d+$/.test(text) ? Number(text) : text);
