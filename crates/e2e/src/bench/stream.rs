//! A reply that streams: what is said, who says it, and what a page's main thread spends on showing it.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{get, post};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

use crate::chrome::Chrome;
use crate::wait;

const DELTAS: usize = 1_500;
const CHARACTERS: usize = 8;
const EVERY: Duration = Duration::from_millis(5);
/// How long the page is given to show the last of it.
const SETTLE: Duration = Duration::from_secs(1);
/// The last words, by which it is known that all of it is shown.
const LAST: &str = "That was all of it.";
/// How long a stream may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Notes the long tasks of a page.
const WATCH: &str = "window.longTasks = [];\
    new PerformanceObserver((list) => {\
      for (const { duration } of list.getEntries()) longTasks.push(duration);\
    }).observe({ type: 'longtask' });";

/// The markdown that is streamed, in pieces of eight characters.
pub fn deltas() -> Vec<String> {
    let wanted = DELTAS * CHARACTERS;
    let mut text = String::new();
    let mut part = 0;
    while text.len() < wanted {
        part += 1;
        let _ = write!(
            text,
            "## Part {part}: what to look at\n\n\
             A paragraph with **strong** and *quiet* words, `code`, and a [link](https://example.com/{part}), \
             long enough to be broken into several lines on a telephone, because most of what an agent \
             writes is no more than that: sentences, one after the other, until everything is said.\n\n\
             - first, what is known of it\n- second, what is **not**\n    1. nested once\n    2. and again\n\n\
             | what | how many | from |\n|---|--:|---|\n| apples | {part} | the garden |\n| pears | 12 | the market |\n\n\
             > Someone once said this, and it was written down.\n\n\
             ```rust\nfn part() -> usize {{\n    let found = {part};\n    found * 2\n}}\n```\n\n"
        );
    }
    // It ends in a sentence, whatever it was cut in.
    let end = format!("\n```\n\n{LAST}");
    text.truncate(wanted - end.len());
    text.push_str(&end);
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunks(CHARACTERS);
    pieces.map(|piece| piece.iter().collect()).collect()
}

/// Who speaks: waits until the reply is asked for, and with the first word until it may begin.
#[derive(Clone)]
pub struct Speaker {
    asked: Arc<Notify>,
    begin: Arc<Notify>,
    ended: Arc<Notify>,
    script: Arc<Vec<u8>>,
}

impl Speaker {
    /// `script`: deep-chat's, compressed.
    pub fn new(script: Vec<u8>) -> Speaker {
        Speaker {
            asked: Arc::default(),
            begin: Arc::default(),
            ended: Arc::default(),
            script: Arc::new(script),
        }
    }

    /// Begins to serve; returns the address: an OpenAI-compatible model's, and of the pages beside us.
    pub async fn serve(self) -> Result<String> {
        let router = Router::new()
            .route("/chat/completions", post(complete))
            .route("/chat", post(chat))
            .route("/deep-chat.js", get(peer_script))
            .route("/deep-chat", get(|| async { Html(PEER_PAGE) }))
            .route("/control", get(|| async { Html(CONTROL_PAGE) }))
            .with_state(self);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the streaming site ended: {error}");
            }
        });
        Ok(address)
    }

    /// The reply, each delta as `line` writes it.
    fn reply(self, line: fn(&str) -> Value, done: &'static str) -> Response {
        let (send, receive) = mpsc::channel::<String>(DELTAS);
        tokio::spawn(async move {
            self.asked.notify_one();
            self.begin.notified().await;
            let mut tick = interval(EVERY);
            tick.set_missed_tick_behavior(MissedTickBehavior::Burst);
            for delta in deltas() {
                tick.tick().await;
                if send
                    .send(format!("data: {}\n\n", line(&delta)))
                    .await
                    .is_err()
                {
                    return;
                }
            }
            send.send(done.to_owned()).await.ok();
            self.ended.notify_one();
        });
        streamed(receive)
    }
}

fn streamed(receive: mpsc::Receiver<String>) -> Response {
    let pieces = stream::unfold(receive, |mut receive| async move {
        let piece = receive.recv().await?;
        Some((Ok::<_, Infallible>(Bytes::from(piece)), receive))
    });
    let headers = [(CONTENT_TYPE, "text/event-stream")];
    (headers, Body::from_stream(pieces)).into_response()
}

/// What an OpenAI-compatible model says: a greeting, and what is measured once somebody has spoken.
async fn complete(State(speaker): State<Speaker>, asked: String) -> Response {
    fn line(delta: &str) -> Value {
        json!({ "choices": [{ "delta": { "content": delta } }] })
    }
    if asked.contains(ASK) {
        return speaker.reply(line, "data: [DONE]\n\n");
    }
    let greeting = format!("data: {}\n\ndata: [DONE]\n\n", line("Hello."));
    ([(CONTENT_TYPE, "text/event-stream")], greeting).into_response()
}

