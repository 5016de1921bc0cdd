//! Messages from whoever is not the page around the embed, or in no shape it knows: they change
//! nothing, get no reply and throw nothing, and valid commands still work.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use fantoccini::Locator;
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::proving;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

/// Sends `count` messages to the window at the end of `path`, seeded; `whole`: also what would be
/// obeyed, came it from the right place. Waits a moment for replies and tells how many came.
const FLOOD: &str = r#"
const [path, count, seed, whole, done] = arguments;
const target = path.reduce((at, step) => at[step], window);
let state = seed;
const next = (below) => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
};
let replies = 0;
let refused = 0;
const port = () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { replies += 1 };
  // Down a line nobody should have taken up.
  for (const name of ['getState', 'stop', 'destroy']) port1.postMessage({ id: 1, command: { name } });
  port1.postMessage({ id: 2, command: { name: 'send', value: 'HOSTILE' } });
  return port2;
};
const nested = (depth) => { let it = []; while (depth--) it = [it]; return it };
const cyclic = (type) => { const it = { type, notes: [] }; it.self = it; it.notes.push(it); return it };
const poison = (json) => JSON.parse(json);
const names = ['start', 'stop', 'send', 'prefill', 'setVariables', 'setUser', 'setTheme', 'setAccessToken', 'getState', 'destroy'];
const shapes = [
  () => undefined, () => null, () => 0, () => NaN, () => -Infinity, () => '', () => 'vivavoce.hello',
  () => '{"id":1,"command":{"name":"stop"}}', () => [], () => [[]], () => ({}), () => 12n,
  () => ({ type: 1n }), () => ({ type: 'session_notes', notes: 1n }), () => ({ type: {} }), () => ({ type: null }),
  () => cyclic('session_notes'), () => cyclic('vivavoce.hello'), () => cyclic('x'),
  () => ({ type: 'session_notes', notes: nested(3000) }), () => nested(1000),
  () => ({ type: 'x'.repeat(100000) }), () => ({ type: 'session_notes', notes: [{ text: 5 }] }),
  () => ({ type: 'session_notes', notes: 'HOSTILE' }), () => ({ type: 'session_notes' }),
  () => ({ type: 'session_notes', notes: { length: 1e9 } }), () => ({ type: 'session_notes', notes: [null, 'HOSTILE'] }),
  () => ({ type: 'session_notes', notes: [{ text: 'HOSTILE', timestamp: 'now' }] }),
  () => ({ type: 'session_notes', notes: new Array(10000).fill({ text: 7 }) }),
  () => poison('{"__proto__":{"type":"session_notes","notes":[{"text":"HOSTILE"}]}}'),
  () => poison('{"type":"__proto__","constructor":{"prototype":{"x":1}}}'),
  () => ({ type: 'vivavoce.hello' }), () => ({ type: 'vivavoce.hello', version: '1' }),
  () => ({ type: 'vivavoce.hello', version: 1.5 }), () => ({ type: 'vivavoce.hello', version: 2 ** 40 }),
  () => ({ type: 'vivavoce.hello', version: -1 }), () => ({ type: 'vivavoce.hello', version: 1, resize: 'yes' }),
  () => new Map([['type', 'session_notes']]), () => new Set([1]), () => new Date(), () => /x/g,
  () => new Error('session_notes'), () => new ArrayBuffer(1000), () => new Uint8Array(100), () => new Blob(['x']),
  () => new ImageData(1, 1), () => new Proxy([], {}), () => ({ event: 'onStop', sessionId: 'x', timestamp: 1 }),
  () => ({ type: 'onError', data: {} }),
  ...names.map((name) => () => ({ id: 1, command: { name, value: 'HOSTILE' } })),
  ...names.map((name) => () => ({ type: name, value: 'HOSTILE' })),
];
const ported = [
  () => ({ type: 'vivavoce.hello', version: '99' }), () => ({ type: 'vivavoce.goodbye', version: 1 }),
  () => ({ type: 'session_notes', notes: [] }), () => null, () => ({ id: 1, command: { name: 'getState' } }),
];
const valid = [
  () => [{ type: 'vivavoce.hello', version: 1, resize: true }, [port()]],
  () => [{ type: 'session_notes', notes: [{ text: 'HOSTILE', timestamp: 1, source: 'x' }] }, []],
];
const rare = [() => 'x'.repeat(2e6), () => ({ type: 'session_notes', notes: 'x'.repeat(1e6) }), () => new Array(1e5).fill(0)];
(async () => {
  for (let at = 0; at < count; at += 1) {
    let message;
    let ports = [];
    const kind = next(100);
    if (kind < 2) message = rare[next(rare.length)]();
    else if (kind < 22) [message, ports] = [ported[next(ported.length)](), [port()]];
    else if (kind < 42 && whole) [message, ports] = valid[next(valid.length)]();
    else message = shapes[next(shapes.length)]();
    try {
      target.postMessage(message, '*', ports);
    } catch {
      // What cannot be cloned (a proxy) is not sent; its place is taken by something that can.
      refused += 1;
      target.postMessage({ id: refused, command: { name: 'stop' } }, '*');
    }
    if (at % 50 === 49) await new Promise((rest) => setTimeout(rest, 5));
  }
  await new Promise((rest) => setTimeout(rest, 300));
  return { sent: count, replies, heard: (window.heard ?? []).filter(({ origin }) => origin.includes('embed.localhost')).length };
})().then(done, (error) => done({ error: String(error) }));
"#;

