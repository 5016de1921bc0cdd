//! The Wasm traps, in every phase: the guard says so at once, and Retry brings back what was there.
//!
//! The trap is real: a script of the story puts itself between the widget's instance and its
//! imports, and once armed, the next import runs `unreachable` on the instance's own stack. Nothing
//! of this is in the product.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::{Embed, Shown};
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Fault, Rule, Wiretap};

/// `(module (func (export "t") unreachable))`
const SCRIPT: &str = "\
(() => {
  const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
    7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
  const { t } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const trap = (window.trap = { after: AFTER, at: 0, told: 0, track: null });
  const armed = (real) => (...given) => {
    if (trap.after !== null && trap.after-- <= 0) {
      trap.after = null;
      trap.at = performance.now();
      t();
    }
    return real(...given);
  };
  const watched = (imports) => Object.fromEntries(Object.entries(imports).map(([name, module]) => [
    name,
    Object.fromEntries(Object.entries(module).map(([key, value]) => [
      key,
      typeof value === 'function' ? armed(value) : value,
    ])),
  ]));
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name].bind(WebAssembly);
    WebAssembly[name] = (source, imports) => real(source, imports && watched(imports));
  }
  new MutationObserver(() => {
    const boxes = [...document.querySelectorAll('main[data-phase=failed] [role=alert]')];
    if (trap.at && !trap.told && boxes.some((box) => box.textContent.includes('stopped with an error'))) {
      trap.told = performance.now();
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
})();";

/// Starts a media track as voice would, and lets the next call out of the Wasm trap.
const ARM: &str = "\
    const track = new AudioContext().createMediaStreamDestination().stream.getAudioTracks()[0];\
    window.vivavoceTracks.push(track);\
    window.trap.track = track;\
    window.trap.after = 0;\
    setTimeout(() => document.dispatchEvent(new Event('visibilitychange')), 20);";

/// What the guard did, once it did.
const SEEN: &str = "\
    const { at, told, track } = window.trap ?? {};\
    if (!told) return null;\
    const retry = document.querySelector('[role=alert] [data-control=retry]');\
    const usable = [...document.querySelectorAll('button')].filter((b) => !b.disabled);\
    return { late: told - at, media: track ? track.readyState : 'none', text: document.body.innerText,\
      offered: !!retry?.checkVisibility() && usable.length === 1 };";

const DRAFT: &str = "half a sentence";
const SESSIONS: Rule = Rule("/api/embed/sessions", "/sessions", Fault::Stall);
const STOP: Rule = Rule("/api/embed/sessions/", "/stop", Fault::Stall);

#[derive(Clone, Copy, Debug, PartialEq)]
enum At {
    Loading,
    Credentials,
    Ready,
    Connecting,
    Live,
    MidStream,
    Stopping,
    Review,
    Submitted,
    Failed,
}

impl At {
    const ALL: [At; 10] = [
        At::Loading,
        At::Credentials,
        At::Ready,
        At::Connecting,
        At::Live,
        At::MidStream,
        At::Stopping,
        At::Review,
        At::Submitted,
        At::Failed,
    ];

    /// Where Retry leads.
    fn after(self) -> &'static [&'static str] {
        match self {
            At::Credentials => &["credentials"],
            At::Ready | At::Connecting | At::Failed => &["ready"],
            At::Loading | At::Live | At::MidStream => &["live"],
            // The server was never told to stop.
            At::Stopping => &["live", "stopping", "review"],
            At::Review => &["review"],
            At::Submitted => &["submitted"],
        }
    }
}

struct Play {
    stage: Stage,
    tap: Wiretap,
    scenario: String,
}

