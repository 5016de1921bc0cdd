//! The first screen: a newcomer makes the embed theirs and takes it along; a key stays a secret.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::page::Page;
use vivavoce_e2e::server::KEY;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

/// The live preview at its own size, so that the driver's clicks need no arithmetic.
const PHONE: &str = "/?width=phone";

async fn opened(path: &str) -> Result<Stage> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 1000).await?;
    stage.chrome.client.goto(&stage.embed(path)).await?;
    Ok(stage)
}

/// Nothing was blocked, nothing was broken.
async fn quiet(stage: &Stage) -> Result<()> {
    let said = stage.chrome.console().await?;
    let ours: Vec<_> = said
        .iter()
        .filter(|(_, message)| !message.contains("the server responded with a status of 4"))
        .collect();
    ensure!(ours.is_empty(), "the console said {ours:?}");
    Ok(())
}

#[tokio::test]
async fn a_newcomer_changes_the_colour_and_the_live_preview_follows() -> Result<()> {
    let stage = opened(PHONE).await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    embed.phase_is("credentials").await?;
    // The demo's variables are filled in already.
    page.holds(
        "the example's variables",
        "return location.search.includes('t_company_name=')",
    )
    .await?;

    embed.script("window.same = true", vec![]).await?;
    page.fill("Accent", "teal-500").await?;
    let accent = "\
        const style = getComputedStyle(document.documentElement);\
        return style.getPropertyValue('--accent').trim();";
    wait::until("the accent in the frame", PATIENCE, || async {
        let found = embed.script(accent, vec![]).await?;
        Ok((found == json!("#14b8a6")).then_some(()))
    })
    .await?;
    ensure!(
        embed.script("return window.same === true", vec![]).await? == json!(true),
        "a colour loaded the frame anew"
    );
    ensure!(page.text(".code").await?.contains("color=teal-500"));

    // Any cell of the palette, by keyboard.
    page.press("button", "Background: palette").await?;
    page.script(
        "document.querySelector('.palette [tabindex=\"0\"]').focus()",
        vec![],
    )
    .await?;
    page.keys("\u{e012}\u{e015}\u{e015}\u{e007}").await?;
    page.holds(
        "the background in the address",
        "return location.search.includes('background=zinc-400')",
    )
    .await?;
    page.says("Your accent on your background").await?;

    // Another style loads another frame; the address holds it all.
    page.press("choice", "Minimal").await?;
    wait::until("the minimal embed", PATIENCE, || async {
        let style = embed
            .script(
                "return document.querySelector('main.embed')?.dataset.style",
                vec![],
            )
            .await?;
        Ok((style == json!("minimal")).then_some(()))
    })
    .await?;
    let before = stage.chrome.client.current_url().await?;
    stage.chrome.client.refresh().await?;
    embed.phase_is("ready").await?;
    page.holds(
        "the settings after a reload",
        "return document.querySelector('[data-setting=color]').value === 'teal-500'\
           && document.querySelector('[data-setting=background]').value === 'zinc-400'",
    )
    .await?;
    ensure!(stage.chrome.client.current_url().await? == before);
    quiet(&stage).await?;
    stage.chrome.close().await
}

/// The parts of the snippet on the screen, by their titles.
async fn parts(page: &Page<'_>) -> Result<Vec<(String, String)>> {
    let script = "return [...document.querySelectorAll('.part')].map((part) => [\
        part.querySelector('h3').textContent, part.querySelector('code').textContent])";
    let parts = page.script(script, vec![]).await?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let parts = parts.as_array().context("a list")?;
    Ok(parts
        .iter()
        .map(|part| (text(&part[0]), text(&part[1])))
        .collect())
}

