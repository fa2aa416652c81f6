import { h } from "./dom.js";
import { check, field, numeral } from "./fields.js";

const KINDS = {
  keep_conversations_days: ["Keep chats for, in days", "At least 30. With what agents wrote to people. Empty, here and below: for ever."],
  keep_messages_days: ["Keep messages for, in days", "At least 400. Messages to and from contacts."],
  keep_runs_days: ["Keep runs for, in days", "At least 90. When agents ran, and how it went."],
  keep_deliveries_days: ["Keep deliveries for, in days", "At least 30. Those that have arrived or were cancelled."],
  keep_model_calls_days: ["Keep calls of models for, in days", "At least 62. What they cost is kept for ever."],
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
