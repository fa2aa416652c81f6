import { h } from "./dom.js";
import { get } from "./api.js";
import { busy } from "./busy.js";
import { moduleOf } from "./parts.js";
import { toast } from "./toast.js";

/// Opens the contact that a deal or task belongs to; `changed` is called after a change of it was stored.
export function contactLink({ contact_id: id, contact_name: name }, changed) {
  const link = h("button", { type: "button", className: "link", "aria-label": `Contact ${name}` }, name);
  link.addEventListener("click", () => busy(link, () => open(id, changed)));
  return link;
}

async function open(id, changed) {
  try {
    const [contact, { contactDialog }] = await Promise.all([get(`/api/v1/contacts/${id}`), moduleOf("contact-dialog")]);
    contactDialog(contact, changed);
  } catch (error) {
    toast(error.message);
  }
}
