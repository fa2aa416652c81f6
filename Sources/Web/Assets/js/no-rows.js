import { h } from "./dom.js";
import { state } from "./state.js";

/// What a list says that has no rows yet: to whoever may add some, how.
export const noRows = (rows) =>
  state.may("write")
    ? [`No ${rows} yet. Add one here, or bring in a whole file with `, h("code", {}, `crm-agent import ${rows} FILE.csv`), " in a terminal."]
    : `No ${rows} yet.`;
