import { state } from "./state.js";

/// What a list says that has no rows yet: to whoever may add some, how.
export const noRows = (rows) => (state.may("write") ? `No ${rows} yet. Add one here, or import a CSV file of them.` : `No ${rows} yet.`);
