import { fill, h } from "./dom.js";
import { Problem } from "./api.js";
import { focusHeading } from "./focus.js";
import { problemNotice } from "./panel.js";

/// A module that comes when it is needed: over a slow line each file costs a wait. Throws `Problem`.
export async function moduleOf(name) {
  try {
    return await import(`./${name}.js`);
  } catch {
    throw new Problem(0, { detail: "This part of the page could not be loaded. The server may be away: try again once it is back." });
  }
}

/// Asks for the modules of the parts in sight: they come while the page learns who is there.
export const fetchParts = () => inSight().forEach(({ localName }) => moduleOf(localName).catch(() => {}));

/// Brings the page's parts to life: those in sight, then each when somebody comes to it, and meanwhile the rest.
export async function startParts() {
  document.addEventListener("route", arrive);
  await Promise.all(inSight().map(bringOrSay));
  if (!navigator.connection?.saveData) bringTheRest();
}

const parts = () => [...document.querySelectorAll("body :not(:defined)")];

const inSight = () => parts().filter((node) => !node.closest("[data-view][hidden]"));

/// <contact-list> is the class `ContactList` of contact-list.js.
async function bring({ localName: name }) {
  const module = await moduleOf(name);
  if (customElements.get(name)) return;
  // A part builds itself where nothing is: what said that it was not loaded goes.
  for (const node of document.querySelectorAll(name)) node.replaceChildren();
  customElements.define(name, module[className(name)]);
}

const className = (name) => name.replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());

const bringOrSay = (node) => bring(node).catch((error) => node.closest("[data-view]") && sayMissing(node, error));

// One after the other, so that what a person asks for meanwhile does not wait for them.
async function bringTheRest() {
  for (const node of parts()) await bring(node).catch(() => {});
}

async function arrive() {
  const missing = inSight();
  if (!missing.length) return;
  const from = document.activeElement;
  await Promise.all(missing.map(bringOrSay));
  // The heading, where the keyboard goes on, has come only now.
  if (document.activeElement === from) focusHeading();
}

// Browsers differ in whether they ask again for a module that has failed; a new page does.
const sayMissing = (node, error) => fill(node, h("h2", { className: "unseen" }, "Not loaded"), problemNotice(error, () => location.reload()));
