import { h } from "./dom.js";
import { get, patch } from "./api.js";
import { busy } from "./busy.js";
import { changesOf } from "./changes.js";
import { contactHours, contactHoursValues } from "./contact-hours.js";
import { contactLimits, contactLimitValues } from "./contact-limits.js";
import { check, checks, clearFaults, field, lines, say, showFaults } from "./fields.js";
import { keepingFields, keepingValues } from "./keeping-fields.js";
import { inMajor, typedAmount } from "./money.js";
import { changeableWith } from "./permissions.js";
import { RISKS } from "./risks.js";
import { sayStale } from "./stale.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { typed, watchTyped } from "./unsaved.js";
import { zoneField } from "./zone-field.js";

/// The name of the workspace, the time zone in which the agents' schedules count, when contacts get messages and how many, what keeps guarded
/// agents from sending by themselves, the models that write, whether everybody needs a second factor, and for how long what is kept.
export const workspaceForm = (workspace) => changeableWith("configure", form(workspace));

function form(workspace) {
  const save = h("button", {}, "Save workspace");
  const node = h(
    "form",
    { className: "form", noValidate: true },
    field({ name: "name", label: "Name", control: h("input", { value: workspace.name }) }),
    zoneField({ zone: workspace.time_zone, hint: `The agents' times are in this zone.${elsewhere(workspace.time_zone)}` }),
    h("h4", { className: "wide" }, "Messages to contacts"),
    check({
      name: "requires_consent",
      label: "Agents write only to contacts who have agreed to get messages",
      checked: workspace.requires_consent,
    }),
    ...contactHours(workspace),
    ...contactLimits(workspace),
    h("h4", { className: "wide" }, "Agents that send by themselves"),
    ...risk(workspace),
    h("h4", { className: "wide" }, "Who writes"),
    field({
      name: "models",
      label: "Models that write",
      hint: "One per line, the first choice first, such as anthropic:claude-haiku-4-5; options such as max_tokens=600 may follow. Empty: as the server is set up.",
      wide: true,
      control: h("textarea", { value: workspace.models.join("\n"), rows: 2 }),
    }),
    h("h4", { className: "wide" }, "Safety, and how long things are kept"),
    ...keepingFields(workspace),
    h("p", { className: "fault wide", role: "alert" }),
    h("div", { className: "row" }, save),
  );
  watchTyped(node);
  const known = { version: workspace.version, before: content(node) };
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(node, known));
  });
  return node;
}

/// A workspace begins in UTC, which is seldom where its people are.
function elsewhere(zone) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return here && here !== zone ? ` This computer is in ${here}.` : "";
}

const risk = (workspace) => [
  field({
    name: "large_deal_minor",
    label: "A deal is large from",
    hint: "In the currency of the deal, such as 10000.00. Where a currency has no cents, such as yen, that means 1,000,000. Empty: no deal is large.",
    control: h("input", { value: inMajor({ amount_minor: workspace.large_deal_minor }), inputMode: "decimal", autocomplete: "off" }),
  }),
  checks({
    name: "guarded_ignores",
    label: "Send without asking you, even with",
    hint: "For agents that send by themselves when nothing speaks against it. In the cases that are not ticked, the message waits for you.",
    options: Object.entries(RISKS).map(([risk, { name }]) => [risk, name]),
    chosen: workspace.guarded_ignores,
  }),
];

/// What stands in the form, as it is sent; throws `Problem` where that can't be.
function content(form) {
  const data = new FormData(form);
  const { models, large_deal_minor: large, ...values } = Object.fromEntries(data);
  return {
    ...values,
    models: lines(models),
    large_deal_minor: typedAmount(large.trim(), null, "large_deal_minor"),
    requires_consent: data.has("requires_consent"),
    guarded_ignores: data.getAll("guarded_ignores"),
    ...contactHoursValues(data),
    ...contactLimitValues(data),
    ...keepingValues(data),
  };
}

/// `known` is the version of the workspace as it is stored, and what the form held then.
async function submit(form, known) {
  clearFaults(form);
  const sent = typed(form);
  try {
    const now = content(form);
    const saved = await patch("/api/v1/workspace", changesOf(known.before, now), known.version);
    Object.assign(known, { version: saved.version, before: now });
    watchTyped(form, sent);
    // Whoever has just asked everybody for a second factor and has none is led to set one up.
    await state.refreshStatus().catch(() => location.reload());
    toast("Workspace saved.");
  } catch (error) {
    if (error.status === 412) sayStale(form, "workspace", () => showOther(form));
    else {
      const rest = showFaults(form, error);
      if (rest) say(form, rest);
    }
  }
}

async function showOther(form) {
  const other = workspaceForm(await get("/api/v1/workspace"));
  form.replaceWith(other);
  other.querySelector("input").focus();
}
