import { h, fill } from "./dom.js";
import { get } from "./api.js";
import { operationNode } from "./docs-operation.js";
import { problemNotice } from "./panel.js";

const METHODS = ["get", "post", "put", "patch", "delete"];
const OTHERS = "More";

/// The operations of an OpenAPI document in its own order, and the calls that its webhooks make, each with its path's common parameters.
function operationsOf(document) {
  return [...Object.entries(document.paths), ...Object.entries(document.webhooks ?? {})].flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const operation = item[method];
      const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])];
      return {
        ...operation,
        path,
        parameters,
        method: method.toUpperCase(),
        isWebhook: !path.startsWith("/"),
        tag: operation.tags?.[0] ?? OTHERS,
        id: `${method}-${path.replace(/\W+/g, "-")}`,
      };
    }),
  );
}

async function start() {
  const main = document.getElementById("operations");
  try {
    const api = await get("/openapi.json");
    const groups = Object.groupBy(operationsOf(api), (operation) => operation.tag);
    fill(main, intro(api), ...Object.entries(groups).map(([tag, operations]) => section(api, tag, operations)));
    fill(
      document.getElementById("index"),
      ...Object.entries(groups).map(([tag, operations]) => indexOf(tag, operations)),
    );
    openNamed();
  } catch (error) {
    fill(main, problemNotice(error, start));
  }
}

const intro = ({ info }) => h(
  "div",
  { className: "intro" },
  h("p", { className: "soft" }, `Version ${info.version}`),
  info.description?.split("\n\n").map((text) => h("p", {}, marked(text))),
);

/// The little Markdown there is: names in backticks, and what a paragraph is about in bold.
const marked = (text) => text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
  if (part.startsWith("`")) return h("code", {}, part.slice(1, -1));
  return part.startsWith("**") ? h("strong", {}, part.slice(2, -2)) : part;
});

function section(api, tag, operations) {
  const about = api.tags?.find((known) => known.name === tag)?.description;
  return h(
    "section",
    {},
    h("h2", {}, tag),
    about && h("p", { className: "soft about" }, about),
    operations.map((operation) => operationNode(api, operation)),
  );
}

const indexOf = (tag, operations) =>
  h(
    "section",
    {},
    h("h2", {}, tag),
    h(
      "ul",
      {},
      operations.map(({ id, method, path }) => h(
        "li",
        { "data-for": id },
        h("a", { href: `#${id}` }, h("span", { className: "method", "data-method": method }, method), path),
      )),
    ),
  );

function filter(text) {
  const words = text.toLowerCase().split(/\s+/);
  for (const operation of document.querySelectorAll(".operation")) {
    const found = words.every((word) => operation.dataset.text.includes(word));
    operation.hidden = !found;
    document.querySelector(`[data-for="${operation.id}"]`).hidden = !found;
  }
  for (const group of document.querySelectorAll("#operations > section, #index > section")) {
    group.hidden = !group.querySelector(".operation:not([hidden]), li:not([hidden])");
  }
}

function openNamed() {
  const operation = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!operation?.matches(".operation")) return;
  operation.open = true;
  operation.scrollIntoView();
}

document.getElementById("filter").addEventListener("input", (event) => filter(event.target.value));
addEventListener("hashchange", openNamed);
start();