/// What must be the same afterwards.
const STATE: &str = "\
    window.wrong ??= (() => {\
      const wrong = [];\
      addEventListener('error', (event) => wrong.push(String(event.message)));\
      addEventListener('unhandledrejection', (event) => wrong.push(String(event.reason)));\
      return wrong;\
    })();\
    return [window.wrong.length, window.wrong.join(), location.href, JSON.stringify(history.state), \
      Object.keys(sessionStorage).length, document.querySelector('main').dataset.phase, \
      document.querySelector('[role=log]')?.innerText ?? document.body.innerText, \
      document.querySelector('[data-control=message]')?.value ?? '', \
      getComputedStyle(document.documentElement).getPropertyValue('--accent'), ({}).type ?? 'clean'];";

async fn asynchronous(stage: &Stage, script: &str, arguments: Vec<Value>) -> Result<Value> {
    Ok(stage.chrome.client.execute_async(script, arguments).await?)
}

/// In the window or frame the driver points at.
async fn flood(stage: &Stage, who: &str, path: Value, count: usize, whole: bool) -> Result<usize> {
    let seed = who.bytes().map(u32::from).sum::<u32>();
    let told = asynchronous(
        stage,
        FLOOD,
        vec![path, json!(count), json!(seed), json!(whole)],
    )
    .await?;
    ensure!(told["sent"] == json!(count), "{who}: {told}");
    ensure!(told["replies"] == json!(0), "{who} got replies: {told}");
    let parent = who == "the page around it";
    ensure!(
        parent || told["heard"] == json!(0),
        "{who} was spoken to: {told}"
    );
    Ok(count)
}

async fn into_frame(stage: &Stage, selector: &str) -> Result<()> {
    let frame = stage.chrome.client.find(Locator::Css(selector)).await?;
    Ok(frame.enter_frame().await?)
}

/// Runs a script in the host page; a promise it returns is awaited.
async fn page(stage: &Stage, script: &str) -> Result<Value> {
    stage.chrome.top().await?;
    let script = format!(
        "const done = arguments[arguments.length - 1];\
         const tag = document.querySelector('viva-voce');\
         (async () => {{ {script} }})().then(done, (e) => done({{ error: e.code ?? String(e) }}));"
    );
    asynchronous(stage, &script, vec![]).await
}