/// What deep-chat and the control page are told.
async fn chat(State(speaker): State<Speaker>) -> Response {
    speaker.reply(|delta| json!({ "text": delta }), "")
}

async fn peer_script(State(speaker): State<Speaker>) -> Response {
    let headers = [(CONTENT_TYPE, "text/javascript"), (CONTENT_ENCODING, "br")];
    (headers, speaker.script.as_ref().clone()).into_response()
}

/// What the visitor asks for it with.
const ASK: &str = "Tell me everything.";

const PEER_PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8>\
    <meta name=viewport content='width=device-width, initial-scale=1'><title>Conversation</title>\
    <style>body{margin:0}</style>\
    <script type=module src=/deep-chat.js></script>\
    <deep-chat style='width:100vw;height:100vh;border:0' connect='{\"url\":\"/chat\",\"stream\":true}'></deep-chat>";

/// As one would write it by hand: no markdown, each delta appended, the end kept in sight.
const CONTROL_PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8>\
    <meta name=viewport content='width=device-width, initial-scale=1'><title>Control</title>\
    <style>body{margin:0}#log{height:100vh;overflow:auto}p{white-space:pre-wrap}</style>\
    <div id=log><p></p></div><script>\
    async function ask() {\
      const text = document.querySelector('p'), log = document.querySelector('#log');\
      const reader = (await fetch('/chat', { method: 'POST' })).body.pipeThrough(new TextDecoderStream()).getReader();\
      let rest = '';\
      for (;;) {\
        const { value, done } = await reader.read();\
        if (done) return;\
        const events = (rest + value).split('\\n\\n');\
        rest = events.pop();\
        for (const event of events) {\
          text.textContent += JSON.parse(event.slice(6)).text;\
          log.scrollTop = log.scrollHeight;\
        }\
      }\
    }</script>";

/// How a page is brought to asking, by scripts.
#[derive(Clone, Copy, Debug)]
pub struct Asking {
    /// Is true once it can be asked.
    pub ready: &'static str,
    /// Presses what leads there.
    pub open: &'static str,
    /// Asks.
    pub ask: &'static str,
    /// All the text that is shown.
    pub text: &'static str,
}

pub const EMBED: Asking = Asking {
    ready: "return [...document.querySelectorAll('[data-speaker=agent] .text')].some((e) => e.textContent)",
    open: "document.querySelector('[data-control=start]')?.click()",
    ask: "const field = document.querySelector('[data-control=message]');\
        field.focus();\
        document.execCommand('insertText', false, 'Tell me everything.');\
        document.querySelector('[data-control=send]').click()",
    text: "return document.querySelector('.transcript').textContent",
};

pub const DEEP_CHAT: Asking = Asking {
    ready: "return !!document.querySelector('deep-chat')?.shadowRoot?.querySelector('#text-input')",
    open: "",
    ask: "document.querySelector('deep-chat').submitUserMessage({ text: 'Tell me everything.' })",
    text: "return document.querySelector('deep-chat').shadowRoot.textContent",
};

pub const CONTROL: Asking = Asking {
    ready: "return typeof ask === 'function'",
    open: "",
    ask: "ask()",
    text: "return document.body.textContent",
};

/// What showing one streamed reply cost the page's main thread, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spent {
    /// All of it, from the first delta until everything was shown.
    pub total: f64,
    pub style: f64,
    pub layout: f64,
    /// The longest task, where there was one of 50 ms or more.
    pub longest: f64,
}

