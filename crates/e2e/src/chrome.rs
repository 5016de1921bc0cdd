//! Chromium, driven through its WebDriver.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use serde_json::{Value, json};

use crate::wait;

const ARGUMENTS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    // Whoever runs it: the stories are told in English.
    "--accept-lang=en-US",
];

/// One browser with an empty profile; ends with the value.
pub struct Chrome {
    pub client: Client,
    driver: Child,
    _profile: tempfile::TempDir,
}

/// A free port, of those the system hands to nobody who asks for any: it may take a while until it is
/// listened at, and a server that was killed comes back to it.
pub fn free_port() -> Result<u16> {
    static TRIED: AtomicU32 = AtomicU32::new(0);
    const FIRST: u32 = 20_000;
    const COUNT: u32 = 12_000;
    // Another run on this machine begins elsewhere.
    let begin = std::process::id().wrapping_mul(97);
    for _ in 0..COUNT {
        let tried = TRIED.fetch_add(1, Ordering::Relaxed);
        let port = u16::try_from(FIRST + begin.wrapping_add(tried) % COUNT)?;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("no port is free")
}

impl Chrome {
    pub async fn start() -> Result<Chrome> {
        Chrome::start_with(json!({})).await
    }

    /// A browser that gives frames of other sites no cookies but partitioned ones.
    pub async fn without_third_party_cookies() -> Result<Chrome> {
        Chrome::start_with(json!({
            "profile.block_third_party_cookies": true,
            "profile.cookie_controls_mode": 1,
        }))
        .await
    }

    /// With `preferences` as a visitor would have set them.
    pub async fn start_with(preferences: Value) -> Result<Chrome> {
        Chrome::start_as(preferences, &[], "normal").await
    }

    /// With further arguments of the command line. `strategy` says what a command waits for: `normal`
    /// for pages to load, `none` for nothing, where some never will.
    pub async fn start_as(preferences: Value, more: &[String], strategy: &str) -> Result<Chrome> {
        let port = free_port()?;
        let program = std::env::var_os("CHROMEDRIVER").unwrap_or_else(|| "chromedriver".into());
        let driver = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("could not start {}", program.display()))?;
        let profile = tempfile::tempdir()?;
        let mut arguments: Vec<String> = ARGUMENTS.iter().map(|text| (*text).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        arguments.extend_from_slice(more);
        let mut options = json!({ "args": arguments, "prefs": preferences });
        if let Some(binary) = std::env::var_os("CHROMIUM") {
            options["binary"] = json!(binary.to_string_lossy());
        }
        let capabilities = json!({
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            "pageLoadStrategy": strategy,
        });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("an object literal")
        };
        let address = format!("http://127.0.0.1:{port}");
        let client = wait::until("chromedriver to answer", wait::PATIENCE, || async {
            Ok(Some(
                ClientBuilder::new(fantoccini_connector())
                    .capabilities(capabilities.clone())
                    .connect(&address)
                    .await?,
            ))
        })
        .await?;
        Ok(Chrome {
            client,
            driver,
            _profile: profile,
        })
    }

    /// A command of the DevTools protocol, sent to the top page's target.
    pub async fn cdp(&self, command: &str, parameters: Value) -> Result<Value> {
        let command = Post {
            path: "goog/cdp/execute",
            body: json!({ "cmd": command, "params": parameters }),
        };
        self.client
            .issue_cmd(command)
            .await
            .context("a DevTools command failed")
    }

    /// Points the driver at the top page.
    pub async fn top(&self) -> Result<()> {
        self.client
            .issue_cmd(Post {
                path: "frame",
                body: json!({ "id": null }),
            })
            .await?;
        Ok(())
    }

    /// Points the driver into a frame, as a script has found it.
    pub async fn enter(&self, frame: Value) -> Result<()> {
        let path = "frame";
        let body = json!({ "id": frame });
        self.client.issue_cmd(Post { path, body }).await?;
        Ok(())
    }

    pub async fn viewport(&self, width: u32, height: u32) -> Result<()> {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.cdp("Emulation.setDeviceMetricsOverride", size).await?;
        Ok(())
    }

    /// `light` or `dark`, as the visitor's system would prefer.
    pub async fn scheme(&self, scheme: &str) -> Result<()> {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.cdp("Emulation.setEmulatedMedia", features).await?;
        Ok(())
    }

    pub async fn screenshot(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(file, self.client.screenshot().await?)?;
        Ok(())
    }

    /// What the console said since the last call, `(level, message)`.
    pub async fn console(&self) -> Result<Vec<(String, String)>> {
        let entries = self
            .client
            .issue_cmd(Post {
                path: "se/log",
                body: json!({ "type": "browser" }),
            })
            .await?;
        let text = |entry: &Value, key: &str| entry[key].as_str().unwrap_or_default().to_owned();
        Ok(entries
            .as_array()
            .map(|list| {
                list.iter()
                    .map(|e| (text(e, "level"), text(e, "message")))
                    .collect()
            })
            .unwrap_or_default())
    }

    /// Ends the browser properly; dropping the value ends it too, less gently.
    pub async fn close(self) -> Result<()> {
        self.client.clone().close().await?;
        Ok(())
    }
}

impl Drop for Chrome {
    fn drop(&mut self) {
        // Asked to stop, chromedriver takes its browsers with it; killed, it leaves them.
        let _ = Command::new("kill")
            .arg(self.driver.id().to_string())
            .status();
        for _ in 0..50 {
            if matches!(self.driver.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn fantoccini_connector() -> hyper_util::client::legacy::connect::HttpConnector {
    hyper_util::client::legacy::connect::HttpConnector::new()
}

/// A WebDriver command the client has no method for: a path below the session, and a body.
#[derive(Debug)]
struct Post {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Post {
    fn endpoint(
        &self,
        base_url: &url::Url,
        session_id: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base_url.join(&format!(
            "session/{}/{}",
            session_id.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _request_url: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
