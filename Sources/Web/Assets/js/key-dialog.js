import { h } from "./dom.js";
import { checks, field, select } from "./fields.js";
import { DAY } from "./format.js";
import { rowDialog } from "./row-dialog.js";
import { shownOnce } from "./shown-once.js";
import { state } from "./state.js";

const SCOPES = {
  read: "Read what the workspace holds",
  write: "Change contacts, deals, tasks, targets and messages, and chat",
  decide: "Decide on drafts and proposals",
  run: "Have agents write",
  configure: "Change agents, models, webhooks, products and the workspace",
  oversee: "Read what was spent and done",
  accounts: "Invite, change and disable accounts",
};

const LIVES = [["30", "30 days"], ["90", "90 days"], ["365", "A year"], ["", "It does not end"]];

/// Makes an API key and shows it, once; `changed` is called after that.
export const keyDialog = (changed) =>
  rowDialog({
    path: "/api/v1/api-keys",
    noun: "API key",
    row: {},
    heading: "Make an API key",
    verb: "Make",
    controls: controls(),
    values,
    fixed: {},
    said: "",
    changed: (key) => {
      changed();
      shownOnce({
        title: "Your key",
        label: "API key",
        value: key.key,
        about: "Copy it now: it is shown this once. Programs send it in the header Authorization: Bearer.",
      });
    },
  });

const controls = () => [
  field({ name: "name", label: "What it is for", wide: true, control: h("input", { autocomplete: "off", required: true }) }),
  checks({
    name: "scopes",
    label: "What it may do",
    hint: "Never more than you may.",
    options: Object.entries(SCOPES).filter(([scope]) => state.may(scope)),
    chosen: ["read"],
  }),
  field({ name: "expires_at", label: "When it ends", control: select(LIVES, "90") }),
];

const values = ({ name, expires_at: days }, data) => ({
  name,
  scopes: data.getAll("scopes"),
  expires_at: days ? new Date(Date.now() + Number(days) * DAY).toISOString() : null,
});
