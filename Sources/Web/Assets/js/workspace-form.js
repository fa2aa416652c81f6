import { h, freshID } from "./dom.js";
import { patch } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, showFaults } from "./fields.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// The name of the workspace and the time zone in which the agents' schedules count.
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
    const saved = await patch("/api/v1/workspace", Object.fromEntries(new FormData(form)), version);
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
