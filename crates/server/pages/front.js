// The bench around the live embed: settings in, an address out, and whatever the embed says.
"use strict";

const $ = (id) => document.getElementById(id);
const form = $("setup");
const frame = $("frame");

const COLOURS = {
  "violet-500": "#8b5cf6", "blue-600": "#2563eb", "teal-500": "#14b8a6", "emerald-600": "#059669",
  "amber-400": "#fbbf24", "rose-500": "#f43f5e", "slate-900": "#0f172a",
};
const HEIGHTS = { full: 800, basic: 600, minimal: 300 };
const HINTS = {
  full: "Everything: conversation, review and results. 800 px high.",
  basic: "Avatar and conversation, no results. 600 px high.",
  minimal: "One button until it is opened. 300 px high.",
};

/** The featured scenarios, by slug or id. */
const known = new Map();
/** What was typed per scenario, so that switching back and forth keeps it. */
const typed = new Map();

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};
const chosen = (name) => document.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
const scenario = () => $("own").value.trim() || chosen("scenario");

/** The settings that differ from the defaults, as the embed's own parameters. */
const parameters = () => {
  const all = new URLSearchParams();
  const color = $("color").value.trim();
  if (color && color !== "violet-500") all.set("color", color);
  if (chosen("background")) all.set("background", chosen("background"));
  for (const name of ["userName", "userEmail"]) {
    if ($(name).value.trim()) all.set(name, $(name).value.trim());
  }
  if (!form.elements.showPulse.checked) all.set("showPulse", "false");
  if (!form.elements.poweredBy.checked) all.set("hidePoweredBy", "true");
  for (const input of $("variable-fields").querySelectorAll("input")) {
    if (input.value) all.set(`t_${input.name}`, input.value);
  }
  return all;
};

const address = () => {
  const style = chosen("style");
  const path = style === "full" ? "" : `${style}/`;
  // `%20` reads better in a snippet than `+`, and both mean the same.
  const query = parameters().toString().replaceAll("+", "%20");
  return `/embed/${path}${encodeURIComponent(scenario())}${query && `?${query}`}`;
};

const attribute = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const SNIPPETS = {
  embed: () => [
    `<iframe\n  src="${attribute(location.origin + address())}"\n  title="Conversation"\n  width="100%"\n  height="${HEIGHTS[chosen("style")]}"\n  style="border: 0${chosen("background") === "transparent" ? "; color-scheme: light" : ""}"\n  allow="microphone; screen-wake-lock"\n></iframe>`,
    "Paste it where the conversation belongs.",
  ],
  listen: () => [
    `addEventListener("message", (message) => {\n  if (message.origin !== "${location.origin}") return;\n  const { event, sessionId, timestamp } = message.data ?? {};\n  switch (event) {\n    case "onStart":      // the agent is connected\n    case "onStop":       // ended by the visitor or the agent\n    case "onTerminated": // ended by force: time was up, or contact was lost\n    case "onSubmit":     // stored; results can be fetched\n      console.log(event, sessionId, new Date(timestamp));\n  }\n});`,
    "Put it into the page around the iframe.",
  ],
  create: () => [
    `curl -X POST ${location.origin}/api/public/scenarios \\\n  -H "Authorization: Bearer $VIVAVOCE_API_KEY" \\\n  -H "Content-Type: application/json" \\\n  -d '{\n    "name": "Customer support training",\n    "description": "For the team: a billing dispute",\n    "user_friendly_description": "Calm an upset customer",\n    "ai_instructions": "You are a customer of {{ company_name }} who was charged twice.",\n    "is_public": true\n  }'`,
    "The key was printed when the server first started; `vivavoce-server key create` makes another.",
  ],
};

const showSnippet = () => {
  const [text, hint] = SNIPPETS[chosen("snippet")]();
  $("code").firstElementChild.textContent = text;
  $("snippet-hint").textContent = hint;
};

let shown = "";
/** Loads the frame anew where its address changed, or where `again` asks for it. */
const show = (again) => {
  const style = chosen("style");
  const room = $("room");
  room.dataset.style = style;
  room.dataset.width = chosen("width");
  room.dataset.background = chosen("background");
  $("style-hint").textContent = HINTS[style];
  $("address").textContent = address();
  $("alone").href = address();
  showSnippet();
  frame.hidden = !scenario();
  $("empty").hidden = Boolean(scenario());
  if (!scenario() || (address() === shown && !again)) return;
  const first = !shown;
  shown = address();
  if (first) frame.src = shown;
  // Replaced, so that the browser's Back leaves this page instead of walking through settings.
  else frame.contentWindow.location.replace(new URL(shown, location.href));
};

