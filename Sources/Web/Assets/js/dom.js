const SVG = "http://www.w3.org/2000/svg";

/// An HTML element. `on…` properties are listeners, known DOM properties are set, the rest become attributes.
/// Children are nodes, text, or nothing (null, undefined, false); text is always text, never markup.
export function h(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) assign(node, name, value);
  node.append(...present(children));
  return node;
}

/// An SVG element with attributes.
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...present(children));
  return node;
}

// Of the same version as this file.
const ICONS = new URL("../icons.svg", import.meta.url).pathname;

/// One drawing of icons.svg, hidden from assistive technology: the words beside it say the same.
export const icon = (name) => svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `${ICONS}#${name}` }));

/// The coloured square that stands for an agent.
export const mark = (agent, drawing = agent) =>
  h("span", { className: "mark", "data-agent": agent, "aria-hidden": "true" }, icon(drawing));

export const fill = (node, ...children) => node.replaceChildren(...present(children));

let lastID = 0;
export const freshID = (prefix) => `${prefix}-${++lastID}`;

// Where the property takes no text, or the text is one that is shown.
const ATTRIBUTES = ["list", "form", "title"];

function assign(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name in node && !name.includes("-") && !ATTRIBUTES.includes(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : shown(value));
}

const present = (children) => children.flat(3).filter((
  child,
) => child !== null && child !== undefined && child !== false).map(shown);

// The characters that turn the direction of what follows them, up to the end of the line or one of their own kind.
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;

/// A text as it is shown: a name that holds such a character turns nothing of what stands beside it, nor hides what it is.
export const shown = (child) => (typeof child === "string" ? child.replace(TURNING, "") : child);

/// A text with all its characters, for a message: what a person reads before it is sent is what is sent. It stands in an element with a
/// direction of its own, beyond which they turn nothing.
export const asWritten = (text) => document.createTextNode(text);
