import { state } from "./state.js";

/// The language in which numbers and days are written.
export const LANGUAGE = navigator.language?.startsWith("en") ? navigator.language : "en-GB";
/// In milliseconds.
export const DAY = 86_400_000;
const formats = new Map();

/// A cached formatter in the workspace's time zone: the zone of the agents' schedules.
function format(options, language = LANGUAGE, timeZone = state.timeZone) {
  const key = JSON.stringify([options, language, timeZone]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language, { ...options, timeZone }));
  return formats.get(key);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const LONG_DAY = { weekday: "long", day: "numeric", month: "long" };
const SHORT_DAY = { weekday: "short", day: "numeric", month: "short" };

/// "09:00"
export const clock = (instant) => format(CLOCK).format(new Date(instant));

/// The calendar day of an instant, as "2026-01-31".
export const dayKey = (instant) =>
  format({ year: "numeric", month: "2-digit", day: "2-digit" }, "en-CA").format(new Date(instant));

/// "Today", "Yesterday", "Monday 24 November", with the year where it is another.
export const dayName = (instant) => relativeDay(dayKey(instant)) ?? format(dated(LONG_DAY, dayKey(instant))).format(new Date(instant));

/// A due date "2026-01-31" in words.
export const dueName = (date) => relativeDay(date) ?? format(
  dated(SHORT_DAY, date),
  LANGUAGE,
  "UTC",
)
  .format(new Date(`${date}T00:00:00Z`));

/// "Mon 24 Nov"
export const todayName = () => format(SHORT_DAY, LANGUAGE, "UTC").format(new Date(`${state.today}T00:00:00Z`));

/// "today at 16:00", "Mon 1 Dec at 10:00".
export function nextTime(instant) {
  const day = dayKey(instant);
  const date = relativeDay(day)?.toLowerCase() ?? format(dated(SHORT_DAY, day)).format(new Date(instant));
  return `${date} at ${clock(instant)}`;
}

/// A sentence of the server's with its instants as the page tells times: "tried again by itself today at 11:27".
export const onTheClock = (text) => text.replace(/\bat (\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)/g, (_, instant) => nextTime(instant));

// A day without its year would be taken for one of this year.
const dated = (options, date) =>
  date.slice(0, 4) === state.today.slice(0, 4) ? options : { ...options, year: "numeric" };

function relativeDay(date) {
  const days = Math.round((Date.parse(date) - Date.parse(state.today)) / DAY);
  return { "-1": "Yesterday", 0: "Today", 1: "Tomorrow" }[days];
}

export const number = (value) => new Intl.NumberFormat(LANGUAGE).format(value);

/// Small amounts too: "US$0.0123".
export const dollars = (value) =>
  new Intl.NumberFormat(LANGUAGE, { style: "currency", currency: "USD", maximumFractionDigits: value < 1 ? 4 : 2 }).format(value);

/// The name a person reads for who wrote a message.
export function authorName(type) {
  const fixed = { USER_MESSAGE: "You", AGENT_RESPONSE: "Answer", NOTE: "Note", NOTICE: "Notice" };
  return fixed[type] ?? state.agent(type)?.title ?? words(type);
}

/// To or from whom a message was.
export const contactOf = ({ contact_id: id, contact_name: name }) => name ?? (id ? "somebody else's contact" : "a deleted contact");

/// "offline", or the model's name without its provider.
export const writerName = (writer) => (writer ? writer.replace(/^[a-z-]+:/, "") : null);

/// "FOLLOW_UP" as "Follow up".
export function words(constant) {
  return capital(constant.toLowerCase().replaceAll("_", " "));
}

/// A text as a sentence begins.
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
