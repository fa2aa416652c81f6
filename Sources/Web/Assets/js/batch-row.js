import { h, fill, freshID, shown, svg } from "./dom.js";
import { get, patch, post } from "./api.js";
import { rateOf } from "./batch-form.js";
import { busy } from "./busy.js";
import { authorName, dollars, nextTime, number } from "./format.js";
import { offeredForAll } from "./permissions.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const STATES = { planned: "being planned", running: "under way", paused: "paused", done: "done", cancelled: "cancelled" };

/// One batch in the list: its bar, its numbers, its buttons while it goes on, and once it has ended the one for what failed.
export class BatchRow {
  hasEnded = false;
  // Whether the next press of Cancel means it.
  #isAsking = false;
  #title = h("b", {});
  #state = h("span", {});
  #filled = svg("rect", { class: "filled", width: "0", height: "8", rx: "4" });
  #bar = svg("svg", { class: "bar", role: "img" }, svg("rect", { class: "track", width: "100%", height: "8", rx: "4" }), this.#filled);
  #numbers = h("p", { className: "small soft numbers" });
  #trouble = h("p", { className: "small fault", hidden: true });
  #drafts = h("p", { className: "small", hidden: true });
  #agent = "";
  #pause = this.#button(() => post(`${this.path}/${this.isPaused ? "resume" : "pause"}`));
  #cancel = this.#button(() => this.#cancelled());
  #retry = this.#button(() => this.#retried());
  #failed = h("div", { className: "row controls", hidden: true }, this.#retry);
  #rate = h("input", { inputMode: "numeric", autocomplete: "off", placeholder: "No limit", id: freshID("rate") });
  #shownRate = "";
  #setRate = h("button", {}, "Set");
  #controls = h(
    "form",
    { className: "row controls", noValidate: true },
    this.#pause,
    this.#cancel,
    h("label", { htmlFor: this.#rate.id }, "A minute"),
    this.#rate,
    this.#setRate,
  );

  constructor(id, reload) {
    Object.assign(this, { id, reload, path: `/api/v1/occurrences/${id}` });
    this.node = h(
      "li",
      { className: "batch", "data-row": id },
      h("div", { className: "target-line" }, this.#title, this.#state),
      this.#bar,
      this.#numbers,
      this.#trouble,
      this.#drafts,
      offeredForAll("run", this.#controls, this.#failed),
    );
    this.#controls.addEventListener("submit", (event) => {
      event.preventDefault();
      busy(this.#setRate, () => this.#act(() => this.#changeRate()));
    });
  }

  update(progress) {
    const name = authorName(progress.agent_type);
    this.#agent = progress.agent_type;
    const ended = progress.total - progress.left;
    const percent = Math.floor((100 * ended) / Math.max(1, progress.total));
    this.isPaused = progress.state === "paused";
    this.hasEnded = progress.finished_at !== null;
    fill(this.#title, name);
    fill(this.#state, STATES[progress.state] ?? progress.state);
    this.#filled.setAttribute("width", `${percent}%`);
    this.#bar.setAttribute("aria-label", shown(`${name}: ${number(ended)} of ${number(progress.total)}`));
    fill(this.#numbers, numbers(progress));
    this.#tellTrouble(progress);
    this.#controls.hidden = this.hasEnded || progress.state === "cancelled";
    this.#failed.hidden = progress.state !== "done" || progress.failed === 0;
    say(this.#retry, "Try again what failed", name);
    say(this.#pause, this.isPaused ? "Resume" : "Pause", name);
    if (!this.#isAsking) say(this.#cancel, "Cancel", name);
    this.#setRate.setAttribute("aria-label", shown(`Set the rate of ${name}`));
    this.#rate.setAttribute("aria-label", shown(`Messages a minute of ${name}`));
    this.#showRate(progress.rate_per_minute);
  }

  /// Once it has ended: how many drafts of its agent wait, since they are sent only when somebody says so.
  async tellDrafts() {
    if (!this.hasEnded) return;
    // Where it can't be told for a moment, what was known stays.
    const found = await get("/api/v1/drafts/count", { ...state.whose, agent_type: this.#agent }).catch(() => null);
    if (!found) return;
    this.#drafts.hidden = found.count === 0;
    const waiting = found.count === 1 ? "1 draft of this agent waits" : `${number(found.count)} drafts of this agent wait`;
    fill(this.#drafts, `${waiting} for a decision. `, h("a", { href: "#/drafts" }, "Look at the drafts"));
  }

  #tellTrouble({ retrying, last_error: reason, left, failed }) {
    this.#trouble.hidden = !reason || (left === 0 && failed === 0);
    const tried = retrying > 0 ? `${number(retrying)} to be tried again. ` : "";
    fill(this.#trouble, `${tried}Last: ${reason}`);
  }

  // What somebody has typed stays until it is set.
  #showRate(rate) {
    if (this.#rate.value !== this.#shownRate) return;
    this.#shownRate = String(rate ?? "");
    this.#rate.value = this.#shownRate;
  }

  async #changeRate() {
    const typed = this.#rate.value;
    await patch(this.path, { rate_per_minute: rateOf(typed) });
    this.#shownRate = typed;
  }

  #button(action) {
    const button = h("button", { type: "button" });
    button.addEventListener("click", () => busy(button, () => this.#act(action)));
    return button;
  }

  // What is cancelled does not come back: the first press asks.
  #cancelled() {
    if (this.#isAsking) return post(`${this.path}/cancel`);
    this.#isAsking = true;
    this.#cancel.className = "danger";
    say(this.#cancel, "Cancel for good?");
  }

  // It goes on, and may have ended again before anybody looks.
  async #retried() {
    await post(`${this.path}/retry`);
    this.hasEnded = false;
  }

  async #act(action) {
    try {
      await action();
      await this.reload();
    } catch (error) {
      toast(error.message);
    }
  }
}

/// What a button is called, by eye and by ear.
function say(button, text, of) {
  if (button.textContent !== text) button.textContent = text;
  button.setAttribute("aria-label", shown(of ? `${text}: ${of}` : text));
}

/// "12 of 100 done · 1 failed · 87 left · 120 a minute · about 44 s to go"
function numbers(progress) {
  if (progress.finished_at !== null && progress.total === 0 && progress.state !== "cancelled") return "It had nothing to write to anybody.";
  // What waits for a time moves at no speed that would tell when it is done.
  const isMoving = !progress.waits_until && (progress.running > 0 || progress.messages_per_minute > 0);
  return [
    `${number(progress.done)} of ${number(progress.total)} done`,
    progress.failed > 0 && `${number(progress.failed)} failed`,
    progress.cancelled > 0 && `${number(progress.cancelled)} cancelled`,
    progress.left > 0 && `${number(progress.left)} left`,
    progress.waits_until && waiting(progress),
    isMoving && progress.messages_per_minute > 0 && `${number(Math.round(progress.messages_per_minute))} a minute`,
    progress.cost_usd > 0 && `${dollars(progress.cost_usd)} so far`,
    progress.unpriced_tokens > 0 && `${number(progress.unpriced_tokens)} tokens without a price`,
    isMoving && progress.left > 0 && progress.seconds_left !== null && `about ${time(progress.seconds_left)} to go`,
  ].filter(Boolean).join(" · ");
}

const waiting = ({ waits_until: until, waits_because: reason, retrying }) =>
  `waits until ${nextTime(until)}${reason ? `: ${reason}` : retrying ? "" : ", as the hours of its contacts and the daily caps allow"}`;

function time(seconds) {
  if (seconds < 90) return `${seconds} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