#[tokio::test]
async fn hostile_messages_change_nothing_get_no_reply_and_throw_nothing() -> Result<()> {
    let stage = Stage::set().await?;
    let (client, port) = (&stage.chrome.client, stage.host.port);
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Hello." }, { "ask": "I see." }, { "ask": "Go on." }
        ]}}))
        .await?;
    let tag = format!(
        "<viva-voce scenario=\"{scenario}\" user-name=Ada user-email=ada@example.com></viva-voce>"
    );
    let home = stage.host.tagging(&stage.embed("/viva-voce.js"), &tag);
    let each = if proving() { 10_000 } else { 1_000 } / 10;
    let mut sent = 0;

    // A page of another site opens the host's, and is its opener.
    let stranger = |name: &str| format!("http://{name}:{port}/?src=about:blank");
    client.goto(&stranger("opener.localhost")).await?;
    let opener = client.window().await?;
    client
        .execute("window.host = window.open(arguments[0])", vec![json!(home)])
        .await?;
    let host = wait::until("the host's window", PATIENCE, || async {
        let all = client.windows().await?;
        Ok(all.into_iter().find(|window| *window != opener))
    })
    .await?;
    client.switch_to_window(host.clone()).await?;
    let embed = Embed::framed(&stage.chrome);
    page(
        &stage,
        "await customElements.whenDefined('viva-voce'); await tag.start()",
    )
    .await?;
    embed.answered(1, PATIENCE).await?;
    page(&stage, "await tag.prefill('half a sentence')").await?;
    tokio::time::sleep(Duration::from_millis(2_000)).await;
    let before = embed.script(STATE, vec![]).await?;
    let told = page(&stage, "return told.length").await?;

    // Frames beside it: of other sites, of names that look like the host's, and one within another.
    for (id, name) in [
        ("lookalike", "host.localhost.evil.localhost"),
        ("prefixed", "xhost.localhost"),
        ("below", "sub.host.localhost"),
        ("twin", "sub.embed.localhost"),
        ("sibling", "sibling.localhost"),
    ] {
        let frame = format!(
            "const frame = document.createElement('iframe'); frame.id = '{id}'; frame.src = '{}';\
             const there = new Promise((rest) => {{ frame.onload = rest }});\
             document.body.append(frame); await there",
            stranger(name)
        );
        page(&stage, &frame).await?;
        into_frame(&stage, &format!("#{id}")).await?;
        sent += flood(&stage, id, json!(["parent", 0]), each, true).await?;
    }
    // The last of them holds one more.
    let nest = "document.getElementById('embed').src = arguments[0]";
    client
        .execute(nest, vec![json!(stranger("nested.localhost"))])
        .await?;
    tokio::time::sleep(Duration::from_millis(3_000)).await;
    into_frame(&stage, "#embed").await?;
    sent += flood(&stage, "nested", json!(["top", 0]), each, true).await?;

    // A window the host opened, and the one that opened the host.
    page(
        &stage,
        &format!("window.open('{}')", stranger("popup.localhost")),
    )
    .await?;
    let popup = wait::until("the popup", PATIENCE, || async {
        let all = client.windows().await?;
        Ok(all
            .into_iter()
            .find(|window| *window != opener && *window != host))
    })
    .await?;
    client.switch_to_window(popup.clone()).await?;
    sent += flood(&stage, "popup", json!(["opener", 0]), each, true).await?;
    client.close_window().await?;
    client.switch_to_window(opener.clone()).await?;
    sent += flood(&stage, "opener", json!(["host", 0]), each, true).await?;
    client.switch_to_window(host.clone()).await?;

    // The embed itself, and the right page in the wrong shapes.
    embed.enter().await?;
    sent += flood(&stage, "itself", json!([]), each, true).await?;
    stage.chrome.top().await?;
    sent += flood(&stage, "the page around it", json!([0]), each, false).await?;

    let after = embed.script(STATE, vec![]).await?;
    ensure!(before == after, "before {before:#}\nafter {after:#}");
    ensure!(
        page(&stage, "return told.length").await? == told,
        "the host was told something"
    );

    let state = page(&stage, "return tag.getState()").await?;
    ensure!(state["phase"] == "live", "{state}");
    page(&stage, "await tag.send('Yes, please.')").await?;
    embed.answered(2, PATIENCE).await?;
    let state = page(&stage, "return tag.stop()").await?;
    let id = state["sessionId"].as_str().context("a session")?.to_owned();
    embed.phase_is("review").await?;
    let stored = stage
        .server
        .get(&format!("/api/public/sessions/{id}"))
        .await?;
    ensure!(!stored.to_string().contains("HOSTILE"), "{stored:#}");
    ensure!(
        !stage.server.log().contains("HOSTILE"),
        "the server was told"
    );
    println!("{sent} messages of ten senders");
    stage.chrome.close().await
}

/// What a page does that wants a visitor's session: it speaks as the element does, and keeps all it hears
/// of the newest frame in `heard_by_port`.
const GREEDY: &str = r#"
window.heard_by_port = [];
window.greet = (given) => new Promise((done) => {
  const frame = document.querySelector('iframe');
  const hello = () => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      heard_by_port.push(data);
      if ('version' in data) {
        clearInterval(greeting);
        done();
      }
    };
    window.port = port1;
    frame.contentWindow.postMessage({ type: 'vivavoce.hello', version: 1 }, '*', [port2]);
    if (given) port1.postMessage(given);
  };
  const greeting = setInterval(hello, 300);
});
window.again = () => {
  const frame = document.querySelector('iframe');
  const next = frame.cloneNode();
  frame.replaceWith(next);
  return new Promise((there) => { next.onload = there });
};
window.call = async (address, secret, body) => {
  const headers = { 'content-type': 'application/json' };
  if (secret) headers.authorization = `Bearer ${secret}`;
  const answer = await fetch(address, { method: body ? 'POST' : 'GET', headers, body: body && JSON.stringify(body) });
  return [answer.status, await answer.json()];
};
"#;

