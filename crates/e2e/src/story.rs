//! The stage most stories need: a server, a host page on another site, a browser.

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::chrome::Chrome;
use crate::host::{self, Host};
use crate::server::Server;

pub struct Stage {
    pub server: Server,
    pub host: Host,
    pub chrome: Chrome,
}

impl Stage {
    pub async fn set() -> Result<Stage> {
        Stage::set_with("", &[]).await
    }

    pub async fn set_with(toml: &str, settings: &[(&str, &str)]) -> Result<Stage> {
        let server = Server::start_with(toml, settings).await?;
        Ok(Stage {
            server,
            host: Host::start().await?,
            chrome: Chrome::start().await?,
        })
    }

    /// An address of the server as a visitor's browser uses it.
    pub fn embed(&self, path: &str) -> String {
        embed_address(self.server.port, path)
    }

    /// Creates a scenario by API; returns its id.
    pub async fn scenario(&self, fields: Value) -> Result<String> {
        let mut body = json!({
            "name": "A talk",
            "description": "internal",
            "ai_instructions": "Talk.",
            "is_public": true,
        });
        if let (Value::Object(body), Value::Object(fields)) = (&mut body, fields) {
            body.extend(fields);
        }
        let created = self.server.post("/api/public/scenarios", &body).await?;
        created["id"]
            .as_str()
            .map(str::to_owned)
            .context("the created scenario has an id")
    }

    /// Mints an access token for a private scenario.
    pub async fn token(&self, scenario: &str) -> Result<String> {
        let minted = self
            .server
            .post(
                "/api/public/scenario-access-token",
                &json!({ "scenario_id": scenario }),
            )
            .await?;
        minted["access_token"]
            .as_str()
            .map(str::to_owned)
            .context("a token was minted")
    }

    /// Opens the host page with a frame showing `src`.
    pub async fn open(&self, src: &str) -> Result<()> {
        self.open_sized(src, 400, 600).await
    }

    pub async fn open_sized(&self, src: &str, width: u32, height: u32) -> Result<()> {
        self.chrome.viewport(width, height).await?;
        self.chrome
            .client
            .goto(&self.host.embedding(src, width, height))
            .await?;
        Ok(())
    }

    /// The documented events the host heard, as names with their session ids.
    pub async fn events(&self) -> Result<Vec<(String, String)>> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Ok(host::heard(&self.chrome)
            .await?
            .iter()
            .map(|message| &message["data"])
            .filter(|data| data.get("event").is_some())
            .map(|data| (text(&data["event"]), text(&data["sessionId"])))
            .collect())
    }

    /// What the host heard go wrong, oldest first: the `data` of each `onError`.
    pub async fn errors(&self) -> Result<Vec<Value>> {
        Ok(host::heard(&self.chrome)
            .await?
            .into_iter()
            .filter(|message| message["data"]["type"] == "onError")
            .map(|mut message| message["data"]["data"].take())
            .collect())
    }
}

pub fn embed_address(port: u16, path: &str) -> String {
    format!("http://embed.localhost:{port}{path}")
}
