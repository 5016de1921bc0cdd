//! The widget's build for other systems, in a page on another site, through the relay of one server,
//! with another server as the vendor: a conversation, what is special about it, a reload.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

/// What the agent asks first, what it waits for, and what it says to the answer.
const FIRST: &str = "What are you looking for?";
const HELD: &str = "Three are in stock. Shall I keep one for you?";
const KEPT: &str = "It is kept for you. Anything else?";
const MORE: &str = "Noted. Anything else?";

fn shop() -> Value {
    json!({
        "name": "A shop's agent",
        "description": "internal",
        "ai_instructions": "Sell lamps.",
        "is_public": true,
        "script": { "steps": [
            { "ask": FIRST },
            { "tool": "check_stock", "input": { "item": "lamp" }, "result": "3 in stock", "wait": 50 },
            { "ask": HELD, "hold": true },
            { "label": "more", "ask": KEPT, "again": MORE },
            { "goto": "more" }
        ]}
    })
}

/// A server as the vendor, one that relays to it, a browser.
struct Bridge {
    vendor: Server,
    /// The vendor's agent, and its key.
    agent: String,
    key: String,
    stage: Stage,
}

impl Bridge {
    /// `backend`: lines of its entry, where `URL` is the vendor's address; `key`: what the vendor's
    /// key is for, if there is one.
    async fn built(backend: &str, key: Option<Value>) -> Result<Bridge> {
        let vendor = Server::start().await?;
        let made = vendor.post("/api/public/scenarios", &shop()).await?;
        let agent = made["id"].as_str().context("an id")?.to_owned();
        let key = match key {
            None => String::new(),
            Some(mut wanted) => {
                if wanted["api"] == "totebot" {
                    wanted["scenario_id"] = json!(agent);
                }
                let made = vendor.post("/api/public/keys", &wanted).await?;
                made["key"].as_str().context("a key")?.to_owned()
            }
        };
        Bridge::to(vendor, agent, key, backend).await
    }

    async fn to(vendor: Server, agent: String, key: String, backend: &str) -> Result<Bridge> {
        let mut toml = format!("[backends.vendor]\ntitle = \"The vendor\"\n{backend}\n")
            .replace("URL", &vendor.address(""));
        if !key.is_empty() {
            toml.push_str("secret = \"env:VENDOR_KEY\"\n");
        }
        let stage = Stage::set_with(&toml, &[("VENDOR_KEY", &key)]).await?;
        Ok(Bridge {
            vendor,
            agent,
            key,
            stage,
        })
    }

    /// Opens `scenario` of the vendor in the host's page and begins.
    async fn begun(&self, scenario: &str) -> Result<Embed<'_>> {
        let address =
            format!("/embed/{scenario}?backend=vendor&userName=Ada&userEmail=ada@example.com");
        self.stage.open(&self.stage.embed(&address)).await?;
        let embed = Embed::framed(&self.stage.chrome);
        embed.phase_is("ready").await?;
        embed.click("start").await?;
        embed.phase_is("live").await?;
        Ok(embed)
    }

    /// What the vendor answers to a request with these headers.
    async fn told(&self, path: &str, headers: &[(&str, &str)]) -> Result<Value> {
        let mut request = reqwest::Client::new().get(self.vendor.address(path));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(answer.json().await?)
    }

    /// Nothing went wrong that the host heard of, and the vendor's key is on no page.
    async fn closed(self) -> Result<()> {
        let page = Embed::framed(&self.stage.chrome)
            .script("return document.documentElement.outerHTML", vec![])
            .await?;
        let leaked = !self.key.is_empty() && page.to_string().contains(&self.key);
        ensure!(!leaked, "the vendor's key is in the page");
        let errors = self.stage.errors().await?;
        ensure!(errors.is_empty(), "{errors:?}");
        self.stage.chrome.close().await
    }
}

