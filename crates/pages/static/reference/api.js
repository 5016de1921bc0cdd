// The page of the API: reads the description, draws every call, and lets it be tried.
import { curl, request, send } from "./call.js";
import { example, kind, know, limits, members, ordered, resolve } from "./schema.js";

const $ = (id) => document.getElementById(id);
const METHODS = ["get", "post", "put", "patch", "delete"];
const VARIABLES = { api_key: "VIVAVOCE_API_KEY", session: "SESSION_TOKEN", access: "ACCESS_BEARER" };

const element = (name, attributes = {}, ...inner) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "dataset") Object.assign(made.dataset, value);
    else if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inner.filter((it) => it !== undefined && it !== null && it !== ""));
  return made;
};

/** Text with `code` between backticks. */
const marked = (text) => text.split("`").map((part, index) => (index % 2 ? element("code", {}, part) : part));
const paragraphs = (text) => (text ?? "").split("\n\n").filter(Boolean).map((part) => element("p", {}, ...marked(part)));

/** The operations of a description, each with what the page needs of it. */
const operations = (description) => Object.entries(description.paths).flatMap(([path, item]) => METHODS
  .filter((method) => item[method])
  .map((method) => {
    const it = item[method];
    const answers = Object.entries(it.responses).map(([status, answer]) => [status, resolve(answer)]);
    const good = answers.filter(([status]) => status < 300).map(([, answer]) => answer.content ?? {});
    return {
      ...it, path, method,
      id: it.operationId ?? `${method}${path}`,
      tag: it.tags?.[0] ?? "Other",
      parameters: (it.parameters ?? []).map(resolve),
      // What opens all calls may be said once.
      alternatives: (it.security ?? description.security ?? []).map((needed) => Object.keys(needed)),
      content: it.requestBody?.content?.["application/json"],
      answers,
      // A stream would never end on this page.
      accepts: good.some((content) => content["application/json"]) ? "application/json" : "",
      result: good.map((content) => content["application/json"]?.schema).find(Boolean),
    };
  }));

/** The session that was begun on this page; the embed's calls are about it. */
let begun = "";
const ofSession = (operation) => operation.path.startsWith("/api/embed/sessions/{id}");

const field = (operation, parameter) => {
  const example = begun && parameter.name === "id" && ofSession(operation) ? begun : parameter.example;
  // What may be left out stays out, but for what the call is about.
  const filled = parameter.required || parameter.in === "path" || parameter.name.endsWith("_id");
  const input = element("input", {
    name: `${parameter.in}:${parameter.name}`,
    value: filled ? String(example ?? "") : "",
    placeholder: parameter.example === undefined ? "" : String(parameter.example),
    required: Boolean(parameter.required), autocomplete: "off", spellcheck: false,
  });
  const about = [parameter.description, limits(parameter.schema)].filter(Boolean).join(" ");
  return element("label", { className: "field" },
    element("span", {}, element("code", {}, parameter.name), parameter.required ? " (required)" : ""),
    input,
    about && element("p", { className: "hint" }, ...marked(about)));
};

const table = (schema, depth = 0) => {
  const rows = members(schema).map(([name, inner, required]) => {
    const told = resolve(inner);
    const cell = element("td", {},
      element("span", {}, kind(inner), limits(inner) && ` (${limits(inner)})`),
      ...paragraphs(inner.description ?? told.description));
    if (members(inner).length > 0 && depth < 4) {
      const more = element("details", {}, element("summary", {}, "Its members"));
      more.addEventListener("toggle", () => more.append(table(inner, depth + 1)), { once: true });
      cell.append(more);
    }
    const must = required && depth >= 0 ? element("span", { className: "must", title: "required" }, " *") : "";
    return element("tr", {}, element("th", { scope: "row" }, element("code", {}, name), must), cell);
  });
  return element("table", { className: "schema" }, element("tbody", {}, ...rows));
};

const schemaOf = (title, schema) => {
  if (!schema || members(schema).length === 0) return "";
  const shown = element("details", {}, element("summary", {}, title));
  shown.addEventListener("toggle", () => shown.append(table(schema)), { once: true });
  return shown;
};

