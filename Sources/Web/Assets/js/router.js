import { isHeldBack } from "./dialogs.js";
import { focusHeading } from "./focus.js";

const ROUTES = {
  chat: "Chat",
  today: "Today",
  contacts: "Contacts",
  deals: "Deals",
  drafts: "Drafts",
  agents: "Agents",
  history: "History",
  audit: "Who did what",
  profile: "Business",
  writer: "How messages are written",
  account: "My account",
  accounts: "Accounts",
};

/// The page named by the address's fragment; anything unknown is the chat.
export function currentRoute() {
  const name = location.hash.replace(/^#\//, "").split("?")[0];
  return name in ROUTES ? name : "chat";
}

export function startRouter() {
  show();
  addEventListener("hashchange", ({ oldURL }) => {
    // "#main" is the skip link's, not a page.
    if (location.hash === "#main") return document.getElementById("main").focus();
    if (isHeldBack(oldURL)) return;
    show();
    focusHeading();
    document.getElementById("main").scrollTop = 0;
  });
}

function show() {
  const route = currentRoute();
  document.body.dataset.route = route;
  document.title = route === "chat" ? "CRM Agent" : `${ROUTES[route]} · CRM Agent`;
  for (const view of document.querySelectorAll("[data-view]")) {
    view.hidden = !view.dataset.view.split(" ").includes(route);
  }
  for (const tab of document.querySelectorAll("[data-tab]")) markCurrent(tab, tab.dataset.tab === route);
  document.dispatchEvent(new CustomEvent("route", { detail: route }));
}

function markCurrent(tab, isCurrent) {
  if (isCurrent) tab.setAttribute("aria-current", "page");
  else tab.removeAttribute("aria-current");
}
