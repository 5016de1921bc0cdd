//! What a visitor sees and does inside the frame, found as a host developer's tests would find it:
//! by `data-phase`, `data-control`, roles and visible text.

use std::time::Duration;

use anyhow::{Context as _, Result};
use fantoccini::Locator;
use serde_json::{Value, json};

use crate::chrome::Chrome;
use crate::wait::{self, PATIENCE};

/// One entry as it stands on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub speaker: String,
    pub entry: String,
    pub text: String,
}

/// Finds an iframe; the element's own is in its shadow root, and counts as one in the element.
const FRAME: &str = "\
const [selector] = arguments;
const found = document.querySelector(selector);
if (found) return found;
const around = selector.replace(/ iframe$/, '');
for (const tag of document.querySelectorAll('viva-voce')) {
  const inner = tag.matches(around) ? 'iframe' : selector;
  const frame = tag.shadowRoot?.querySelector(inner);
  if (frame) return frame;
}
throw new Error(`no frame ${selector}`);
";

/// The frame's document, for as long as the browser shows it.
pub struct Embed<'a> {
    chrome: &'a Chrome,
    /// Find the iframe, each in the one before; without any the embed is the top page.
    frames: Vec<&'a str>,
}

impl<'a> Embed<'a> {
    /// The `#embed` iframe, or the one inside the tag, of the page that is open.
    pub fn framed(chrome: &'a Chrome) -> Embed<'a> {
        Embed::within(chrome, "#embed, viva-voce iframe")
    }

    pub fn plain(chrome: &'a Chrome) -> Embed<'a> {
        Embed::inside(chrome, Vec::new())
    }

    /// The iframe `selector` finds.
    pub fn within(chrome: &'a Chrome, selector: &'a str) -> Embed<'a> {
        Embed::inside(chrome, vec![selector])
    }

    /// The iframe the last of `frames` finds in the one that the one before found.
    pub fn inside(chrome: &'a Chrome, frames: Vec<&'a str>) -> Embed<'a> {
        Embed { chrome, frames }
    }