#[tokio::test]
async fn a_page_nobody_named_is_told_no_token_and_plants_no_session() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [{ "ask": "Hello." }, { "ask": "I see." }, { "ask": "Go on." }] } }))
        .await?;
    let api = stage.embed("/api/embed/sessions");
    let embed = Embed::framed(&stage.chrome);
    let framed = stage.embed(&format!(
        "/embed/{scenario}?userName=Ada&userEmail=a@example.com"
    ));
    stage.open(&framed).await?;
    page(&stage, &format!("{GREEDY}; await greet()")).await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("My secret.").await?;
    let kept = embed
        .script(
            "return JSON.parse(sessionStorage.getItem(`vivavoce:${history.state.vivavoce}`))",
            vec![],
        )
        .await?;
    let token = kept["token"].as_str().context("the frame keeps a token")?;
    let heard = page(
        &stage,
        "return { port: heard_by_port, all: JSON.stringify([heard_by_port, heard]) }",
    )
    .await?;
    ensure!(
        !heard["all"].as_str().unwrap_or(token).contains(token),
        "the page was told the token: {heard}"
    );
    let port = heard["port"].as_array().context("messages")?;
    let handed = port.iter().rfind(|it| it["session"].is_object());
    let handed = handed.context("it is told which session it is")?;
    let id = handed["session"]["told"]["session_id"].clone();
    ensure!(id == kept["told"]["session_id"], "{handed}");
    let told: Value = serde_json::from_str(handed["stop"][1].as_str().unwrap_or_default())?;
    let ticket = told["stop_ticket"].clone();
    ensure!(
        ticket == kept["stop_ticket"] && ticket.is_string(),
        "{told}"
    );

    // What it has neither reads nor speaks.
    for (rest, body) in [
        ("events?after=0&wait=0", Value::Null),
        ("results", Value::Null),
        ("notes", json!({ "notes": [] })),
    ] {
        let address = format!("{api}/{}/{rest}", id.as_str().unwrap_or_default());
        let tried = page(
            &stage,
            &format!("return call({}, {ticket}, {body})", json!(address)),
        )
        .await?;
        ensure!(tried[0] == json!(401), "{rest}: {tried}");
    }

    // A session of its own, in a frame that has none.
    let began = page(
        &stage,
        &format!(
            "return call({}, '', {})",
            json!(api),
            json!({ "scenario_id": scenario, "style": "full" })
        ),
    )
    .await?;
    ensure!(began[0] == json!(201), "{began}");
    let planted = json!({ "session": {
        "token": began[1]["session_token"],
        "told": { "session_id": began[1]["session_id"], "started": true },
    }});
    page(
        &stage,
        &format!("heard_by_port.length = 0; await again(); await greet({planted})"),
    )
    .await?;
    embed
        .says("Your earlier conversation could not be continued here.")
        .await?;
    embed.phase_is("ready").await?;
    ensure!(embed.transcript().await?.is_empty(), "nothing of theirs");
    let heard = page(&stage, "return heard_by_port").await?;
    let answers = heard.as_array().context("messages")?;
    ensure!(
        answers.iter().any(|it| it["session"] == json!(false)),
        "{heard}"
    );

    // The next frame goes on with the visitor's own, by its id alone.
    let own = json!({ "session": { "told": { "session_id": id } } });
    page(&stage, &format!("await again(); await greet({own})")).await?;
    embed.phase_is("live").await?;
    embed.says("My secret.").await?;
    // And the page may still end it.
    let ended = page(
        &stage,
        &format!(
            "return call({}, '', {told})",
            json!(stage.embed(&format!(
                "/api/embed/sessions/{}/stop",
                id.as_str().unwrap_or_default()
            )))
        ),
    )
    .await?;
    ensure!(ended[1]["status"] == "completed", "{ended}");
    embed.phase_is("review").await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn an_embed_opened_as_a_window_obeys_nobody() -> Result<()> {
    let stage = Stage::set().await?;
    let client = &stage.chrome.client;
    let address = stage.embed("/embed/demo-interview?userName=Ada&userEmail=ada@example.com");
    client
        .goto(&format!(
            "http://opener.localhost:{}/?src=about:blank",
            stage.host.port
        ))
        .await?;
    let opener = client.window().await?;
    client
        .execute(
            "window.open_one = window.open(arguments[0])",
            vec![json!(address)],
        )
        .await?;
    let own = wait::until("the embed's window", PATIENCE, || async {
        let all = client.windows().await?;
        Ok(all.into_iter().find(|window| *window != opener))
    })
    .await?;
    client.switch_to_window(own.clone()).await?;
    let embed = Embed::plain(&stage.chrome);
    embed.phase_is("ready").await?;
    let before = embed.script(STATE, vec![]).await?;
    let each = if proving() { 1_000 } else { 100 };
    flood(&stage, "itself", json!([]), each, true).await?;
    client.switch_to_window(opener).await?;
    flood(&stage, "opener", json!(["open_one"]), each, true).await?;
    client.switch_to_window(own).await?;
    let after = embed.script(STATE, vec![]).await?;
    ensure!(before == after, "before {before:#}\nafter {after:#}");
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    stage.chrome.close().await
}
