import { h, fill, icon, mark } from "./dom.js";
import { get, post } from "./api.js";
import { agentDialog } from "./agent-dialog.js";
import { busy } from "./busy.js";
import { capital, nextTime } from "./format.js";
import { Panel } from "./panel.js";
import { offered, offeredForAll } from "./permissions.js";
import { planDialog } from "./plan-dialog.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// All agents of the workspace: what each does, for whom and when; changed, paused and made here.
export class AgentsPage extends Panel {
  static reloadOn = ["user"];
  static freshOnArrival = true;

  build() {
    const add = h(
      "button",
      { type: "button", className: "main", onclick: () => agentDialog({}, () => this.#changed()) },
      icon("plus"),
      "Add an agent",
    );
    const about = state.may("configure")
      ? "Five agents come with the product: change them or pause them. Those you add write what you tell them."
      : "What each writes, to whom and when. Those with the role admin change them.";
    this.append(h("header", {}, h("h2", {}, "Agents"), offered("configure", add), h("p", {}, about)), this.body);
  }

  async fetchData() {
    return (await get("/api/v1/agents")).items;
  }

  show(agents) {
    fill(this.body, h("ul", { className: "agents" }, agents.map((agent) => this.#row(agent))));
  }

  #row(agent) {
    const verb = (name, words, said, quiet = true) => this.#button(agent, name, words, said, quiet);
    const edit = h(
      "button",
      {
        type: "button",
        "aria-label": `Edit ${agent.title}`,
        onclick: () => agentDialog(agent, () => this.#changed()),
      },
      "Edit",
    );
    const plan = h(
      "button",
      { type: "button", className: "quiet", "aria-label": `Plan of ${agent.title}`, onclick: () => planDialog(agent) },
      "Plan",
    );
    return h(
      "li",
      { className: "agent", "data-row": agent.id },
      mark(agent.agent_type, agent.built_in ? agent.agent_type : "pen"),
      h(
        "div",
        {},
        h("h3", {}, agent.title),
        agent.purpose && h("p", {}, agent.purpose),
        h("p", { className: "numbers" }, timing(agent)),
        h("p", {}, audience(agent)),
        agent.steps.length > 0 && h("p", {}, furtherMessages(agent.steps)),
      ),
      h(
        "div",
        { className: "row" },
        offered("configure", edit),
        offeredForAll("read", plan),
        offered(
          "configure",
          agent.paused
            ? verb("resume", "Resume", `${agent.title} goes on from now.`, false)
            : verb("pause", "Pause", `${agent.title} rests until you resume it.`),
          agent.next_run_at &&
            verb("skip-next", "Skip next", `${agent.title} leaves out ${nextTime(agent.next_run_at)}.`),
        ),
      ),
    );
  }

  #button(agent, action, label, said, quiet) {
    const button = h(
      "button",
      { type: "button", className: quiet ? "quiet" : "", "aria-label": `${label}: ${agent.title}` },
      label,
    );
    button.addEventListener("click", () => busy(button, () => this.#act(agent, action, said)));
    return button;
  }

  async #act(agent, action, said) {
    try {
      await post(`/api/v1/agents/${agent.id}/${action}`);
      toast(said);
    } catch (error) {
      toast(error.message);
    }
    await this.#changed();
  }

  async #changed() {
    await Promise.all([this.reload(), state.refreshStatus()]);
  }
}

function timing({ paused, schedule, schedule_rule: rule, trigger, next_run_at: next }) {
  if (paused) return h("strong", {}, "Paused");
  const times = rule === "never" ? [] : [capital(schedule), next ? ` · next ${nextTime(next)}` : " · not due any more"];
  const event = trigger && [times.length ? ", and when " : "When ", h("code", {}, trigger)];
  return event || times.length ? [...times, ...(event || [])] : "Only when you start it";
}

function audience({ audience: words, recipients, filter }) {
  if (recipients === "user") return `Writes to you and your colleagues: ${lowered(words)}`;
  const contacts = contactsOf(filter);
  return recipients === "both" ? [contacts, ", and to you and your colleagues"] : contacts;
}

function contactsOf(filter) {
  if (!filter) return "Writes to contacts, by its own rule";
  return filter.trim() === "everyone" ? "Writes to every contact" : ["Writes to contacts with ", h("code", {}, filter)];
}

const furtherMessages = (steps) =>
  `${steps.length} further ${steps.length === 1 ? "message" : "messages"} to each contact, the first after ${steps[0].after}`;

const lowered = (text) => text.charAt(0).toLowerCase() + text.slice(1);
