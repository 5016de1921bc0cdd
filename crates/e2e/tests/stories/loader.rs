//! What `<viva-voce>` does for the frame inside it: its height, its memory, its version.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host::Host;
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::{four, open, page, said, session};
use vivavoce_e2e::wait::{self, PATIENCE};

/// An element for Ada; `more` are further attributes.
fn tag(id: &str, scenario: &str, more: &str) -> String {
    format!(
        "<viva-voce id={id} scenario={scenario} user-name=Ada user-email=ada@example.com {more}></viva-voce>"
    )
}

async fn talk(stage: &Stage) -> Result<String> {
    stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Shall we talk about {{ topic }}?" }, { "ask": "Why {{ topic }}?" },
            { "ask": "Since when?" }, { "ask": "And otherwise?" }, { "ask": "I see." }
        ]}}))
        .await
}

#[tokio::test]
async fn a_frame_grows_with_its_content_within_the_window_and_then_rests() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    stage.chrome.viewport(500, 1200).await?;
    open(
        &stage,
        &tag("a", &scenario, "auto-height style=height:auto"),
    )
    .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    // Nothing hidden, and nothing to spare.
    let fits = || async {
        let state = embed
            .script(
                "const part = document.querySelector('.stage,.transcript,.report');\
                 const main = document.querySelector('main.embed');\
                 return [part.scrollHeight - part.clientHeight, innerHeight - main.offsetHeight, innerHeight]",
                vec![],
            )
            .await?;
        let [hidden, spare, height] = serde_json::from_value::<[f64; 3]>(state)?;
        Ok((hidden <= 0.0 && spare.abs() <= 1.0).then_some(height))
    };
    let ready = wait::until("the ready screen to fit", PATIENCE, fits).await?;
    ensure!(ready > 160.0, "grown beyond a frame's default: {ready}");
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    let short = wait::until("the conversation to fit", PATIENCE, fits).await?;
    ensure!(short >= ready, "shrunk on Start from {ready} to {short}");
    for text in ["Because of its smell.", "Since I was ten.", "Coffee."] {
        embed.say(text).await?;
    }
    let long = wait::until("the longer conversation to fit", PATIENCE, fits).await?;
    ensure!(long > short + 100.0, "grown from {short} to {long}");
    let sizes = || async {
        let said = said(&stage, "a", &["resize"]).await?;
        Ok::<_, anyhow::Error>(
            said.into_iter()
                .map(|(_, it)| it["data"]["height"].clone())
                .collect::<Vec<_>>(),
        )
    };
    let before = sizes().await?;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let after = sizes().await?;
    ensure!(before == after, "it rests: {before:?} then {after:?}");
    ensure!(after.len() < 60, "told when it changed: {after:?}");
    // In a lower window it leaves the visitor the field to answer in.
    stage.chrome.viewport(500, 400).await?;
    wait::until("the conversation to scroll inside", PATIENCE, || async {
        let state = embed
            .script(
                "const part = document.querySelector('.transcript');\
                 const field = document.querySelector('[data-control=message]');\
                 return [innerHeight, part.scrollHeight - part.clientHeight,\
                   innerHeight - field.getBoundingClientRect().bottom]",
                vec![],
            )
            .await?;
        let [height, hidden, below] = serde_json::from_value::<[f64; 3]>(state)?;
        Ok((height == 320.0 && hidden > 0.0 && below > 0.0).then_some(()))
    })
    .await?;
    stage.chrome.viewport(500, 1200).await?;
    wait::until("the conversation to fit again", PATIENCE, fits).await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    let review = wait::until("the review to fit", PATIENCE, fits).await?;
    ensure!(review != long, "another screen, another height");
    // A host that sets a limit gets it: the conversation scrolls inside.
    page(&stage, "tag.removeAttribute('auto-height')").await?;
    let full = page(
        &stage,
        "tag.style.height = '300px'; return tag.shadowRoot.querySelector('iframe').offsetHeight",
    )
    .await?;
    ensure!(full == json!(300), "{full}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_moved_element_goes_on_with_its_conversation() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    stage.chrome.viewport(400, 700).await?;
    // Even one that begins by itself.
    open(&stage, &tag("a", &scenario, "auto-start t_topic=tea")).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.answered(1, PATIENCE).await?;
    embed.say("Because of its smell.").await?;
    let before = embed.transcript().await?;
    let id = session(&stage, "a").await?;
    for _ in 0..2 {
        page(
            &stage,
            "const box = document.createElement('div'); document.body.append(box); box.append(tag)",
        )
        .await?;
        wait::until("the transcript to be back", PATIENCE, || async {
            Ok((embed.transcript().await? == before).then_some(()))
        })
        .await?;
    }
    embed.phase_is("live").await?;
    // The old frames said that they leave; the new one has come since.
    tokio::time::sleep(Duration::from_secs(29)).await;
    embed.say("Since I was ten.").await?;
    ensure!(
        four(&stage, "a").await? == ["start"],
        "{:?}",
        four(&stage, "a").await?
    );
    let state = page(&stage, "return tag.getState()").await?;
    ensure!(state["sessionId"] == json!(id), "{state}");
    // Where it stands: neither in the page nor in an address.
    let kept = page(
        &stage,
        "return [document.documentElement.outerHTML, tag.shadowRoot.querySelector('iframe').src, JSON.stringify({...localStorage, ...sessionStorage})].join()",
    )
    .await?;
    ensure!(!kept.to_string().contains(&id), "{kept}");
    embed.end().await?;
    embed.phase_is("review").await?;
    ensure!(
        four(&stage, "a").await? == ["start", "stop"],
        "{:?}",
        four(&stage, "a").await?
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn two_elements_stay_apart() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    stage.chrome.viewport(900, 1_300).await?;
    let both = [
        tag("a", &scenario, "t_topic=tea"),
        tag("b", &scenario, "t_topic=coffee"),
    ]
    .concat();
    open(&stage, &both).await?;
    let (a, b) = (
        Embed::within(&stage.chrome, "#a iframe"),
        Embed::within(&stage.chrome, "#b iframe"),
    );
    for (embed, topic) in [(&a, "tea"), (&b, "coffee")] {
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        embed.says(&format!("Shall we talk about {topic}?")).await?;
        embed.say(&format!("I like {topic}.")).await?;
    }
    let (of_a, of_b) = (a.transcript().await?, b.transcript().await?);
    // Both leave their place at once, and the other way round.
    page(
        &stage,
        "const [a, b] = document.querySelectorAll('viva-voce'); const box = document.createElement('div');\
         a.remove(); b.remove(); document.body.append(box); box.append(b, a)",
    )
    .await?;
    for (embed, before) in [(&a, &of_a), (&b, &of_b)] {
        wait::until("the own transcript to be back", PATIENCE, || async {
            Ok((embed.transcript().await? == *before).then_some(()))
        })
        .await?;
    }
    page(&stage, "document.querySelector('#b').remove()").await?;
    a.say("Since I was ten.").await?;
    ensure!(four(&stage, "a").await? == ["start"], "a goes on");
    ensure!(four(&stage, "b").await? == ["start", "stop"], "b stopped");
    stage.chrome.close().await
}

/// A browser that keeps nothing, and a server that names the host's page or nobody.
async fn without_storage(is_named: bool) -> Result<Stage> {
    let host = Host::start().await?;
    let toml = match is_named {
        true => format!("[embed]\nallowed_hosts = [\"{}\"]\n", host.origin()),
        false => String::new(),
    };
    Ok(Stage {
        server: Server::start_with(&toml, &[]).await?,
        chrome: Chrome::start_with(json!({ "profile.default_content_setting_values.cookies": 2 }))
            .await?,
        host,
    })
}

/// Begins to talk in a frame that keeps nothing; answers the session.
async fn talking_without_storage(stage: &Stage) -> Result<String> {
    let scenario = talk(stage).await?;
    stage.chrome.viewport(400, 700).await?;
    open(stage, &tag("a", &scenario, "t_topic=tea")).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Because of its smell.").await?;
    let stored = embed
        .script(
            "try { return sessionStorage.length } catch (e) { return e.name }",
            vec![],
        )
        .await?;
    ensure!(
        stored == json!("SecurityError"),
        "storage is blocked: {stored}"
    );
    session(stage, "a").await
}

#[tokio::test]
async fn a_frame_without_storage_is_given_its_conversation_back_by_a_named_page() -> Result<()> {
    let stage = without_storage(true).await?;
    talking_without_storage(&stage).await?;
    let embed = Embed::framed(&stage.chrome);
    let before = embed.transcript().await?;
    embed.script("location.reload()", vec![]).await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    embed.say("Since I was ten.").await?;
    ensure!(
        four(&stage, "a").await? == ["start"],
        "{:?}",
        four(&stage, "a").await?
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_frame_without_storage_begins_anew_in_a_page_nobody_named_and_says_so() -> Result<()> {
    let stage = without_storage(false).await?;
    let first = talking_without_storage(&stage).await?;
    let embed = Embed::framed(&stage.chrome);
    let sentence = "Your earlier conversation could not be continued here. This is a new one.";
    let announced = || async {
        let spoken = "return document.querySelector('[role=status]').textContent";
        Ok((embed.script(spoken, vec![]).await? == json!(sentence)).then_some(()))
    };
    embed.script("location.reload()", vec![]).await?;
    embed.says(sentence).await?;
    wait::until("it to be spoken", PATIENCE, announced).await?;
    embed.phase_is("ready").await?;
    wait::until("the page to know", PATIENCE, || async {
        Ok((four(&stage, "a").await? == ["start", "terminated"]).then_some(()))
    })
    .await?;
    // Moved, not even the frame's name is left: the element tells that there was one.
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    wait::until("a session of its own", PATIENCE, || async {
        Ok((session(&stage, "a").await? != first).then_some(()))
    })
    .await?;
    page(
        &stage,
        "const box = document.createElement('div'); document.body.append(box); box.append(tag)",
    )
    .await?;
    embed.says(sentence).await?;
    wait::until("it to be spoken", PATIENCE, announced).await?;
    embed.phase_is("ready").await?;
    wait::until("the page to know", PATIENCE, || async {
        let told = ["start", "terminated"].repeat(2);
        Ok((four(&stage, "a").await? == told).then_some(()))
    })
    .await?;
    // The server ends by itself what nobody came back to.
    wait::until("the server to know", PATIENCE * 2, || async {
        let path = format!("/api/public/sessions/{first}");
        let stored = stage.server.get(&path).await?;
        Ok((stored["status"] == "terminated").then_some(()))
    })
    .await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn attributes_change_what_lives_at_once_and_the_rest_after_the_conversation() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    let other = talk(&stage).await?;
    stage.chrome.viewport(400, 700).await?;
    open(&stage, &tag("a", &scenario, "t_topic=tea")).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    page(
        &stage,
        "await tag.getState(); tag.setAttribute('t_topic', 'cocoa')",
    )
    .await?;
    embed.script("window.same = true", vec![]).await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.says("Shall we talk about cocoa?").await?;
    let same = || embed.script("return window.same === true", vec![]);
    // A label is no reason to interrupt anybody.
    page(
        &stage,
        "tag.setAttribute('button-stop-label', 'Enough'); tag.title = 'Talk'",
    )
    .await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    ensure!(same().await? == json!(true), "the same document");
    let title = page(
        &stage,
        "return tag.shadowRoot.querySelector('iframe').title",
    )
    .await?;
    ensure!(title == json!("Talk"), "{title}");
    // Another scenario is another conversation.
    page(
        &stage,
        &format!("tag.setAttribute('scenario', {})", json!(other)),
    )
    .await?;
    embed.phase_is("ready").await?;
    ensure!(same().await? == json!(false), "another document");
    ensure!(
        four(&stage, "a").await? == ["start", "stop"],
        "{:?}",
        four(&stage, "a").await?
    );
    embed.click("start").await?;
    embed.says("Enough").await?;
    // Three properties of the frame, whatever the page does.
    let frame = page(
        &stage,
        "const f = tag.shadowRoot.querySelector('iframe'); return [f.allow, f.referrerPolicy, f.loading]",
    )
    .await?;
    ensure!(
        frame == json!(["microphone; screen-wake-lock", "strict-origin", "eager"]),
        "{frame}"
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_frame_of_another_age_works_or_says_plainly_why_not() -> Result<()> {
    let stage = Stage::set().await?;
    let ages = |version: u32| {
        format!(
            "<viva-voce id=v{version} scenario={version} server={}></viva-voce>",
            stage.host.origin()
        )
    };
    open(&stage, &[ages(1), ages(2)].concat()).await?;
    let ask = |id: &str| {
        format!(
            "await customElements.whenDefined('viva-voce'); return document.querySelector('#{id}').getState()"
        )
    };
    let state = page(&stage, &ask("v1")).await?;
    ensure!(state["phase"] == "ready", "{state}");
    let refused = page(&stage, &ask("v2")).await?;
    ensure!(refused["error"] == "version", "{refused}");
    let told: Vec<(String, Value)> = said(&stage, "v2", &["error"]).await?;
    ensure!(
        told.len() == 1 && told[0].1["data"]["code"] == "version",
        "{told:?}"
    );
    ensure!(
        said(&stage, "v1", &["error"]).await?.is_empty(),
        "nothing is wrong there"
    );
    stage.chrome.close().await
}

/// Hears what the page's console is told.
const CONSOLE: &str = "<script>window.warned = []; const { warn } = console;\
    console.warn = (...words) => { warned.push(words.join(' ')); warn(...words); }</script>";

#[tokio::test]
async fn each_mistake_of_a_page_is_told_once_in_its_console_with_the_nearest_right_name()
-> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    let wrong = "colour=red varient=minimal variant=huge button-icon=rocket avatar-id=9 height=800 \
        avatar-url=https://elsewhere.example/a.png restore-session=abc auto-height=maybe";
    let none = "data-x=1 aria-label=x class=x tabindex=0 x-show=a @click=b hx-get=/ title=Talk";
    let elements = [
        CONSOLE,
        &tag("a", &scenario, wrong),
        // The same once more is nothing new.
        &tag("b", &scenario, wrong),
        &tag("c", &scenario, none),
        "<viva-voce id=d scenaro=x></viva-voce>",
    ];
    open(&stage, &elements.concat()).await?;
    let ready = "await customElements.whenDefined('viva-voce');\
        for (const id of ['a', 'b', 'c']) await document.getElementById(id).getState();";
    page(&stage, ready).await?;
    let moved = "const box = document.body.appendChild(document.createElement('div'));\
        box.append(document.getElementById('a')); await document.getElementById('a').getState();\
        return warned";
    let told: Vec<String> = serde_json::from_value(page(&stage, moved).await?)?;
    let mut told: Vec<&str> = (told.iter())
        .filter_map(|line| line.strip_prefix("viva-voce: "))
        .collect();
    told.sort_unstable();
    let mut wanted = [
        "variant: \"huge\" is not full, basic or minimal; ignored",
        "auto-height: \"maybe\" is not true or false; ignored",
        "the attribute scenario is missing; there is no attribute scenaro.",
        "colour: no such attribute; ignored. Did you mean color?",
        "varient: no such attribute; ignored. Did you mean variant?",
        "height: no such attribute; ignored. It is given by CSS, as to any element",
        "button-icon: \"rocket\" is none of phone, mic, chat, play and arrow; ignored",
        "avatar-id: \"9\" is none of the faces 1 to 5; showing one of them",
        "restore-session: \"abc\" is not a session's id, which has 24 hexadecimal digits; ignored",
        "avatar-url: not shown. Pictures come from this server or the operator's image_hosts, not \
         from https://elsewhere.example/a.png",
    ];
    wanted.sort_unstable();
    ensure!(told == wanted, "{told:#?}");
    for (call, wanted) in [
        (
            "start()",
            [
                "scenario",
                "the attribute scenario is missing; there is no attribute scenaro.",
            ],
        ),
        (
            "setTheme({ colour: 'red' })",
            [
                "invalid",
                "setTheme has no member \"colour\". Did you mean color?",
            ],
        ),
        (
            "setVariables('x')",
            ["invalid", "setVariables: no object of names and values."],
        ),
        (
            "setUser({ email: 'x' })",
            [
                "invalid",
                "setUser: email is no e-mail address such as ada@example.com; left out.",
            ],
        ),
    ] {
        let id = if call == "start()" { "d" } else { "c" };
        let script = format!(
            "return document.getElementById('{id}').{call}.then(String, (e) => [e.code, e.message])"
        );
        let got = page(&stage, &script).await?;
        ensure!(got == json!(wanted), "{call}: {got}");
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn an_element_without_a_height_has_one_and_every_height_given_wins() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage).await?;
    stage.chrome.viewport(600, 1000).await?;
    let talk = |id: &str, more: &str| tag(id, &scenario, &format!("loading=lazy {more}"));
    let around = |style: &str, inner: &str| format!("<div style='{style}'>{inner}</div>");
    let elements = [
        talk("bare", ""),
        talk("minimal", "variant=minimal"),
        talk("height", "style=height:400px"),
        talk("least", "style=min-height:700px"),
        talk("most", "style=max-height:400px"),
        around("height:500px", &talk("share", "style=height:100%")),
        around("height:400px;display:flex", &talk("row", "style=flex:1")),
        around(
            "height:400px;display:flex;flex-direction:column",
            &talk("column", "style=flex:1"),
        ),
        around("height:400px;display:grid", &talk("grid", "")),
        around(
            "height:350px;position:relative",
            &talk("inset", "style=position:absolute;inset:0"),
        ),
    ];
    // The stage gives the element a height.
    let bare = "<style>viva-voce { height: auto }</style>";
    open(&stage, &[bare, &elements.concat()].concat()).await?;
    let heights = "await customElements.whenDefined('viva-voce'); await tag.getState();\
        const all = [...document.querySelectorAll('viva-voce')];\
        return all.map((one) => [one.id, one.offsetHeight,\
          one.shadowRoot.querySelector('iframe').offsetHeight])";
    let found = page(&stage, heights).await?;
    let wanted = [
        ("bare", 600),
        ("minimal", 300),
        ("height", 400),
        ("least", 700),
        ("most", 400),
        ("share", 500),
        ("row", 400),
        ("column", 400),
        ("grid", 400),
        ("inset", 350),
    ];
    let wanted = wanted.map(|(id, height)| json!([id, height, height]));
    ensure!(found == json!(wanted), "{found}");
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    let start = "const { bottom } = document.querySelector('[data-control=start]').getBoundingClientRect();\
        return [bottom > 0, bottom <= innerHeight]";
    let start = embed.script(start, vec![]).await?;
    ensure!(start == json!([true, true]), "Start is in sight: {start}");
    stage.chrome.close().await
}
