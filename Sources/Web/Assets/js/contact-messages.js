import { h } from "./dom.js";
import { field, select } from "./fields.js";
import { dayName } from "./format.js";
import { byline, lined } from "./message.js";
import { PagedList } from "./paged-list.js";
import { problemNotice } from "./panel.js";
import { offered } from "./permissions.js";
import { rowDialog } from "./row-dialog.js";
import { state } from "./state.js";

const PATH = "/api/v1/communications";
const KINDS = [["inbound", "The contact wrote or said"], ["outbound", "One of us wrote or said"], ["internal", "A note for ourselves"]];

/// What was written to a contact and by it, newest first, and where to record what was said elsewhere: agents learn of an answer by
/// mail or on the telephone in no other way. It comes once it is opened. `recorded` is called once something was: an answer may end
/// a sequence, or take back the contact's consent.
export function contactMessages(contact, recorded) {
  const body = h("div");
  const list = new PagedList({
    path: PATH,
    list: h("ul", { className: "letters" }),
    row: (message) => row(message, contact),
    query: () => ({ contact_id: contact.id, sort: "-created_at" }),
    empty: () => "Nothing was written yet.",
  });
  const load = () => list.firstPage().then((page) => list.show(body, page), (error) => body.replaceChildren(problemNotice(error, load)));
  const details = h(
    "details",
    { className: "rights" },
    h("summary", {}, "Messages"),
    offered("write", recordButton(contact, () => Promise.all([load(), recorded()]))),
    body,
  );
  details.addEventListener("toggle", () => details.open && load());
  return details;
}

function recordButton(contact, recorded) {
  const act = () =>
    rowDialog({
      path: PATH,
      noun: "message",
      row: {},
      heading: `Record what was said with ${contact.name}`,
      verb: "Record",
      controls: [
        field({ name: "direction", label: "What happened", wide: true, control: select(KINDS, "inbound") }),
        field({ name: "body", label: "In words", hint: quiet(), wide: true, control: h("textarea", { rows: 3, required: true }) }),
      ],
      fixed: { contact_id: contact.id },
      said: null,
      changed: recorded,
    });
  return h("button", { type: "button", onclick: act }, "Record a message");
}

function quiet() {
  const { conversation_hours: hours } = state.workspace;
  return hours > 0 && `After a message between you and the contact, agents leave it to you for ${hours} ${hours === 1 ? "hour" : "hours"}.`;
}

function row(message, contact) {
  const line = byline(message, author(message, contact));
  line.querySelector("time").before(h("span", {}, dayName(message.created_at)));
  const outcome = { draft: "a draft", rejected: "rejected" }[message.status];
  if (outcome) line.append(h("span", {}, outcome));
  return h("li", {}, line, h("div", { className: "words" }, lined(message.body)));
}

function author({ direction, agent_type: type }, contact) {
  if (direction === "inbound") return contact.name;
  return direction === "outbound" && type === "NOTE" ? "One of you" : undefined;
}
