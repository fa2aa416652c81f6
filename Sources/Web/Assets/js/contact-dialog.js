import { h } from "./dom.js";
import { blockedNote, consentHint, CONSENTS } from "./consent.js";
import { contactMessages } from "./contact-messages.js";
import { contactRights } from "./contact-rights.js";
import { contactWork } from "./contact-work.js";
import { check, field, select } from "./fields.js";
import { holdNote } from "./hold.js";
import { rowDialog } from "./row-dialog.js";
import { sequenceNote } from "./sequence-note.js";
import { stageOptions } from "./stages.js";
import { state } from "./state.js";
import { zoneField } from "./zone-field.js";

/// Adds a contact, or changes the one given; `changed` is called after a change was stored.
export const contactDialog = (contact, changed) =>
  rowDialog({
    path: "/api/v1/contacts",
    noun: "contact",
    row: contact,
    title: contact.name,
    controls: controls(contact, changed),
    renewed: (fresh) => controls(fresh, changed),
    values: mayShare(contact) ? ({ shared, ...texts }) => ({ ...texts, shared: shared !== undefined }) : null,
    changed,
    again: (fresh) => contactDialog(fresh, changed),
    more: (done, renew) => [
      ...contactWork(contact),
      contactMessages(contact, renew),
      contactRights(contact, () => done(undefined, "The contact is being erased.")),
    ],
  });

const controls = (contact, changed) => [
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
  field({
    name: "consent",
    label: "Messages from agents",
    hint: consentHint(state.requiresConsent),
    wide: true,
    control: select(CONSENTS, contact.consent ?? "unknown"),
  }),
  blockedNote(contact, changed),
  sequenceNote(contact),
  holdNote(contact),
  zoneField({
    zone: contact.time_zone,
    placeholder: state.timeZone,
    hint: "Messages go out by its day and night. Empty: as its company, or the workspace.",
    wide: true,
  }),
  field({ name: "notes", label: "Notes", wide: true, control: h("textarea", { value: contact.notes ?? "" }) }),
  mayShare(contact) && check({ name: "shared", label: "Everyone in the workspace works with it", checked: contact.shared }),
];

// Whoever a contact was shared with does not take it from the others. Without accounts there is nobody to share with.
const mayShare = (contact) => state.hasAccounts && (state.reachesAll || !contact.id || contact.user_id === state.userID);