impl Speaker {
    /// Has the page at `address` show the reply once.
    pub async fn measure(&self, address: &str, asking: Asking) -> Result<Spent> {
        let alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";
        let chrome = Chrome::start_as(json!({}), &[alone.to_owned()], "normal").await?;
        chrome.viewport(412, 823).await?;
        let watch = json!({ "source": WATCH });
        chrome
            .cdp("Page.addScriptToEvaluateOnNewDocument", watch)
            .await?;
        chrome.client.goto(address).await?;
        wait::until("the page to be ready", PATIENCE, || async {
            chrome.client.execute(asking.open, vec![]).await?;
            let ready = chrome.client.execute(asking.ready, vec![]).await?;
            Ok((ready == json!(true)).then_some(()))
        })
        .await
        .with_context(|| address.to_owned())?;
        // What follows the first screen, as the markdown's parser, is there by then.
        sleep(SETTLE).await;
        // The thread's own time: what else the machine does is not in it.
        let own = json!({ "timeDomain": "threadTicks" });
        chrome.cdp("Performance.enable", own).await?;
        chrome.client.execute(asking.ask, vec![]).await?;
        timeout(PATIENCE, self.asked.notified())
            .await
            .context("nobody asked")?;
        // The visitor's own entry has risen by then.
        sleep(SETTLE).await;
        chrome
            .client
            .execute("longTasks.length = 0", vec![])
            .await?;
        let before = metrics(&chrome).await?;
        self.begin.notify_one();
        timeout(PATIENCE, self.ended.notified())
            .await
            .context("it did not end")?;
        sleep(SETTLE).await;
        let after = metrics(&chrome).await?;
        let longest = "return Math.max(0, ...longTasks)";
        let longest = chrome.client.execute(longest, vec![]).await?;
        let text = chrome.client.execute(asking.text, vec![]).await?;
        let whole = text.as_str().is_some_and(|text| text.contains(LAST));
        ensure!(whole, "{address} does not show all of it: {text}");
        chrome.close().await?;
        let spent = |name: &str| {
            let value = |metrics: &Value| {
                let all = metrics["metrics"].as_array()?;
                all.iter().find(|one| one["name"] == name)?["value"].as_f64()
            };
            let (after, before) = (value(&after)?, value(&before)?);
            Some((after - before) * 1_000.0)
        };
        let spent = |name: &str| spent(name).with_context(|| format!("no {name} was told"));
        Ok(Spent {
            total: spent("TaskDuration")?,
            style: spent("RecalcStyleDuration")?,
            layout: spent("LayoutDuration")?,
            longest: longest.as_f64().unwrap_or_default(),
        })
    }
}

async fn metrics(chrome: &Chrome) -> Result<Value> {
    chrome.cdp("Performance.getMetrics", json!({})).await
}

/// What one page spent, round by round.
#[derive(Clone, Debug, Default)]
pub struct Row {
    pub name: String,
    pub rounds: Vec<Spent>,
}

impl Row {
    /// The middle round's, of an even number the larger, with the lowest and the highest.
    fn told(&self, of: fn(&Spent) -> f64) -> Option<[f64; 3]> {
        let mut values: Vec<f64> = self.rounds.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        Some([
            *values.get(values.len() / 2)?,
            *values.first()?,
            *values.last()?,
        ])
    }
}

/// The table in markdown.
pub fn table(rows: &[Row]) -> String {
    let mut table =
        "| page | main thread, ms: median (lowest – highest) | style | layout | longest task |\n\
                     |---|---:|---:|---:|---:|\n"
            .to_owned();
    for row in rows {
        let middle = |of| {
            row.told(of)
                .map_or("–".to_owned(), |[middle, ..]| format!("{middle:.0}"))
        };
        let total = row.told(|spent| spent.total);
        let total = total.map_or("–".to_owned(), |[middle, lowest, highest]| {
            format!("{middle:.0} ({lowest:.0} – {highest:.0})")
        });
        // Browsers tell of tasks from 50 ms on.
        let longest = row.told(|spent| spent.longest).map(|[.., highest]| highest);
        let longest = match longest {
            None => "–".to_owned(),
            Some(highest) if highest < 50.0 => "< 50".to_owned(),
            Some(highest) => format!("{highest:.0}"),
        };
        let _ = writeln!(
            table,
            "| {} | {total} | {} | {} | {longest} |",
            row.name,
            middle(|spent| spent.style),
            middle(|spent| spent.layout),
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_thousand_characters_are_streamed_in_pieces_of_eight() {
        let deltas = deltas();
        assert_eq!(deltas.len(), DELTAS);
        assert!(deltas.iter().all(|delta| delta.len() == CHARACTERS));
        assert!(deltas.concat().ends_with(LAST));
    }

    #[test]
    fn the_table_tells_the_middle_and_the_spread() {
        let spent = |total, longest| Spent {
            total,
            style: 10.0,
            layout: 20.0,
            longest,
        };
        let row = |name: &str, rounds: &[Spent]| Row {
            name: name.to_owned(),
            rounds: rounds.to_vec(),
        };
        let rows = [
            row(
                "ours",
                &[spent(900.0, 0.0), spent(700.0, 0.0), spent(800.0, 0.0)],
            ),
            row("theirs", &[spent(100.0, 0.0), spent(300.0, 61.0)]),
            row("nobody's", &[]),
        ];
        let table = table(&rows);
        let lines: Vec<&str> = table.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "| ours | 800 (700 – 900) | 10 | 20 | < 50 |",
                "| theirs | 300 (100 – 300) | 10 | 20 | 61 |",
                "| nobody's | – | – | – | – |",
            ]
        );
    }
}
