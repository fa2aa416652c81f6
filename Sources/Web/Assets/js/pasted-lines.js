import { lines } from "./fields.js";

/// What is pasted into a field of one line keeps the words of its lines apart: browsers leave the line ends out.
export const keepPastedLinesApart = () => document.addEventListener("paste", pasted);

function pasted(event) {
  const text = event.clipboardData.getData("text/plain");
  if (!isOneLine(event.target) || !text.includes("\n")) return;
  // As if it were typed, so that it can be undone and the field hears of it.
  if (document.execCommand("insertText", false, lines(text).join(" "))) event.preventDefault();
}

const isOneLine = (node) => node.matches?.("input") && ["text", "search"].includes(node.type);
