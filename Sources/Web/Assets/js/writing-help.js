import { fill, h } from "./dom.js";
import { problemNotice } from "./panel.js";

/// A panel below a text that opens to show what can stand in it. `load` makes what is in it, given what puts a text in at the cursor of
/// the control that `target` names.
export function writingHelp({ label, target, spaced = false, load }) {
  const told = h("p", { className: "unseen", role: "status" });
  const body = h("div", { className: "help-body" });
  const put = (text, event) => {
    const control = target();
    if (control.readOnly) return;
    insert(control, spaced ? apart(control, text) : text);
    // Who presses it by a key goes on here; who points at it goes on writing.
    if (event.detail > 0) control.focus();
    else fill(told, `${text} is put in.`);
  };
  const show = async () => {
    if (!body.childElementCount) fill(body, h("p", { className: "soft", role: "status" }, "Loading…"));
    try {
      fill(body, await load(put));
    } catch (error) {
      fill(body, problemNotice(error, show));
    }
  };
  const node = h("details", { className: "help wide" }, h("summary", {}, label), told, body);
  node.addEventListener("toggle", ({ target: toggled }) => toggled === node && node.open && show());
  return node;
}

/// A button that puts in what it shows.
export const putButton = (text, put) => h("button", { type: "button", className: "put", onclick: (event) => put(text, event) }, text);

/// What was selected, or the cursor, goes where `…` stands.
function insert(control, text) {
  const { selectionStart: start, selectionEnd: end, value } = control;
  const [before, after] = text.split("…");
  const kept = after === undefined ? "" : value.slice(start, end);
  control.setRangeText(before + kept + (after ?? ""), start, end, "end");
  const place = start + before.length + kept.length;
  control.setSelectionRange(place, place);
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function apart({ selectionStart: start, value }, text) {
  return start === 0 || /[\s(]/.test(value[start - 1]) ? text : ` ${text}`;
}
