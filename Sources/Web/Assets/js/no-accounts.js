import { h } from "./dom.js";

/// What the pages of accounts say where there are none.
export const noAccounts = () => [
  h("p", {}, "Nobody signs in yet: whoever sits at this machine works as the owner, and the server answers no other one."),
  h("p", {}, "Make the first account in a terminal, and from then on everybody signs in:"),
  h("pre", { tabindex: "0", "aria-label": "Command" }, h("code", {}, "crm-agent user create you@example.com")),
];
