import { fill, h, mark } from "./dom.js";
import { decisionDialog } from "./decision-dialog.js";
import { field, refill, select } from "./fields.js";
import { focusHeading } from "./focus.js";
import { authorName, clock, contactOf, dayName, number, writerName } from "./format.js";
import { findingList, markedText } from "./marked-text.js";
import { offered } from "./permissions.js";
import { PagedList } from "./paged-list.js";
import { Panel } from "./panel.js";
import { riskList } from "./risks.js";
import { get, post } from "./api.js";
import { busy } from "./busy.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// The messages to contacts that wait for a decision: sent as they are or changed, or rejected.
export class DraftsView extends Panel {
  static freshOnArrival = true;

  #delivers = true;
  #count = h("span", { className: "soft numbers" });
  #warning = h("p", { className: "notice", hidden: true }, h("span", {}, UNDELIVERED, h("code", {}, "crm-agent webhook add"), "."));
  #agent = select([["", "Every agent"]]);
  #all = h("button", { type: "button", hidden: true });
  #news = h("div", { "aria-live": "polite" });
  // Nothing is new before the list is read.
  #seen = { count: 0, newest_id: Infinity };
  #list = new PagedList({
    path: "/api/v1/communications",
    list: h("ul", {}),
    row: (draft) => this.#row(draft),
    query: () => ({ ...this.#choice(), status: "draft", sort: "-created_at" }),
    empty: () => ["Nothing waits for your decision. What agents write to your contacts comes here first.", noneWrites()],
  });
  #filters = h("div", { className: "filters" }, field({ name: "agent", label: "Written by", control: this.#agent }));

