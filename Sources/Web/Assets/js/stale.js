import { h } from "./dom.js";
import { busy } from "./busy.js";
import { say } from "./fields.js";

/// Says in a form that somebody else has changed what it is about. What was typed stays until `load` puts the other in its place.
export function sayStale(form, noun, load) {
  const button = h("button", { type: "button" }, "Show how it stands now");
  button.addEventListener("click", () => busy(button, () => loaded(form, noun, load)));
  say(form, `Somebody changed this ${noun} in the meantime. What you typed is not saved. `, button);
}

async function loaded(form, noun, load) {
  try {
    await load();
  } catch (error) {
    say(form, error.status === 404 ? `This ${noun} has been deleted in the meantime.` : error.message);
  }
}
