//! Host pages as they are: scripts in an odd order, page morphs, hidden elements, injected scripts,
//! sandboxes, values that are no texts.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host;
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::tags::{four, open, page, said};
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Fault, Rule, Wiretap};

async fn talk(stage: &Stage, more: Value) -> Result<String> {
    let mut fields = json!({ "script": { "steps": [
        { "ask": "Welcome to {{ companyName }}, order {{ order }}, {{ vip }}, {{ city }}." },
        { "ask": "Go on." }, { "ask": "I see." }
    ]}});
    if let (Value::Object(fields), Value::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    stage.scenario(fields).await
}

fn tag(scenario: &str, more: &str) -> String {
    format!(
        "<viva-voce id=a scenario={scenario} prompt-user-info=false style=\"height:600px\" {more}></viva-voce>"
    )
}

/// The height of the element's frame, in CSS pixels.
async fn height(stage: &Stage) -> Result<Value> {
    page(
        stage,
        "return tag.shadowRoot.querySelector('iframe').offsetHeight",
    )
    .await
}

/// nudeui/nudeui#24, nolanlawson/emoji-picker-element#190: the own property would hide the accessor for ever.
#[tokio::test]
async fn properties_set_before_the_element_is_defined_are_taken_up() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({ "is_public": false })).await?;
    let token = stage.token(&scenario).await?;
    stage.chrome.viewport(400, 700).await?;
    let script = format!(
        "<script src=/pasted.js?text={}></script>",
        url::form_urlencoded::byte_serialize(
            format!(
                "const talk = document.querySelector('viva-voce');\
                 talk.variables = {{ companyName: 'Acme' }};\
                 talk.getToken = async () => {{ window.asked = true; return {}; }};\
                 talk.userName = 'Ada'; talk.color = 'teal-500';",
                json!(token)
            )
            .as_bytes()
        )
        .collect::<String>()
    );
    open(&stage, &(tag(&scenario, "") + &script)).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.says("Welcome to Acme, order {{ order }}").await?;
    let state = page(
        &stage,
        "return [window.asked, tag.userName, Object.hasOwn(tag, 'variables')]",
    )
    .await?;
    ensure!(state == json!([true, "Ada", false]), "{state}");
    stage.chrome.close().await
}

/// chatwoot/chatwoot#11219, phoenixframework/phoenix_live_view#2889.
#[tokio::test]
async fn a_page_morph_leaves_the_conversation_where_it_is() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    stage.chrome.viewport(400, 700).await?;
    open(&stage, &tag(&scenario, "")).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.script("window.same = true", vec![]).await?;
    // What the server's HTML lacks goes, and what it has is written again.
    page(
        &stage,
        "for (const child of [...tag.childNodes]) child.remove();\
         for (const { name, value } of [...tag.attributes]) { tag.removeAttribute(name); tag.setAttribute(name, value); }",
    )
    .await?;
    embed.say("Still here.").await?;
    ensure!(
        embed.script("return window.same", vec![]).await? == json!(true),
        "the same document"
    );
    ensure!(height(&stage).await? == json!(600));
    // Not even where a morph goes through shadow roots.
    let before = embed.transcript().await?;
    page(&stage, "tag.shadowRoot.replaceChildren()").await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    embed.say("And here.").await?;
    ensure!(
        four(&stage, "a").await? == ["start"],
        "{:?}",
        four(&stage, "a").await?
    );
    stage.chrome.close().await
}

