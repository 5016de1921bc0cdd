//! Parts of the widget that come when they are needed, or do not: what a visitor sees, and what is
//! kept.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::{Embed, Shown};
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::vendor::Vendor;
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Fault, Rule, Wiretap};

const AFTER: (&str, &str) = ("/assets/after-", ".wasm");
const SHEET: (&str, &str) = ("/assets/after-", ".css");
/// Parts' own glue.
const SECOND: (&str, &str) = ("/assets/glue-", ".js");
const LOCKED: (&str, &str) = ("/assets/locked-", ".wasm");
const GLUE: (&str, &str) = ("/assets/vivavoce-", ".js");
const PAGE: (&str, &str) = ("/embed/", "");

fn rule((start, end): (&'static str, &'static str), fault: Fault) -> Rule {
    Rule(start, end, fault)
}

struct Play {
    stage: Stage,
    tap: Wiretap,
    address: String,
}

impl Play {
    async fn set() -> Result<Play> {
        let stage = Stage::set().await?;
        let tap = Wiretap::before(stage.server.port).await?;
        let steps = json!({ "steps": [{ "ask": "Hello." }, { "ask": "I see." }] });
        let scenario = stage.scenario(json!({ "script": steps })).await?;
        let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
        let address = embed_address(tap.port, &path);
        Ok(Play {
            stage,
            tap,
            address,
        })
    }

    fn embed(&self) -> Embed<'_> {
        Embed::framed(&self.stage.chrome)
    }

    /// A conversation of two replies.
    async fn talk(&self) -> Result<Vec<Shown>> {
        let embed = self.embed();
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        embed.say("Good day.").await?;
        embed.transcript().await
    }

    /// How often files with this beginning and end were asked for.
    fn asked(&self, (start, end): (&str, &str)) -> usize {
        let asked = self.tap.asked();
        let path = |path: &str| path.split('?').next().unwrap_or_default().to_owned();
        asked
            .iter()
            .filter(|it| it.method == "GET")
            .map(|it| path(&it.path))
            .filter(|path| path.starts_with(start) && path.ends_with(end))
            .count()
    }
}

/// The review folds the transcript up: what was said is there, and not to be seen.
fn entries(shown: &[Shown]) -> Vec<&str> {
    shown.iter().map(|entry| entry.entry.as_str()).collect()
}

/// The screen says what is wrong, and offers to try again.
async fn told(embed: &Embed<'_>, name: &str) -> Result<()> {
    let script = "\
        const heading = document.querySelector('.stage h1');\
        const retry = document.querySelector('button[data-control=retry]');\
        return heading?.checkVisibility() && retry?.checkVisibility() ? heading.textContent : ''";
    let told = wait::until(&format!("{name}: a sentence"), PATIENCE, || async {
        let told = embed.script(script, vec![]).await?;
        Ok(told
            .as_str()
            .filter(|told| !told.is_empty())
            .map(str::to_owned))
    })
    .await
    .context(embed.body().await.unwrap_or_default())?;
    ensure!(
        told.contains("could not be reached"),
        "{name} says {told:?}"
    );
    Ok(())
}

#[tokio::test]
async fn a_part_that_does_not_come_is_a_sentence_and_retry_brings_it() -> Result<()> {
    let play = Play::set().await?;
    let embed = play.embed();
    for (name, file, fault) in [
        ("503", AFTER, Fault::Status(503)),
        ("404", AFTER, Fault::Status(404)),
        ("the connection dropped", AFTER, Fault::Drop),
        ("cut", AFTER, Fault::Cut),
        ("truncated", AFTER, Fault::Half),
        ("corrupted", AFTER, Fault::Corrupt),
        ("glue: 503", SECOND, Fault::Status(503)),
        ("glue: the connection dropped", SECOND, Fault::Drop),
        ("glue: cut", SECOND, Fault::Cut),
        ("glue: corrupted", SECOND, Fault::Corrupt),
    ] {
        // From the start: it is fetched ahead, and that must fail without a word.
        play.tap.break_with(&[rule(file, fault)]);
        play.stage.open(&play.address).await?;
        let before = play.talk().await.with_context(|| name.to_owned())?;
        embed.end().await?;
        embed.phase_is("review").await?;
        told(&embed, name).await?;
        // It is no failure of the conversation, nor of the page.
        ensure!(
            play.stage.errors().await?.is_empty(),
            "{name}: {:?}",
            play.stage.errors().await?
        );
        embed.click("retry").await?;
        told(&embed, name).await?;
        play.tap.mend();
        embed.click("retry").await?;
        embed.says("Ready to submit?").await?;
        ensure!(
            entries(&embed.transcript().await?) == entries(&before),
            "{name}"
        );
    }
    play.stage.chrome.close().await
}

