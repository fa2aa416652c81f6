import { watchTyped } from "./unsaved.js";

/// The fields of a form in a dialog, drawn anew once their row has changed. Returns what does that with the controls of the row as it
/// is now; what was typed and not saved stays, and is still asked for, unless that very field is another one now. `isDrawn` is called while
/// the form holds nothing but what the row does.
export function renewable(form, controls, isDrawn) {
  let drawn = present(controls);
  let before = new FormData(form);
  return (fresh) => {
    const typedIn = drawn.filter((node) => isTypedIn(node, form, before));
    const next = present(fresh);
    drawn[0].before(...next);
    for (const node of drawn) node.remove();
    isDrawn();
    const now = new FormData(form);
    const stays = typedIn.filter(({ dataset: { field: name } }) => same(name, now, before));
    before = now;
    watchTyped(form.closest("dialog"));
    drawn = next.map((node) => kept(node, stays));
  };
}

const present = (controls) => controls.filter(Boolean);

const isTypedIn = (node, form, before) => {
  const { field: name } = node.dataset;
  return name !== undefined && !same(name, new FormData(form), before);
};

const same = (name, one, other) => String(one.getAll(name)) === String(other.getAll(name));

/// The field in which something was typed, in the place of the one that was drawn anew.
function kept(node, stays) {
  const old = stays.find(({ dataset }) => dataset.field === node.dataset.field);
  if (old) node.replaceWith(old);
  return old ?? node;
}
