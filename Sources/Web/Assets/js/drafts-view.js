import { fill, h, mark } from "./dom.js";
import { decisionDialog } from "./decision-dialog.js";
import { authorName, clock, dayName, number, writerName } from "./format.js";
import { findingList, markedText } from "./marked-text.js";
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

  #decided = false;
  #delivers = true;
  #count = h("span", { className: "soft numbers" });
  #warning = h("p", { className: "notice", hidden: true }, UNDELIVERED);
  #heading = h("h2", { tabIndex: -1 }, "Drafts");
  #list = new PagedList({
    path: "/api/v1/communications",
    list: h("ul", {}),
    row: (draft) => this.#row(draft),
    query: () => ({ user_id: state.userID, status: "draft", sort: "-created_at" }),
    empty: () => "Nothing waits for your decision. What agents write to your contacts comes here first.",
  });

  build() {
    this.append(h("header", {}, this.#heading, this.#count, h("p", {}, HINT), this.#warning), this.body);
  }

  fetchData() {
    return Promise.all([this.#list.firstPage(), get("/api/v1/webhooks", { enabled: true, limit: 1 })]);
  }

  show([page, webhooks]) {
    this.#delivers = webhooks.items.length > 0;
    this.#warning.hidden = this.#delivers || page.items.length === 0;
    fill(this.#count, page.items.length > 0 && `${number(page.items.length)}${page.next_cursor ? " and more" : ""} to decide on`);
    this.#list.show(this.body, page);
    // The pressed button is gone with its draft: the keyboard goes on at the next one.
    if (this.#decided) (this.body.querySelector(".entry button") ?? this.#heading).focus({ preventScroll: true });
    this.#decided = false;
  }

  #row(draft) {
    const name = draft.contact_name ?? "a deleted contact";
    const isGrounded = draft.findings.length === 0;
    const send = h(
      "button",
      { type: "button", className: isGrounded ? "main" : "quiet", "aria-label": `Send to ${name}` },
      isGrounded ? "Send" : "Send nevertheless",
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
        h("div", { className: "words letter" }, markedText(draft.body, draft.findings)),
        findingList(draft.findings),
        riskList(draft.risks),
        h("div", { className: "row" }, isGrounded ? [send, edit] : [edit, send], reject),
      ),
    );
  }

  async #send(draft, name) {
    try {
      // The button says that this is in spite of what was found.
      await post(`${address(draft)}/approve`, draft.findings.length > 0 ? { despite_findings: true } : {});
      this.#sent(name);
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
      decide: (body) => post(`${address(draft)}/approve`, { body }),
      nevertheless: draft.findings.length > 0 && ((body) => post(`${address(draft)}/approve`, { body, despite_findings: true })),
      done: () => this.#sent(name),
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

  #sent(name) {
    this.#done(this.#delivers ? `The message to ${name} is on its way.` : `The message to ${name} is approved, and nothing delivers it.`);
  }

  #done(words) {
    toast(words);
    this.#decided = true;
    this.reload();
  }
}

const HINT =
  "Nothing goes to a contact before you have seen it, unless its agent may send by itself. Why such an agent left a message to you stands below it.";

const UNDELIVERED =
  "No webhook is set up, so nothing delivers what you approve: add one with crm-agent webhook add, or POST /api/v1/webhooks.";

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