/// hotwired/turbo#391: a page cache keeps clones. lit/lit#3053, react/react#30418: `false` is a value.
#[tokio::test]
async fn a_clone_has_one_frame_of_its_own_and_false_is_no() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    stage.chrome.viewport(400, 700).await?;
    open(&stage, &tag(&scenario, "auto-height=false")).await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    page(&stage, "tag.replaceWith(tag.cloneNode(true))").await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    let frames = page(
        &stage,
        "return [tag.childNodes.length, tag.shadowRoot.querySelectorAll('iframe').length, tag.autoHeight]",
    )
    .await?;
    ensure!(frames == json!([0, 1, false]), "{frames}");
    // As React 19 sets what it finds on the element, by the attribute's own name.
    let set = page(
        &stage,
        "tag['show-pulse'] = false; return ['show-pulse' in tag, tag.getAttribute('show-pulse'), tag.showPulse]",
    )
    .await?;
    ensure!(set == json!([true, "false", false]), "{set}");
    stage.chrome.close().await
}

/// davidjbradshaw/iframe-resizer#629.
#[tokio::test]
async fn an_element_that_was_hidden_at_first_has_its_height_once_it_is_shown() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    stage.chrome.viewport(400, 700).await?;
    for (more, show) in [
        ("hidden", "tag.hidden = false"),
        ("class=gone", "tag.className = ''"),
        ("", "tag.hidden = true; tag.hidden = false"),
    ] {
        let gone = "<script src=/pasted.js?text=document.adoptedStyleSheets%3D%5Bnew+CSSStyleSheet()%5D%3B\
             document.adoptedStyleSheets%5B0%5D.replaceSync('.gone%7Bdisplay%3Anone%7D')></script>";
        open(&stage, &(gone.to_owned() + &tag(&scenario, more))).await?;
        page(&stage, "await customElements.whenDefined('viva-voce')").await?;
        let shown = "return getComputedStyle(tag).display";
        let is_shown = page(&stage, shown).await? == json!("grid");
        ensure!(
            is_shown == more.is_empty(),
            "{more}: the page's own rules hold"
        );
        page(&stage, show).await?;
        Embed::framed(&stage.chrome).phase_is("ready").await?;
        ensure!(height(&stage).await? == json!(600), "{more}");
    }
    stage.chrome.close().await
}

/// assistant-ui/assistant-ui#7043: a CDN's beacon, which our policy blocks.
#[tokio::test]
async fn a_script_that_somebody_else_put_into_the_page_is_not_missed_and_one_of_ours_is()
-> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    let tap = Wiretap::before(stage.server.port).await?;
    let path = format!("/embed/{scenario}?promptUserInfo=false");
    for markup in [
        "<script defer src=https://static.cloudflareinsights.com/beacon.min.js/v1></script>",
        "<script src=/cdn-cgi/scripts/5c5dd728/email-decode.min.js></script>",
        "<script src=https://static.cloudflareinsights.com/beacon.min.js data-glue=x></script>",
        "<script src=chrome-extension://abcdefghijklmnopabcdefghijklmnop/inject.js></script>",
    ] {
        tap.break_with(&[Rule("/embed/", "", Fault::Markup(markup))]);
        stage.open(&embed_address(tap.port, &path)).await?;
        let embed = Embed::framed(&stage.chrome);
        embed.phase_is("ready").await?;
        let errors = stage.errors().await?;
        ensure!(errors.is_empty(), "{markup}: {errors:?}");
    }
    tap.break_with(&[Rule("/assets/boot-", ".js", Fault::Status(503))]);
    stage.open(&embed_address(tap.port, &path)).await?;
    Embed::framed(&stage.chrome)
        .says("The conversation could not be loaded.")
        .await?;
    wait::until("the host to hear", PATIENCE, || async {
        let errors = stage.errors().await?;
        Ok(errors.iter().any(|it| it["code"] == "load").then_some(()))
    })
    .await?;
    stage.chrome.close().await
}

