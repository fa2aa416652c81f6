import { fill, h } from "./dom.js";
import { get, post } from "./api.js";
import { busy } from "./busy.js";
import { tell } from "./fields.js";
import { authorName } from "./format.js";
import { offered } from "./permissions.js";
import { state } from "./state.js";

/// Says in the dialog of a contact which agent keeps it to itself while others would write to it, with the way to have it let
/// go; otherwise it stays empty.
export function holdNote({ id }) {
  const place = h("div", { className: "wide", "aria-live": "polite" });
  if (id) look(place, id).catch(() => {});
  return place;
}

/// Why an entry of a plan is kept out, by the title of the agent that holds it.
export const heldReason = ({ held_by: holder }) => `${holder ? authorName(holder) : "Another agent"} is busy with the contact.`;

/// A button that has an agent let go of a contact; `done` and `failed` get the words for it.
export function releaseButton({ id, name, done, failed }) {
  const button = h("button", { type: "button", "aria-label": `Release ${name}` }, "Release");
  button.addEventListener("click", () => busy(button, () => release(id).then(done, ({ message }) => failed(message))));
  return button;
}

async function release(id) {
  const { released_from: agent } = await post(`/api/v1/contacts/${id}/release`);
  if (!agent) return "No agent keeps the contact to itself any more.";
  return `${authorName(agent)} has let go of the contact. Other agents may write to it from now on, each at its own time.`;
}

async function look(place, id) {
  const { held_by: holder, waits_for: obstacles } = await get(`/api/v1/contacts/${id}/hold`);
  const hasOthers = state.agents.some(({ agent_type: key, recipients }) => recipients !== "user" && key !== holder);
  if (holder && hasOthers) place.append(obstacles.length ? waiting(authorName(holder), obstacles) : note(place, id, authorName(holder)));
}

const keeps = (holder) => `${holder} keeps this contact to itself: other agents wait for it.`;

const ENDS = {
  run: "its run has ended or is cancelled",
  draft: "its draft is decided on",
  delivery: "its message is delivered, or its delivery cancelled",
  sequence: "its further messages have ended or are stopped",
};

// What would be refused is not offered.
function waiting(holder, obstacles) {
  const when = obstacles.map((obstacle) => ENDS[obstacle]).join(" and ");
  return h("div", { className: "notice calm" }, h("span", {}, `${keeps(holder)} It lets go, or can be released, once ${when}.`));
}

function note(place, id, holder) {
  const who = keeps(holder);
  const failed = (words) => tell(fault, words);
  const done = (words) => {
    fill(place, h("p", { className: "soft", tabIndex: -1 }, words));
    place.firstChild.focus();
  };
  const fault = h("p", { className: "fault", hidden: true });
  const explained = h("span", {}, who, " Release it, and others may write to it without waiting any longer.");
  const button = releaseButton({ id, name: "the contact", done, failed });
  return h("div", { className: "notice calm" }, state.may("run") ? explained : h("span", {}, who), offered("run", button), fault);
}