  build() {
    this.#agent.addEventListener("change", () => this.reload());
    this.#all.addEventListener("click", () => busy(this.#all, () => this.#sendAll()));
    this.append(h("header", {}, h("h2", {}, "Drafts"), this.#count, h("p", {}, HINT), this.#warning), this.#filters, this.#all, this.#news, this.body);
    this.listen(state, "counted", () => this.#follow());
  }

  // What was decided elsewhere goes; what came is put above what somebody reads only when they want it.
  async #follow() {
    if (this.hidden) return;
    const seen = this.#seen;
    const now = this.#agent.value ? await get("/api/v1/drafts/count", this.#choice()).catch(() => seen) : state.waiting;
    const isSame = now.count === seen.count && now.newest_id === seen.newest_id;
    const gone = isSame ? [] : await this.#list.findGone().catch(() => []);
    // Loaded anew meanwhile.
    if (seen !== this.#seen || seen.newest_id === Infinity) return;
    const isNew = now.newest_id > seen.newest_id;
    if (this.#list.isEmpty && isNew) return this.reload();
    this.#seen = isNew ? { ...seen, count: seen.count - gone.length } : now;
    this.redraw(() => this.#list.drop(gone));
    if (gone.length && this.#list.isEmpty) return this.reload();
    this.#tellCount();
    this.#tellNew(isNew);
  }

  #tellNew(isNew) {
    if (isNew === this.#news.hasChildNodes()) return;
    const button = h("button", { type: "button" }, "New drafts have come: show them");
    button.addEventListener("click", () => busy(button, () => this.#showNew()));
    fill(this.#news, isNew && button);
  }

  async #showNew() {
    await this.reload();
    focusHeading(this);
  }

  #choice() {
    return { ...state.whose, agent_type: this.#agent.value };
  }

  fetchData() {
    return Promise.all([
      this.#list.firstPage(),
      // Who can't set up webhooks can't ask for them, and is told nothing of their lack.
      state.may("configure") ? get("/api/v1/webhooks", { enabled: true, limit: 1 }) : null,
      get("/api/v1/drafts/count", this.#choice()),
    ]);
  }

  show([page, webhooks, seen]) {
    refill(this.#agent, [["", "Every agent"], ...state.agents.map(({ agent_type: type, title }) => [type, title])]);
    this.#seen = seen;
    state.tell("drafts");
    this.#tellNew(false);
    this.#delivers = webhooks === null || webhooks.items.length > 0;
    this.#warning.hidden = this.#delivers || page.items.length === 0;
    this.#tellCount();
    this.#filters.hidden = page.items.length === 0 && !this.#agent.value;
    this.#list.show(this.body, page);
  }

  #tellCount() {
    const { count } = this.#seen;
    this.#all.hidden = count < 2 || !state.may("decide");
    this.#all.textContent = `Send all ${number(count)}`;
    fill(this.#count, count > 0 && `${number(count)} to decide on`);
  }

  #row(draft) {
    const name = contactOf(draft);
    const isGrounded = isBorneOut(draft);
    const send = h(
      "button",
      { type: "button", className: isGrounded ? "main" : "quiet", "aria-label": `${isGrounded ? "Send" : "Send anyway"} to ${name}` },
      isGrounded ? "Send" : "Send anyway",
    );
    send.addEventListener("click", () => busy(send, () => this.#send(draft, name)));
    const edit = h(
      "button",
      { type: "button", className: isGrounded ? "" : "main", "aria-label": `Edit the message to ${name}`, onclick: () => this.#edit(draft, name) },
      "Edit",
    );
    const reject = h(
      "button",
      {
        type: "button",
        className: "quiet",
        "aria-label": `Reject the message to ${name}`,
        onclick: () => this.#reject(draft, name),
      },
      "Reject",
    );
    return h(
      "li",
      { className: "entry" },
      mark(draft.agent_type, state.agent(draft.agent_type)?.built_in ? draft.agent_type : "pen"),
      h(
        "div",
        {},
        h("h3", {}, `To ${name}`),
        byline(draft),
        draft.subject && h("p", { className: "subject" }, h("span", { className: "soft" }, "Subject: "), h("bdi", {}, markedText(draft.subject, draft.subject_findings))),
        h("div", { className: "words letter" }, markedText(draft.body, draft.findings)),
        findingList([...draft.subject_findings, ...draft.findings]),
        riskList(draft.risks),
        offered("decide", h("div", { className: "row" }, isGrounded ? [send, edit] : [edit, send], reject)),
      ),
    );
  }

  async #send(draft, name) {
    try {
      // The button says that this is in spite of what was found.
      await post(`${address(draft)}/approve`, { despite_findings: !isBorneOut(draft), undo_seconds: UNDO_SECONDS });
      this.#sent(name, draft);
    } catch (error) {
      toast(error.message);
      this.reload();
    }
  }

  #edit(draft, name) {
    decisionDialog({
      title: `Edit the message to ${name}`,
      label: "Message",
      name: "body",
      text: draft.body,
      verb: "Send",
      subject: draft.subject ?? "",
      decide: (body, subject) => post(`${address(draft)}/approve`, { body, subject, undo_seconds: UNDO_SECONDS }),
      nevertheless: !isBorneOut(draft)
        && ((body, subject) => post(`${address(draft)}/approve`, { body, subject, despite_findings: true, undo_seconds: UNDO_SECONDS })),
      done: () => this.#sent(name, draft),
    });
  }

  #reject(draft, name) {
    decisionDialog({
      title: `Reject the message to ${name}`,
      label: "Why? (for your own records)",
      name: "reason",
      text: "",
      verb: "Reject",
      decide: (reason) => post(`${address(draft)}/reject`, { reason }),
      done: () => this.#done(`The message to ${name} will not be sent.`),
    });
  }

  async #sendAll() {
    try {
      const { agent_type: agent, ...whose } = this.#choice();
      const choice = agent ? { ...whose, agent_type: agent } : whose;
      const { decided, kept } = await post("/api/v1/drafts/approve", { ...choice, ...this.#seen, undo_seconds: UNDO_SECONDS });
      const rest = kept.length ? ` ${number(kept.length)} stay drafts: ${kept[0].reason}` : "";
      const words = this.#delivers ? "on their way" : "approved, and nothing delivers them";
      this.#done(`${number(decided.length)} ${words}.${rest}`, { text: "Undo", act: () => this.#undoAll(decided) });
    } catch (error) {
      toast(error.message);
      this.reload();
    }
  }

  #sent(name, draft) {
    const words = this.#delivers ? `The message to ${name} is on its way.` : `The message to ${name} is approved, and nothing delivers it.`;
    this.#done(words, { text: "Undo", act: () => this.#undo(draft, name) });
  }

  async #undoAll(ids) {
    const answers = await Promise.allSettled(ids.map((id) => post(`${address({ id })}/undo`)));
    const back = answers.filter(({ status }) => status === "fulfilled").length;
    toast(`${number(back)} of ${number(ids.length)} are drafts again.`);
    this.reload();
  }

  async #undo(draft, name) {
    try {
      await post(`${address(draft)}/undo`);
      toast(`The message to ${name} is a draft again.`);
    } catch (error) {
      toast(error.message);
    }
    this.reload();
  }

  #done(words, way) {
    toast(words, way);
    this.reload();
  }
}

// As they come, the agents write to people of the workspace only.
const noneWrites = () =>
  state.agents.every(({ recipients }) => recipients === "user")
  && [" So far no agent writes to contacts", state.may("configure") && [": ", h("a", { href: "#/agents" }, "let one do so")], "."];

// As long as the word about it is shown, and a little more.
const UNDO_SECONDS = 8;

const HINT =
  "Nothing goes to a contact before you have seen it, unless its agent may send by itself. If such an agent leaves a message to you, the reason stands below it.";

const UNDELIVERED =
  "No webhook is set up, so nothing delivers what you approve. Whoever looks after the server adds one with ";

const isBorneOut = (draft) => draft.findings.length + draft.subject_findings.length === 0;

const address = (draft) => `/api/v1/communications/${draft.id}`;

function byline(draft) {
  const writer = writerName(draft.writer);
  return h(
    "div",
    { className: "byline numbers" },
    h("strong", {}, authorName(draft.agent_type)),
    h("span", {}, dayName(draft.created_at)),
    h("time", { dateTime: draft.created_at }, clock(draft.created_at)),
    writer && h("span", {}, writer === "offline" ? "written offline" : `written by ${writer}`),
  );
}
