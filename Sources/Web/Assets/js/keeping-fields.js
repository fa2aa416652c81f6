import { h } from "./dom.js";
import { check, field, numeral } from "./fields.js";

const KINDS = {
  keep_conversations_days: ["Keep chats for", "Days, at least 30, with what agents wrote to people. Empty: for ever, as below."],
  keep_messages_days: ["Keep messages for", "Days, at least 400: messages to and from contacts."],
  keep_runs_days: ["Keep runs for", "Days, at least 90."],
  keep_deliveries_days: ["Keep deliveries for", "Days, at least 30: those that have arrived or were cancelled."],
  keep_model_calls_days: ["Keep calls of models for", "Days, at least 62; what they cost stays."],
};

/// The controls for how safe and how long the workspace keeps what it has.
export const keepingFields = (workspace) => [
  check({
    name: "requires_second_factor",
    label: "Everybody signs in with a second factor: who has none can only set one up",
    checked: workspace.requires_second_factor,
  }),
  ...Object.entries(KINDS).map(([name, [label, hint]]) =>
    field({
      name,
      label,
      hint,
      control: h("input", { value: workspace[name] ?? "", inputMode: "numeric", autocomplete: "off" }),
    })
  ),
];

/// What they say, as the server takes it.
export const keepingValues = (data) => ({
  requires_second_factor: data.has("requires_second_factor"),
  ...Object.fromEntries(Object.keys(KINDS).map((name) => [name, numeral(data.get(name).trim() || null)])),
});