impl Play {
    fn embed(&self) -> Embed<'_> {
        Embed::framed(&self.stage.chrome)
    }

    async fn open(&self, at: At) -> Result<()> {
        let ada = "?userName=Ada&userEmail=ada@example.com";
        let query = if at == At::Credentials { "" } else { ada };
        let path = format!("/embed/{}{query}", self.scenario);
        self.stage.open(&embed_address(self.tap.port, &path)).await
    }

    /// Leads to `at`; gives what stands in the transcript then.
    async fn lead(&self, at: At) -> Result<Vec<Shown>> {
        let embed = self.embed();
        self.open(at).await?;
        if matches!(at, At::Credentials) {
            embed.phase_is("credentials").await?;
            return Ok(vec![]);
        }
        embed.phase_is("ready").await?;
        match at {
            At::Ready => return Ok(vec![]),
            At::Connecting => {
                self.tap.break_with(&[SESSIONS]);
                embed.click("start").await?;
                embed.phase_is("connecting").await?;
                return Ok(vec![]);
            }
            At::Failed => {
                self.tap
                    .break_with(&[Rule("/api/embed/sessions", "", Fault::Status(404))]);
                embed.click("start").await?;
                embed.phase_is("failed").await?;
                return Ok(vec![]);
            }
            _ => embed.click("start").await?,
        }
        embed.answered(1, PATIENCE).await?;
        match at {
            At::MidStream => {
                embed.fill("message", "Tell me.").await?;
                embed.click("send").await?;
                embed.says("word5").await?;
            }
            At::Stopping => {
                self.tap.break_with(&[STOP]);
                embed.end().await?;
                embed.phase_is("stopping").await?;
            }
            At::Review | At::Submitted => {
                embed.end().await?;
                embed.phase_is("review").await?;
                if at == At::Submitted {
                    embed.click("submit").await?;
                    embed.phase_is("submitted").await?;
                }
            }
            _ => embed.fill("message", DRAFT).await?,
        }
        if at == At::Loading {
            tokio::time::sleep(Duration::from_millis(2_000)).await;
        }
        embed.transcript().await
    }
}

fn script(after: &str) -> String {
    SCRIPT.replace("AFTER", after)
}

async fn crashes(stage: &Stage) -> Result<Vec<Value>> {
    let all = stage.errors().await?;
    Ok(all
        .into_iter()
        .filter(|error| error["code"] == "crash")
        .collect())
}

#[tokio::test]
async fn a_trap_in_any_phase_is_told_at_once_and_retry_brings_everything_back() -> Result<()> {
    let stage = Stage::set_with("", &[("VIVAVOCE_AGENT_PACE", "40")]).await?;
    let words: Vec<String> = (1..=60).map(|number| format!("word{number}")).collect();
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Hello." }, { "ask": words.join(" ") }, { "ask": "Goodbye." }
        ]}}))
        .await?;
    let tap = Wiretap::before(stage.server.port).await?;
    let play = Play {
        stage,
        tap,
        scenario,
    };
    for at in At::ALL {
        trapped(&play, at)
            .await
            .with_context(|| format!("{at:?}"))?;
    }
    play.stage.chrome.close().await
}

async fn trapped(play: &Play, at: At) -> Result<()> {
    let (stage, embed) = (&play.stage, play.embed());
    play.tap.inject(&script("null"));
    let before = play.lead(at).await?;
    let session = "return history.state?.vivavoce ?? null";
    let id = embed.script(session, vec![]).await?;
    let told = stage.errors().await?.len();
    if at == At::Loading {
        // In the middle of mounting.
        play.tap.inject(&script("60"));
        embed.script("location.reload()", vec![]).await?;
    } else {
        embed.script(ARM, vec![]).await?;
    }
    let seen = wait::until("the guard", PATIENCE, || async {
        let seen = embed.script(SEEN, vec![]).await?;
        Ok((!seen.is_null()).then_some(seen))
    })
    .await?;
    println!("{at:?}: told after {} ms", seen["late"]);
    ensure!(
        // A busy machine takes its time over a task; somebody who waits would see seconds.
        seen["late"].as_f64().is_some_and(|late| late <= 3_000.0),
        "{seen}"
    );
    ensure!(
        seen["offered"] == json!(true),
        "Retry, and nothing else: {seen}"
    );
    if at != At::Loading {
        ensure!(seen["media"] == "ended", "{seen}");
    }
    if matches!(at, At::Live | At::MidStream) {
        // What was said is still there to be read.
        let text = seen["text"].as_str().unwrap_or_default();
        ensure!(text.contains("Hello."), "{text}");
    }
    // The instance's timers go on; none of them may say more or change the screen.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let heard = crashes(stage).await?;
    ensure!(heard.len() == 1, "one onError: {heard:?}");
    let all = stage.errors().await?.len();
    ensure!(all == told + 1, "{:?}", stage.errors().await?);
    ensure!(embed.phase().await? == "failed", "the fallback stays");

    play.tap.inject(&script("null"));
    play.tap.mend();
    embed.click("retry").await?;
    let phase = wait::until("what was there", PATIENCE, || async {
        let phase = embed.phase().await?;
        Ok(at.after().contains(&phase.as_str()).then_some(phase))
    })
    .await
    .context(embed.body().await.unwrap_or_default())?;
    println!("{at:?}: back in {phase}");
    if id.is_null() {
        return Ok(());
    }
    ensure!(
        embed.script(session, vec![]).await? == id,
        "another session"
    );
    match at {
        At::Loading | At::Live => {
            wait::until("the transcript", PATIENCE, || async {
                Ok((embed.transcript().await? == before).then_some(()))
            })
            .await?;
            ensure!(embed.value("message").await? == DRAFT, "the draft");
        }
        At::MidStream => embed.says("word60").await?,
        _ => {}
    }
    let starts = stage.events().await?;
    let starts = starts.iter().filter(|(name, _)| name == "onStart").count();
    ensure!(starts == 1, "{starts} onStart");
    Ok(())
}