#[tokio::test]
async fn what_is_copied_runs_in_a_page_that_sends_the_headers_it_was_told_to() -> Result<()> {
    for form in ["iframe", "tag"] {
        let path = format!(
            "/?snippet={form}&style=basic&userName=Ada&userEmail=ada%40example.com&color=%23fdfffe&t_role=%3Cb%3E%22x%22"
        );
        let stage = opened(&path).await?;
        let page = Page(&stage.chrome);
        page.holds(
            "the snippet",
            "return document.querySelectorAll('.part').length === 3",
        )
        .await?;
        let permission = json!({ "origin": stage.embed(""), "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        stage
            .chrome
            .cdp("Browser.grantPermissions", permission)
            .await?;
        page.press("button", "Copy: In the page").await?;
        page.says("Copied.").await?;
        let copied = page
            .script("return navigator.clipboard.readText()", vec![])
            .await?;
        let parts = parts(&page).await?;
        ensure!(copied == json!(parts[0].1), "{copied}");
        quiet(&stage).await?;

        let (html, script, headers) = (&parts[0].1, &parts[1].1, &parts[2].1);
        // The recorder of this host page is its own script.
        let headers = if headers.contains("script-src") {
            headers.clone()
        } else {
            headers.replace("frame-src", "script-src 'self'; frame-src")
        };
        let pasted = stage.host.pasting(html, script, &headers);
        stage.chrome.client.goto(&pasted).await?;
        // The snippet's own frame has no id.
        page.holds(
            "the frame",
            "const frame = document.querySelector('iframe'); if (frame) frame.id = 'embed';\
             return !!(frame ?? document.querySelector('viva-voce')?.shadowRoot)",
        )
        .await?;
        let embed = Embed::framed(&stage.chrome);
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        embed.end().await?;
        let names = wait::until("onSubmit", PATIENCE, || async {
            let events = stage.events().await?;
            let names: Vec<String> = events.into_iter().map(|(name, _)| name).collect();
            Ok(names.contains(&"onSubmit".to_owned()).then_some(names))
        })
        .await
        .with_context(|| form)?;
        ensure!(names == ["onStart", "onStop", "onSubmit"], "{names:?}");
        let said = stage.chrome.console().await?;
        let submitted = said
            .iter()
            .any(|(_, message)| message.contains("onSubmit") || message.contains("submitted"));
        ensure!(
            submitted,
            "the snippet's own listener heard nothing: {said:?}"
        );
        let blocked: Vec<_> = said
            .iter()
            .filter(|(_, message)| {
                message.contains("Content Security Policy") && !message.contains("style")
            })
            .collect();
        ensure!(blocked.is_empty(), "{blocked:?}");
        stage.chrome.close().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_private_scenario_is_tried_with_a_key_that_is_kept_nowhere() -> Result<()> {
    let stage = opened(PHONE).await?;
    let scenario = stage
        .scenario(json!({
            "name": "For members",
            "is_public": false,
            "ai_instructions": "Greet {{ guest }} of {{ club }}.",
            "script": { "steps": [{ "ask": "Welcome." }, { "ask": "Goodbye." }] }
        }))
        .await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    page.fill("API key", "vv_wrong").await?;
    page.press("button", "Use this key").await?;
    page.says("This API key is not known").await?;
    page.fill("API key", KEY).await?;
    page.press("button", "Use this key").await?;
    page.says("Key in use").await?;
    page.press("choice", "For members").await?;
    page.says("guest").await?;
    page.fill("club", "the Acme club").await?;
    page.press("summary", "Visitor").await?;
    page.press("choice", "Ask for name and email").await?;

    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    page.holds(
        "the event in the console",
        "return !!document.querySelector('.events [data-name=onStart]')",
    )
    .await?;
    let parts = parts(&page).await?;
    ensure!(
        parts[0].1.contains("#scenarioAccessToken=ACCESS_TOKEN"),
        "{}",
        parts[0].1
    );
    ensure!(parts.iter().any(|(title, text)| {
        title == "On your server" && text.contains("process.env.VIVAVOCE_API_KEY")
    }));

    // Commands, in the same log.
    page.choose("Command", "send").await?;
    page.fill("Value, as JSON", "\"A friend\"").await?;
    page.press("button", "Run").await?;
    embed.answered(2, PATIENCE).await?;
    page.choose("Command", "setAccessToken").await?;
    page.press("button", "Run").await?;
    page.holds(
        "the command's answer",
        "return !!document.querySelector('.events [data-kind=answered][data-name=setAccessToken]')",
    )
    .await?;

    // The session is a preview, and says whom it was for.
    let session = stage
        .server
        .get(&format!("/api/public/sessions?scenario_id={scenario}"))
        .await?;
    let session = &session["sessions"][0];
    ensure!(session["source"] == json!("PREVIEW"), "{session}");
    let id = session["id"].as_str().unwrap_or_default();
    let session = stage
        .server
        .get(&format!("/api/public/sessions/{id}"))
        .await?;
    ensure!(
        session["variables"]["club"] == json!("the Acme club"),
        "{session}"
    );

    // Neither the key nor a token it minted is anywhere.
    let frame = embed
        .script("return location.href + document.documentElement.outerHTML + JSON.stringify(history.state)", vec![])
        .await?;
    let kept = format!("{}{frame}{}", page.kept().await?, stage.server.log());
    for secret in [KEY, "sat_"] {
        ensure!(!kept.contains(secret), "{secret} was kept");
    }
    // A reload knows no key any more, but what was set.
    stage.chrome.client.refresh().await?;
    page.says("This scenario is private").await?;
    ensure!(!page.text("body").await?.contains("Key in use"));
    page.holds("the settings", "return location.search.includes('t_club=')")
        .await?;
    quiet(&stage).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn the_whole_page_can_be_walked_with_the_tab_key() -> Result<()> {
    let stage = opened(PHONE).await?;
    let page = Page(&stage.chrome);
    page.holds(
        "the frame",
        "return !!document.querySelector('viva-voce')?.shadowRoot.querySelector('iframe')",
    )
    .await?;
    page.holds("the settings", "return !!document.querySelector('.part')")
        .await?;
    let script = "\
        const active = document.activeElement;\
        const e = active?.shadowRoot?.activeElement ?? active;\
        if (!e || e === document.body) return null;\
        const name = e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || e.title || '';\
        const box = e.getBoundingClientRect();\
        const style = getComputedStyle(e);\
        const shown = e.matches('input[type=radio]') ? getComputedStyle(e.nextElementSibling ?? e) : style;\
        const around = e.parentElement ? getComputedStyle(e.parentElement) : style;\
        const seen = [style, shown, around].some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0)\
            || e.tagName === 'IFRAME';\
        return [e.tagName, name.replace(/\\s+/g, ' ').trim().slice(0, 60), seen && box.width > 0];";
    let mut walked = Vec::new();
    for _ in 0..160 {
        page.keys("\u{e004}").await?;
        let at = page.script(script, vec![]).await?;
        if at.is_null() {
            break;
        }
        ensure!(
            at[1] != json!(""),
            "something without a name has the focus: {at}, after {walked:?}"
        );
        ensure!(
            at[2] == json!(true),
            "the focus is not seen on {at}, after {walked:?}"
        );
        walked.push(at[1].as_str().unwrap_or_default().to_owned());
        if at[0] == json!("IFRAME") {
            // What is inside belongs to the embed; behind it the walk goes on.
            let beyond = "document.querySelector('#setup input:checked').focus()";
            page.script(beyond, vec![]).await?;
        }
    }
    for wanted in [
        "Skip to the page",
        "Playground",
        "Scenarios",
        "Accent",
        "Full",
        "Restart",
        "Command",
        "Run",
    ] {
        ensure!(
            walked.iter().any(|name| name.starts_with(wanted)),
            "{wanted} was not reached: {walked:?}"
        );
    }
    stage.chrome.close().await
}

/// Types into the field with this label, and stays in it.
async fn typed(page: &Page<'_>, label: &str, text: &str) -> Result<()> {
    let focus = "\
        const label = [...document.querySelectorAll('label')].find((it) => it.innerText === arguments[0]);\
        label.control.focus();";
    page.script(focus, vec![json!(label)]).await?;
    page.keys(text).await
}

#[tokio::test]
async fn what_is_set_while_somebody_talks_waits_until_it_is_asked_for() -> Result<()> {
    let stage = opened(&format!("{PHONE}&userName=Ada&userEmail=ada%40example.com")).await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    // A text acts while it is typed.
    page.press("summary", "Title, avatar and footer").await?;
    typed(&page, "Title", "Tea").await?;
    page.holds("the title", "return location.search.includes('name=Tea')")
        .await?;
    embed.says("Tea").await?;

    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    page.script(
        "window.talking = document.querySelector('viva-voce')",
        vec![],
    )
    .await?;
    typed(&page, "Title", "pot").await?;
    page.says("Your changes wait for this conversation.")
        .await?;
    page.press("choice", "Basic").await?;
    page.fill("Accent", "teal-500").await?;
    wait::until("the accent, at once", PATIENCE, || async {
        let accent =
            "return getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()";
        let found = embed.script(accent, vec![]).await?;
        Ok((found == json!("#14b8a6")).then_some(()))
    })
    .await?;
    let same = "return document.querySelector('viva-voce') === window.talking";
    ensure!(
        page.script(same, vec![]).await? == json!(true),
        "a setting threw a conversation away"
    );
    embed.say("Still here.").await?;
    embed.answered(2, PATIENCE).await?;

    page.press("button", "Apply and start again").await?;
    page.holds(
        "another frame",
        "const tag = document.querySelector('viva-voce');\
         return tag !== window.talking && tag?.getAttribute('variant') === 'basic' && !document.querySelector('.held')",
    )
    .await?;
    embed.says("Teapot").await?;
    quiet(&stage).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn the_preview_stays_in_sight_whatever_is_set() -> Result<()> {
    let stage = opened("/").await?;
    let page = Page(&stage.chrome);
    page.says("Contrast").await?;
    for (width, height) in [(1200, 800), (768, 1024), (400, 600), (320, 568)] {
        stage.chrome.viewport(width, height).await?;
        for name in ["Theme", "Visitor", "Contrast"] {
            let seen = "\
                const wanted = [...document.querySelectorAll('legend, summary, h2')];\
                wanted.find((it) => it.innerText.trim() === arguments[0]).scrollIntoView({ block: 'end' });\
                const box = document.querySelector('#preview .screen').getBoundingClientRect();\
                return [box.top >= 0, box.bottom <= innerHeight + 1, box.height > 150];";
            let seen = page.script(seen, vec![json!(name)]).await?;
            ensure!(
                seen == json!([true, true, true]),
                "{name} at {width}x{height}: {seen}"
            );
        }
        // What is taken along has the page for itself.
        let over = "\
            document.querySelector('#take').scrollIntoView();\
            const [take, stage] = ['#take', '#preview'].map((it) => document.querySelector(it).getBoundingClientRect());\
            return stage.bottom > take.top;";
        let over = page.script(over, vec![]).await?;
        ensure!(
            over == json!(false),
            "the preview hides the snippet at {width}x{height}"
        );
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn the_first_glance_says_what_it_is_whose_it_is_and_how_to_begin() -> Result<()> {
    let stage = opened("/").await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    embed.phase_is("credentials").await?;
    for (width, height) in [(1200, 800), (400, 600)] {
        stage.chrome.viewport(width, height).await?;
        let seen = "\
            window.scrollTo(0, 0);\
            const below = (e) => e.getBoundingClientRect().bottom > innerHeight;\
            const said = [...document.querySelectorAll('.front h1, .front p, .steps li')];\
            const embed = document.querySelector('viva-voce').getBoundingClientRect();\
            return [said.filter(below).map((e) => e.innerText), Math.round(innerHeight - embed.top)];";
        let seen = page.script(seen, vec![]).await?;
        ensure!(
            seen[0] == json!([]),
            "below the fold at {width}x{height}: {seen}"
        );
        ensure!(
            seen[1].as_i64().is_some_and(|shown| shown > 150),
            "the embed at {width}x{height}: {seen}"
        );
    }
    let front = page.text(".front").await?;
    for word in ["AI", "you write", "snippet"] {
        ensure!(front.contains(word), "{word}: {front}");
    }
    // Its links stay on the page, with what was set.
    page.script("window.same = true", vec![]).await?;
    page.press("link", "Paste the snippet").await?;
    page.holds(
        "the snippet",
        "return window.same && document.querySelector('#take').getBoundingClientRect().top < innerHeight",
    )
    .await?;
    embed.phase_is("credentials").await?;
    stage.chrome.close().await
}

fn picture(name: &str) -> PathBuf {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery"));
    folder.join(format!("playground-{name}.png"))
}

/// The whole page as a picture, and that nothing of it is cut off sideways.
pub async fn shot(stage: &Stage, name: &str, width: u32, scheme: &str) -> Result<()> {
    stage.chrome.scheme(scheme).await?;
    stage.chrome.viewport(width, 900).await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    let page = Page(&stage.chrome);
    let tall = page
        .script("return document.documentElement.scrollHeight", vec![])
        .await?;
    let tall = u32::try_from(tall.as_u64().unwrap_or(900))
        .unwrap_or(900)
        .clamp(900, 6_000);
    stage.chrome.viewport(width, tall).await?;
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    stage
        .chrome
        .screenshot(&picture(&format!("{name}-{width}-{scheme}")))
        .await?;
    let over = page
        .script(
            "return [...document.querySelectorAll('main *')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1\
               && !e.closest('.screen, .code, .events')).slice(0, 5).map((e) => e.tagName + '.' + e.className)",
            vec![],
        )
        .await?;
    ensure!(over == json!([]), "{name} at {width} is cut off: {over}");
    Ok(())
}

#[tokio::test]
async fn it_looks_finished_at_every_width_in_both_schemes() -> Result<()> {
    let stage = opened("/").await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    embed.phase_is("credentials").await?;
    page.press("button", "Accent: palette").await?;
    for (width, scheme) in [
        (320, "light"),
        (768, "light"),
        (1200, "light"),
        (1200, "dark"),
        (320, "dark"),
    ] {
        shot(&stage, "front", width, scheme).await?;
    }
    stage.chrome.close().await
}