    /// Points the driver into the frame.
    pub async fn enter(&self) -> Result<()> {
        self.chrome.top().await?;
        for selector in &self.frames {
            let frame = self.chrome.client.execute(FRAME, vec![json!(selector)]);
            self.chrome.enter(frame.await?).await?;
        }
        Ok(())
    }

    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.enter().await?;
        Ok(self.chrome.client.execute(script, arguments).await?)
    }

    pub async fn phase(&self) -> Result<String> {
        let script = "return document.querySelector('main.embed')?.dataset.phase ?? ''";
        let phase = self.script(script, vec![]).await?;
        Ok(phase.as_str().unwrap_or_default().to_owned())
    }

    pub async fn phase_is(&self, wanted: &str) -> Result<()> {
        wait::until(&format!("phase {wanted}"), PATIENCE, || async {
            Ok((self.phase().await? == wanted).then_some(()))
        })
        .await
        .context(self.body().await.unwrap_or_default())
    }

    pub async fn pulse_is(&self, wanted: &str) -> Result<()> {
        wait::until(&format!("a pulse that is {wanted}"), PATIENCE, || async {
            let script = "return document.querySelector('main.embed')?.dataset.pulse";
            let pulse = self.script(script, vec![]).await?;
            Ok((pulse == json!(wanted)).then_some(()))
        })
        .await
    }

    /// All visible text, for a failure's message and for sentences a story looks for.
    pub async fn body(&self) -> Result<String> {
        let text = self
            .script("return document.body.innerText", vec![])
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    pub async fn says(&self, sentence: &str) -> Result<()> {
        wait::until(&format!("the text {sentence:?}"), PATIENCE, || async {
            Ok(self.body().await?.contains(sentence).then_some(()))
        })
        .await
        .context(self.body().await.unwrap_or_default())
    }

    fn selector(control: &str) -> String {
        format!("[data-control='{control}']")
    }

    /// Whether that control is on the screen and can be used.
    pub async fn offers(&self, control: &str) -> Result<bool> {
        let script = "const e = document.querySelector(arguments[0]);\
                      return !!e && !e.disabled && e.ariaDisabled !== 'true' && e.checkVisibility()";
        let offered = self
            .script(script, vec![json!(Self::selector(control))])
            .await?;
        Ok(offered == json!(true))
    }

    pub async fn click(&self, control: &str) -> Result<()> {
        wait::until(&format!("a click on {control}"), PATIENCE, || async {
            if !self.offers(control).await? {
                return Ok(None);
            }
            let selector = Self::selector(control);
            self.chrome
                .client
                .find(Locator::Css(&selector))
                .await?
                .click()
                .await?;
            Ok(Some(()))
        })
        .await
    }

    /// Whether that control stands there, be it usable or not.
    pub async fn has(&self, control: &str) -> Result<bool> {
        let script = "return !!document.querySelector(arguments[0])";
        let found = self
            .script(script, vec![json!(Self::selector(control))])
            .await?;
        Ok(found == json!(true))
    }

    /// Ends the conversation: presses End, and once more where it asks whether that is meant.
    pub async fn end(&self) -> Result<()> {
        self.click("end").await?;
        wait::until("the end", PATIENCE, || async {
            if self.has("keep").await? {
                self.click("end").await?;
            }
            Ok((self.phase().await? != "live").then_some(()))
        })
        .await
    }

    /// Types as a visitor does, key by key, after emptying the field.
    pub async fn fill(&self, control: &str, text: &str) -> Result<()> {
        wait::until(&format!("the field {control}"), PATIENCE, || async {
            if !self.offers(control).await? {
                return Ok(None);
            }
            let selector = Self::selector(control);
            let field = self.chrome.client.find(Locator::Css(&selector)).await?;
            field.clear().await?;
            field.send_keys(text).await?;
            Ok(Some(()))
        })
        .await
    }

    pub async fn value(&self, control: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.value ?? ''";
        let value = self
            .script(script, vec![json!(Self::selector(control))])
            .await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// The messages on the screen, oldest first.
    pub async fn transcript(&self) -> Result<Vec<Shown>> {
        let script = "\
            return [...document.querySelectorAll('[role=log] article[data-entry]')]\
              .filter((e) => e.querySelector('.text'))\
              .map((e) => [e.dataset.speaker, e.dataset.entry, e.querySelector('.text').innerText])";
        let rows = self.script(script, vec![]).await?;
        let text = |value: &Value| value.as_str().unwrap_or_default().trim().to_owned();
        Ok(rows
            .as_array()
            .map(|rows| {
                rows.iter()
                    .map(|row| Shown {
                        speaker: text(&row[0]),
                        entry: text(&row[1]),
                        text: text(&row[2]),
                    })
                    .collect()
            })
            .unwrap_or_default())
    }

    /// How many replies of the agent are complete.
    async fn replies(&self) -> Result<usize> {
        let all = self.transcript().await?;
        Ok(all.iter().filter(|shown| shown.speaker == "agent").count())
    }

    /// Sends a message and waits until its reply is complete.
    pub async fn say(&self, text: &str) -> Result<()> {
        self.say_within(text, PATIENCE).await
    }

    pub async fn say_within(&self, text: &str, limit: Duration) -> Result<()> {
        let before = self.replies().await?;
        self.fill("message", text).await?;
        self.click("send").await?;
        self.answered(before + 1, limit).await
    }

    /// Waits until `replies` replies are there and none is being written.
    pub async fn answered(&self, replies: usize, limit: Duration) -> Result<()> {
        wait::until(&format!("{replies} replies"), limit, || async {
            let done = self.replies().await? >= replies && !self.has("cancel").await?;
            Ok(done.then_some(()))
        })
        .await
        .context(self.body().await.unwrap_or_default())
    }
}
