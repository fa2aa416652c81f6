import { freshID, h } from "./dom.js";
import { field } from "./fields.js";
import { DAY } from "./format.js";
import { state } from "./state.js";

/// Where an agent's times are written, with every kind of them to choose from and change.
export function scheduleField(agent) {
  const forms = freshID("schedules");
  const control = h("input", {
    value: agent.schedule_rule ?? "",
    autocomplete: "off",
    required: true,
    placeholder: "every day at 09:00",
    list: forms,
  });
  return [
    field({
      name: "schedule_rule",
      label: "When",
      hint: "Such as every day at 09:00, every Monday at 10:00, or 0 9 * * MON-FRI for working days; never for events and by hand only.",
      wide: true,
      control,
    }),
    h("datalist", { id: forms }, suggestions(state.today).map((value) => h("option", { value }))),
  ];
}

const suggestions = (day) => [
  "every day at 09:00",
  "0 9 * * MON-FRI",
  "every Monday at 10:00",
  `every 2 days from ${day} at 11:00`,
  `every 2 weeks from ${day} at 10:00`,
  `every month from ${day} at 09:00`,
  "0 9 L * *",
  // Tomorrow: today that may have passed.
  `once at ${dayAfter(day)}T09:00`,
  "never",
];

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);

/// A time as people write it, in two digits for the hour: "every day at 9:00".
export const scheduleRule = (text) => text && text.replace(/\bat (\d):(\d\d)\b/i, "at 0$1:$2");
