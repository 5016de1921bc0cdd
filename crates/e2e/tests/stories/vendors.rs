//! Systems behind the relay that misbehave in every way they can: the visitor sees what is the
//! matter and can try again, nothing said is lost or doubled, and nothing of theirs is run or
//! fetched.

use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::vendor::{Mood, Vendor, reply_to};
use vivavoce_e2e::wait::{self, PATIENCE};

/// What the visitor is left with while the vendor misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    /// The whole reply.
    Answered,
    /// A word that it is being sent, thought about or reached for.
    Waiting,
    /// "Not sent", and Retry beside it.
    Unsent,
    /// Why there is no reply, or no more of one, and Retry beside it.
    Broken,
    /// Nothing that waits: the visitor's turn.
    Over,
}

use Left::{Answered, Broken, Over, Unsent, Waiting};

/// How long a wait lasts until it counts as one.
const SOME_TIME: Duration = Duration::from_millis(1_200);

/// Of the vendor's; as `more` of an entry.
const KEY: &str = "CANARY-0123456789-vendor";
const SECRET: &str = "secret = \"env:VENDOR_KEY\"";

/// How it stands with what the visitor said last.
const STANDS: &str = "\
    const [words, reply] = arguments;\
    const all = [...document.querySelectorAll('[role=log] article[data-entry]')];\
    const seen = (e) => !!e && e.checkVisibility() && e.innerText.trim() !== '';\
    const text = (e) => e.querySelector('.text')?.textContent ?? '';\
    const at = all.findLastIndex((e) => e.dataset.speaker === 'visitor' && text(e) === words);\
    const own = all[at];\
    const retry = (e) => seen(e?.querySelector('[role=alert]')) && seen(e.querySelector('[data-control=retry]'));\
    const has = (what) => seen(document.querySelector(what));\
    if (at < 0 || document.querySelector('main').dataset.phase !== 'live') return 'lost';\
    if (retry(own.querySelector('.undelivered'))) return 'unsent';\
    if (retry(document.querySelector('.broken .undelivered'))) return 'broken';\
    if (own.dataset.delivery === 'sending' || has('[data-control=cancel]') || has('.link')) return 'waiting';\
    return all.slice(at + 1).some((e) => text(e).includes(reply)) ? 'answered' : 'over';";

/// Everything the visitor said, oldest first.
const WORDS: &str = "\
    return [...document.querySelectorAll('[role=log] article[data-speaker=visitor] .text')]\
      .map((e) => e.textContent);";

const RETRY: &str = "\
    const own = document.querySelectorAll('.undelivered [data-control=retry]');\
    own[own.length - 1]?.click();";

/// What of a page must not be so, in words.
const TROUBLES: &str = r#"
const troubles = [];
const addresses = ['href', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'poster', 'data', 'xlink:href', 'background', 'ping'];
const runs = /^[\u0000-\u0020]*(javascript|vbscript|data|file|blob):/i;
for (const element of document.body.querySelectorAll('*')) {
  for (const { name, value } of element.attributes) {
    if (/^on/i.test(name)) troubles.push(`${element.tagName} has ${name}`);
    if (addresses.includes(name) && runs.test(value.replace(/[\t\n\r]/g, ''))) troubles.push(`${element.tagName} ${name}=${value}`);
    if (addresses.includes(name) && value.includes('evil.localhost') && element.tagName !== 'A') troubles.push(`${element.tagName} fetches ${value}`);
  }
}
const foreign = 'script:not([src]), iframe[srcdoc], object, embed, base, form[action], style, meta[http-equiv]';
for (const element of document.querySelectorAll(`main :is(${foreign}, script)`)) troubles.push(`there is a ${element.tagName}`);
if ('__executed' in window) troubles.push(`executed: ${window.__executed}`);
for (const { name } of performance.getEntriesByType('resource')) {
  if (!name.startsWith(location.origin + '/') && !arguments[0].some((fine) => name.startsWith(fine))) troubles.push(`fetched ${name}`);
}
if (document.body.innerText.includes('stopped with an error')) troubles.push('the widget crashed');
if (document.body.innerText.includes('NEVER SHOWN')) troubles.push('shown what never should be');
return troubles;
"#;

