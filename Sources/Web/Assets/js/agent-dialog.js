import { h } from "./dom.js";
import { get, post, Problem } from "./api.js";
import { dateInput } from "./date-input.js";
import { field, lines, numeral, select } from "./fields.js";
import { filterHelp } from "./filter-help.js";
import { rowDialog } from "./row-dialog.js";
import { scheduleField, scheduleRule } from "./schedule-field.js";
import { state } from "./state.js";
import { stepList } from "./step-list.js";
import { templateHelp } from "./template-help.js";
import { trial } from "./trial.js";
import { personName } from "./user-picker.js";
import { zoneField } from "./zone-field.js";

const PATH = "/api/v1/agents";
const RECIPIENTS = [["user", "You and your colleagues"], ["contact", "Contacts"], ["both", "Both"]];
const AUTONOMY = [
  ["ask", "Ask me: every message waits for approval"],
  ["guarded", "Send by itself when nothing speaks against it"],
  ["auto", "Send by itself"],
];
const CATCH_UP = [["skip", "Leave it out"], ["run_once", "Run once"], ["run_all", "Run for every missed time"]];

/// Adds an own agent, or changes, restores or deletes the one given; `changed` is called after a change was stored.
export function agentDialog(agent, changed) {
  const recipients = select(RECIPIENTS, agent.recipients ?? "user");
  rowDialog({
    path: PATH,
    noun: "agent",
    row: agent,
    title: agent.title,
    controls: [
      ...who(agent, recipients),
      ...onlyTo("user", recipients, what(agent)),
      ...onlyTo("contact", recipients, [group("To contacts"), ...toContacts(agent), ...bounds(agent)]),
      group("Times"),
      ...when(agent),
      group("Who writes"),
      models(agent),
    ],
    values,
    fixed: {},
    away: agent.built_in && {
      label: "Restore",
      sure: "Restore as it came?",
      said: "Agent restored.",
      act: () => post(`${PATH}/${agent.id}/restore`),
    },
    refused,
    changed,
    again: (fresh) => agentDialog(fresh, changed),
  });
}

// What the server says of a missing text speaks of how agents are made.
const MISSING = {
  prompt: "Write what it is to say: an agent of your own has no words to begin with.",
  contact_prompt: "Write what it is to say: an agent of your own has no words to begin with.",
  filter: "Say which contacts, such as stage = lead; everyone stands for all of them.",
};

function refused(error) {
  if (!error.errors?.length) return error;
  const plain = ({ field, message }) => ({ field, message: message.startsWith(`${field} is missing`) ? (MISSING[field] ?? message) : message });
  return new Problem(error.status, { code: error.code, detail: error.message, errors: error.errors.map(plain) });
}

const group = (name) => h("h3", { className: "wide" }, name);

const input = (agent, name, options = {}) => h("input", { value: agent[name] ?? "", autocomplete: "off", ...options });

/// What is about one kind of receivers is in sight where the agent writes to them. Out of sight it is sent as it was.
function onlyTo(kind, recipients, nodes) {
  const show = () => nodes.forEach((node) => (node.hidden = ![kind, "both"].includes(recipients.value)));
  recipients.addEventListener("change", show);
  show();
  return nodes;
}

const who = (agent, recipients) => [
  field({ name: "title", label: "Title", control: input(agent, "title", { required: true }) }),
  field({ name: "recipients", label: "Writes to", control: recipients }),
  field({ name: "purpose", label: "Purpose", wide: true, control: h("textarea", { value: agent.purpose ?? "", rows: 1 }) }),
];

function what(agent) {
  const prompt = h("textarea", { value: agent.prompt ?? "", rows: 3 });
  return [
    field({
      name: "prompt",
      label: "What it writes to you",
      hint: `A template such as “Good morning{{addressed}}. {{tasks}}”.${ownWords(agent)}`,
      wide: true,
      control: prompt,
    }),
    templateHelp({ target: () => prompt, whose: chosenPerson }),
    trial("Try it", prompt, (text) => preview({ prompt: text, user_id: state.userID })),
  ];
}

const ownWords = (agent) => (agent.built_in ? " Empty: its own words." : "");

