import { fill, h } from "./dom.js";
import { get, getAll, remove } from "./api.js";
import { offered } from "./permissions.js";
import { sureButton } from "./sure-button.js";

export const CONSENTS = [["unknown", "Not known"], ["given", "Agreed to get messages"], ["withdrawn", "Wants no messages"]];

/// More addresses than this are not marked in a list of contacts.
const MOST_BLOCKED = 500;

/// The addresses that nobody writes to, in lower case.
export async function blockedAddresses() {
  const rows = await getAll("/api/v1/suppressions", { sort: "email" }, MOST_BLOCKED);
  return new Set(rows.map(({ email }) => email.toLowerCase()));
}

/// Whether agents may write to a contact, in a few words; `required` says whether it has to have agreed.
export function consentWords({ consent, email }, { required, blocked }) {
  if (blocked.has(email?.toLowerCase())) return "address gets no messages";
  if (consent === "withdrawn") return "wants no messages";
  if (consent === "given") return "agreed to messages";
  return required ? "has not agreed to messages" : "not asked about messages";
}

export const consentHint = (required) =>
  required
    ? "Agents write only to a contact that has agreed."
    : "Agents write to everybody who has not said no.";

const REASONS = { opt_out: "its owner asked for no more messages", bounce: "mail to it came back", complaint: "its owner complained" };

/// Says in the dialog of a contact that nobody writes to its address, with the way to change that; otherwise it stays empty. `changed`
/// is called once that is so.
export function blockedNote({ email }, changed) {
  const place = h("div", { className: "wide", "aria-live": "polite" });
  if (email) look(place, email, changed).catch(() => {});
  return place;
}

async function look(place, email, changed) {
  const { items } = await get("/api/v1/suppressions", { q: email, limit: 20 });
  const found = items.find((row) => row.email.toLowerCase() === email.toLowerCase());
  if (found) place.append(note(place, found, changed));
}

function note(place, { id, reason }, changed) {
  const why = REASONS[reason] ? `, because ${REASONS[reason]}` : "";
  const button = sureButton({ label: "Allow messages again", sure: "Does the contact want them?", act: () => allow(place, id, changed) });
  return h("div", { className: "notice" }, h("span", {}, `Agents write nothing to this address${why}.`), offered("configure", button));
}

async function allow(place, id, changed) {
  try {
    await remove(`/api/v1/suppressions/${id}`);
    fill(place, h("p", { className: "soft", tabIndex: -1 }, "Agents may write to this address again."));
    changed();
  } catch (error) {
    fill(place, h("p", { className: "fault", tabIndex: -1 }, error.message));
  }
  place.firstChild.focus();
}
