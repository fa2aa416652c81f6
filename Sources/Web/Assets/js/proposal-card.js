import { h } from "./dom.js";
import { remove, post } from "./api.js";
import { busy } from "./busy.js";
import { words } from "./format.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const OUTCOMES = {
  confirmed: "Confirmed and done.",
  declined: "Declined.",
  expired: "Nobody decided for a day: ask again.",
};

/// A change that the assistant proposes, for the person to decide on. `permission` lets its kind happen unasked;
/// `reload` is called once something was decided.
export function proposalCard(proposal, permission, reload) {
  const card = h("div", { className: `proposal ${proposal.state}`, role: "group", "aria-label": "Proposed change", tabindex: "-1" });
  card.append(h("p", { className: "words" }, proposal.sentence), details(proposal));
  if (proposal.state !== "proposed") card.append(h("p", { className: "soft small" }, outcome(proposal)));
  else if (state.may("decide")) card.append(...choices(proposal, reload));
  if (permission && state.may("decide")) card.append(allowance(permission, reload));
  return card;
}

/// What a card shows of a proposal: where that stays the same, so does the card.
export const cardContent = ({ state, result }, permission) => `${state} ${result} ${permission?.id}`;

function details(proposal) {
  const members = Object.entries(proposal.arguments);
  return h(
    "details",
    {},
    h("summary", {}, "Details"),
    h("dl", { className: "small" }, members.map(([name, value]) => [h("dt", {}, words(name)), h("dd", { className: "words" }, String(value))])),
  );
}

function choices(proposal, reload) {
  const remember = h("input", { type: "checkbox" });
  const address = `/api/v1/proposals/${proposal.id}`;
  const confirm = () => post(`${address}/confirm`, { remember: remember.checked });
  return [
    proposal.conversation_id && h("label", { className: "remember" }, remember, "Don’t ask again for changes of this kind in this conversation"),
    h("div", { className: "row" }, button("Confirm", "main", confirm, reload), button("Decline", "quiet", () => post(`${address}/decline`), reload)),
  ].filter(Boolean);
}

function allowance(permission, reload) {
  const again = button("Ask again", "quiet", () => remove(`/api/v1/tool-permissions/${permission.id}`), reload);
  return h("div", { className: "row small soft" }, "Changes of this kind are made unasked in this conversation.", again);
}

function button(text, className, act, reload) {
  const node = h("button", { type: "button", className }, text);
  node.addEventListener("click", () => busy(node, () => decide(act, reload)));
  return node;
}

async function decide(act, reload) {
  try {
    await act();
  } catch (error) {
    toast(error.message);
  }
  await reload();
  state.tell("rows");
}

const outcome = (proposal) => OUTCOMES[proposal.state] ?? `Not done: ${proposal.result}`;
