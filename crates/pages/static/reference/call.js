// A call as it is typed in: its address, its headers, and the answer.

/** Longer answers are cut on the page. */
const SHOWN = 200_000;

/** What a form's fields make of an operation, shown `secrets`. */
export const request = (operation, form, secrets) => {
  const value = (parameter) => form.elements[`${parameter.in}:${parameter.name}`]?.value ?? "";
  let path = operation.path;
  const query = new URLSearchParams();
  const headers = {};
  for (const parameter of operation.parameters) {
    const given = value(parameter);
    if (parameter.in === "path") {
      // `{*rest}` is a path of its own.
      const parts = given.split("/").map(encodeURIComponent).join("/");
      path = path.replace(`{*${parameter.name}}`, parts).replace(`{${parameter.name}}`, encodeURIComponent(given));
    }
    else if (given === "") continue;
    else if (parameter.in === "query") query.set(parameter.name, given);
    else if (parameter.in === "header") headers[parameter.name] = given;
  }
  if (operation.accepts) headers.Accept = operation.accepts;
  for (const { header, before, value } of secrets) headers[header] = before + value;
  const body = form.elements.body?.value;
  if (body) headers["Content-Type"] = "application/json";
  const asked = query.toString().replaceAll("+", "%20");
  return { method: operation.method.toUpperCase(), address: location.origin + path + (asked && `?${asked}`), headers, body };
};

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** The same call for a shell; each secret stays a variable's name. */
export const curl = ({ method, address, headers, body }, secrets) => {
  const lines = [`curl -X ${method} ${quoted(address)}`];
  for (const { header, before, variable } of secrets) lines.push(`-H "${header}: ${before}$${variable}"`);
  for (const [name, value] of Object.entries(headers)) lines.push(`-H ${quoted(`${name}: ${value}`)}`);
  if (body) lines.push(`-d ${quoted(body)}`);
  return lines.join(" \\\n  ");
};

const pretty = (text) => {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
};

/** Makes the call: `{ status, words, ms, text, json, notes }`, or what went wrong as `{ failed }`. */
export const send = async ({ method, address, headers, body }, signal) => {
  const began = performance.now();
  try {
    const answer = await fetch(address, {
      method, headers, signal,
      body: body || undefined,
      credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    });
    const whole = await answer.text();
    const text = pretty(whole);
    const notes = ["retry-after", "x-request-id", "content-type"]
      .map((name) => [name, answer.headers.get(name)])
      .filter(([, value]) => value);
    let json = null;
    try {
      json = JSON.parse(whole);
    } catch { /* a page or a text */ }
    return {
      status: answer.status,
      words: answer.statusText,
      ms: Math.round(performance.now() - began),
      text: text.length > SHOWN ? `${text.slice(0, SHOWN)}\n… ${text.length - SHOWN} more characters` : text,
      json, notes,
    };
  } catch (error) {
    return { failed: signal?.aborted ? "Stopped." : `The server could not be reached (${error.message}).` };
  }
};
