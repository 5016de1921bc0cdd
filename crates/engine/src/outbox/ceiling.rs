//! What a scenario's owner is mailed when a day's ceiling is reached.

use serde_json::Value;

use super::report::{Block, Report, as_html, as_text, one_line};
use crate::store::Scenario;

/// The UTC day of a time, as people write it.
pub fn day(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// `id` names the mail; `body` is the parcel's, see [`super::ceiling`].
pub fn write(id: &str, scenario: &Scenario, body: &Value) -> Report {
    let word = |name: &str| body[name].as_str().unwrap_or_default();
    let count = |name: &str| body[name].as_u64().unwrap_or_default();
    let (day, most) = (word("day"), count("most"));
    let (what, unit) = match word("what") {
        "bytes" => ("bytes", "mb"),
        what => (what, what),
    };
    let (who, setting) = match word("by") {
        "account" => (
            "The scenarios of your account have together",
            format!("the server's {unit}_per_day_per_account"),
        ),
        _ if what == "bytes" => (
            "This scenario has",
            format!("the server's {unit}_per_day_per_scenario"),
        ),
        _ => (
            "This scenario has",
            format!("the scenario's {what}_per_day or the server's {what}_per_day_per_scenario"),
        ),
    };
    let effect = match what {
        "bytes" => {
            "no conversation with this scenario begins: visitors are asked to come back tomorrow. \
             Those under way go on."
        }
        _ => {
            "visitors of this scenario who say something are asked to come back tomorrow, and no model \
             judges its sessions. Conversations stay open, and replies under way are not cut."
        }
    };
    let blocks = [
        Block::Heading(scenario.name.clone()),
        Block::Paragraph(format!(
            "{who} used all {what} of {day} (UTC): {most}. Until midnight UTC, {effect}"
        )),
        Block::Facts(vec![
            ("Limit".to_owned(), setting),
            (
                "Runs of this scenario today".to_owned(),
                count("runs").to_string(),
            ),
            ("Tokens in".to_owned(), count("tokens_in").to_string()),
            ("Tokens out".to_owned(), count("tokens_out").to_string()),
            ("Bytes written".to_owned(), count("bytes").to_string()),
            ("Scenario".to_owned(), scenario.id.clone()),
        ]),
    ];
    Report {
        id: id.to_owned(),
        subject: one_line(&format!("{}: today's limit is reached", scenario.name), 200),
        text: as_text(&blocks),
        html: as_html(&scenario.name, &blocks),
    }
}
