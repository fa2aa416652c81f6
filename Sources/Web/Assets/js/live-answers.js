import { fill, h, mark, shown } from "./dom.js";

const LOOKS = {
  find_contacts: "Looking at contacts",
  show_contact: "Looking at a contact",
  find_deals: "Looking at deals",
  find_tasks: "Looking at tasks",
  find_communications: "Looking at messages",
  show_progress: "Looking at the progress",
  explain_agent: "Looking at an agent's plan",
};

/// Answers that are being written, as far as they are.
export class LiveAnswers {
  #answers = new Map();

  /// Takes what the server told; returns whether the answer is over.
  take({ key, text, is_start: isStart, is_over: isOver, tools }) {
    if (isOver) {
      this.#answers.delete(key);
      return true;
    }
    if (!this.#answers.has(key)) this.#answers.set(key, answerNode());
    const { words, doing } = this.#answers.get(key);
    if (isStart) fill(words, text);
    else words.append(shown(text));
    doing.textContent = `${LOOKS[tools[0]] ?? "Writing"}…`;
    return false;
  }

  clear() {
    this.#answers.clear();
  }

  get nodes() {
    return [...this.#answers.values()].map(({ node }) => node);
  }
}

// Not read out word by word: the whole message is, once it is there.
function answerNode() {
  const words = h("div", { className: "words letter" });
  const doing = h("span");
  const node = h(
    "article",
    { className: "message live", "aria-live": "off", "aria-label": "An answer that is being written" },
    mark("AGENT_RESPONSE", "pen"),
    h("div", {}, h("div", { className: "byline numbers" }, h("strong", {}, "Answer"), doing), words),
  );
  return { node, words, doing };
}
