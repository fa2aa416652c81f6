import { h } from "./dom.js";
import { get, patch } from "./api.js";
import { busy } from "./busy.js";
import { authorName, clock, DAY, dayName, nextTime } from "./format.js";
import { offered } from "./permissions.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";

// Older failures concern messages nobody waits for any more.
const RECENT = 3 * DAY;
const SHOWN = 5;

/// The runs of a person that have not ended, and those that failed lately.
export async function openRuns(userID, isSecondLook = false) {
  const runs = (state, sort) => get("/api/v1/agent-runs", { user_id: userID, state, sort, limit: SHOWN });
  // In the order in which runs move on, so that one that is taken up meanwhile is seen twice and not missed.
  const [before, queued, failed] = await Promise.all([runs("running", "created_at"), runs("queued", "created_at"), runs("failed", "-created_at")]);
  const [running, dead] = await Promise.all([runs("running", "created_at"), runs("dead", "-created_at")]);
  // One that was put back meanwhile is in none: it is waiting by now, or has ended.
  if (!isSecondLook && lacks([queued, failed, running, dead], before.items)) return openRuns(userID, true);
  const movedOn = new Set([...running.items, ...dead.items].map(({ id }) => id));
  const left = ({ items }) => items.filter(({ id }) => !movedOn.has(id));
  const waiting = [...running.items, ...left(queued)];
  const since = Date.now() - RECENT;
  const broken = [...left(failed), ...dead.items].filter((run) => Date.parse(run.created_at) > since);
  const hasMore = Boolean(running.next_cursor || queued.next_cursor);
  return { waiting, hasMore, broken, names: await namesOf([...waiting, ...broken]) };
}

function lacks(lists, runs) {
  const seen = new Set(lists.flatMap(({ items }) => items.map(({ id }) => id)));
  return runs.some(({ id }) => !seen.has(id));
}

/// What waits to be written or is being written, and what could not be, each with what can be done about it.
export const runSections = ({ waiting, hasMore, broken, names }) => [
  waiting.length > 0 && section("Waiting to be written", "runs", [
    h("ul", {}, waiting.map((run) => row(run, names, outlook(run), cancelButton(run, names)))),
    hasMore && h("p", { className: "soft" }, "There are more. What is written to many people is cancelled as a whole: ", h("a", { href: "#/agents" }, "Batches"), "."),
  ]),
  broken.length > 0 && section("Could not be written", "runs broken", [
    h("ul", {}, broken.map((run) => row(run, names, trouble(run), retryButton(run), run.state === "failed" && cancelButton(run, names)))),
  ]),
];

const section = (title, className, children) => h("section", { className, "aria-label": title }, h("h3", {}, title), children);

const row = (run, names, words, ...buttons) =>
  h(
    "li",
    { "data-row": `run-${run.id}` },
    h("span", {}, h("strong", {}, title(run, names)), ` ${dayName(run.created_at)} ${clock(run.created_at)}: ${words}`),
    offered("run", h("div", { className: "row" }, buttons)),
  );

const title = (run, names) => authorName(run.agent_type) + (run.contact_id ? ` to ${names.get(run.contact_id) ?? "a contact"}` : "");

function outlook({ state, next_attempt_at: next }) {
  if (state === "running") return "is being written.";
  if (!next) return "is held back with its batch.";
  return Date.parse(next) > Date.now() ? `waits until ${nextTime(next)}.` : "is about to be written.";
}

function trouble(run) {
  const plan = run.state === "failed" && run.next_attempt_at ? ` Next try at ${clock(run.next_attempt_at)}.` : "";
  return `${run.error ?? "no reason was given."}${plan}`;
}

function retryButton(run) {
  const retry = h("button", { type: "button" }, "Try again");
  const done = `${authorName(run.agent_type)} will try again at once.`;
  retry.addEventListener("click", () => busy(retry, () => change(run, "queued", done, run.version)));
  return retry;
}

function cancelButton(run, names) {
  const name = title(run, names);
  // However far it has come meanwhile: the server says where it is too late.
  const act = () => change(run, "cancelled", `${name}: cancelled. It is not written.`);
  return sureButton({ label: "Cancel", sure: "Cancel for good?", name, className: "quiet", act });
}

async function change(run, wanted, done, version) {
  try {
    await patch(`/api/v1/agent-runs/${run.id}`, { state: wanted }, version);
    toast(done);
  } catch (error) {
    toast(error.message);
  }
  state.tell("messages");
}

async function namesOf(runs) {
  const ids = [...new Set(runs.map((run) => run.contact_id).filter(Boolean))];
  const contacts = await Promise.all(ids.map((id) => get(`/api/v1/contacts/${id}`).catch(() => null)));
  return new Map(contacts.filter(Boolean).map(({ id, name }) => [id, name]));
}