/// A server with the stand-in behind it, and a browser.
struct Trial {
    vendor: Vendor,
    stage: Stage,
    /// Origins the page may fetch from beside its own.
    fine: Vec<String>,
}

impl Trial {
    async fn of(dialect: &str, below: &str, more: &str) -> Result<Trial> {
        let vendor = Vendor::start().await?;
        let toml = format!(
            "[backends.vendor]\ntitle = \"The vendor\"\ndialect = \"{dialect}\"\nurl = \"{}\"\n{more}\n",
            vendor.address(below)
        );
        let stage = Stage::set_with(&toml, &[("VENDOR_KEY", KEY)]).await?;
        Ok(Trial {
            vendor,
            stage,
            fine: Vec::new(),
        })
    }

    async fn open(&self) -> Result<Embed<'_>> {
        let path = "/embed/lamps?backend=vendor&userName=Ada&userEmail=ada@example.com";
        self.stage.open(&self.stage.embed(path)).await?;
        let embed = Embed::framed(&self.stage.chrome);
        embed.phase_is("ready").await?;
        embed.click("start").await?;
        Ok(embed)
    }

    /// Nothing was run, fetched, or left where a click would run it.
    async fn harmless(&self, embed: &Embed<'_>) -> Result<()> {
        let troubles = embed.script(TROUBLES, vec![json!(self.fine)]).await?;
        ensure!(troubles == json!([]), "{troubles:#}");
        let page = embed
            .script(
                "return document.documentElement.outerHTML.includes(arguments[0])",
                vec![json!(KEY)],
            )
            .await?;
        ensure!(page == json!(false), "the vendor's key is in the page");
        let lured = self.vendor.lured();
        ensure!(lured.is_empty(), "fetched from elsewhere: {lured:?}");
        let here = embed.script("return location.pathname", vec![]).await?;
        ensure!(here == json!("/embed/lamps"), "the frame went to {here}");
        let console = self.stage.chrome.console().await?;
        for (level, line) in console {
            let refused = [
                "Content Security Policy",
                "Trusted",
                "vivavoce:",
                "panicked",
            ];
            ensure!(
                !refused.iter().any(|word| line.contains(word)),
                "the console says ({level}): {line}"
            );
        }
        Ok(())
    }

    /// The host heard of the session's beginning, and of these failures.
    async fn told(&self, codes: &[&str]) -> Result<()> {
        let events = self.stage.events().await?;
        let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
        ensure!(names == ["onStart"], "{names:?}");
        let errors = self.stage.errors().await?;
        let told: Vec<&str> = errors.iter().filter_map(|it| it["code"].as_str()).collect();
        ensure!(told == codes, "{errors:#?}");
        Ok(())
    }
}

/// What is said in a conversation whose vendor changes its mood.
struct Talk<'a> {
    trial: &'a Trial,
    embed: Embed<'a>,
    said: Vec<String>,
}

