//! The ten settings of a user.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::partner::{Partner, UserAt};
use super::user_form::plain;
use crate::store::Member;
use vivavoce_http::body::Body;
use vivavoce_http::fields::{Fields, Given};
use vivavoce_http::path::At;
use vivavoce_http::{ApiError, App};

/// Characters of a tutor's name and of a proficiency.
const WORD: usize = 60;

/// The proficiencies the pages offer; others are taken as they are.
pub const PROFICIENCIES: [&str; 5] = [
    "beginner",
    "elementary",
    "intermediate",
    "upper-intermediate",
    "advanced",
];

/// What a user set, with the defaults for what they did not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
#[schema(example = json!({
    "userLanguage": "en-US", "practiceLanguage": "en-GB", "uiLanguage": "en-US",
    "practiceLanguageProficiency": "elementary", "readAloudSpeed": 3,
    "showChatTranslations": true, "showChatRomanization": true, "showLiveFeedback": true,
    "defaultTutor": "Emma", "hideIntroFlow": false
}))]
pub struct Settings {
    /// BCP 47: what the user learns.
    pub practice_language: String,
    /// BCP 47: what the user speaks; translations and feedback are in it.
    pub user_language: String,
    /// BCP 47: of the pages.
    pub ui_language: String,
    /// `beginner`, `elementary`, `intermediate`, `upper-intermediate`, `advanced`, or a word of the
    /// partner's own.
    pub practice_language_proficiency: String,
    /// 1 (slow) to 5 (fast); 3 is how people speak.
    pub read_aloud_speed: i64,
    /// What the agent calls itself.
    pub default_tutor: String,
    pub show_chat_translations: bool,
    pub show_chat_romanization: bool,
    pub show_live_feedback: bool,
    pub hide_intro_flow: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            practice_language: "en-US".to_owned(),
            user_language: "en-US".to_owned(),
            ui_language: "en-US".to_owned(),
            practice_language_proficiency: "intermediate".to_owned(),
            read_aloud_speed: 3,
            default_tutor: "Emma".to_owned(),
            show_chat_translations: false,
            show_chat_romanization: false,
            show_live_feedback: false,
            hide_intro_flow: false,
        }
    }
}

impl Settings {
    pub fn of(member: &Member) -> Self {
        Self::from_kept(&member.settings)
    }

    /// What cannot be read any more has its default.
    pub fn from_kept(kept: &Value) -> Self {
        let mut all = json!(Settings::default());
        if let (Value::Object(all), Value::Object(kept)) = (&mut all, kept) {
            for (name, value) in kept {
                if let Some(known) = all.get_mut(name)
                    && std::mem::discriminant(known) == std::mem::discriminant(value)
                {
                    known.clone_from(value);
                }
            }
        }
        serde_json::from_value(all).unwrap_or_default()
    }
}

/// What `body` changes, checked; what it does not mention is not in it, `null` restores a default.
pub fn changes(body: &Map<String, Value>) -> Result<Map<String, Value>, ApiError> {
    let mut fields = Fields::new(body, &["body"]);
    let mut changed = Map::new();
    let defaults = json!(Settings::default());
    let mut put = |name: &str, given: Given<Value>| match given {
        Given::Absent => {}
        Given::Null => {
            changed.insert(name.to_owned(), defaults[name].clone());
        }
        Given::Here(value) => {
            changed.insert(name.to_owned(), value);
        }
    };
    for name in ["practiceLanguage", "userLanguage", "uiLanguage"] {
        let given = match fields.text(name, 35) {
            Given::Here(tag) => match language(&tag) {
                Some(tag) => Given::Here(Value::from(tag)),
                None => {
                    let msg = "Input should be a language tag such as en-GB";
                    fields.wrong(name, msg, "value_error");
                    Given::Absent
                }
            },
            Given::Null => Given::Null,
            Given::Absent => Given::Absent,
        };
        put(name, given);
    }
    for name in ["practiceLanguageProficiency", "defaultTutor"] {
        let given = match fields.text(name, WORD) {
            Given::Here(word) if plain(&word).is_empty() => Given::Null,
            Given::Here(word) => Given::Here(Value::from(plain(&word))),
            Given::Null => Given::Null,
            Given::Absent => Given::Absent,
        };
        put(name, given);
    }
    let given = match fields.whole("readAloudSpeed", 1..=5) {
        Given::Here(speed) => Given::Here(Value::from(speed)),
        Given::Null => Given::Null,
        Given::Absent => Given::Absent,
    };
    put("readAloudSpeed", given);
    for name in [
        "showChatTranslations",
        "showChatRomanization",
        "showLiveFeedback",
        "hideIntroFlow",
    ] {
        let given = match fields.flag(name) {
            Given::Here(flag) => Given::Here(Value::from(flag)),
            Given::Null => Given::Null,
            Given::Absent => Given::Absent,
        };
        put(name, given);
    }
    fields.done()?;
    Ok(changed)
}

