import { asWritten, h } from "./dom.js";

/// A text as it was written, with the words marked that no fact bears out; `start` and `length` of a finding count as JavaScript does.
export function markedText(text, findings) {
  const pieces = [];
  let end = 0;
  for (const { start, length, reason } of findings) {
    if (start < end) continue;
    pieces.push(asWritten(text.slice(end, start)), h("mark", { title: reason }, asWritten(text.slice(start, start + length))));
    end = start + length;
  }
  return [...pieces, asWritten(text.slice(end))];
}

/// What is not borne out, a line each, as a mark's title is not for everybody to see; nothing where all is.
export function findingList(findings) {
  const reasons = new Set(findings.map((finding) => finding.reason));
  return reasons.size > 0 && h("ul", { className: "findings" }, ...[...reasons].map((reason) => h("li", {}, reason)));
}
