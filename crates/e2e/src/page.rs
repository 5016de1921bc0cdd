//! A page of ours that is visited, worked as its visitor would: by labels, roles and words.

use anyhow::{Context as _, Result};
use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use serde_json::{Value, json};

use crate::chrome::Chrome;
use crate::wait::{self, PATIENCE};

/// The top page that is open.
pub struct Page<'a>(pub &'a Chrome);

/// Finds an element by its label, its accessible name or its text; hidden ones do not count.
const FIND: &str = "\
const [role, name] = arguments;\
const kinds = {\
  button: 'button', link: 'a', field: 'input:not([type=radio]):not([type=checkbox]), textarea, select',\
  choice: 'input[type=radio], input[type=checkbox]', summary: 'summary',\
};\
const named = (e) => e.getAttribute('aria-label') || (e.labels && e.labels[0]?.innerText) || e.innerText || '';\
const clean = (text) => text.replace(/\\s+/g, ' ').trim();\
return [...document.querySelectorAll(kinds[role])].find((e) => {\
  const seen = role === 'choice' ? e.parentElement.checkVisibility() : e.checkVisibility();\
  const text = clean(named(e));\
  return seen && (text === name || (role === 'choice' && text.startsWith(name)));\
}) ?? null;";

impl Page<'_> {
    pub async fn script(&self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.0.top().await?;
        Ok(self.0.client.execute(script, arguments).await?)
    }

    pub async fn text(&self, selector: &str) -> Result<String> {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let text = self.script(script, vec![json!(selector)]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    pub async fn says(&self, sentence: &str) -> Result<()> {
        wait::until(&format!("the text {sentence:?}"), PATIENCE, || async {
            Ok(self.text("body").await?.contains(sentence).then_some(()))
        })
        .await
        .context(self.text("body").await.unwrap_or_default())
    }

    /// Waits until `script` returns something true.
    pub async fn holds(&self, what: &str, script: &str) -> Result<()> {
        wait::until(what, PATIENCE, || async {
            let found = self.script(script, vec![]).await?;
            Ok((found == json!(true)).then_some(()))
        })
        .await
    }

    async fn found(&self, role: &str, name: &str) -> Result<fantoccini::elements::Element> {
        wait::until(&format!("the {role} {name:?}"), PATIENCE, || async {
            let found = self.script(FIND, vec![json!(role), json!(name)]).await?;
            if found.is_null() {
                return Ok(None);
            }
            let mark = "arguments[0].dataset.found = arguments[1]";
            self.script(mark, vec![found, json!("here")]).await?;
            let found = self.0.client.find(Locator::Css("[data-found]")).await?;
            let unmark =
                "document.querySelectorAll('[data-found]').forEach((e) => delete e.dataset.found)";
            self.script(unmark, vec![]).await?;
            Ok(Some(found))
        })
        .await
        .context(self.text("body").await.unwrap_or_default())
    }

    pub async fn press(&self, role: &str, name: &str) -> Result<()> {
        let element = self.found(role, name).await?;
        let bring = "document.activeElement?.blur(); return true";
        self.script(bring, vec![]).await?;
        element
            .click()
            .await
            .with_context(|| format!("pressing the {role} {name:?}"))?;
        Ok(())
    }

    /// Types key by key after emptying the field, and leaves it.
    pub async fn fill(&self, name: &str, text: &str) -> Result<()> {
        let field = self.found("field", name).await?;
        field.clear().await?;
        field.send_keys(text).await?;
        self.script("document.activeElement.blur()", vec![]).await?;
        Ok(())
    }

    /// Chooses in a list.
    pub async fn choose(&self, name: &str, value: &str) -> Result<()> {
        let list = self.found("field", name).await?;
        list.select_by_value(value).await?;
        Ok(())
    }

    /// Presses keys wherever the focus is, as a keyboard does.
    pub async fn keys(&self, keys: &str) -> Result<()> {
        let presses = keys
            .chars()
            .fold(KeyActions::new("keyboard".to_owned()), |all, value| {
                all.then(KeyAction::Down { value })
                    .then(KeyAction::Up { value })
            });
        self.0.client.perform_actions(presses).await?;
        Ok(())
    }

    /// Everything a browser keeps of a page, as one text.
    pub async fn kept(&self) -> Result<String> {
        let script = "\
            return [location.href, JSON.stringify(history.state), JSON.stringify({...localStorage}),\
              JSON.stringify({...sessionStorage}), document.cookie, document.documentElement.outerHTML,\
              ...performance.getEntries().map((e) => e.name)].join('\\n')";
        let kept = self.script(script, vec![]).await?;
        Ok(kept.as_str().unwrap_or_default().to_owned())
    }
}
