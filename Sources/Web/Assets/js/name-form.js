import { h } from "./dom.js";
import { patch } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, say, showFaults } from "./fields.js";
import { sayStale } from "./stale.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { typed, watchTyped } from "./unsaved.js";

/// Where the name of a person of the workspace is changed: agents address people by it, and lists name them so.
export function nameForm(user, save = changeUser) {
  const button = h("button", {}, "Save name");
  const form = h(
    "form",
    { className: "form", noValidate: true, "data-of-person": "" },
    field({
      name: "name",
      label: "Your name",
      hint: "Agents greet you by it. Empty: they greet you without a name.",
      control: h("input", { value: user.name, autocomplete: "name" }),
    }),
    h("p", { className: "fault wide", role: "alert" }),
    h("div", { className: "row" }, button),
  );
  watchTyped(form);
  let known = user;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(button, async () => (known = await submit(form, known, save)));
  });
  return form;
}

const changeUser = (change, { id, version }) => patch(`/api/v1/users/${id}`, change, version);

/// Returns the user as it is stored afterwards.
async function submit(form, known, save) {
  clearFaults(form);
  const sent = typed(form);
  const name = new FormData(form).get("name").trim();
  try {
    const saved = await save({ name }, known);
    watchTyped(form, sent);
    toast("Name saved.");
    await state.refreshUsers().catch(() => {});
    return saved ?? known;
  } catch (error) {
    if (error.status === 412) sayStale(form, "name", () => showOther(form, known));
    else {
      const rest = showFaults(form, error);
      if (rest) say(form, rest);
    }
    return known;
  }
}

async function showOther(form, { id }) {
  await state.refreshUsers();
  const other = nameForm(state.user(id));
  form.replaceWith(other);
  other.querySelector("input").focus();
}