const showVariables = () => {
  const id = scenario();
  const facts = known.get(id);
  const box = $("variable-fields");
  const names = facts ? facts.variables : [];
  const values = typed.get(id) ?? facts?.example_variables ?? {};
  box.replaceChildren(...names.map((name) => {
    const label = element("label", undefined, "field");
    const input = element("input");
    Object.assign(input, { name, value: values[name] ?? "", autocomplete: "off", maxLength: 4000 });
    label.append(element("span", name), input);
    return label;
  }));
  $("variables").hidden = names.length === 0;
};

const choice = (group, value, ...inner) => {
  const label = element("label");
  const input = element("input");
  Object.assign(input, { type: "radio", name: group, value });
  label.append(input, ...inner);
  return label;
};

const drawColours = () => {
  $("swatches").replaceChildren(...Object.entries(COLOURS).map(([name, hex]) => {
    const dot = element("span");
    dot.style.setProperty("--swatch", hex);
    const label = choice("swatch", name, dot);
    label.title = name;
    label.firstElementChild.setAttribute("aria-label", name);
    label.firstElementChild.checked = name === "violet-500";
    return label;
  }));
};

const drawScenarios = (list) => {
  for (const facts of list) known.set(facts.slug ?? facts.id, facts);
  $("scenarios").replaceChildren(...[...known].map(([id, facts], index) => {
    const label = choice("scenario", id, element("strong", facts.name),
      element("small", facts.user_friendly_description ?? ""));
    label.firstElementChild.checked = index === 0;
    return label;
  }));
  if (known.size === 0) {
    $("other").open = true;
    $("empty").textContent = "No scenario is featured on this server. Name one of yours under “Another scenario”, or create one with the API.";
  }
};

/** One line of the log. The four documented events stand out, extras are quieter. */
const hear = (data) => {
  const documented = typeof data.event === "string";
  const name = documented ? data.event : data.type;
  if (typeof name !== "string") return;
  const line = element("li");
  const time = element("time", new Date().toLocaleTimeString(undefined, { hour12: false }));
  const rest = documented ? { sessionId: data.sessionId, timestamp: data.timestamp } : data.data;
  line.append(time, element(documented ? "strong" : "span", name, documented ? "" : "extra"),
    element("code", JSON.stringify(rest)));
  const log = $("events");
  log.prepend(line);
  while (log.childElementCount > 200) log.lastElementChild.remove();
  $("no-events").hidden = true;
  $("clear").hidden = false;
};

addEventListener("message", (message) => {
  if (message.source !== frame.contentWindow || message.origin !== location.origin) return;
  if (message.data && typeof message.data === "object") hear(message.data);
});

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("change", ({ target }) => {
  if (target.name === "swatch") $("color").value = target.value;
  if (target.name === "color") {
    for (const swatch of form.querySelectorAll('input[name="swatch"]')) swatch.checked = swatch.value === target.value.trim();
  }
  if (target.name === "scenario") $("own").value = "";
  if (target.name === "scenario" || target.name === "own") showVariables();
  if (target.closest("#variable-fields")) {
    const inputs = [...$("variable-fields").querySelectorAll("input")];
    typed.set(scenario(), Object.fromEntries(inputs.map(({ name, value }) => [name, value])));
  }
  show();
});
$("widths").addEventListener("change", () => show());
$("restart").addEventListener("click", () => show(true));
$("clear").addEventListener("click", () => {
  $("events").replaceChildren();
  $("no-events").hidden = false;
  $("clear").hidden = true;
  $("events-title").focus();
});
for (const input of document.querySelectorAll('input[name="snippet"]')) input.addEventListener("change", showSnippet);

$("copy").addEventListener("click", async () => {
  const button = $("copy");
  let done = true;
  try {
    await navigator.clipboard.writeText($("code").textContent);
  } catch {
    // Without a secure origin there is no clipboard; the text is selected to be copied by hand.
    getSelection().selectAllChildren($("code"));
    done = false;
  }
  button.textContent = done ? "Copied" : "Selected";
  $("said").textContent = done ? "The snippet was copied." : "The snippet is selected. Copy it with the keyboard.";
  setTimeout(() => { button.textContent = "Copy"; $("said").textContent = ""; }, 2000);
});

drawColours();
fetch("/api/public/featured-scenarios")
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`status ${answer.status}`))))
  .then(({ scenarios }) => drawScenarios(scenarios))
  .catch(() => {
    $("empty").textContent = "The list of scenarios could not be loaded. Reload the page, or name a scenario under “Another scenario”.";
    $("other").open = true;
  })
  .finally(() => { showVariables(); show(); });
