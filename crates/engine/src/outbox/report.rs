//! What a scenario's owner is mailed of a session: as text, and as HTML in which nothing a visitor
//! or a model said can be anything but text.

use std::fmt::Write as _;

use serde_json::Value;
use vivavoce_protocol::wire::{Results, ScoreSource};

use vivavoce_agent::transcript::Line;

use crate::log::transcript;
use crate::store::{Analysis, Asked, Session};

/// Characters of a transcript in a mail.
const TRANSCRIPT: usize = 200_000;

/// A mail to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Names the mail, the same at every try.
    pub id: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// A part of the report.
pub enum Block {
    Heading(String),
    Paragraph(String),
    Items(Vec<String>),
    /// Label and value.
    Facts(Vec<(String, String)>),
    /// Text as it was written.
    Verbatim(String),
}

/// `transcript`: the session's lines, where they are to be in the mail. `address`: where the session
/// can be read.
pub fn write(
    session: &Session,
    analysis: Option<&Analysis>,
    transcript: Option<&[Line]>,
    address: Option<&str>,
) -> Report {
    let who = [&session.user.name, &session.user.email]
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .map_or("a visitor", |text| text.as_str());
    let score = analysis.and_then(|analysis| shown_score(&analysis.results));
    let mut subject = format!("{}: {who}", session.scenario_name);
    if let Some(score) = &score {
        let _ = write!(subject, ", {score}");
    }
    let mut blocks = vec![
        Block::Heading(session.scenario_name.clone()),
        Block::Facts(facts(session, score)),
    ];
    if let Some(analysis) = analysis {
        of_results(&mut blocks, analysis);
    }
    if let Some(lines) = transcript {
        blocks.push(Block::Heading("Transcript".to_owned()));
        let mut text = transcript::text(lines, session.created_at);
        if let Some((end, _)) = text.char_indices().nth(TRANSCRIPT) {
            text.truncate(end);
            text.push_str("\n\n[cut here]");
        }
        if text.is_empty() {
            text.push_str("Nothing was said, or nothing of it was kept.");
        }
        blocks.push(Block::Verbatim(text));
    }
    if let Some(address) = address {
        blocks.push(Block::Paragraph(format!("By API: {address}")));
    }
    Report {
        id: format!("report-{}", session.id),
        subject: one_line(&subject, 200),
        text: as_text(&blocks),
        html: as_html(&session.scenario_name, &blocks),
    }
}

fn facts(session: &Session, score: Option<String>) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    let mut fact = |label: &str, value: String| {
        if !value.trim().is_empty() {
            facts.push((label.to_owned(), one_line(&value, 300)));
        }
    };
    fact("Name", session.user.name.clone());
    fact("Email", session.user.email.clone());
    fact("Began", context(session.created_at));
    if let Some(ended_at) = session.ended_at {
        let seconds = (ended_at - session.created_at).max(0) / 1_000;
        let lasted = format!("{}:{:02} min", seconds / 60, seconds % 60);
        fact("Lasted", lasted);
    }
    fact("Status", session.status.as_str().to_owned());
    fact("Score", score.unwrap_or_default());
    fact("Comment", session.comment.clone().unwrap_or_default());
    fact("Session", session.id.clone());
    facts
}

fn of_results(blocks: &mut Vec<Block>, analysis: &Analysis) {
    let results = &analysis.results;
    if let Some(feedback) = &results.feedback {
        blocks.push(Block::Paragraph(feedback.clone()));
    }
    if let Some(judgement) = &analysis.judgement
        && judgement.state == Asked::Failed
        && let Some(detail) = &judgement.detail
    {
        let text = format!("No model judged this session: {detail} What follows was measured.");
        blocks.push(Block::Paragraph(text));
    }
    if !results.report_card.is_empty() {
        blocks.push(Block::Heading("Report card".to_owned()));
        let rows = results.report_card.iter().map(|row| {
            let note = if row.note.is_empty() {
                String::new()
            } else {
                format!(". {}", row.note)
            };
            (row.topic.clone(), format!("{}{note}", row.score_str))
        });
        blocks.push(Block::Facts(rows.collect()));
    }
    for (title, items) in [
        ("Strengths", &results.strengths),
        ("Weaknesses", &results.weaknesses),
        ("What to do next", &results.action_items),
    ] {
        if !items.is_empty() {
            blocks.push(Block::Heading(title.to_owned()));
            blocks.push(Block::Items(items.clone()));
        }
    }
    if let Some(extraction) = &analysis.extraction {
        blocks.push(Block::Heading("Extracted".to_owned()));
        if let Some(detail) = &extraction.detail {
            blocks.push(Block::Paragraph(detail.clone()));
        }
        let rows = extraction
            .values
            .iter()
            .map(|(name, value)| (name.clone(), plain_value(value)));
        blocks.push(Block::Facts(rows.collect()));
    }
}

fn plain_value(value: &Value) -> String {
    match value {
        Value::Null => "not said".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain_value).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn shown_score(results: &Results) -> Option<String> {
    let how = match results.score_source {
        ScoreSource::Measured => "measured",
        ScoreSource::Model => "judged by a model",
    };
    results
        .score
        .map(|score| format!("{}/10 ({how})", (score * 10.0).round() / 10.0))
}

fn context(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
        .unwrap_or_default()
}

pub(super) fn one_line(text: &str, cap: usize) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(cap)
        .collect()
}

pub fn as_text(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading(text) => {
                let text = one_line(text, 200);
                let _ = writeln!(out, "{text}\n{}\n", "=".repeat(text.chars().count()));
            }
            Block::Paragraph(text) | Block::Verbatim(text) => {
                let _ = writeln!(out, "{text}\n");
            }
            Block::Items(items) => {
                for item in items {
                    let _ = writeln!(out, "- {item}");
                }
                out.push('\n');
            }
            Block::Facts(facts) => {
                for (label, value) in facts {
                    let _ = writeln!(out, "{label}: {value}");
                }
                out.push('\n');
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

pub fn as_html(title: &str, blocks: &[Block]) -> String {
    let mut out = format!(
        "<!doctype html><html><head><meta charset=\"utf-8\"><title>{}</title></head>\
         <body style=\"font:16px/1.5 system-ui,sans-serif;max-width:42em;margin:1em\">",
        escaped(title)
    );
    let mut is_first = true;
    for block in blocks {
        let _ = match block {
            Block::Heading(text) => {
                let level = if std::mem::take(&mut is_first) { 1 } else { 2 };
                write!(out, "<h{level}>{}</h{level}>", escaped(text))
            }
            Block::Paragraph(text) => write!(out, "<p>{}</p>", escaped(text)),
            Block::Verbatim(text) => write!(
                out,
                "<pre style=\"white-space:pre-wrap;font:inherit\">{}</pre>",
                escaped(text)
            ),
            Block::Items(items) => {
                let items: String = items
                    .iter()
                    .map(|item| format!("<li>{}</li>", escaped(item)))
                    .collect();
                write!(out, "<ul>{items}</ul>")
            }
            Block::Facts(facts) => {
                let rows: String = facts
                    .iter()
                    .map(|(label, value)| {
                        format!(
                            "<tr><th align=\"left\" valign=\"top\">{}</th><td>{}</td></tr>",
                            escaped(label),
                            escaped(value)
                        )
                    })
                    .collect();
                write!(out, "<table cellpadding=\"4\">{rows}</table>")
            }
        };
    }
    out.push_str("</body></html>\n");
    out
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