/** The ways to show a secret that this description knows, by name. */
let schemes = {};
const typed = (scheme) => $(scheme)?.value.trim() ?? "";

/** The headers a call is made with: of the ways it may be opened the first that is filled in. */
const secrets = (operation) => {
  const ways = operation.alternatives.filter((way) => way.length > 0);
  const way = ways.find((it) => it.every(typed)) ?? ways.find((it) => it.some(typed)) ?? ways[0] ?? [];
  return way.map((name) => {
    const scheme = schemes[name] ?? {};
    const variable = VARIABLES[name] ?? name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
    return scheme.type === "apiKey"
      ? { header: scheme.name, before: "", value: typed(name), variable }
      : { header: "Authorization", before: "Bearer ", value: typed(name), variable };
  });
};

/** The fields for another description's secrets; ours stand in the page. */
const drawKeys = () => {
  if (schemes.api_key) return;
  const fields = Object.entries(schemes).map(([name, scheme]) => element("label", { className: "field" },
    element("span", {}, scheme.name ? element("code", {}, scheme.name) : "Key"),
    element("input", { id: name, type: "password", autocomplete: "off", spellcheck: false }),
    scheme.description && element("p", { className: "hint" }, ...marked(scheme.description))));
  $("keys").replaceChildren(...fields, $("keys").querySelector(":scope > .hint"));
  $("keys").hidden = fields.length === 0;
};

/** What an answer brings for the calls after it. */
const take = (answer) => {
  for (const [id, value] of [["session", answer.json?.session_token], ["access", answer.json?.bearer]]) {
    if (typeof value !== "string") continue;
    $(id).value = value;
    $("tokens").open = true;
  }
  if (typeof answer.json?.session_id !== "string" || !answer.json.session_token) return;
  begun = answer.json.session_id;
  for (const input of document.querySelectorAll('.of-session input[name="path:id"]')) input.value = begun;
};

const draw = (place, answer) => {
  place.hidden = false;
  if (answer.failed) {
    place.dataset.kind = "bad";
    place.replaceChildren(element("p", {}, element("strong", {}, answer.failed)));
    return;
  }
  place.dataset.kind = answer.status < 400 ? "good" : "bad";
  place.replaceChildren(
    element("div", { className: "row" },
      element("strong", {}, `${answer.status} ${answer.words}`.trim()),
      element("span", { className: "hint" }, `${answer.ms} ms`),
      ...answer.notes.map(([name, value]) => element("span", { className: "hint" }, `${name}: ${value}`))),
    answer.text && element("pre", { className: "code", tabIndex: 0, ariaLabel: "Answer" }, element("code", {}, answer.text)));
};

const inside = (operation) => {
  const form = element("form", { className: ofSession(operation) ? "inside of-session" : "inside" });
  const answer = element("div", { className: "answer", role: "status", hidden: true });
  const go = element("button", { type: "submit", className: "solid" }, "Try");
  const copy = element("button", { type: "button", className: "quiet" }, "Copy as curl");
  const stop = element("button", { type: "button", className: "quiet", hidden: true }, "Stop");
  let running = null;

  form.append(...paragraphs(operation.description));
  if (operation.parameters.length > 0) {
    form.append(element("div", { className: "fields" }, ...operation.parameters.map((parameter) => field(operation, parameter))));
  }
  if (operation.content) {
    const given = operation.content.example ?? example(operation.content.schema);
    const text = JSON.stringify(ordered(given, operation.content.schema), null, 2);
    form.append(element("div", {},
      element("label", {},
        element("h3", {}, "Body"),
        element("textarea", { className: "body", name: "body", value: text, rows: text.split("\n").length + 1, spellcheck: false, autocomplete: "off" })),
      schemaOf("What it may say", operation.content.schema)));
  }
  form.append(
    element("div", { className: "acts" }, go, copy, stop),
    answer,
    element("div", {},
      element("h3", {}, "Answers"),
      element("ul", { className: "answers" }, ...operation.answers.map(([status, it]) =>
        element("li", {}, element("strong", {}, status), element("span", {}, ...marked(it.description ?? ""))))),
      schemaOf("What it says", operation.result)));

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    running?.abort();
    const mine = new AbortController();
    running = mine;
    go.disabled = true;
    stop.hidden = false;
    const shown = secrets(operation).filter((it) => it.value);
    const got = await send(request(operation, form, shown), mine.signal);
    if (running !== mine) return;
    running = null;
    go.disabled = false;
    stop.hidden = true;
    draw(answer, got);
    if (!got.failed && got.status < 300) take(got);
  });
  stop.addEventListener("click", () => running?.abort());
  copy.addEventListener("click", async () => {
    const named = secrets(operation);
    const text = curl(request(operation, form, []), named);
    try {
      await navigator.clipboard.writeText(text);
      copy.textContent = "Copied";
    } catch {
      draw(answer, { status: "curl", words: "", ms: 0, notes: [], text });
    }
    setTimeout(() => { copy.textContent = "Copy as curl"; }, 1_500);
  });
  return form;
};