/// Puts itself between the parser and `markdown.js`: a text with `TRAPME` in it traps.
const PARSER: &str = "\
(() => {
  const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
    7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
  const { t } = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
  const parser = (window.parser = { trapped: 0, started: 0 });
  const real = WebAssembly.instantiate.bind(WebAssembly);
  WebAssembly.instantiate = async (source, imports) => {
    const instance = await real(source, imports);
    const parse = instance.exports?.vivavoce_parse;
    if (!parse) return instance;
    parser.started += 1;
    const { memory } = instance.exports;
    const watched = (at, length, ...rest) => {
      const text = new TextDecoder().decode(new Uint8Array(memory.buffer, at, length));
      if (text.includes('TRAPME')) {
        parser.trapped += 1;
        t();
      }
      return parse(at, length, ...rest);
    };
    return { exports: { ...instance.exports, vivavoce_parse: watched } };
  };
})();";

/// How many texts are shown parsed, how often the parser trapped and was started.
const PARSED: &str = "return {\
    strong: [...document.querySelectorAll('[role=log] strong')].map((it) => it.textContent),\
    text: document.querySelector('[role=log]')?.textContent ?? '',\
    ...window.parser };";

#[tokio::test]
async fn a_text_that_traps_the_parser_stays_plain_also_after_a_reload() -> Result<()> {
    let stage = Stage::set_with("", &[("VIVAVOCE_AGENT_PACE", "40")]).await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "It is **bold**." },
            { "ask": "Here comes TRAPME and **never bold** and so it goes on for a while yet." },
            { "ask": "And **bold again**." }
        ]}}))
        .await?;
    let tap = Wiretap::before(stage.server.port).await?;
    tap.inject(PARSER);
    let ada = "?userName=Ada&userEmail=ada@example.com";
    let path = format!("/embed/{scenario}{ada}");
    stage.open(&embed_address(tap.port, &path)).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    for (answered, text) in [(2, "Go on."), (3, "And then?")] {
        embed.fill("message", text).await?;
        embed.click("send").await?;
        embed.answered(answered, PATIENCE).await?;
    }
    let shown = |what: &'static str| {
        let embed = &embed;
        async move {
            wait::until(what, PATIENCE, || async {
                let seen = embed.script(PARSED, vec![]).await?;
                Ok((seen["strong"] == json!(["bold", "bold again"])).then_some(seen))
            })
            .await
        }
    };
    let seen = shown("what parses, parsed").await?;
    // Once while it was written, once when it was whole.
    ensure!(seen["trapped"] == json!(2), "{seen}");
    ensure!(seen["started"] == json!(3), "{seen}");
    embed.script("location.reload()", vec![]).await?;
    let seen = shown("the same after a reload").await?;
    let text = seen["text"].as_str().unwrap_or_default();
    ensure!(text.contains("TRAPME and **never bold**"), "{text}");
    ensure!(
        seen["trapped"] == json!(0) && seen["started"] == json!(1),
        "nothing traps again: {seen}"
    );
    ensure!(embed.phase().await? == "live", "the conversation goes on");
    stage.chrome.close().await
}
