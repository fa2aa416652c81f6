import { h, fill } from "./dom.js";
import { busy } from "./busy.js";
import { ChatComposer } from "./chat-composer.js";
import { lookForServer } from "./connection.js";
import { Conversation } from "./conversation.js";
import { LiveAnswers } from "./live-answers.js";
import { LiveHistory } from "./live-history.js";
import { isOwn, messageNode } from "./message.js";
import { MessageLog } from "./message-log.js";
import { problemNotice } from "./panel.js";
import { cardContent, proposalCard } from "./proposal-card.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

// Should the live connection be held up somewhere.
const LOOK_EVERY = 60_000;

// It is made here and stands nowhere in the page's frame.
customElements.define("chat-composer", ChatComposer);

/// The conversation with the agents: history with the newest at the foot, and the place to write.
export class ChatView extends HTMLElement {
  #log = new MessageLog();
  #composer = new ChatComposer();
  #earlier = h(
    "button",
    { type: "button", className: "older quiet", onclick: () => this.#loadEarlier() },
    "Show earlier messages",
  );
  #writing = h(
    "div",
    { className: "writing" },
    h("span", { "aria-hidden": "true" }, h("i"), h("i"), h("i")),
    "Writing…",
  );
  #unsent = new WeakMap();
  #live = new LiveHistory({
    onNews: () => this.#look(),
    onWords: (part) => this.#heard(part),
    onDrafts: (waiting) => state.countDrafts(waiting),
    onCut: lookForServer,
  });
  #answers = new LiveAnswers();
  #conversation;
  #knownAnswer;

  connectedCallback() {
    fill(this, h("h2", {}, "Chat"), this.#log.node, this.#composer);
    this.#composer.addEventListener("send", (event) => this.#send(event.detail));
    this.#composer.addEventListener("stop", () => this.#conversation.stop());
    state.addEventListener("user", () => this.#open());
    state.addEventListener("messages", () => this.#look({ atFoot: true }));
    state.addEventListener("reconnected", () => this.#live.reopen());
    document.addEventListener("visibilitychange", () => this.#look());
    document.addEventListener("route", () => this.#show({ atFoot: true }));
    setInterval(() => this.#lookAround(), LOOK_EVERY);
    this.#open();
  }

  async #open() {
    const conversation = new Conversation(state.userID);
    this.#conversation = conversation;
    this.#knownAnswer = undefined;
    this.#log.clear();
    this.#log.show([], { head: h("p", { className: "empty" }, "Loading…") });
    this.#answers.clear();
    this.#composer.sending = false;
    this.#live.follow(state.userID);
    try {
      await conversation.refresh();
      if (conversation !== this.#conversation) return;
      this.#show({ atFoot: true });
      this.#tellOfAnswer();
    } catch (error) {
      this.#log.show([], { head: problemNotice(error, () => this.#open()) });
    }
  }

  // Agents write on their own schedule: look for it while the page is seen, but not in the middle of a sending.
  async #look(options) {
    const conversation = this.#conversation;
    if (document.hidden || conversation.pending) return;
    await conversation.refresh().catch(() => {});
    if (conversation !== this.#conversation) return;
    if (conversation.messages.length) this.#show(options);
    this.#tellOfAnswer();
  }

  // Where nothing is told as it happens, it is found by looking.
  #lookAround() {
    this.#look();
    if (!this.#live.isOpen) state.tell("drafts");
  }

  // What an answer says was done is to be seen everywhere.
  #tellOfAnswer() {
    const known = this.#knownAnswer;
    this.#knownAnswer = this.#conversation.lastAnswer;
    if (known !== undefined && known !== this.#knownAnswer) state.tell("rows");
  }

  // Words of an answer, also of one that another window asked for.
  #heard(part) {
    const isOver = this.#answers.take(part);
    if (isOver && !this.#conversation.pending) this.#look();
    this.#show();
  }

  async #send(text, key) {
    const conversation = this.#conversation;
    const sent = conversation.send(text, key);
    this.#composer.sending = true;
    this.#show({ atFoot: true });
    await sent;
    if (conversation !== this.#conversation) return;
    this.#composer.sending = false;
    // The page is about to be left: what is in the composer is kept.
    if (conversation.untaken) this.#edit(conversation.untaken);
    this.#show({ atFoot: true });
    this.#tellOfAnswer();
  }

  async #loadEarlier() {
    try {
      await busy(this.#earlier, () => this.#conversation.loadEarlier());
      this.#log.showEarlier(this.#visible(), this.#around());
      this.#log.node.focus({ preventScroll: true });
    } catch (error) {
      toast(error.message);
    }
  }

  #show(options) {
    this.#log.show(this.#visible(), { ...this.#around(), ...options });
  }

  // A stored message that is being sent again shows once: as the one on its way.
  #visible() {
    const { messages, pending } = this.#conversation;
    return messages.filter((message) => !(isUnanswered(message) && message.body === pending?.text));
  }

  #around() {
    const { messages, pending, unsent, hasEarlier } = this.#conversation;
    return {
      failures: this.#failures(),
      cards: this.#cards(),
      head: hasEarlier ? this.#earlier : messages.length || pending || unsent.length ? null : welcome(),
      foot: [...unsent.map((message) => this.#unsentNode(message)), ...(pending ? [typed(pending)] : []), ...this.#underWay(pending)],
    };
  }

  #underWay(pending) {
    const answers = this.#answers.nodes;
    return pending && !answers.length ? [this.#writing] : answers;
  }

  // A message found unanswered from an earlier visit can be sent again too, under a key of its own.
  #failures() {
    const { messages, failures } = this.#conversation;
    return new Map(
      messages.filter(isUnanswered).map((message) => {
        const { key, detail = "This was not answered." } = failures.get(message.id) ?? {};
        if (!state.may("write")) return [message.id, { detail }];
        return [message.id, { detail, again: () => this.#send(message.body, key), edit: () => this.#composer.edit(message.body) }];
      }),
    );
  }

  // What a message has led to stands under its answer.
  #cards() {
    const { messages, proposals } = this.#conversation;
    const cards = new Map();
    messages.forEach((message, index) => {
      const found = isOwn(message) ? proposals.of(message.id) : [];
      const answer = found.length && messages.slice(index + 1).find((later) => later.agent_type === "AGENT_RESPONSE");
      if (answer) cards.set(answer.id, found.map((one) => this.#card(one)));
    });
    return cards;
  }

  #card({ proposal, permission }) {
    const make = () => proposalCard(proposal, permission, () => this.#decided(proposal.id));
    return { id: proposal.id, content: cardContent(proposal, permission), make };
  }

  async #decided(id) {
    await this.#look();
    this.#log.focusCard(id);
  }

  #edit(message) {
    this.#composer.edit(message.text);
    this.#conversation.takeBack(message);
  }

  // One node for each, so that it is read out once.
  #unsentNode(message) {
    const failure = {
      detail: message.detail,
      again: () => this.#send(message.text, message.key),
      edit: () => this.#edit(message),
    };
    if (!this.#unsent.has(message)) this.#unsent.set(message, typed(message, failure));
    return this.#unsent.get(message);
  }
}

const typed = ({ text }, failure) =>
  messageNode({ agent_type: "USER_MESSAGE", body: text, created_at: new Date().toISOString() }, failure);

const isUnanswered = (message) => isOwn(message) && message.status === "unanswered";

// Without anything to go by, agents have little to say.
const firstSteps = () =>
  h(
    "p",
    { className: "soft" },
    "Is all this new? First describe ",
    h("a", { href: "#/profile" }, "your business"),
    ", then add your ",
    h("a", { href: "#/contacts" }, "contacts"),
    " and ",
    h("a", { href: "#/deals" }, "deals"),
    ".",
  );

const welcome = () =>
  h(
    "div",
    { className: "welcome" },
    h("h3", {}, "Good to see you."),
    h(
      "p",
      { className: "soft" },
      state.may("write") && "Ask about your tasks, targets and customers below, or let one of the agents write to you. ",
      "What agents write on their schedule appears here.",
    ),
    state.may("write") && firstSteps(),
  );
