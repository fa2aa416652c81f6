import { h } from "./dom.js";
import { Problem } from "./api.js";
import { field, select } from "./fields.js";
import { rolesToGive } from "./roles.js";
import { rowDialog } from "./row-dialog.js";
import { shownOnce } from "./shown-once.js";

/// Makes an account and shows the link by which its owner chooses a password; `changed` is called after that.
export const inviteDialog = (changed) =>
  rowDialog({
    path: "/api/v1/accounts",
    noun: "account",
    row: {},
    heading: "Invite somebody",
    verb: "Make the link",
    controls: controls(),
    values: ({ name, ...rest }) => ({ ...rest, name: name ?? "" }),
    fixed: {},
    said: "",
    refused,
    changed: (account) => {
      changed();
      showLink(account);
    },
  });

const MAILED = "A mail with a link of its own is on its way. This one is for the case that it does not arrive. It";

/// Shows the link that an account has just got.
export const showLink = ({ email, link, is_mailed: isMailed }) =>
  shownOnce({
    title: `A link for ${email}`,
    label: "Link",
    value: location.origin + link,
    about: `${isMailed ? MAILED : "Pass it on yourself. It"} is shown only this once, works for seven days, and lets whoever has it choose the password.`,
  });

function refused(error) {
  if (error.status !== 409) return error;
  const message = "email has an account already, or belongs to somebody here. Use another address, or make a new link for the account in the list.";
  return new Problem(409, { errors: [{ field: "email", message }] });
}

const controls = () => [
  field({ name: "email", label: "E-mail", wide: true, control: h("input", { type: "email", autocomplete: "off", required: true }) }),
  field({ name: "name", label: "Name", control: h("input", { autocomplete: "off" }) }),
  field({ name: "role", label: "Role", control: select(rolesToGive(), "member") }),
];