#[tokio::test]
async fn a_part_that_is_slow_shows_the_stage_and_one_of_another_type_is_forgiven() -> Result<()> {
    let play = Play::set().await?;
    let embed = play.embed();
    play.tap.break_with(&[rule(AFTER, Fault::Stall)]);
    play.stage.open(&play.address).await?;
    play.talk().await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    let waits = "return !!document.querySelector('.late .loading-word')?.checkVisibility()";
    wait::until("the stage", PATIENCE, || async {
        Ok((embed.script(waits, vec![]).await? == json!(true)).then_some(()))
    })
    .await?;
    play.tap.hang_up();
    told(&embed, "stalled").await?;
    // Without its style sheet the view is plain, and works; a host may call the file what it likes.
    play.tap.break_with(&[
        rule(SHEET, Fault::Status(404)),
        rule(AFTER, Fault::Kind("text/html")),
    ]);
    embed.click("retry").await?;
    embed.says("Ready to submit?").await?;
    play.stage.chrome.close().await
}

#[tokio::test]
async fn a_server_updated_in_mid_conversation_loses_nothing() -> Result<()> {
    let play = Play::set().await?;
    let embed = play.embed();
    // The page and its script are of the build before: its parts are not on the server any more.
    play.tap
        .break_with(&[rule(PAGE, Fault::Unpinned), rule(GLUE, Fault::OldNames)]);
    play.stage.open(&play.address).await?;
    let before = play.talk().await?;
    play.tap.mend();
    ensure!(play.asked(PAGE) == 1, "{}", play.asked(PAGE));

    embed.end().await?;
    embed.says("Ready to submit?").await?;
    embed.phase_is("review").await?;
    ensure!(
        play.asked(PAGE) == 2,
        "loaded anew once, not {}",
        play.asked(PAGE)
    );
    ensure!(entries(&embed.transcript().await?) == entries(&before));
    embed.fill("comment", "Fine.").await?;
    embed.click("submit").await?;
    embed.phase_is("submitted").await?;
    embed.says("In numbers").await?;
    ensure!(embed.transcript().await? == before, "{before:?}");
    ensure!(play.asked(PAGE) == 2, "{}", play.asked(PAGE));

    let events = play.stage.events().await?;
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(names == ["onStart", "onStop", "onSubmit"], "{events:?}");
    ensure!(
        events.iter().all(|(_, id)| *id == events[0].1),
        "{events:?}"
    );
    ensure!(play.stage.errors().await?.is_empty());
    play.stage.chrome.close().await
}

#[tokio::test]
async fn a_build_that_stays_gone_is_told_after_one_new_page() -> Result<()> {
    let play = Play::set().await?;
    let embed = play.embed();
    play.tap
        .break_with(&[rule(PAGE, Fault::Unpinned), rule(GLUE, Fault::OldNames)]);
    play.stage.open(&play.address).await?;
    let before = play.talk().await?;
    embed.end().await?;
    told(&embed, "gone").await?;
    ensure!(play.asked(PAGE) == 2, "{}", play.asked(PAGE));
    play.tap.mend();
    embed.click("retry").await?;
    embed.says("Ready to submit?").await?;
    ensure!(play.asked(PAGE) == 3, "{}", play.asked(PAGE));
    ensure!(entries(&embed.transcript().await?) == entries(&before));
    play.stage.chrome.close().await
}

