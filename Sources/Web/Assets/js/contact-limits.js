import { h } from "./dom.js";
import { field, numeral } from "./fields.js";

const LIMITS = {
  contact_daily_cap: ["Messages to one contact a day, at most", "From all agents together, on the contact's own day. Empty: no limit."],
  contact_weekly_cap: ["Messages to one contact a week, at most", "On that day and the six before it. Empty: no limit."],
  daily_cap: [
    "Messages to all contacts a day, at most",
    "Of all agents together. Those who have waited longest come first, spread over the hours in which messages go out. Empty: no limit.",
  ],
  conversation_hours: [
    "Agents keep out of a conversation for, in hours",
    "So long after a message between one of you and a contact, no agent writes to it. 0: they don't wait.",
  ],
  draft_days: [
    "Drafts wait for you for, in days",
    "Then they are rejected. One that speaks of its day, such as “tomorrow”, is rejected when that day is over.",
  ],
};

/// The controls for how many messages contacts get, and for how long a conversation and a draft are left to people.
export const contactLimits = (workspace) =>
  Object.entries(LIMITS).map(([name, [label, hint]]) =>
    field({
      name,
      label,
      hint,
      control: h("input", { value: workspace[name] ?? "", inputMode: "numeric", autocomplete: "off" }),
    })
  );

/// What they say, as the server takes it.
export const contactLimitValues = (data) =>
  Object.fromEntries(Object.keys(LIMITS).map((name) => [name, numeral(data.get(name).trim() || null)]));
