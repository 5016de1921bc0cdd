//! What stands beside the framed page: settings, statistics, the week's assessment, one conversation.
//!
//! Source: Partner API V3 for the names and types of the settings and the two `wordsPerMinute`; what
//! else the answers hold is shown as it comes.

use serde_json::Number;

use super::super::lenient::{id, list, shown, text};
use super::super::{ConversationFacts, Field, FieldKind, Panel, time};
use crate::json::{Look, Value, digits, number, text as written};

pub(super) const SETTINGS: &str = "settings";
/// The setting that says which language is learnt.
pub(super) const LANGUAGE: &str = "practiceLanguage";

/// Fields of a panel: enough of a screen.
const MOST: usize = 60;
/// Characters of a vendor's sentence.
const LONGEST: usize = 1_000;

/// The ten settings in the order a person would look for them, with their labels.
const FIELDS: [(&str, &str); 10] = [
    (LANGUAGE, "Practice language"),
    ("practiceLanguageProficiency", "Proficiency"),
    ("userLanguage", "Your language"),
    ("uiLanguage", "Language of the pages"),
    ("defaultTutor", "Tutor"),
    ("readAloudSpeed", "Reading speed"),
    ("showChatTranslations", "Translations"),
    ("showChatRomanization", "Romanization"),
    ("showLiveFeedback", "Live feedback"),
    ("hideIntroFlow", "Skip the introduction"),
];

/// Where an answer is wrapped, what is in it.
fn unwrapped<'a>(json: &'a Value, name: &str) -> &'a Value {
    let found = [name, "data"].map(|name| json.at(name));
    found.into_iter().find(|it| it.is_object()).unwrap_or(json)
}

/// Only what the vendor has is shown, and only that can be changed.
pub(super) fn settings(json: &Value) -> Panel {
    let json = unwrapped(json, "settings");
    let fields = FIELDS.iter().filter_map(|(name, label)| {
        let value = json.at(name);
        let kind = match value {
            Value::Null => return None,
            Value::Bool(_) => FieldKind::Flag,
            Value::Number(_) => FieldKind::Number { from: 1, to: 5 },
            _ => FieldKind::Edit,
        };
        Some(Field {
            id: (*name).to_owned(),
            label: (*label).to_owned(),
            value: shown(value),
            kind,
        })
    });
    panel(SETTINGS, "Settings", 1, fields.collect())
}

/// `value` of `field` as the JSON it has in `panel`; `None` where it is none of that kind.
pub(super) fn value(panel: &Panel, field: &str, value: &str) -> Option<String> {
    let known = panel.fields.iter().find(|it| it.id == field)?;
    match known.kind {
        FieldKind::Text => None,
        FieldKind::Edit => Some(written(value)),
        FieldKind::Flag => matches!(value, "true" | "false").then(|| value.to_owned()),
        FieldKind::Number { from, to } => {
            let number: i32 = value.trim().parse().ok()?;
            (from..=to).contains(&number).then(|| number.to_string())
        }
    }
}

fn panel(id: &str, title: &str, place: u8, fields: Vec<Field>) -> Panel {
    Panel {
        id: id.to_owned(),
        title: title.to_owned(),
        place,
        fields,
    }
}

/// Figures of a day, one row each: `conversations.user.words` reads "Conversations, user, words".
pub(super) fn today(json: &Value) -> Panel {
    panel("today", "Today", 2, figures(json))
}

pub(super) fn month(json: &Value) -> Panel {
    panel("month", "This month", 4, figures(json))
}

fn figures(json: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    collect(unwrapped(json, "stats"), "", false, &mut fields);
    fields
}

/// What the vendor makes of a week: the summary first, then its lists, then facts and figures.
pub(super) fn week(json: &Value) -> Panel {
    let mut fields = Vec::new();
    collect(unwrapped(json, "assessment"), "", true, &mut fields);
    fields.sort_by_key(|field| match field.id.as_str() {
        "summary" => 0,
        id if id.ends_with(|last: char| last.is_ascii_digit()) => 1,
        _ => 2,
    });
    panel("week", "This week", 3, fields)
}

