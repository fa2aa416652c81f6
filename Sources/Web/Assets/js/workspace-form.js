import { h, freshID } from "./dom.js";
import { patch } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, lines, showFaults } from "./fields.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// The name of the workspace, the time zone in which the agents' schedules count, and the models that write.
export function workspaceForm(workspace) {
  const zones = freshID("zones");
  const save = h("button", {}, "Save workspace");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    field({ name: "name", label: "Name", control: h("input", { value: workspace.name, maxLength: 200 }) }),
    field({
      name: "time_zone",
      label: "Time zone",
      hint: "The agents' times are in this zone.",
      control: h("input", { value: workspace.time_zone, list: zones, autocomplete: "off" }),
    }),
    h(
      "datalist",
      { id: zones },
      ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])].map((zone) => h("option", { value: zone })),
    ),
    field({
      name: "models",
      label: "Models that write",
      hint: "One a line, the first one first, such as anthropic:claude-haiku-4-5. Empty: as the server is set up.",
      wide: true,
      control: h("textarea", { value: workspace.models.join("\n"), rows: 2 }),
    }),
    h("div", { className: "row" }, save),
  );
  let { version } = workspace;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, async () => (version = await submit(form, version)));
  });
  return form;
}

/// Returns the version that the workspace has afterwards.
async function submit(form, version) {
  clearFaults(form);
  try {
    const { models, ...values } = Object.fromEntries(new FormData(form));
    const saved = await patch("/api/v1/workspace", { ...values, models: lines(models) }, version);
    await state.refreshStatus();
    toast("Workspace saved.");
    return saved.version;
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) toast(
      error.status === 412 ? "The workspace was changed elsewhere. Load the page again to see how it stands." : rest,
    );
    return version;
  }
}
