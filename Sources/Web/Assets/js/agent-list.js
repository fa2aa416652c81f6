import { h, fill, mark } from "./dom.js";
import { busy } from "./busy.js";
import { capital, nextTime } from "./format.js";
import { offered } from "./permissions.js";
import { Panel } from "./panel.js";
import { runAgent } from "./run-agent.js";
import { state } from "./state.js";

/// The agents that write to people as quick actions: each writes to the chosen person now.
export class AgentList extends Panel {
  static reloadOn = ["user", "status"];

  build() {
    this.append(h("div", { className: "panel-head" }, h("h2", {}, "Agents")), this.body);
  }

  async fetchData() {
    return state.agentsForPeople;
  }

  show(agents) {
    fill(this.body, h("ul", {}, agents.map((agent) => this.#row(agent))));
  }

  #row(agent) {
    const button = h("button", { type: "button", "aria-label": `${agent.title}: write now` }, "Write now");
    button.addEventListener("click", () => busy(button, () => this.#run(agent, button)));
    return h(
      "li",
      { className: "agent", "data-row": agent.id },
      mark(agent.agent_type, agent.built_in ? agent.agent_type : "pen"),
      h(
        "div",
        {},
        h("h3", {}, agent.title),
        h("p", {}, agent.purpose),
        h("p", { className: "numbers" }, timing(agent)),
      ),
      offered("run", button),
    );
  }

  async #run(agent, button) {
    button.textContent = "Writing…";
    await runAgent(agent);
    button.textContent = "Write now";
  }
}

function timing({ schedule, schedule_rule: rule, trigger, next_run_at: next }) {
  if (rule === "never") return h("span", {}, trigger ? ["When ", h("code", {}, trigger)] : "When you ask for it");
  return [h("span", {}, capital(schedule)), next && [" · ", h("span", {}, `next ${nextTime(next)}`)]];
}
