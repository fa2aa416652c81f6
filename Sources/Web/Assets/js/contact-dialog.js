import { h } from "./dom.js";
import { patch, post, remove } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, select, showFaults } from "./fields.js";
import { stageOptions } from "./stages.js";
import { state } from "./state.js";

/// Adds a contact, or changes the one given; `changed` is called after a change was stored.
export function contactDialog(contact, changed) {
  const heading = h("h2", { id: "contact-heading" }, contact.id ? `Edit ${contact.name}` : "Add a contact");
  const dialog = h("dialog", { "aria-labelledby": "contact-heading", onclose: () => dialog.remove() }, heading);
  const done = () => {
    dialog.close();
    changed();
  };
  dialog.append(contactForm(contact, { done, cancel: () => dialog.close() }));
  document.body.append(dialog);
  dialog.showModal();
}

function contactForm(contact, { done, cancel }) {
  const save = h("button", { className: "main" }, "Save");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    controls(contact),
    h("p", { className: "fault wide", role: "alert" }),
    h(
      "div",
      { className: "row" },
      save,
      h("button", { type: "button", className: "quiet", onclick: cancel }, "Cancel"),
      contact.id && deleteButton(contact, done),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, contact, done));
  });
  return form;
}

const controls = (contact) => [
  field({
    name: "name",
    label: "Name",
    control: h("input", { value: contact.name ?? "", autocomplete: "off", required: true }),
  }),
  field({
    name: "company",
    label: "Company",
    control: h("input", { value: contact.company ?? "", autocomplete: "off" }),
  }),
  field({
    name: "email",
    label: "E-mail",
    control: h("input", { type: "email", value: contact.email ?? "", autocomplete: "off" }),
  }),
  field({
    name: "phone",
    label: "Phone",
    control: h("input", { type: "tel", value: contact.phone ?? "", autocomplete: "off" }),
  }),
  field({
    name: "stage",
    label: "Stage",
    wide: true,
    control: select(stageOptions(contact.stage), contact.id ? (contact.stage ?? "") : "lead"),
  }),
  field({ name: "notes", label: "Notes", wide: true, control: h("textarea", { value: contact.notes ?? "" }) }),
];

async function submit(form, contact, done) {
  clearFaults(form);
  const values = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim() || null]));
  try {
    if (contact.id) await patch(`/api/v1/contacts/${contact.id}`, values, contact.version);
    else await post("/api/v1/contacts", { ...values, user_id: state.userID });
    done();
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) say(
      form,
      error.status === 412 ? "This contact was changed elsewhere. Close and open it again to see how it stands." : rest,
    );
  }
}

// The first press asks, the second deletes.
function deleteButton(contact, done) {
  let asked = false;
  const button = h("button", { type: "button", className: "danger away" }, "Delete");
  button.addEventListener("click", () => {
    if (asked) return busy(button, () => erase(contact, button, done));
    asked = true;
    button.textContent = "Delete for good?";
  });
  return button;
}

async function erase(contact, button, done) {
  try {
    await remove(`/api/v1/contacts/${contact.id}`);
    done();
  } catch (error) {
    say(button.closest("form"), error.message);
  }
}

// Inside the dialog, because a modal dialog covers the toast.
function say(form, text) {
  Object.assign(form.querySelector(":scope > .fault"), { textContent: text, hidden: false });
}