/// A row for each number in `json`, and for each text where `texts` are wanted.
fn collect(json: &Value, path: &str, texts: bool, fields: &mut Vec<Field>) {
    let mut members: Vec<_> = json.as_object().into_iter().flatten().collect();
    // What it is about first, then its figures, then what is in it.
    members.sort_by_key(|(_, value)| match value {
        Value::String(_) => 0,
        Value::Number(_) => 1,
        _ => 2,
    });
    for (name, value) in members {
        let id = match path {
            "" => name.clone(),
            _ => [path, ".", name].concat(),
        };
        // What only programs read.
        let is_id = name == "id" || name.ends_with("Id") || name.ends_with("edAt");
        if !(texts && is_id) {
            row(value, id, texts, fields);
        }
    }
}

fn row(value: &Value, id: String, texts: bool, fields: &mut Vec<Field>) {
    let value = match value {
        Value::Object(_) => return collect(value, &id, texts, fields),
        Value::Array(items) if texts => {
            for (at, item) in items.iter().enumerate().take(MOST) {
                row(item, [&id, ".", &at.to_string()].concat(), texts, fields);
            }
            return;
        }
        Value::Number(figure) => rounded(figure),
        Value::String(text) if texts && !text.trim().is_empty() => {
            text.trim().chars().take(LONGEST).collect()
        }
        _ => return,
    };
    if fields.len() < MOST {
        fields.push(Field {
            label: label(&id),
            value,
            id,
            kind: FieldKind::Text,
        });
    }
}

/// To the tenth.
fn rounded(figure: &Number) -> String {
    let tenths = figure.as_f64().map(|it| (it * 10.0).round());
    tenths.map_or_else(|| digits(figure), |it| shown(&number(it / 10.0)))
}

/// `conversations.user.wordsPerMinute` in words; entries of a list are called like the list.
fn label(id: &str) -> String {
    let mut out = String::new();
    for part in id.split('.') {
        if part.parse::<usize>().is_ok() {
            continue;
        }
        let first = out.is_empty();
        if !first {
            out.push_str(", ");
        }
        for (at, letter) in part.chars().enumerate() {
            if letter.is_uppercase() && at > 0 {
                out.push(' ');
                out.extend(letter.to_lowercase());
            } else if first && at == 0 {
                out.extend(letter.to_uppercase());
            } else {
                out.push(letter);
            }
        }
    }
    out
}

pub(super) fn conversations(json: &Value) -> Vec<ConversationFacts> {
    let rows = list(json, &["data", "items", "conversations"]).unwrap_or_default();
    let mut all: Vec<ConversationFacts> = rows
        .iter()
        .filter_map(|row| {
            Some(ConversationFacts {
                id: id(row, &["id", "conversationId"])?,
                title: text(row, &["title", "name", "promptTemplateId"])
                    .unwrap_or_default()
                    .to_owned(),
                at: ["updatedAt", "createdAt"]
                    .iter()
                    .find_map(|name| time::read(row.at(name)))
                    .unwrap_or_default(),
                current: false,
                deletable: false,
            })
        })
        .collect();
    all.sort_by(|a, b| b.at.total_cmp(&a.at));
    all
}

pub(super) fn conversation(json: &Value) -> Panel {
    let json = unwrapped(json, "conversation");
    let messages = json.at("messages").items().iter();
    let fields = messages.enumerate().filter_map(|(at, message)| {
        let speaker = match text(message, &["role"])? {
            "user" => "You",
            _ => "Tutor",
        };
        Some(Field {
            id: at.to_string(),
            label: speaker.to_owned(),
            value: text(message, &["content", "text"])?.to_owned(),
            kind: FieldKind::Text,
        })
    });
    let title = text(json, &["title"]).unwrap_or_default();
    // Just asked for, so it stands first.
    panel("conversation", title, 0, fields.collect())
}
