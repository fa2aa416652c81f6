import { h } from "./dom.js";
import { post } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, showFaults, tell } from "./fields.js";
import { offered } from "./permissions.js";

/// What a contact may ask for: a copy of everything, and being erased. `erased` is called once that has begun.
export function contactRights(contact, erased) {
  const path = `/api/v1/contacts/${contact.id}`;
  return h(
    "details",
    { className: "rights" },
    h("summary", {}, "Export or erase"),
    h(
      "p",
      {},
      h("a", { href: `${path}/export.html`, target: "_blank", rel: "noopener" }, "Everything about this contact"),
      " · ",
      h("a", { href: `${path}/export`, download: "" }, "as JSON"),
    ),
    offered("configure", erasure(path, erased)),
  );
}

function erasure(path, erased) {
  const erase = h("button", { className: "danger" }, "Erase for good");
  const form = h(
    "form",
    { className: "form", noValidate: true },
    field({
      name: "confirmation",
      label: "E-mail address or name of the contact",
      hint: "Erases it everywhere. This can't be undone.",
      wide: true,
      control: h("input", { autocomplete: "off", required: true }),
    }),
    h("p", { className: "fault wide", role: "alert" }),
    h("div", { className: "row" }, erase),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(erase, () => submit(form, path, erased));
  });
  return form;
}

async function submit(form, path, erased) {
  clearFaults(form);
  try {
    await post(`${path}/erase`, { confirmation: new FormData(form).get("confirmation") });
    erased();
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) tell(form.querySelector(":scope > .fault"), rest);
  }
}
