//! Scripts are run by Node in a page that is not there but records what is asked of it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use vivavoce_core::config::{Config, Restyle};
use vivavoce_core::host::{Extra, HostEvent, Inbound, Request, State};

/// The page around a snippet, which stands in the place of `SNIPPET`.
const STAGE: &str = include_str!("stage.js");

pub fn check(text: &str) -> Result<(), String> {
    // A message by itself, as the page hears it.
    if text.starts_with('{') {
        return check_message(&run(&format!("record.shown = ({text});"))?["shown"]);
    }
    let record = run(text)?;
    let list = |name: &str| record[name].as_array().cloned().unwrap_or_default();
    for message in list("posted") {
        let kind = message["type"].as_str().unwrap_or_default();
        if Inbound::read(kind, &message, 0).is_none() {
            return Err(format!("the embed does not hear {message}"));
        }
    }
    for request in list("asked") {
        check_request(&request)?;
    }
    for address in list("fetched") {
        let address = address.as_str().unwrap_or_default();
        let is_ours = address == "https://embed.example/api/public/scenario-access-token";
        if !is_ours && !address.starts_with('/') {
            return Err(format!("who answers {address}?"));
        }
    }
    Ok(())
}

fn check_message(message: &Value) -> Result<(), String> {
    let read = |error: serde_json::Error| format!("{error}: {message}");
    let again = if message.get("event").is_some() {
        let event: HostEvent = serde_json::from_value(message.clone()).map_err(read)?;
        json!(event)
    } else if message.get("type").is_some() {
        let extra: Extra = serde_json::from_value(message.clone()).map_err(read)?;
        json!(extra)
    } else {
        let state: State = serde_json::from_value(message.clone()).map_err(read)?;
        json!(state)
    };
    (again == *message)
        .then_some(())
        .ok_or_else(|| format!("{message} has more than {again}"))
}

fn check_request(request: &Value) -> Result<(), String> {
    if !Request::read(|| request).is_ok_and(|read| read.wrong.is_none()) {
        return Err(format!("no command: {request}"));
    }
    if request["command"]["name"] == "setTheme" {
        let change: Restyle = serde_json::from_value(request["command"]["value"].clone())
            .map_err(|error| error.to_string())?;
        if let Some(warning) = Config::default().restyled(&change).1.first() {
            return Err(warning.to_string());
        }
    }
    Ok(())
}

/// What the page recorded. Errors: what the script threw, or why it is none.
fn run(text: &str) -> Result<Value, String> {
    let mut node = Command::new("node")
        .args(["--input-type=module", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("node, which comes with npm, cannot be started: {error}"))?;
    let script = STAGE.replace("SNIPPET", text);
    let mut stdin = node.stdin.take().ok_or("no stdin")?;
    stdin
        .write_all(script.as_bytes())
        .map_err(|error| error.to_string())?;
    drop(stdin);
    let output = node.wait_with_output().map_err(|error| error.to_string())?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())
}
