import { h } from "./dom.js";
import { exampleOf, resolved, schemaNode, typeName } from "./docs-schema.js";

/// One operation: closed, its method, path and title; open, its parameters, body and answers, built when first seen.
export function operationNode(api, operation) {
  const { id, method, path, summary } = operation;
  const head = h(
    "summary",
    {},
    h("span", { className: "method", "data-method": method }, method),
    h("span", { className: "path" }, path),
    summary && h("span", { className: "title" }, summary),
  );
  const text = `${method} ${path} ${summary ?? ""} ${operation.tag}`.toLowerCase();
  const node = h("details", { className: "operation", id, "data-text": text }, head);
  node.addEventListener("toggle", () => node.childElementCount > 1 || node.append(details(api, operation)));
  return node;
}

function details(api, operation) {
  const { description, parameters, requestBody, responses } = operation;
  return h(
    "div",
    { className: "details" },
    h("p", { className: "soft" }, needs(operation)),
    description && h("p", { className: "about" }, description),
    parameters.length > 0 && parameterTable(api, parameters),
    requestBody && body(api, resolved(api, requestBody)),
    h(
      "div",
      {},
      h("h3", {}, "Answers"),
      Object.entries(responses ?? {}).map(([status, answer]) => response(api, status, resolved(api, answer))),
    ),
  );
}

const ROWS = { "everyone's": ", for everyone's rows", "a user's": ", for the rows of the user", one: ", for this row" };

/// What its caller must be allowed to do, and with whose rows.
function needs({ isWebhook, "x-permission": permission, "x-rows": rows }) {
  if (isWebhook) return "The server makes this call, to the addresses of webhooks.";
  if (!permission) return "Anyone may make this call, signed in or not.";
  return `Needs the permission ${permission}${ROWS[rows] ?? ""}.`;
}

function parameterTable(api, parameters) {
  const rows = parameters.map((given) => {
    const parameter = resolved(api, given);
    const place = parameter.required ? `${parameter.in}, required` : parameter.in;
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, h("code", {}, parameter.name)),
      h("td", {}, place),
      h("td", {}, typeName(api, parameter.schema ?? {})),
      h("td", {}, parameter.description ?? ""),
    );
  });
  const heads = ["Name", "Where", "Type", "Meaning"].map((name) => h("th", { scope: "col" }, name));
  return h(
    "div",
    {},
    h("h3", {}, "Parameters"),
    h(
      "div",
      { className: "scroll", tabindex: "0", role: "group", "aria-label": "Parameters" },
      h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows)),
    ),
  );
}

function body(api, { content = {}, required }) {
  return h(
    "div",
    {},
    h("h3", {}, required ? "Body, required" : "Body"),
    Object.entries(content).map(([type, media]) => mediaNodes(api, type, media)),
  );
}

function response(api, status, answer) {
  const content = Object.entries(answer.content ?? {}).filter(([, media]) => media.schema);
  const schemas = content.map(([type, media]) => h(
    "details",
    {},
    h("summary", {}, `${type}: ${typeName(api, media.schema)}`),
    mediaNodes(api, type, media),
  ));
  return h("div", { className: "response" }, h("b", {}, status), h("div", {}, h("p", {}, answer.description), schemas));
}

function mediaNodes(api, type, { schema = {}, example }) {
  const sample = example ?? exampleOf(api, schema);
  const text = sample === undefined ? null : JSON.stringify(sample, null, 2);
  return [
    schemaNode(api, schema),
    text && h("pre", { tabindex: "0", role: "group", "aria-label": `Example, ${type}` }, h("code", {}, text)),
  ];
}
