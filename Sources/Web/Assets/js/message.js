import { asWritten, h, mark } from "./dom.js";
import { authorName, clock, writerName } from "./format.js";
import { state } from "./state.js";

const OWN = "USER_MESSAGE";
const DRAWINGS = { USER_MESSAGE: "chat", AGENT_RESPONSE: "pen", NOTE: "note", NOTICE: "note" };

export const isOwn = (message) => message.agent_type === OWN;

/// The drawing that stands for who wrote a message: agents of one's own have none but the pen.
export const drawing = (type) => DRAWINGS[type] ?? (state.agent(type)?.built_in ? type : "pen");

/// One message of the conversation. `failure` is `{ detail, again, edit }` for an own message without an answer, the last two
/// where it may be sent.
export function messageNode(message, failure) {
  return isOwn(message) ? ownMessage(message, failure) : agentMessage(message);
}

function ownMessage(message, failure) {
  return h(
    "article",
    { className: failure ? "message mine failed" : "message mine", "aria-label": "You" },
    h("div", { className: "bubble words" }, lined(message.body)),
    h("div", { className: "byline numbers" }, time(message.created_at)),
    failure && h(
      "div",
      { className: "failure" },
      failure.detail,
      failure.again && h("button", { type: "button", onclick: failure.again }, "Send again"),
      failure.edit && h("button", { type: "button", onclick: failure.edit }, "Edit"),
    ),
  );
}

function agentMessage(message) {
  const author = authorName(message.agent_type);
  return h(
    "article",
    { className: "message", "aria-label": author },
    mark(message.agent_type, drawing(message.agent_type)),
    h("div", {}, byline(message, author), h("div", { className: "words letter" }, lined(message.body))),
  );
}

/// A text whose entries of a list, each a line that begins with a dash, go on below their words and not below the dash. It stays as it was
/// written, to the last character, also where it is copied.
export const lined = (text) => text.split(/^(- .*(?:\r?\n)?)/m).map(asWritten).map((piece) => (piece.data.startsWith("- ") ? h("span", { className: "entry-line" }, piece) : piece));

/// Who wrote it, when, and with what.
export function byline(message, author = authorName(message.agent_type)) {
  const writer = isOwn(message) ? null : writerName(message.writer);
  return h(
    "div",
    { className: "byline numbers" },
    h("strong", {}, author),
    time(message.created_at),
    writer && h("span", {}, writer === "offline" ? "written offline" : `written by ${writer}`),
  );
}

export const time = (instant) => h("time", { dateTime: instant }, clock(instant));
