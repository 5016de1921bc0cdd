//! Words that are cut off or broken, and controls that lie under something else.

use anyhow::Result;

use crate::embed::Embed;

const SCRIPT: &str = include_str!("clipped.js");

/// What of the embed's screen cannot be read or pressed, as sentences; none is the aim.
pub async fn found(embed: &Embed<'_>) -> Result<Vec<String>> {
    Ok(serde_json::from_value(embed.script(SCRIPT, vec![]).await?)?)
}