impl Talk<'_> {
    async fn send(&mut self, words: &str) -> Result<()> {
        self.embed.fill("message", words).await?;
        self.embed.click("send").await?;
        self.said.push(words.to_owned());
        Ok(())
    }

    async fn stands(&self) -> Result<Left> {
        let words = self.said.last().context("something was said")?;
        let asked = vec![json!(words), json!(reply_to(words))];
        Ok(match self.embed.script(STANDS, asked).await?.as_str() {
            Some("answered") => Answered,
            Some("waiting") => Waiting,
            Some("unsent") => Unsent,
            Some("broken") => Broken,
            Some("over") => Over,
            _ => bail!("what was said is gone: {}", self.embed.body().await?),
        })
    }

    /// Every word of the visitor's is there, once, in its order.
    async fn complete(&self) -> Result<()> {
        let shown = self.embed.script(WORDS, vec![]).await?;
        ensure!(
            shown == json!(self.said),
            "{shown:#} instead of {:#?}",
            self.said
        );
        Ok(())
    }

    /// Says something while the vendor is in that mood, and once more when it is well again.
    async fn through(&mut self, mood: Mood, left: Left) -> Result<()> {
        self.trial.vendor.turn(mood).await?;
        self.send(&format!("Is it {mood:?}")).await?;
        if left == Waiting {
            tokio::time::sleep(SOME_TIME).await;
            let stands = self.stands().await?;
            ensure!(
                stands == left,
                "left {stands:?}: {}",
                self.embed.body().await?
            );
        } else {
            let last = std::cell::Cell::new(Waiting);
            let what = format!("to be left {left:?}");
            let is_so = wait::until(&what, PATIENCE, || async {
                last.set(self.stands().await?);
                Ok((last.get() == left).then_some(()))
            });
            let body = || async { self.embed.body().await.unwrap_or_default() };
            if let Err(error) = is_so.await {
                bail!("{error:#}; left {:?}: {:.2000}", last.get(), body().await);
            }
        }
        ensure!(self.trial.vendor.spoiled() > 0, "nothing was spoiled");
        self.complete().await?;
        self.trial.harmless(&self.embed).await?;

        self.trial.vendor.turn(Mood::Well).await?;
        if left == Over {
            self.send(&format!("And after {mood:?}")).await?;
        }
        wait::until("the reply", PATIENCE, || async {
            match self.stands().await? {
                Answered => return Ok(Some(())),
                Unsent | Broken => drop(self.embed.script(RETRY, vec![]).await?),
                Waiting | Over => {}
            }
            Ok(None)
        })
        .await
        .with_context(|| format!("after {mood:?}"))?;
        self.complete().await?;
        self.trial.harmless(&self.embed).await
    }
}

/// One conversation through all of these moods.
async fn check(trial: Trial, rows: &[(Mood, Left)]) -> Result<()> {
    let embed = trial.open().await?;
    embed.phase_is("live").await?;
    let mut talk = Talk {
        trial: &trial,
        embed,
        said: Vec::new(),
    };
    for (mood, left) in rows {
        let begun = std::time::Instant::now();
        talk.through(*mood, *left)
            .await
            .with_context(|| format!("{mood:?}"))?;
        println!("{mood:?}: {left:?}, {:.1?}", begun.elapsed());
    }
    // The lists beside the talk are the vendor's words as well.
    for list in ["conversations", "details"] {
        if talk.embed.offers(list).await? {
            talk.embed.click(list).await?;
            trial.harmless(&talk.embed).await?;
            talk.embed.click("close").await?;
        }
    }
    trial.told(&[]).await?;
    drop(talk);
    trial.stage.chrome.close().await
}

#[tokio::test]
async fn a_hostile_totebot_agent_loses_nothing_and_runs_nothing() -> Result<()> {
    let rows = [
        (Mood::Unknown, Answered),
        (Mood::Mistyped, Over),
        (Mood::Halved, Over),
        (Mood::Torn, Broken),
        (Mood::Lump, Broken),
        (Mood::Flood, Answered),
        (Mood::Links, Answered),
        (Mood::Markup, Answered),
        (Mood::Late, Answered),
        (Mood::Dripping, Answered),
        (Mood::Silent, Waiting),
        (Mood::Resetting, Unsent),
        (Mood::Gone, Unsent),
        (Mood::Page, Unsent),
        (Mood::Portal, Unsent),
        (Mood::Error, Broken),
    ];
    check(Trial::of("totebot", "/totebot", SECRET).await?, &rows).await
}

