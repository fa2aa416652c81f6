import { fill, h } from "./dom.js";
import { get, post } from "./api.js";
import { authorName, nextTime } from "./format.js";
import { offered } from "./permissions.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";

/// Says in the dialog of a contact which agents go on writing to it in further messages, with the way to end that; otherwise it
/// stays empty.
export function sequenceNote(contact) {
  const place = h("div", { className: "wide", "aria-live": "polite" });
  if (contact.id) look(place, contact).catch(() => {});
  return place;
}

async function look(place, contact) {
  const { items } = await get("/api/v1/sequence-positions", { contact_id: contact.id, state: "active", limit: 10 });
  place.append(...items.map((position) => note(position, contact)));
}

function note(position, contact) {
  const title = authorName(position.agent_type);
  // The server ends the sequence once it gets round to it.
  if (contact.consent === "withdrawn") {
    return h("div", { className: "notice calm" }, `${title} writes no further message to this contact, because it wants none.`);
  }
  const button = sureButton({ label: "Stop", sure: "No further message?", name: title, act: () => stop(box, position, title) });
  const box = h("div", { className: "notice calm" }, h("span", {}, words(position, title)), offered("run", button));
  return box;
}

// While the message before has not gone out nobody knows when the next one is due: then the agent's own wait says it. What an answer
// leads to the steps say, and the server finds out.
function words({ agent_type: type, step, next_step: next, next_at: due, replied_at: answered }, title) {
  const steps = state.agent(type)?.steps ?? [];
  const wait = steps[next - 1]?.after;
  const later = answered ? "; the contact has answered since" : wait ? `, the next one ${wait} later` : "";
  const rest = due ? `, the next one is due ${nextTime(due)}` : later;
  return `${title} writes several messages to this contact: ${step + 1} of ${Math.max(steps.length, step) + 1} so far${rest}.`;
}

async function stop(box, { id }, title) {
  try {
    await post(`/api/v1/sequence-positions/${id}/stop`);
    fill(box, h("p", { tabIndex: -1 }, `${title} writes no further message to this contact.`));
  } catch (error) {
    fill(box, h("p", { className: "fault", tabIndex: -1 }, error.message));
  }
  box.firstChild.focus();
}
