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
  const why = end(position, contact);
  if (why) return h("div", { className: "notice calm" }, `${title} writes no further message to this contact, because it ${why}.`);
  const button = sureButton({ label: "Stop", sure: "No further message?", name: title, act: () => stop(box, position, title) });
  const box = h("div", { className: "notice calm" }, h("span", {}, words(position, title)), offered("run", button));
  return box;
}

const nextStep = ({ agent_type: type, next_step: next }) => state.agent(type)?.steps?.[next - 1];

// Why no further message comes: the server ends the sequence once it gets round to it.
function end(position, { consent }) {
  if (consent === "withdrawn") return "wants none";
  const step = nextStep(position);
  return position.replied_at && step?.when === "no_reply" && !step.on_reply ? "has answered" : null;
}

// While the message before has not gone out nobody knows when the next one is due: then the agent's own wait says it.
function words(position, title) {
  const { agent_type: type, step, next_at: due } = position;
  const steps = state.agent(type)?.steps ?? [];
  const wait = nextStep(position)?.after;
  const rest = due ? `, the next one is due ${nextTime(due)}` : wait ? `, the next one ${wait} later` : "";
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
