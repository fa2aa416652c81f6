import { h } from "./dom.js";

const DEEPEST = 6;

/// What a local reference ("#/components/…") stands for; anything else as it is.
export function resolved(api, node) {
  if (!node?.$ref?.startsWith("#/")) return node ?? {};
  const parts = node.$ref.slice(2).split("/").map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
  return resolved(api, parts.reduce((place, part) => place?.[part], api));
}

/// A schema's type in words: "integer or null", "array of Task", "pending | done".
export function typeName(api, schema) {
  if (schema.$ref) return schema.$ref.split("/").at(-1);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return choices.map((choice) => typeName(api, choice)).join(" or ");
  if (schema.allOf) return schema.allOf.map((part) => typeName(api, part)).join(" and ");
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const named = (type) => (type === "array" ? `array of ${typeName(api, schema.items ?? {})}` : type);
  return [schema.type ?? "any"].flat().map(named).join(" or ");
}

/// The properties of a schema as a nested list; nothing where it has none.
export function schemaNode(api, given, depth = 0) {
  const schema = shape(api, given);
  const properties = Object.entries(schema.properties ?? {});
  if (!properties.length || depth > DEEPEST) return null;
  const must = new Set(schema.required ?? []);
  return h(
    "ul",
    { className: "schema" },
    properties.map(([name, property]) => propertyNode(api, { name, property, required: must.has(name) }, depth)),
  );
}

function propertyNode(api, { name, property, required }, depth) {
  const { description } = { ...resolved(api, property), ...property };
  const limits = limitsOf(resolved(api, property));
  return h(
    "li",
    {},
    h("span", { className: "name" }, name), " ",
    h("span", { className: "type" }, [typeName(api, property), limits].filter(Boolean).join(", ")),
    required && h("span", { className: "must" }, " required"),
    description && h("div", { className: "soft" }, description),
    schemaNode(api, property, depth + 1),
  );
}

function limitsOf({ format, minimum, maximum, exclusiveMinimum, minLength, maxLength, maxItems }) {
  const limits = {
    "at least": minimum,
    "more than": exclusiveMinimum,
    "at most": maximum,
    "length from": minLength,
    "length to": maxLength,
    "items to": maxItems,
  };
  return [
    format,
    ...Object.entries(limits).filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${value}`),
  ].filter(Boolean).join(", ");
}

// Looks through references, arrays, "or null" and allOf to the object whose properties are worth listing.
function shape(api, given) {
  const schema = resolved(api, given);
  const choices = (schema.oneOf ?? schema.anyOf)?.filter((choice) => choice.type !== "null");
  if (choices) return shape(api, choices[0] ?? {});
  if (schema.items && !schema.properties) return shape(api, schema.items);
  if (!schema.allOf) return schema;
  const parts = schema.allOf.map((part) => shape(api, part));
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), schema.properties),
    required: parts.flatMap((part) => part.required ?? []),
  };
}

/// The example a schema gives for itself, or undefined.
export function exampleOf(api, given) {
  const schema = resolved(api, given);
  return schema.example ?? schema.examples?.[0];
}
