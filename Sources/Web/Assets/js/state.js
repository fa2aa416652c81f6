import { get, getAll } from "./api.js";

/// What several parts of the page share. Events: "user" (another person), "users", "messages", "drafts", "counted" (how many drafts
/// wait), "tasks", "deals", "rows" (whatever the assistant may have changed), "sessions", "status", "reconnected" (the
/// server, after it could not be reached).
class State extends EventTarget {
  /// Who one is and what one may do, as `GET /api/v1/session` tells it.
  session = { has_accounts: false, permissions: [] };
  status = null;
  workspace = null;
  users = [];
  agents = [];
  /// How many drafts wait, and the youngest's id, as it was last told.
  waiting = { count: 0, newest_id: 0 };
  #userID = 1;

  get userID() {
    return this.#userID;
  }

  set userID(id) {
    this.#userID = id;
    if (!this.hasAccounts) keep("user", id);
    this.tell("user");
  }

  may(permission) {
    return this.session.permissions.includes(permission);
  }

  get hasAccounts() {
    return this.session.has_accounts;
  }

  /// Whether all people's rows are in reach; a member's are their own and what is shared.
  get reachesAll() {
    return this.session.role !== "member";
  }

  /// Whose rows a list is to show: the chosen person's, or all that a member reaches.
  get whose() {
    return this.reachesAll ? { user_id: this.userID } : {};
  }

  /// Whether a contact has to have agreed before agents write to it.
  get requiresConsent() {
    return this.workspace.requires_consent;
  }

  get timeZone() {
    return this.status?.workspace?.time_zone ?? "UTC";
  }

  get today() {
    return this.status?.today ?? new Date().toISOString().slice(0, 10);
  }

  agent(type) {
    return this.agents.find((agent) => agent.agent_type === type);
  }

  /// Those that write to the people of the workspace, and not to contacts alone.
  get agentsForPeople() {
    return this.agents.filter((agent) => agent.recipients !== "contact");
  }

  countDrafts(waiting) {
    this.waiting = waiting;
    this.tell("counted");
  }

  tell(event) {
    this.dispatchEvent(new Event(event));
  }

  /// Everything the page needs before its parts load their own; throws `Problem`.
  async load(session) {
    const [users] = await Promise.all([getUsers(), this.#refresh()]);
    Object.assign(this, { session, users });
    this.#userID = session.has_accounts ? session.user_id : this.#lastChosen();
  }

  #lastChosen() {
    const saved = Number(kept("user"));
    return this.users.some((user) => user.id === saved) ? saved : (this.users[0]?.id ?? 1);
  }

  async refreshStatus() {
    await this.#refresh();
    this.tell("status");
  }

  async #refresh() {
    const [status, workspace, agents] = await Promise.all([get("/api/v1/status"), get("/api/v1/workspace"), get("/api/v1/agents")]);
    Object.assign(this, { status, workspace, agents: agents.items });
  }

  async refreshUsers() {
    this.users = await getUsers();
    this.tell("users");
  }

  user(userID) {
    return this.users.find((user) => user.id === userID);
  }

  /// What a person is called, where that is known.
  nameOf(userID) {
    return this.user(userID)?.name;
  }
}

const getUsers = () => getAll("/api/v1/users", { sort: "id" }, MOST_USERS);

export const state = new State();

// Where storage is switched off nothing is kept.
function ofStorage(use, otherwise = null) {
  try {
    return use();
  } catch {
    return otherwise;
  }
}

/// A small value in the browser's own storage.
export function keep(name, value) {
  ofStorage(() => (value === null || value === "" ? localStorage.removeItem(name) : localStorage.setItem(name, value)));
}

export const kept = (name) => ofStorage(() => localStorage.getItem(name));

/// The names of all that is kept under a name that starts so.
export const keptNames = (start) => ofStorage(() => Object.keys(localStorage).filter((name) => name.startsWith(start)), []);

/// The same for this window alone, over a reload; what is empty is kept too.
export function keepHere(name, value) {
  ofStorage(() => sessionStorage.setItem(name, value));
}

export const keptHere = (name) => ofStorage(() => sessionStorage.getItem(name));

/// Forgets what was written and not sent.
export function forgetDrafts() {
  for (const name of keptNames("draft-")) keep(name, null);
  ofStorage(() => sessionStorage.clear());
}

// A select with more names than this helps nobody.
const MOST_USERS = 500;
