// A client that openapi-typescript types: makes a scenario, talks in it, lists its sessions.
import createClient from "openapi-fetch";
import type { paths } from "./vivavoce.js";

const [, , baseUrl, key] = process.argv;
if (!baseUrl || !key) throw new Error("usage: client.ts SERVER KEY");

/** What came of a call, or why not. */
function done<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

const owner = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });
const scenario = done(
  await owner.POST("/api/public/scenarios", {
    body: { name: "Typed", description: "", ai_instructions: "You greet.", is_public: true },
  }),
);

const visitor = createClient<paths>({ baseUrl });
const session = done(
  await visitor.POST("/api/embed/sessions", {
    body: { scenario_id: scenario.id, style: "full", user: { name: "Ada", email: "ada@example.com" } },
  }),
);
const talking = createClient<paths>({
  baseUrl,
  headers: { authorization: `Bearer ${session.session_token}`, accept: "application/json" },
});
const id = session.session_id;
done(
  await talking.POST("/api/embed/sessions/{id}/turns", {
    params: { path: { id }, header: { "Idempotency-Key": "turn-number-1" } },
    body: { text: "Hello" },
  }),
);
for (let after = 0, running = true; running; ) {
  const page = done(
    await talking.GET("/api/embed/sessions/{id}/events", {
      params: { path: { id }, query: { after, wait: 5 } },
    }),
  );
  if (typeof page === "string") throw new Error("a stream and no page");
  ({ last_seq: after, running } = page);
}

const listed = done(
  await owner.GET("/api/public/sessions", { params: { query: { scenario_id: scenario.id } } }),
);
if (listed.sessions.length !== 1 || listed.sessions[0]?.id !== id) throw new Error(JSON.stringify(listed));
