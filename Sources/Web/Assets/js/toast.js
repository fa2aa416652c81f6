import { focusHeading } from "./focus.js";
import { h, fill } from "./dom.js";

const SHOWN_FOR = 7_000;
let timer;

/// A short word at the foot of the page, read out politely; `link` is `{ href, text }`, or `{ act, text }` for a button.
export function toast(text, link) {
  const place = document.getElementById("toast");
  const close = () => {
    const hadFocus = place.contains(document.activeElement);
    fill(place);
    if (hadFocus) focusHeading();
  };
  clearTimeout(timer);
  timer = setTimeout(close, SHOWN_FOR);
  fill(
    place,
    h("div", {}, h("span", {}, text), link && way(link, close)),
  );
}

const way = ({ href, act, text }, close) =>
  href ? h("a", { href, onclick: close }, text) : h("button", { type: "button", onclick: () => (close(), act()) }, text);
