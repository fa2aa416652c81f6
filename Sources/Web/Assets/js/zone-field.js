import { freshID, h } from "./dom.js";
import { field } from "./fields.js";

/// A field for a time zone, with those that this browser knows to choose from.
export function zoneField({ zone, placeholder, hint, wide }) {
  const zones = freshID("zones");
  const control = h("input", { value: zone ?? "", list: zones, autocomplete: "off", placeholder });
  const box = field({ name: "time_zone", label: "Time zone", hint, wide, control });
  box.append(h("datalist", { id: zones }, ["UTC", ...(Intl.supportedValuesOf?.("timeZone") ?? [])].map((value) => h("option", { value }))));
  return box;
}
