import { freshID, h } from "./dom.js";
import { get } from "./api.js";
import { select } from "./fields.js";
import { putButton, writingHelp } from "./writing-help.js";

// In the order of a variable's `forms`.
const FORMS = [["0", "its text"], ["1", "what stands only where there is some"], ["2", "what stands only where there is none"]];
const LONGEST = 120;

/// What a template can name, and what each name stands for now. `whose` finds for whom: `{ query, name }`, with a name of none where
/// there is nobody.
export const templateHelp = ({ target, whose }) =>
  writingHelp({
    label: "What it can name",
    target,
    load: async (put) => {
      const { query, name } = await whose();
      const { items } = await get("/api/v1/templates/variables", query);
      return content(items, name, put);
    },
  });

function content(items, name, put) {
  const form = select(FORMS, "0");
  const list = h("ul", { className: "puts" });
  const draw = () => list.replaceChildren(...items.map((item) => row(item, name, Number(form.value), put)));
  form.addEventListener("change", draw);
  draw();
  const from = name ? `In quotation marks: what it stands for now, for ${name}.` : "There is no contact yet to show examples of.";
  // Without a name it is no part of the form that it stands in.
  form.id = freshID("form");
  return [h("label", { htmlFor: form.id }, "Put in"), form, h("p", { className: "hint" }, from), list];
}

const row = ({ summary, forms, example }, name, form, put) =>
  h("li", {}, putButton(forms[form], put), h("span", {}, summary), name && h("span", { className: "soft" }, shown(example)));

function shown(example) {
  if (example === null) return "Nothing now";
  return `“${example.length > LONGEST ? `${example.slice(0, LONGEST)}…` : example}”`;
}
