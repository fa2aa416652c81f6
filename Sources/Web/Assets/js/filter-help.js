import { fill, h } from "./dom.js";
import { get } from "./api.js";
import { words } from "./format.js";
import { putButton, writingHelp } from "./writing-help.js";

/// What a filter can be made of: examples, words, and the fields of each record with what can be asked of them.
export const filterHelp = (target) =>
  writingHelp({
    label: "Fields and examples",
    target,
    spaced: true,
    load: async (put) => content(await get("/api/v1/audiences/language"), put),
  });

function content({ words: joins, records, examples }, put) {
  const next = h("div", { className: "next", role: "group", hidden: true });
  const chosen = (field) => (text, event) => {
    put(text, event);
    showNext(next, field, put);
  };
  return [
    h("h4", {}, "Examples"),
    h("ul", { className: "puts long" }, examples.map(({ filter, summary }) => h("li", {}, putButton(filter, put), h("span", {}, summary)))),
    h("h4", {}, "Words"),
    h("div", { className: "row" }, joins.map((word) => putButton(word, put))),
    next,
    records.map((record, place) => section(record, place === 0, put, chosen)),
  ];
}

/// What can be asked of the field that was put in last, and what it can be compared with.
function showNext(node, { field, operators, values }, put) {
  const group = (name, texts) => [h("span", { className: "soft" }, name), ...texts.map((text) => putButton(text, put))];
  node.hidden = false;
  node.setAttribute("aria-label", `After ${field}`);
  fill(node, group(`${field} …`, operators), group("such as", values));
}

const section = ({ record, questions, fields }, isOpen, put, chosen) =>
  h(
    "details",
    { open: isOpen },
    h("summary", {}, `Fields of a ${record}`),
    questions.length > 0 && h("div", { className: "row" }, questions.map((question) => putButton(question, put))),
    h("ul", { className: "puts" }, fields.map((field) => row(field, chosen(field)))),
  );

const row = ({ field, summary, kind, values }, put) =>
  h("li", {}, putButton(field, put), h("span", {}, summary), h("span", { className: "soft" }, kind === "choice" ? values.join(", ") : words(kind)));