/// Who said what, oldest first.
async fn said(embed: &Embed<'_>) -> Result<Vec<(String, String)>> {
    let all = embed.transcript().await?;
    let all = all.into_iter().filter(|it| !it.text.is_empty());
    Ok(all.map(|it| (it.speaker, it.text)).collect())
}

/// The first two turns, with the tool between.
async fn two_turns(embed: &Embed<'_>) -> Result<()> {
    embed.say("Hello").await?;
    embed.says(FIRST).await?;
    embed.fill("message", "A lamp").await?;
    embed.click("send").await?;
    embed.says(HELD).await?;
    shows(embed, "details.activity").await
}

/// Waits until `selector` finds something in the embed.
async fn shows(embed: &Embed<'_>, selector: &str) -> Result<()> {
    wait::until(selector, PATIENCE, || async {
        let script = "return document.querySelector(arguments[0]) !== null";
        let found = embed.script(script, vec![json!(selector)]).await?;
        Ok((found == json!(true)).then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}

/// Waits until `selector` reads like `part`.
async fn reads(embed: &Embed<'_>, selector: &str, part: &str) -> Result<()> {
    wait::until(part, PATIENCE, || async {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let text = embed.script(script, vec![json!(selector)]).await?;
        Ok(text
            .as_str()
            .unwrap_or_default()
            .contains(part)
            .then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}

/// Loads the frame anew: what was said is there again, once, and the conversation goes on.
async fn reloaded(embed: &Embed<'_>) -> Result<()> {
    let before = said(embed).await?;
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    let back = wait::until("what was said before", PATIENCE, || async {
        let now = said(embed).await?;
        Ok((now.len() >= before.len()).then_some(now))
    })
    .await;
    let after = match back {
        Ok(after) => after,
        Err(_) => said(embed).await?,
    };
    ensure!(after == before, "before {before:#?}\nafter {after:#?}");
    embed.say("A bulb, too").await?;
    embed.says(MORE).await
}

#[tokio::test]
async fn a_totebot_agent_talks_acts_and_takes_a_thumb() -> Result<()> {
    let backend = "dialect = \"totebot\"\nurl = \"URL\"";
    let bridge = Bridge::built(backend, Some(json!({ "api": "totebot" }))).await?;
    let embed = bridge.begun("shop").await?;
    two_turns(&embed).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;

    let last = "const all = document.querySelectorAll('[data-control=good]');\
                const last = all[all.length - 1];\
                if (arguments[0]) last.click();\
                return last?.ariaPressed ?? last?.getAttribute('aria-pressed') ?? ''";
    shows(&embed, "[data-control=good]").await?;
    embed.script(last, vec![json!(true)]).await?;
    wait::until("the pressed thumb", PATIENCE, || async {
        let pressed = embed.script(last, vec![json!(false)]).await?;
        Ok((pressed == json!("true")).then_some(()))
    })
    .await?;
    let bearer = format!("Bearer {}", bridge.key);
    let headers = [("authorization", bearer.as_str())];
    wait::until("the thumb at the vendor", PATIENCE, || async {
        let talks = bridge.told("/v1/conversations", &headers).await?;
        let id = talks["data"][0]["id"]
            .as_str()
            .context("a conversation")?
            .to_owned();
        let path = format!("/v1/conversations/{id}");
        let talk = bridge.told(&path, &headers).await?;
        ensure!(talk["customer"]["name"] == "Ada", "{talk}");
        let messages = talk["messages"].as_array().context("messages")?;
        Ok((messages.last().context("one")?["feedback"] == "POSITIVE").then_some(()))
    })
    .await?;
    reloaded(&embed).await?;
    bridge.closed().await
}

#[tokio::test]
async fn an_ag_ui_agent_asks_in_an_interrupt_and_is_answered() -> Result<()> {
    let bridge = Bridge::built("dialect = \"ag-ui\"\nurl = \"URL/ag-ui\"", None).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    two_turns(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    // What is asked outlives a reload.
    let before = said(&embed).await?;
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    shows(&embed, ".prompt .question").await?;
    let after = said(&embed).await?;
    ensure!(after == before, "before {before:#?}\nafter {after:#?}");
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    embed.say("A bulb, too").await?;
    embed.says(MORE).await?;
    bridge.closed().await
}

#[tokio::test]
async fn an_agentok_chat_waits_for_human_input_and_gets_it() -> Result<()> {
    let backend = "dialect = \"agentok\"\nurl = \"URL\"";
    let bridge = Bridge::built(backend, Some(json!({ "api": "agentok" }))).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    two_turns(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    reloaded(&embed).await?;
    bridge.closed().await
}

const SCHOOL: &str = "/api/partner/v3/organizations/school";

#[tokio::test]
async fn a_talkio_school_is_framed_with_its_settings_beside_it() -> Result<()> {
    let backend = "dialect = \"talkio\"\nurl = \"URL\"\nprovider = \"partner\"\n\
                   organization = \"school\"";
    let wanted = json!({ "api": "talkio", "provider": "partner" });
    let bridge = Bridge::built(backend, Some(wanted)).await?;
    let made = json!({ "slug": "school", "name": "My School", "provider": "partner" });
    bridge
        .vendor
        .post("/api/public/organizations", &made)
        .await?;
    let headers = [
        ("x-api-key", bridge.key.as_str()),
        ("x-provider", "partner"),
    ];

    let embed = bridge.begun("demo-interview").await?;
    // The vendor's page in ours, its embed in that.
    let frames = vec!["#embed", "[data-control=frame]", "#embed"];
    let lesson = Embed::inside(&bridge.stage.chrome, frames);
    lesson.phase_is("live").await?;
    lesson.answered(1, PATIENCE).await?;
    lesson.say("I worked as an engineer for six years.").await?;
    lesson.say("I led a project.").await?;

    embed.click("details").await?;
    shows(&embed, "[data-field=defaultTutor]").await?;
    let change = "const field = document.querySelector('[data-field=defaultTutor]');\
                  field.value = 'Jo';\
                  field.dispatchEvent(new Event('change', { bubbles: true }))";
    embed.script(change, vec![]).await?;
    wait::until("the setting at the vendor", PATIENCE, || async {
        let users = bridge.told(&format!("{SCHOOL}/users"), &headers).await?;
        let id = users["data"][0]["id"]
            .as_str()
            .context("a user")?
            .to_owned();
        let path = format!("{SCHOOL}/users/{id}/settings");
        let settings = bridge.told(&path, &headers).await?;
        Ok((settings["defaultTutor"] == "Jo").then_some(()))
    })
    .await?;

    // What was said counts, and can be read again, beside the frame.
    reads(&embed, ".panels", "in 1 conversation on 1 day").await?;
    embed.click("conversations").await?;
    embed.click("conversation").await?;
    reads(&embed, ".panel", "I led a project.").await?;

    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    lesson.phase_is("live").await?;
    lesson.says("six years").await?;
    lesson.say("It went well.").await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_tovie_channel_greets_offers_buttons_and_goes_on() -> Result<()> {
    let vendor = Server::start().await?;
    let buttons = json!([{ "id": "lamp", "text": "A lamp" }, { "id": "bulb", "text": "A bulb" }]);
    let mut agent = shop();
    agent["script"]["steps"][0]["choices"] = buttons;
    let made = vendor.post("/api/public/scenarios", &agent).await?;
    let wanted = json!({ "scenario_id": made["id"], "name": "The site" });
    let channel = vendor.post("/api/public/channels", &wanted).await?;
    let token = channel["token"].as_str().context("a token")?.to_owned();
    let backend = "dialect = \"tovie\"\nurl = \"URL/chatapi\"";
    let bridge = Bridge::to(vendor, String::new(), token, backend).await?;
    let embed = bridge.begun("shop").await?;
    embed.says(FIRST).await?;
    embed.click("choice").await?;
    embed.says(HELD).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    reloaded(&embed).await?;
    bridge.closed().await
}
