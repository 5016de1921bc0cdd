// What a schema says, in words and as an example. A schema may name others by `$ref`.

let all = {};
/** Where `$ref`s lead. */
export const know = (document) => { all = document; };

export const resolve = (it) => {
  let found = it;
  // A name may lead to a name; a circle of them leads nowhere.
  for (let hops = 0; found?.$ref && hops < 8; hops += 1) {
    found = found.$ref.replace(/^#\//, "").split("/").reduce((at, key) => at?.[key], all);
  }
  return found ?? {};
};

const WORDS = { string: "text", integer: "whole number", number: "number", boolean: "true or false", object: "object", null: "null" };

const variants = (schema) => schema.oneOf ?? schema.anyOf ?? [];

/** The kind of a value, in a few words. */
export const kind = (given) => {
  const schema = resolve(given);
  if (schema.enum) return schema.enum.map((word) => `“${word}”`).join(", ");
  if (variants(schema).length > 0) return [...new Set(variants(schema).map(kind))].join(" or ");
  const types = [schema.type ?? (schema.properties ? "object" : "anything")].flat();
  return types.map((type) => (type === "array" ? `list of ${kind(schema.items ?? {})}` : WORDS[type] ?? type)).join(" or ");
};

/** The limits of a value, as one sentence. */
export const limits = (given) => {
  const schema = resolve(given);
  const said = [];
  if (schema.minimum !== undefined && schema.maximum !== undefined) said.push(`${schema.minimum} to ${schema.maximum}`);
  else if (schema.minimum !== undefined) said.push(`at least ${schema.minimum}`);
  else if (schema.maximum !== undefined) said.push(`at most ${schema.maximum}`);
  if (schema.maxLength !== undefined) said.push(`up to ${schema.maxLength} characters`);
  if (schema.maxItems !== undefined) said.push(`up to ${schema.maxItems} items`);
  return said.join(", ");
};

/** An example of a value: its own, or one made of its members'. */
export const example = (given, depth = 0) => {
  const schema = resolve(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.examples?.length) return schema.examples[0];
  if (schema.enum) return schema.enum[0];
  const type = [schema.type].flat()[0];
  if (schema.properties && depth < 4) {
    const needed = schema.required ?? [];
    return Object.fromEntries(Object.entries(schema.properties)
      .filter(([name]) => needed.includes(name))
      .map(([name, inner]) => [name, example(inner, depth + 1)]));
  }
  return { string: "", integer: schema.minimum ?? 0, number: 0, boolean: false, array: [], object: {} }[type] ?? null;
};

/** A value with its members in the order in which the schema names them. */
export const ordered = (value, given) => {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((item) => ordered(item, resolve(given).items ?? {}));
  const named = members(given);
  const rest = Object.keys(value).filter((name) => !named.some(([known]) => known === name));
  const known = named.filter(([name]) => name in value);
  return Object.fromEntries([
    ...known.map(([name, inner]) => [name, ordered(value[name], inner)]),
    ...rest.map((name) => [name, value[name]]),
  ]);
};

/** The members of an object, or of a list's objects: `[name, schema, required]`. */
export const members = (given) => {
  const schema = resolve(given);
  if (schema.items) return members(schema.items);
  const named = variants(schema).find((it) => resolve(it).properties);
  if (!schema.properties && named) return members(named);
  return Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, inner, (schema.required ?? []).includes(name)]);
};