#[tokio::test]
async fn a_page_asks_only_for_the_parts_it_needs_and_for_each_once() -> Result<()> {
    let play = Play::set().await?;
    let embed = play.embed();
    // A frame without an origin of its own, under the page's policy, with the files pinned.
    let sandboxed = play
        .stage
        .host
        .sandboxing(&play.address, "allow-scripts allow-forms");
    play.stage.chrome.client.goto(&sandboxed).await?;
    embed.phase_is("ready").await?;
    ensure!(
        play.asked(AFTER) + play.asked(LOCKED) == 0,
        "{:?}",
        play.tap.asked()
    );
    play.talk().await?;
    wait::until("what comes later to be fetched ahead", PATIENCE, || async {
        Ok((play.asked(AFTER) == 1).then_some(()))
    })
    .await?;
    embed.end().await?;
    embed.says("Ready to submit?").await?;
    embed.click("submit").await?;
    embed.says("In numbers").await?;
    ensure!(play.asked(AFTER) == 1 && play.asked(SHEET) == 1);
    ensure!(play.asked(SECOND) == 1, "{}", play.asked(SECOND));
    ensure!(play.asked(LOCKED) == 0);

    let private = json!({ "passcode": "sesame" });
    let scenario = play.stage.scenario(private).await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    play.stage
        .open(&embed_address(play.tap.port, &path))
        .await?;
    embed.says("Enter the passcode").await?;
    ensure!(
        play.asked(LOCKED) == 1,
        "asked for {} times",
        play.asked(LOCKED)
    );
    let early = "return performance.getEntriesByType('resource')\
        .filter((it) => it.name.includes('/assets/locked-')).map((it) => it.initiatorType)";
    let asked_by = embed.script(early, vec![]).await?;
    ensure!(asked_by.get(0) == Some(&Value::from("link")), "{asked_by}");
    play.stage.chrome.close().await
}

const DIALECT: (&str, &str) = ("/assets/vendor_agui-", ".wasm");

/// A page that talks to another system.
async fn elsewhere() -> Result<(Vendor, Play)> {
    let vendor = Vendor::start().await?;
    let toml = format!(
        "[backends.vendor]\ndialect = \"ag-ui\"\nurl = \"{}\"\n",
        vendor.address("/ag-ui/agents")
    );
    let stage = Stage::set_with(&toml, &[]).await?;
    let tap = Wiretap::before(stage.server.port).await?;
    let path = "/embed/lamps?backend=vendor&userName=Ada&userEmail=ada@example.com";
    let address = embed_address(tap.port, path);
    Ok((
        vendor,
        Play {
            stage,
            tap,
            address,
        },
    ))
}

#[tokio::test]
async fn another_system_that_cannot_be_spoken_with_is_told_and_retry_brings_it() -> Result<()> {
    let (_vendor, play) = elsewhere().await?;
    let embed = play.embed();
    for (name, fault, is_gone) in [
        ("503", Fault::Status(503), false),
        ("the connection dropped", Fault::Drop, false),
        ("404", Fault::Status(404), true),
        ("another build's", Fault::Corrupt, true),
    ] {
        play.tap.break_with(&[rule(DIALECT, fault)]);
        play.stage.open(&play.address).await?;
        embed.phase_is("ready").await?;
        embed.click("start").await?;
        told(&embed, name).await?;
        play.tap.mend();
        embed.click("retry").await?;
        if is_gone {
            // Only a new page finds the files of another build.
            embed.phase_is("ready").await.context(name)?;
            embed.click("start").await?;
        }
        embed.phase_is("live").await.context(name)?;
        embed.say("Good day.").await.context(name)?;
    }
    play.stage.chrome.close().await
}

#[tokio::test]
async fn a_session_carried_on_whose_part_is_gone_causes_one_new_page_and_is_found() -> Result<()> {
    let (_vendor, play) = elsewhere().await?;
    let embed = play.embed();
    play.stage.open(&play.address).await?;
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.phase_is("live").await?;
    embed.say("Good day.").await?;
    let before = embed.transcript().await?;
    embed.fill("message", "Not sent yet").await?;
    play.tap.break_with(&[rule(DIALECT, Fault::Status(404))]);
    embed.script("location.reload()", vec![]).await?;
    told(&embed, "gone").await?;
    ensure!(play.asked(PAGE) == 3, "{}", play.asked(PAGE));
    play.tap.mend();
    embed.click("retry").await?;
    embed.phase_is("live").await?;
    wait::until("the transcript", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    let draft = "return document.querySelector('[data-control=message]').value";
    let draft = embed.script(draft, vec![]).await?;
    ensure!(draft == json!("Not sent yet"), "{draft}");
    play.stage.chrome.close().await
}
