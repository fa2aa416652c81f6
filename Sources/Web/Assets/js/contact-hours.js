import { h } from "./dom.js";
import { Problem } from "./api.js";
import { checks, field, lines } from "./fields.js";
import { state } from "./state.js";

const DAYS = [
  ["MON", "Monday"],
  ["TUE", "Tuesday"],
  ["WED", "Wednesday"],
  ["THU", "Thursday"],
  ["FRI", "Friday"],
  ["SAT", "Saturday"],
  ["SUN", "Sunday"],
];

/// The controls for when contacts get nothing: by night, on days off, and on holidays.
export const contactHours = (workspace) => [
  field({
    name: "quiet_from",
    label: "No messages from",
    hint: "By the contact's own clock. What is written then goes out when these hours are over.",
    control: h("input", { type: "time", value: workspace.quiet_from }),
  }),
  field({
    name: "quiet_until",
    label: "Until",
    hint: "The same time in both: messages go out at any hour.",
    control: h("input", { type: "time", value: workspace.quiet_until }),
  }),
  checks({
    name: "working_days",
    label: "Days on which messages go out",
    options: DAYS,
    chosen: workspace.working_days,
  }),
  field({
    name: "holidays",
    label: "Holidays, on which no messages go out",
    hint: `One per line, such as ${state.today.slice(0, 4)}-12-25.`,
    wide: true,
    control: h("textarea", { value: workspace.holidays.join("\n"), rows: 2 }),
  }),
];

/// What they say, as the server takes it.
export function contactHoursValues(data) {
  const days = data.getAll("working_days");
  if (!days.length) throw noDay();
  return { working_days: days, holidays: lines(data.get("holidays")) };
}

function noDay() {
  const message = "Choose at least one day.";
  return new Problem(422, { detail: message, errors: [{ field: "working_days", message }] });
}
