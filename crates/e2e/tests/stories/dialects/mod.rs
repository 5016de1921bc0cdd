//! The widget with other systems, in a page on another site, through the relay of one server,
//! with another server as the vendor: a conversation, what is special about it, a reload.

mod agentok;
mod agui;
mod talkio;
mod totebot;
mod tovie;

use anyhow::{Context as _, Result, ensure};
use fantoccini::wd::WindowHandle;
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

/// An agent of the vendor's that plays `steps`.
fn agent(steps: &Value) -> Value {
    json!({
        "name": "A shop's agent",
        "description": "internal",
        "ai_instructions": "Sell lamps.",
        "is_public": true,
        "script": { "steps": steps }
    })
}

fn shop() -> Value {
    agent(&json!([
        { "ask": FIRST },
        { "tool": "check_stock", "input": { "item": "lamp" }, "result": "3 in stock", "wait": 50 },
        { "ask": HELD, "hold": true },
        { "label": "more", "ask": KEPT, "again": MORE },
        { "goto": "more" }
    ]))
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
        Bridge::of(&shop(), backend, key).await
    }

    /// With another agent than the shop's.
    async fn of(played: &Value, backend: &str, key: Option<Value>) -> Result<Bridge> {
        let vendor = Server::start().await?;
        let made = vendor.post("/api/public/scenarios", played).await?;
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

    /// Opens another tab of the same visitor and points the driver at it; answers the one it was at.
    async fn new_tab(&self) -> Result<WindowHandle> {
        let client = &self.stage.chrome.client;
        let before = client.window().await?;
        let tab = client.new_window(true).await?;
        client.switch_to_window(tab.handle).await?;
        Ok(before)
    }

    /// Points the driver at another tab; answers the one it was at.
    async fn to_tab(&self, tab: WindowHandle) -> Result<WindowHandle> {
        let client = &self.stage.chrome.client;
        let before = client.window().await?;
        client.switch_to_window(tab).await?;
        Ok(before)
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

/// Speakers and what they say, as [`said`] has them.
fn lines(all: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(speaker, text): &(&str, &str)| ((*speaker).to_owned(), (*text).to_owned());
    all.iter().map(owned).collect()
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

/// Loads the frame anew: what was said is there again.
async fn reload(embed: &Embed<'_>) -> Result<()> {
    let before = said(embed).await?;
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    holds(embed, &before).await
}

/// Waits until exactly this stands in the conversation.
async fn holds(embed: &Embed<'_>, wanted: &[(String, String)]) -> Result<()> {
    let held = wait::until("what was said", PATIENCE, || async {
        Ok((said(embed).await? == wanted).then_some(()))
    })
    .await;
    if held.is_err() {
        let stands = said(embed).await?;
        anyhow::bail!("wanted {wanted:#?}\nstands {stands:#?}");
    }
    Ok(())
}

/// Loads the frame anew: what was said is there again, once, and the conversation goes on.
async fn reloaded(embed: &Embed<'_>) -> Result<()> {
    let mut whole = said(embed).await?;
    reload(embed).await?;
    embed.say("A bulb, too").await?;
    embed.says(MORE).await?;
    whole.extend(lines(&[("visitor", "A bulb, too"), ("agent", MORE)]));
    holds(embed, &whole).await
}

/// What the first element `selector` finds says; empty where there is none.
async fn text(embed: &Embed<'_>, selector: &str) -> Result<String> {
    let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
    let text = embed.script(script, vec![json!(selector)]).await?;
    Ok(text.as_str().unwrap_or_default().trim().to_owned())
}

/// Waits until what `selector` finds says `words`.
async fn reads(embed: &Embed<'_>, selector: &str, words: &str) -> Result<()> {
    let what = format!("{words:?} in {selector}");
    wait::until(&what, PATIENCE, || async {
        Ok(text(embed, selector).await?.contains(words).then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}

/// Waits until `selector` finds nothing in the embed.
async fn gone(embed: &Embed<'_>, selector: &str) -> Result<()> {
    wait::until(&format!("no {selector}"), PATIENCE, || async {
        let script = "return document.querySelector(arguments[0]) === null";
        let none = embed.script(script, vec![json!(selector)]).await?;
        Ok((none == json!(true)).then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}

/// What each element `selector` finds says.
async fn texts(embed: &Embed<'_>, selector: &str) -> Result<Vec<String>> {
    let script =
        "return [...document.querySelectorAll(arguments[0])].map((e) => e.innerText.trim())";
    let texts = embed.script(script, vec![json!(selector)]).await?;
    Ok(serde_json::from_value(texts)?)
}

/// Presses the one of `selector`'s elements that says `words`.
async fn press(embed: &Embed<'_>, selector: &str, words: &str) -> Result<()> {
    let what = format!("{words:?} among {selector}");
    wait::until(&what, PATIENCE, || async {
        let script = "const found = [...document.querySelectorAll(arguments[0])]\
                        .find((e) => e.innerText.trim().startsWith(arguments[1]));\
                      found?.click();\
                      return !!found";
        let pressed = embed
            .script(script, vec![json!(selector), json!(words)])
            .await?;
        Ok((pressed == json!(true)).then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}