const drawCall = (operation) => {
  const call = element("details", { className: "call", id: operation.id },
    element("summary", {},
      element("span", { className: "method", dataset: { method: operation.method } }, operation.method.toUpperCase()),
      element("code", {}, operation.path),
      element("span", { className: "says" }, operation.summary ?? "")));
  call.addEventListener("toggle", () => call.append(inside(operation)), { once: true });
  return call;
};

const named = () => {
  const name = location.hash.slice(1);
  try {
    return decodeURIComponent(name);
  } catch {
    // Nobody but a visitor wrote it so.
    return name;
  }
};

const openNamed = () => {
  const call = $(named());
  if (call?.matches("details")) {
    call.open = true;
    call.scrollIntoView();
  }
};

const show = (description) => {
  know(description);
  schemes = description.components?.securitySchemes ?? {};
  drawKeys();
  const about = paragraphs(description.info.description);
  if (about.length > 0) $("about").replaceWith(...about);
  const every = operations(description);
  const tags = new Map((description.tags ?? []).map((tag) => [tag.name, tag]));
  // A tag need not be listed to be used.
  for (const { tag } of every) if (!tags.has(tag)) tags.set(tag, { name: tag });
  for (const tag of tags.values()) {
    const calls = every.filter((operation) => operation.tag === tag.name);
    if (calls.length === 0) continue;
    $("calls").append(element("section", { className: "group" },
      element("h2", {}, tag.name), ...paragraphs(tag.description), ...calls.map(drawCall)));
    $("contents").append(element("h2", {}, tag.name), element("ul", {}, ...calls.map((operation) =>
      element("li", {}, element("a", { href: `#${operation.id}` },
        element("span", { className: "method", dataset: { method: operation.method } }, operation.method.toUpperCase()),
        operation.summary ?? operation.path)))));
  }
  addEventListener("hashchange", openNamed);
  openNamed();
};

$("keys").addEventListener("submit", (event) => event.preventDefault());
const read = async (address) => {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
};

/** Which of the descriptions `?of=` names; the first is ours. */
const chosen = async () => {
  const { documents } = await read("/api/documents.json");
  const named = new URLSearchParams(location.search).get("of");
  const shown = documents.find((it) => it.name === named) ?? documents[0];
  if (documents.length > 1) {
    $("documents").append(...documents.map((it) => element("a", {
      className: "quiet", href: it === documents[0] ? "/api" : `/api?of=${it.name}`,
      ...(it === shown ? { "aria-current": "page" } : {}),
    }, it.title)));
  }
  if (shown !== documents[0]) {
    $("title").textContent = `The API of ${shown.title}`;
    document.title = `${shown.title} – API – Viva Voce`;
    $("raw").href = shown.address;
  }
  return shown.address;
};

try {
  show(await read(await chosen()));
} catch (error) {
  $("trouble").textContent = `The description could not be loaded (${error.message}). Please load this page again.`;
  $("trouble").hidden = false;
}
