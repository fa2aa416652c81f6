import { h, fill, icon, freshID } from "./dom.js";
import { busy, setDisabled } from "./busy.js";
import { number } from "./format.js";
import { onlyLooking } from "./permissions.js";
import { runAgent } from "./run-agent.js";
import { keep, keepHere, kept, keptHere, state } from "./state.js";

const LONGEST = 5000;
const WARN_FROM = 4500;
const EMPTY_FOR = 100;
const QUESTIONS = ["What is due today?", "How far am I from my targets?", "Who should I call?", "What is overdue?"];

/// Where a message is written. Enter sends, Shift+Enter starts a new line; fires "send" with the text as detail, and "stop".
export class ChatComposer extends HTMLElement {
  #id = freshID("text");
  #text = h("textarea", { id: this.#id, rows: 1, placeholder: "Write a message" });
  #send = h("button", { className: "main", "aria-label": "Send" }, icon("send"));
  #stop = h(
    "button",
    { type: "button", hidden: true, "aria-label": "Stop the answer", onclick: () => this.dispatchEvent(new CustomEvent("stop")) },
    icon("stop"),
  );
  #count = h("span", { className: "numbers" });
  #excess = h("p", { className: "fault", role: "status", id: freshID("excess") });
  #agents = h("div", { className: "asks", role: "group", "aria-label": "Let an agent write now" });
  #questions = QUESTIONS.map((text) => h("button", { type: "button", onclick: () => this.#fire(text) }, text));
  #sending = false;
  #known = "";

  connectedCallback() {
    if (this.childElementCount) return;
    if (!state.may("write")) return fill(this, onlyLooking());
    const form = h(
      "form",
      { className: "compose", onsubmit: (event) => this.#submit(event) },
      h("label", { htmlFor: this.#id, className: "unseen" }, "Your message"),
      this.#text,
      this.#stop,
      this.#send,
    );
    const foot = h(
      "div",
      { className: "compose-foot" },
      h("span", { className: "keys" }, "Enter sends, Shift + Enter starts a new line"),
      this.#count,
    );
    fill(this, this.#shortcuts(), form, this.#excess, foot);
    this.#showAgents();
    state.addEventListener("status", () => this.#showAgents());
    this.#text.setAttribute("aria-describedby", this.#excess.id);
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.#changed());
    state.addEventListener("user", () => this.#restore());
    this.#restore();
  }

  /// While a message is on its way the next can be written, not sent.
  set sending(value) {
    const hadFocus = document.activeElement === this.#stop;
    this.#sending = value;
    this.#stop.hidden = !value;
    this.#questions.forEach((button) => setDisabled(button, value));
    if (hadFocus && !value) this.#text.focus();
    this.#changed();
  }

  /// Puts a text in, to be changed and sent.
  edit(text) {
    this.#text.value = text;
    this.#changed();
    this.#text.focus();
  }

  #shortcuts() {
    return h(
      "div",
      { className: "shortcuts" },
      this.#agents,
      h("div", { className: "asks", role: "group", "aria-label": "Questions to ask" }, this.#questions),
    );
  }

  // While the agents are as they were their buttons stay: one of them may be in hand.
  #showAgents() {
    const agents = state.may("run") ? state.agentsForPeople : [];
    const looks = JSON.stringify(agents.map(({ agent_type: type, title, purpose }) => [type, title, purpose]));
    if (this.#agents.dataset.looks === looks) return;
    this.#agents.dataset.looks = looks;
    const hadFocus = this.#agents.contains(document.activeElement);
    fill(this.#agents, agents.map(agentButton));
    if (hadFocus) this.#text.focus();
  }

  #key(event) {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#text.value.trim();
    if (this.#isTooLong) return this.#tellExcessAgain();
    if (!text || !this.#fire(text)) return;
    this.#text.value = "";
    this.#changed();
    this.#text.focus();
  }

  #fire(text) {
    if (this.#sending) return false;
    this.dispatchEvent(new CustomEvent("send", { detail: text }));
    return true;
  }

  #restore() {
    this.#known = keptHere(this.#draftName) ?? kept(this.#draftName) ?? "";
    this.#text.value = this.#known;
    this.#changed();
  }

  get #draftName() {
    return `draft-${state.userID}`;
  }

  // For this window, and for one that is opened after it. Another window may have put its text there meanwhile: what is sent or deleted
  // here takes only itself away.
  #keepDraft() {
    const text = this.#text.value;
    if (text === this.#known) return;
    if (text || kept(this.#draftName) === this.#known) keep(this.#draftName, text);
    keepHere(this.#draftName, text);
    this.#known = text;
  }

  #changed() {
    this.#keepDraft();
    const length = this.#length;
    setDisabled(this.#send, length === 0 || this.#sending || this.#isTooLong);
    fill(this.#count, length >= WARN_FROM && `${number(length)} of ${number(LONGEST)} characters`);
    this.#tellExcess();
  }

  // Of what would be sent.
  get #length() {
    return lengthOf(this.#text.value.trim());
  }

  // What is too long stays, to be shortened: cut, it would be sent without its end.
  get #isTooLong() {
    return this.#length > LONGEST;
  }

  // Said once and not at each key.
  #tellExcess() {
    if (this.#isTooLong) this.#text.setAttribute("aria-invalid", "true");
    else this.#text.removeAttribute("aria-invalid");
    if (this.#excess.hasChildNodes() === this.#isTooLong) return;
    fill(this.#excess, this.#isTooLong && `This is too long to be sent: a message has at most ${number(LONGEST)} characters. Shorten it, or send it in parts.`);
  }

  // A status that is as it was is not read out: it has to be seen empty in between.
  #tellExcessAgain() {
    fill(this.#excess);
    setTimeout(() => this.#tellExcess(), EMPTY_FOR);
  }
}

/// As the server counts: a character outside the first plane is one.
const lengthOf = (text) => [...text].length;

function agentButton(agent) {
  const button = h(
    "button",
    { type: "button", title: agent.purpose, "data-agent": agent.agent_type },
    icon(agent.built_in ? agent.agent_type : "pen"),
    h("span", {}, agent.title),
  );
  button.addEventListener("click", () => busy(button, () => runAgent(agent)));
  return button;
}
