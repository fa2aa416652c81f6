import { fill, freshID, h } from "./dom.js";
import { select } from "./fields.js";

const MOST = 20;
const WHEN = [
  ["no_reply", "if no answer has come"],
  ["always", "in any case"],
  ["replied", "only if an answer leads here"],
];

/// The further messages of an agent to a contact, in their order; the form gets their JSON as `steps`. `help` makes what helps to write
/// the text that its argument names: the one that was written in last.
export function stepList(steps, help) {
  const label = h("label", { id: freshID("steps") }, "Further messages to contacts");
  const sent = h("input", { type: "hidden", name: "steps" });
  const list = h("ol", { className: "steps" });
  let writtenIn;
  const texts = () => [...list.querySelectorAll("textarea")];
  const helper = help(() => (texts().includes(writtenIn) ? writtenIn : texts().at(-1)));
  list.addEventListener("focusin", ({ target }) => (writtenIn = target.matches("textarea") ? target : writtenIn));
  const add = h("button", { type: "button", className: "quiet" }, "Add a message");
  const said = () => [...list.children].map((item) => item.said());
  const store = () => (sent.value = JSON.stringify(said()));
  const draw = (all) => {
    fill(list, all.map((step, index) => item(step, index + 1, all.length, () => draw(without(said(), index + 1)))));
    add.hidden = all.length >= MOST;
    helper.hidden = all.length === 0;
    store();
  };
  list.addEventListener("input", store);
  add.addEventListener("click", () => draw([...said(), { after: "3 days", prompt: "" }]));
  draw(steps);
  return h(
    "div",
    { className: "field wide", role: "group", "aria-labelledby": label.id, "data-field": "steps" },
    label,
    h("p", { className: "hint" }, "Each goes to a contact once, at the given time after the one before."),
    list,
    helper,
    add,
    sent,
    h("p", { className: "fault", hidden: true }),
  );
}

function item(step, number, count, remove) {
  const named = (what, control, name) => {
    control.setAttribute("aria-label", `Message ${number}: ${what}`);
    control.dataset.path = `steps[${number}].${name}`;
    return control;
  };
  const later = Array.from({ length: count - number }, (_, more) => [`${number + more + 1}`, `message ${number + more + 1}`]);
  const after = named("after", h("input", { value: step.after, placeholder: "3 days", autocomplete: "off" }), "after");
  const when = named("when", select(WHEN, step.when ?? "no_reply"), "when");
  const onReply = named("what follows an answer", select([["", "nothing"], ...later], `${step.on_reply ?? ""}`), "on_reply");
  const prompt = named("text", h("textarea", { value: step.prompt, rows: 3 }), "prompt");
  const branch = h("span", {}, "After an answer: ", onReply);
  const onlyWhereItCounts = () => (branch.hidden = when.value !== "no_reply" || later.length === 0);
  when.addEventListener("input", onlyWhereItCounts);
  onlyWhereItCounts();
  const away = h("button", { type: "button", className: "danger", "aria-label": `Remove message ${number}`, onclick: remove }, "Remove");
  const row = h("li", {}, h("div", { className: "row" }, h("strong", {}, `Message ${number}`), "after ", after, when, branch, away), prompt);
  row.said = () => ({
    after: after.value.trim(),
    when: when.value,
    prompt: prompt.value.trim(),
    on_reply: when.value === "no_reply" && onReply.value ? Number(onReply.value) : null,
  });
  return row;
}

// Steps name each other by number.
const without = (steps, number) =>
  steps.filter((_, index) => index !== number - 1).map(({ on_reply: target, ...step }) => ({
    ...step,
    on_reply: target === number ? null : target > number ? target - 1 : target,
  }));