#[tokio::test]
async fn a_hostile_ag_ui_agent_loses_nothing_and_runs_nothing() -> Result<()> {
    let rows = [
        (Mood::Unknown, Answered),
        (Mood::Mistyped, Over),
        (Mood::Halved, Broken),
        (Mood::Torn, Broken),
        (Mood::Lump, Broken),
        (Mood::Flood, Answered),
        (Mood::Links, Answered),
        (Mood::Markup, Answered),
        (Mood::Late, Answered),
        (Mood::Dripping, Answered),
        (Mood::Silent, Waiting),
        (Mood::Resetting, Unsent),
        (Mood::Gone, Unsent),
        (Mood::Page, Unsent),
        (Mood::Portal, Unsent),
        (Mood::Error, Broken),
    ];
    // Whatever of it may be shown is.
    let more = format!("{SECRET}\nshow = [\"state\", \"steps\"]");
    check(Trial::of("ag-ui", "/ag-ui/agents", &more).await?, &rows).await
}

#[tokio::test]
async fn a_hostile_agentok_chat_loses_nothing_and_runs_nothing() -> Result<()> {
    let rows = [
        // It may well be at work.
        (Mood::Unknown, Waiting),
        (Mood::Mistyped, Waiting),
        (Mood::Halved, Unsent),
        (Mood::Torn, Unsent),
        (Mood::Lump, Unsent),
        (Mood::Flood, Answered),
        (Mood::Links, Answered),
        (Mood::Markup, Answered),
        (Mood::Late, Answered),
        (Mood::Dripping, Answered),
        (Mood::Silent, Waiting),
        (Mood::Resetting, Unsent),
        (Mood::Gone, Unsent),
        (Mood::Page, Unsent),
        (Mood::Portal, Unsent),
        (Mood::Error, Unsent),
    ];
    check(Trial::of("agentok", "/agentok", SECRET).await?, &rows).await
}

#[tokio::test]
async fn a_hostile_tovie_channel_loses_nothing_and_runs_nothing() -> Result<()> {
    let rows = [
        (Mood::Unknown, Answered),
        (Mood::Mistyped, Waiting),
        // Sent again by itself, once the history says that it did not arrive.
        (Mood::Halved, Waiting),
        (Mood::Torn, Waiting),
        (Mood::Lump, Waiting),
        (Mood::Flood, Answered),
        (Mood::Links, Answered),
        (Mood::Markup, Answered),
        (Mood::Late, Answered),
        (Mood::Dripping, Answered),
        (Mood::Silent, Waiting),
        (Mood::Resetting, Waiting),
        (Mood::Gone, Waiting),
        (Mood::Page, Waiting),
        (Mood::Portal, Waiting),
        (Mood::Error, Unsent),
    ];
    let trial = Trial::of("tovie", "/tovie/chatapi/stand-in-channel", "").await?;
    check(trial, &rows).await
}

const FRAMED: &str = "[data-control=frame]";

/// Whether there is a frame, and what the phase is.
async fn school(embed: &Embed<'_>) -> Result<(bool, String)> {
    let script = "return document.querySelector(arguments[0]) !== null";
    let framed = embed.script(script, vec![json!(FRAMED)]).await?;
    Ok((framed == json!(true), embed.phase().await?))
}