/// A well-formed language tag with the usual case (`en-GB`, `zh-Hans`); `_` counts as `-`.
pub fn language(text: &str) -> Option<String> {
    let mut parts = Vec::new();
    for (place, part) in text.trim().replace('_', "-").split('-').enumerate() {
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let fits = match place {
            0 => (2..=8).contains(&part.len()) && part.bytes().all(|it| it.is_ascii_alphabetic()),
            _ => (1..=8).contains(&part.len()),
        };
        if !is_word || !fits {
            return None;
        }
        parts.push(match (place, part.len()) {
            (1.., 2) => part.to_ascii_uppercase(),
            (1.., 4) => {
                let (first, rest) = part.split_at(1);
                first.to_ascii_uppercase() + &rest.to_ascii_lowercase()
            }
            _ => part.to_ascii_lowercase(),
        });
    }
    Some(parts.join("-"))
}

#[utoipa::path(
    get, path = "/users/{user_id}/settings", operation_id = "getSettings", tag = "Settings",
    summary = "Read a user's settings",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    responses((status = 200, description = "All ten.", body = Settings)),
)]
pub async fn read(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
) -> Result<Json<Settings>, ApiError> {
    let member = at.active(&app, &partner).await?;
    Ok(Json(Settings::of(&member)))
}

#[utoipa::path(
    put, path = "/users/{user_id}/settings", operation_id = "updateSettings", tag = "Settings",
    summary = "Change a user's settings", description = "What is not mentioned stays, `null` restores a default. They are obeyed from the next message on.",
    params(("user_id" = String, Path, description = "The partner's id of the user, or an email.", example = "user-1")),
    request_body = Settings,
    responses((status = 200, description = "All ten.", body = Settings)),
)]
pub async fn update(
    State(app): State<App>,
    partner: Partner,
    At(at): At<UserAt>,
    Body(body): Body,
) -> Result<Json<Settings>, ApiError> {
    let member = at.active(&app, &partner).await?;
    let changed = changes(&body)?;
    let now = app.clock.now();
    let kept = crate::store::change_settings(&app.store, &member.id, changed, now).await?;
    Ok(Json(Settings::from_kept(&kept)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_well_formed_tag_in_its_usual_case() {
        let cases = [
            ("en-GB", Some("en-GB")),
            ("EN_gb", Some("en-GB")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            (" de ", Some("de")),
            ("es-419", Some("es-419")),
            ("e", None),
            ("", None),
            ("en-", None),
            ("en--GB", None),
            ("1n", None),
            ("en-<b>", None),
            ("englishlanguage", None),
        ];
        for (text, expected) in cases {
            assert_eq!(language(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn what_is_kept_and_cannot_be_read_has_its_default() {
        let kept = json!({ "readAloudSpeed": "fast", "defaultTutor": "Jo", "other": 1 });
        let settings = Settings::from_kept(&kept);
        assert_eq!(settings.read_aloud_speed, 3);
        assert_eq!(settings.default_tutor, "Jo");
        assert_eq!(Settings::from_kept(&Value::Null), Settings::default());
    }
}