function toContacts(agent) {
  const contactPrompt = h("textarea", { value: agent.contact_prompt ?? "", rows: 3 });
  const filter = h("textarea", { value: agent.filter ?? "", rows: 2 });
  const own = ownWords(agent);
  const help = (target) => templateHelp({ target, whose: () => exampleContact(filter.value.trim()) });
  return [
    field({
      name: "contact_prompt",
      label: "What it writes to contacts",
      hint: `A template such as “Hello {{name}}, …”.${own}`,
      wide: true,
      control: contactPrompt,
    }),
    help(() => contactPrompt),
    trial("Try it on a contact", contactPrompt, (text) => triedOnContact(text, filter.value.trim())),
    stepList(agent.steps ?? [], help),
    field({
      name: "filter",
      label: "Which contacts",
      hint: `Such as stage = lead and last_contacted_at < now - 14 days.${own.replace("words", "rule")}`,
      wide: true,
      control: filter,
    }),
    filterHelp(() => filter),
    trial("Count them", filter, counted),
  ];
}

const preview = async (asked) => (await post(`${PATH}/preview`, asked)).text;

async function chosenPerson() {
  const { userID } = state;
  return { query: { recipient: "user", user_id: userID }, name: state.users.length < 2 ? "you" : personName(state.user(userID) ?? { id: userID }) };
}

// What is wrong with the filter is told where it is tried.
async function exampleContact(filter) {
  const chosen = filter && (await firstChosen(filter).catch(() => null));
  const contact = chosen || (await lastChanged());
  return { query: { recipient: "contact", contact_id: contact?.id }, name: contact?.name };
}

/// For one of those that the filter chooses, or where there is no filter, the contact that was changed last, whosever it is: an agent
/// writes to everyone's.
async function triedOnContact(text, filter) {
  const contact = filter ? await firstChosen(filter) : await lastChanged();
  if (!contact) return filter ? "The filter below chooses no contact to try it on." : "There is no contact to try it on yet.";
  return `To ${contact.name}: ${await preview({ prompt: text, contact_id: contact.id })}`;
}

const firstChosen = async (filter) => (await post("/api/v1/audiences/preview", { filter, sample: 1 })).sample[0];
const lastChanged = async () => (await get("/api/v1/contacts", { sort: "-updated_at", limit: 1 })).items[0];

async function counted(text) {
  const { count, sample } = await post("/api/v1/audiences/preview", { filter: text, sample: 3 });
  const names = sample.map(({ name }) => name).join(", ");
  return `${count} ${count === 1 ? "contact" : "contacts"}${names && `, such as ${names}`}.`;
}

const when = (agent) => [
  scheduleField(agent),
  field({
    name: "trigger",
    label: "And when something happens",
    hint: "Such as contact_stage = qualified, or no_reply 3 days. Empty: by its time only.",
    control: input(agent, "trigger"),
  }),
  zoneField({ zone: agent.time_zone, placeholder: state.timeZone, hint: "Empty: the workspace's." }),
  field({ name: "start_date", label: "First day", control: dateInput(agent.start_date) }),
  field({ name: "end_date", label: "Last day", control: dateInput(agent.end_date) }),
  field({
    name: "holidays",
    label: "Days off",
    hint: "One per line, such as 2026-12-25.",
    control: h("textarea", { value: (agent.holidays ?? []).join("\n"), rows: 2 }),
  }),
  field({
    name: "catch_up",
    label: "If a time was missed",
    control: select(CATCH_UP, agent.catch_up ?? "skip"),
  }),
];

const bounds = (agent) => [
  field({
    name: "autonomy",
    label: "Messages to contacts",
    wide: true,
    control: select(AUTONOMY, agent.autonomy ?? "ask"),
  }),
  field({
    name: "daily_cap",
    label: "At most this many contacts a day",
    hint: "Empty: no limit of its own.",
    control: input(agent, "daily_cap", { inputMode: "numeric" }),
  }),
  field({
    name: "hold_days",
    label: "Keeps other agents away, in days",
    hint: "For so long after its message, no other agent writes to the contact.",
    control: input(agent, "hold_days", { inputMode: "numeric", value: agent.hold_days ?? 0 }),
  }),
];

const models = (agent) =>
  field({
    name: "models",
    label: "Models that write for it",
    wide: true,
    hint: "One per line, the first choice first, such as anthropic:claude-haiku-4-5; options such as max_tokens=600 may follow. Empty: as everything else is written.",
    control: h("textarea", { value: (agent.models ?? []).join("\n"), rows: 2 }),
  });

const values = ({ purpose, schedule_rule: rule, holidays, models, daily_cap: cap, hold_days: hold, steps, ...rest }) => ({
  ...rest,
  purpose: purpose ?? "",
  schedule_rule: scheduleRule(rule),
  holidays: lines(holidays ?? ""),
  models: lines(models ?? ""),
  daily_cap: numeral(cap),
  hold_days: numeral(hold) ?? 0,
  steps: JSON.parse(steps),
});
