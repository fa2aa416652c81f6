import { h } from "./dom.js";
import { freshKey, post } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, select, showFaults } from "./fields.js";
import { number } from "./format.js";
import { planDialog } from "./plan-dialog.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// The form that lets an agent write to everyone eligible; `close` is called when it is done with, `started` with a new batch.
export function batchForm(close, started) {
  const save = h("button", { className: "main" }, "Start");
  const form = h(
    "form",
    { className: "batch-form", noValidate: true },
    field({
      name: "agent",
      label: "Agent",
      control: select(state.agents.map((agent) => [agent.agent_type, agent.title]), state.agents[0]?.agent_type),
    }),
    field({
      name: "rate_per_minute",
      label: "At most a minute",
      control: h("input", { inputMode: "numeric", autocomplete: "off", placeholder: "No limit" }),
    }),
    h(
      "div",
      { className: "row wide" },
      save,
      h("button", { type: "button", className: "quiet", onclick: close }, "Not now"),
    ),
  );
  const key = freshKey();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, `${key}-${new URLSearchParams(new FormData(form))}`, close, started));
  });
  return form;
}

async function submit(form, key, close, started) {
  clearFaults(form);
  const { agent, rate_per_minute: rate } = Object.fromEntries(new FormData(form));
  try {
    const { runs } = await post(`/api/v1/agents/${agent}/runs`, { rate_per_minute: rateOf(rate) }, key);
    if (runs) toast(`Being written for ${number(runs)} ${runs === 1 ? "person" : "people"}.`);
    else toast("It has nothing to write to anybody right now.", whyNobody(agent));
    close();
    started();
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) toast(rest);
  }
}

const whyNobody = (type) => state.reachesAll && { text: "Why", act: () => planDialog(state.agent(type)) };

/// A rate as a person typed it: nothing for none, a number, or the text itself, which the server refuses by its field.
export function rateOf(text) {
  const given = text.trim();
  if (!given) return null;
  return /^\d{1,9}$/.test(given) ? Number(given) : given;
}