#[tokio::test]
async fn a_talkio_school_that_cannot_be_framed_says_so_and_can_be_tried_again() -> Result<()> {
    let more = format!("provider = \"partner\"\norganization = \"school\"\n{SECRET}");
    let mut trial = Trial::of("talkio", "/talkio", &more).await?;
    trial.fine = vec![trial.vendor.address("/authentication/")];
    // Whether it is tried again by itself, for a while at least, or by the visitor.
    for (mood, by_itself) in [
        (Mood::Links, true),
        (Mood::Astray, true),
        (Mood::Mistyped, false),
        (Mood::Halved, true),
        (Mood::Lump, true),
        (Mood::Silent, true),
        (Mood::Gone, true),
        (Mood::Portal, true),
        (Mood::Error, false),
    ] {
        let row = async {
            trial.vendor.turn(mood).await?;
            let embed = trial.open().await?;
            let (phase, sentence) = match (by_itself, mood) {
                (true, Mood::Silent) => ("live", "Opening the page…"),
                (true, _) => ("live", "Reconnecting…"),
                (false, _) => ("failed", "could not be reached"),
            };
            embed.phase_is(phase).await?;
            embed.says(sentence).await?;
            ensure!(!school(&embed).await?.0, "something is framed");
            ensure!(trial.vendor.spoiled() > 0, "nothing was spoiled");
            trial.harmless(&embed).await?;
            if mood == Mood::Gone {
                // Nobody is asked to wait for ever.
                embed.phase_is("failed").await?;
                embed.says("could not be reached").await?;
            }
            trial.vendor.turn(Mood::Well).await?;
            if embed.phase().await? == "failed" {
                embed.click("retry").await?;
            }
            wait::until("the school", PATIENCE, || async {
                let (framed, phase) = school(&embed).await?;
                Ok((framed && phase == "live").then_some(()))
            })
            .await
            .context(embed.body().await?)?;
            trial.harmless(&embed).await?;
            let codes: &[&str] = match by_itself && mood != Mood::Gone {
                true => &[],
                false => &["unreachable"],
            };
            trial.told(codes).await
        };
        row.await.with_context(|| format!("{mood:?}"))?;
    }
    // What stands beside the frame is text.
    trial.vendor.turn(Mood::Markup).await?;
    let embed = trial.open().await?;
    for list in ["details", "conversations"] {
        embed.click(list).await?;
        embed.says("<script>").await?;
        trial.harmless(&embed).await?;
        embed.click("close").await?;
    }
    trial.stage.chrome.close().await
}

#[tokio::test]
async fn what_a_careless_page_would_do_is_noticed() -> Result<()> {
    let trial = Trial::of("totebot", "/totebot", SECRET).await?;
    let embed = trial.open().await?;
    embed.phase_is("live").await?;
    trial.harmless(&embed).await?;
    let main = "const main = document.querySelector('main');\
                const made = (tag, name, value) => { const e = document.createElement(tag); e.setAttribute(name, value); main.append(e); return () => e.remove(); };";
    let lure = format!(
        "http://evil.localhost:{}/lure/control.png",
        trial.vendor.port
    );
    for careless in [
        "return made('a', 'href', 'java\\nscript:alert(1)')",
        "return made('a', 'href', ' VBScript:x')",
        "return made('img', 'src', 'data:image/svg+xml,<svg/>')",
        "return made('p', 'onclick', 'alert(1)')",
        "return made('form', 'action', '/x')",
        "return made('iframe', 'srcdoc', 'x')",
        "window.__executed = 'control'; return () => { delete window.__executed }",
        &format!("return made('img', 'src', '{lure}')"),
    ] {
        // The page's own policy lets nobody so much as try some of it.
        let script = format!(
            "{main} window.undo = () => {{}};\
             try {{ window.undo = (() => {{ {careless} }})() }} catch {{ return 'refused' }}"
        );
        let refused = embed.script(&script, vec![]).await? == json!("refused");
        let noticed = embed.script(TROUBLES, vec![json!([])]).await? != json!([]);
        ensure!(refused || noticed, "{careless} goes unnoticed");
        embed.script("window.undo()", vec![]).await?;
        let after = embed.script(TROUBLES, vec![json!([])]).await?;
        // That something was fetched stays on record.
        let fetched = careless.contains(&lure);
        ensure!(fetched || after == json!([]), "{careless}: {after}");
    }
    // The page's own policy refused the picture, and the console tells that it had to.
    let refused = trial.harmless(&embed).await;
    ensure!(refused.is_err(), "a refused picture goes unnoticed");
    let fetched: Value = reqwest::get(trial.vendor.address("/lure/control.png"))
        .await?
        .status()
        .as_u16()
        .into();
    ensure!(
        fetched == json!(200) && trial.vendor.lured().len() == 1,
        "{fetched}"
    );
    trial.stage.chrome.close().await
}
