//! What stands beside the framed page: settings, statistics, one conversation.
//!
//! Source: Partner API V3 for the names and types of the settings and the two `wordsPerMinute`; what
//! else the answers hold is shown as it comes.

use super::super::lenient::{id, list, shown, text};
use super::super::{ConversationFacts, Field, FieldKind, Panel, time};
use crate::json::{Json, text as written};

pub(super) const SETTINGS: &str = "settings";
pub(super) const TODAY: &str = "today";
pub(super) const MONTH: &str = "month";
pub(super) const CONVERSATION: &str = "conversation";

/// The ten settings in the order a person would look for them, with their labels.
const FIELDS: [(&str, &str); 10] = [
    ("practiceLanguage", "Practice language"),
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
fn unwrapped<'a>(json: &'a Json, name: &str) -> &'a Json {
    let found = [name, "data"].map(|name| json.get(name));
    found.into_iter().find(|it| it.is_object()).unwrap_or(json)
}

/// Only what the vendor has is shown, and only that can be changed.
pub(super) fn settings(json: &Json) -> Panel {
    let json = unwrapped(json, "settings");
    let fields = FIELDS.iter().filter_map(|(name, label)| {
        let value = json.get(name);
        let kind = match value {
            Json::Null => return None,
            Json::Flag(_) => FieldKind::Flag,
            Json::Number(_) => FieldKind::Number { from: 1, to: 5 },
            _ => FieldKind::Edit,
        };
        Some(Field {
            id: (*name).to_owned(),
            label: (*label).to_owned(),
            value: shown(value),
            kind,
        })
    });
    Panel {
        id: SETTINGS.to_owned(),
        title: "Settings".to_owned(),
        fields: fields.collect(),
    }
}

/// `value` of `field` as the JSON it has in `panel`; `None` where it is none of that kind.
pub(super) fn value(panel: &Panel, field: &str, value: &str) -> Option<String> {
    let known = panel.fields.iter().find(|it| it.id == field)?;
    match known.kind {
        FieldKind::Text => None,
        FieldKind::Edit => Some(written(&value)),
        FieldKind::Flag => matches!(value, "true" | "false").then(|| value.to_owned()),
        FieldKind::Number { from, to } => {
            let number: i32 = value.trim().parse().ok()?;
            (from..=to).contains(&number).then(|| number.to_string())
        }
    }
}

/// Figures of a day or a month, one row each: `conversations.user.words` reads "Conversations, user,
/// words".
pub(super) fn usage(json: &Json, panel: &str, title: &str) -> Panel {
    let mut fields = Vec::new();
    collect(unwrapped(json, "stats"), "", &mut fields);
    Panel {
        id: panel.to_owned(),
        title: title.to_owned(),
        fields,
    }
}

fn collect(json: &Json, path: &str, fields: &mut Vec<Field>) {
    for (name, value) in json.members() {
        let id = if path.is_empty() {
            name.clone()
        } else {
            [path, ".", name].concat()
        };
        match value {
            Json::Object(_) => collect(value, &id, fields),
            // Enough of a screen.
            Json::Number(number) if fields.len() < 60 => fields.push(Field {
                label: label(&id),
                value: shown(&Json::Number((number * 10.0).round() / 10.0)),
                id,
                kind: FieldKind::Text,
            }),
            _ => {}
        }
    }
}

/// `conversations.user.wordsPerMinute` in words.
fn label(id: &str) -> String {
    let mut out = String::new();
    for (position, part) in id.split('.').enumerate() {
        if position > 0 {
            out.push_str(", ");
        }
        for (at, letter) in part.chars().enumerate() {
            if letter.is_uppercase() && at > 0 {
                out.push(' ');
                out.extend(letter.to_lowercase());
            } else if position == 0 && at == 0 {
                out.extend(letter.to_uppercase());
            } else {
                out.push(letter);
            }
        }
    }
    out
}

pub(super) fn conversations(json: &Json) -> Vec<ConversationFacts> {
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
                    .find_map(|name| time::read(row.get(name)))
                    .unwrap_or_default(),
                current: false,
                deletable: false,
            })
        })
        .collect();
    all.sort_by(|a, b| b.at.total_cmp(&a.at));
    all
}

pub(super) fn conversation(json: &Json) -> Panel {
    let json = unwrapped(json, "conversation");
    let messages = json.get("messages").items().iter();
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
    Panel {
        id: CONVERSATION.to_owned(),
        title: text(json, &["title"]).unwrap_or_default().to_owned(),
        fields: fields.collect(),
    }
}