/// tcampb/react-calendly#116; imgix/imgix-wordpress#24.
#[tokio::test]
async fn an_address_that_was_written_by_hand_or_escaped_twice_brings_no_dialog_up() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    for (query, email) in [
        (
            "userName=Ada+Lovelace&userEmail=ada+test@example.com",
            "ada+test@example.com",
        ),
        (
            "userName=Ada%20Lovelace&amp;userEmail=ada@example.com&amp;color=teal-500",
            "ada@example.com",
        ),
    ] {
        let path = format!("/embed/{scenario}?{query}");
        stage.open(&stage.embed(&path)).await?;
        let embed = Embed::framed(&stage.chrome);
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        let events = stage.events().await?;
        let session = events.last().map(|(_, id)| id.clone()).unwrap_or_default();
        let path = format!("/api/public/sessions/{session}");
        let stored = stage.server.get(&path).await?;
        ensure!(stored["user_email"] == email, "{query}: {stored:#}");
        ensure!(stored["user_name"] == "Ada Lovelace", "{stored:#}");
    }
    stage.chrome.close().await
}

/// elevenlabs/packages#360; awslabs/amazon-quicksight-embedding-sdk#151 (`null` is told as a text at first
/// and not later); contentful/ui-extensions-sdk#989 (what cannot be cloned).
#[tokio::test]
async fn variables_need_not_be_texts_before_and_after_the_frame_listens() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    stage.chrome.viewport(400, 700).await?;
    let given = "const given = { order: 42, vip: true, city: undefined, note: null, companyName: 'Acme', bad: () => {} };";
    let sentence = "Welcome to Acme, order 42, true, {{ city }}.";
    for (name, give) in [
        ("before", "tag.variables = given"),
        (
            "after",
            "await tag.getState(); return tag.setVariables(given).then(() => 0, ({ code, message }) => ({ code, message }))",
        ),
    ] {
        open(&stage, &tag(&scenario, "")).await?;
        let ready = "await customElements.whenDefined('viva-voce');";
        let answer = page(&stage, &[ready, given, give].concat()).await?;
        if name == "after" {
            ensure!(answer["code"] == "invalid", "{answer}");
            let message = answer["message"].as_str().unwrap_or_default();
            ensure!(message.starts_with("setVariables: bad: "), "{message}");
        }
        let embed = Embed::framed(&stage.chrome);
        embed.click("start").await?;
        embed.says(sentence).await?;
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn what_is_no_object_or_no_text_is_told_of_and_no_variable_is_too_long_to_move() -> Result<()>
{
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    open(&stage, &tag(&scenario, "")).await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    for (call, code) in [
        ("setVariables('text')", "invalid"),
        ("setVariables('{\"companyName\":\"Acme\"}')", "invalid"),
        ("setVariables([1, 'a'])", "invalid"),
        ("setVariables(new Map([['a', 1]]))", "invalid"),
        ("setVariables(null)", "ok"),
        ("setVariables(Object.create(null))", "ok"),
        ("setVariables(new Proxy({ companyName: 'Acme' }, {}))", "ok"),
        ("setUser('Ada')", "invalid"),
        ("prefill({})", "invalid"),
        ("prefill(Symbol())", "invalid"),
        ("prefill(null)", "ok"),
        ("prefill(7)", "ok"),
        ("setAccessToken({})", "invalid"),
        ("setAccessToken(null)", "invalid"),
        ("setVariables({ order: 'x'.repeat(1e6) })", "invalid"),
    ] {
        let script = format!("return tag.{call}.then(() => 'ok', (error) => error.code)");
        let answer = page(&stage, &script).await?;
        ensure!(answer == code, "{call}: {answer}");
    }
    page(&stage, "document.body.prepend(tag)").await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    stage.chrome.close().await
}

/// What a framework does: put in first, furnished afterwards.
#[tokio::test]
async fn an_element_that_is_furnished_in_the_page_loads_its_frame_once() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    open(&stage, &tag(&scenario, "")).await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    let furnish = format!(
        "const made = document.createElement('viva-voce'); tag.replaceWith(made); window.frames_ = 0;\
         new MutationObserver((changes) => {{\
             for (const node of changes.flatMap((one) => [...one.addedNodes])) window.frames_ += node.localName === 'iframe';\
         }}).observe(made.shadowRoot, {{ childList: true }});\
         made.scenario = {}; made.promptUserInfo = false; made.variables = {{ companyName: 'Acme' }};\
         made.color = 'teal-500'; made.style.height = '600px';",
        json!(scenario)
    );
    page(&stage, &furnish).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.says("Welcome to Acme").await?;
    let frames = page(&stage, "return window.frames_").await?;
    ensure!(frames == 1, "{frames}");
    // A sheet does not go along into another document.
    let adopted = page(
        &stage,
        "const home = tag.parentNode; document.implementation.createHTMLDocument('').body.append(tag);\
         home.append(tag); return getComputedStyle(tag).display",
    )
    .await?;
    ensure!(adopted == "grid", "{adopted}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_server_that_cannot_be_one_is_told_of_and_can_be_put_right() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    for server in [
        "talk.example.com",
        "localhost:8787",
        "ftp://talk.example.com",
        // The page's own site: an address, where nothing of ours answers.
        "/",
    ] {
        let more = format!("server=\"{server}\" variant=basic");
        open(&stage, &tag(&scenario, &more)).await?;
        let told = wait::until("vv-error", PATIENCE, || async {
            Ok(said(&stage, "a", &["error"]).await?.pop())
        })
        .await?;
        ensure!(told.1["data"]["code"] == "server", "{server}: {told:?}");
        let refused = page(&stage, "return tag.start()").await?;
        ensure!(refused["error"] == "server", "{server}: {refused}");
    }
    // RedHat-UX/red-hat-design-system#1241: some bundlers leave no address of the script.
    let bundled = format!(
        "const {{ VivaVoceElement }} = await import({});\
         VivaVoceElement.server = undefined; tag.server = null;",
        json!(stage.embed("/viva-voce.js"))
    );
    page(&stage, &bundled).await?;
    wait::until("vv-error", PATIENCE, || async {
        let told = said(&stage, "a", &["error"]).await?;
        let message = told.last().map(|(_, it)| it["data"]["message"].clone());
        let message = message.and_then(|it| it.as_str().map(str::to_owned));
        Ok(message.filter(|it| it.starts_with("name the server")))
    })
    .await?;
    let right = format!("tag.server = {}", json!(stage.embed("")));
    page(&stage, &right).await?;
    Embed::framed(&stage.chrome).phase_is("ready").await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn what_begins_by_itself_is_ready_before_it_has_started() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    open(&stage, &tag(&scenario, "auto-start t_order=7")).await?;
    Embed::framed(&stage.chrome).answered(1, PATIENCE).await?;
    let told = said(&stage, "a", &["ready", "start"]).await?;
    let names: Vec<&str> = told.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(names == ["ready", "start"], "{names:?}");
    ensure!(told[0].1["data"].get("session_id").is_none(), "{told:?}");
    stage.chrome.close().await
}

/// code16/sharp#296: a browser says nothing where a sandbox swallows a download.
#[tokio::test]
async fn a_download_in_a_sandbox_says_what_it_may_lack() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = talk(&stage, json!({})).await?;
    let doubt = "If no file was saved, the page around this conversation does not allow it.";
    let address = stage.embed(&format!("/embed/{scenario}?promptUserInfo=false"));
    for sandbox in [
        Some("allow-scripts allow-forms allow-same-origin allow-popups"),
        None,
    ] {
        let how = host::Holding {
            sandbox,
            ..Default::default()
        };
        stage.chrome.viewport(400, 900).await?;
        stage
            .chrome
            .client
            .goto(&stage.host.holding(&address, how))
            .await?;
        let embed = Embed::framed(&stage.chrome);
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        embed.end().await?;
        embed.click("submit").await?;
        embed.click("download").await?;
        if sandbox.is_some() {
            embed.says(doubt).await?;
        } else {
            ensure!(!embed.body().await?.contains(doubt), "{sandbox:?}");
        }
    }
    stage.chrome.close().await
}
