//! The settings' page, and the introduction, which asks for the first of them.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::{Map, Value};

use super::html::{Page, e, go};
use super::learner::Learner;
use super::login::foreign;
use super::study::TalkioState;
use super::words::{WRITTEN, Words};
use crate::Settings;
use crate::settings::{PROFICIENCIES, changes};
use vivavoce_http::ApiError;

/// Languages that are offered; any other may be set by the partner.
const LANGUAGES: [(&str, &str); 32] = [
    ("ar", "العربية"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de-DE", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en-GB", "English (UK)"),
    ("en-US", "English (US)"),
    ("es-ES", "Español (España)"),
    ("es-MX", "Español (México)"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr-FR", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("id", "Bahasa Indonesia"),
    ("it-IT", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl-NL", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt-BR", "Português (Brasil)"),
    ("pt-PT", "Português (Portugal)"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("zh-CN", "中文（简体）"),
];

/// `GET /app/settings`.
pub async fn show(
    State(app): State<TalkioState>,
    learner: Learner,
    RawQuery(query): RawQuery,
) -> Response {
    let words = learner.words();
    let saved = if query.as_deref() == Some("saved") {
        format!("<p class=\"done\" role=\"status\">{}</p>", e(words.saved))
    } else {
        String::new()
    };
    let settings = &learner.settings;
    let mut flags = Vec::new();
    if app.own.is_there() {
        flags.extend([
            (
                "showChatTranslations",
                words.show_translations,
                settings.show_chat_translations,
            ),
            (
                "showChatRomanization",
                words.show_romanization,
                settings.show_chat_romanization,
            ),
            (
                "showLiveFeedback",
                words.show_feedback,
                settings.show_live_feedback,
            ),
        ]);
    }
    flags.push(("hideIntroFlow", words.hide_intro, settings.hide_intro_flow));
    let flags: String = flags
        .into_iter()
        .map(|(name, label, on)| {
            let on = if on { " checked" } else { "" };
            // A box that is not ticked is not sent; its name here says that it was shown.
            format!(
                "<label class=\"check\"><input type=\"checkbox\" name=\"{name}\" value=\"true\"{on}>\
                 <span>{}</span></label><input type=\"hidden\" name=\"shown\" value=\"{name}\">",
                e(label),
            )
        })
        .collect();
    let main = format!(
        "<h1>{}</h1>{saved}<form class=\"panel\" method=\"post\" action=\"/app/settings\">{}{}{}{}{}{}{flags}\
         <button class=\"solid\">{}</button></form>",
        e(words.settings),
        language(
            "practiceLanguage",
            words.practice_language,
            &settings.practice_language
        ),
        proficiency(words, settings),
        language("userLanguage", words.user_language, &settings.user_language),
        interface(words, settings),
        tutor(words, settings),
        speed(words, settings),
        e(words.save),
    );
    page(&app, &learner, words.settings, main, StatusCode::OK)
}

/// `POST /app/settings`, and the introduction's form.
pub async fn save(
    State(app): State<TalkioState>,
    learner: Learner,
    body: String,
) -> Result<Response, ApiError> {
    if !learner.visit.is_own_form {
        return Ok(foreign(&app, &learner.visit));
    }
    let mut given = Map::new();
    for (name, value) in vivavoce_protocol::query::pairs(&body) {
        if name == "shown" {
            given.entry(value).or_insert(Value::Bool(false));
        } else {
            given.insert(name, Value::from(value));
        }
    }
    let is_introduction = given.contains_key("introduced");
    // The form offers only what is right, so anything else is somebody's own.
    let Ok(changed) = changes(&given) else {
        return Ok(super::html::sentence(
            &app,
            &learner.visit,
            StatusCode::BAD_REQUEST,
            "That cannot be set",
            "Please go back and choose from what is offered.",
        ));
    };
    let now = app.clock.now();
    crate::store::change_settings(&app.store, &learner.member.id, changed, now).await?;
    if is_introduction {
        crate::store::note_introduction(&app.store, &learner.member.id, now).await?;
        return Ok(go("/app"));
    }
    Ok(go("/app/settings?saved"))
}

/// `GET /app/introduction`.
pub async fn introduce(State(app): State<TalkioState>, learner: Learner) -> Response {
    let words = learner.words();
    let settings = &learner.settings;
    let main = format!(
        "<div class=\"card\"><h1>{}</h1><p>{}</p><form method=\"post\" action=\"/app/settings\">\
         <input type=\"hidden\" name=\"introduced\" value=\"true\">{}{}{}{}\
         <button class=\"solid\">{}</button></form></div>",
        e(words.welcome),
        e(words.welcome_text),
        language(
            "practiceLanguage",
            words.practice_language,
            &settings.practice_language
        ),
        proficiency(words, settings),
        language("userLanguage", words.user_language, &settings.user_language),
        tutor(words, settings),
        e(words.begin),
    );
    page(&app, &learner, words.welcome, main, StatusCode::OK)
}

fn page(
    app: &TalkioState,
    learner: &Learner,
    title: &str,
    main: String,
    status: StatusCode,
) -> Response {
    Page {
        title,
        words: learner.words(),
        organization: Some(&learner.organization),
        signed_in: true,
        main,
        kind: "narrow",
    }
    .send(app, &learner.visit, status)
}

fn select(name: &str, label: &str, options: &[(String, String)], now: &str) -> String {
    let mut rows = String::new();
    if !options.iter().any(|(value, _)| value == now) {
        rows.push_str(&format!(
            "<option selected value=\"{0}\">{0}</option>",
            e(now)
        ));
    }
    for (value, text) in options {
        let chosen = if value == now { " selected" } else { "" };
        rows.push_str(&format!(
            "<option{chosen} value=\"{}\">{}</option>",
            e(value),
            e(text)
        ));
    }
    format!(
        "<label class=\"field\"><span>{}</span><select name=\"{name}\">{rows}</select></label>",
        e(label)
    )
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(value, text)| ((*value).to_owned(), (*text).to_owned()))
        .collect()
}

fn language(name: &str, label: &str, now: &str) -> String {
    select(name, label, &owned(&LANGUAGES), now)
}

fn interface(words: &Words, settings: &Settings) -> String {
    // `en-US` is English here, and is not lost by saving the form.
    let now = settings.ui_language.as_str();
    let written: Vec<(String, String)> = WRITTEN
        .iter()
        .map(|(tag, name)| {
            let is_it = now
                .split('-')
                .next()
                .is_some_and(|it| it.eq_ignore_ascii_case(tag));
            (
                if is_it { now } else { *tag }.to_owned(),
                (*name).to_owned(),
            )
        })
        .collect();
    select("uiLanguage", words.ui_language, &written, now)
}

fn proficiency(words: &Words, settings: &Settings) -> String {
    let pairs: Vec<(&str, &str)> = PROFICIENCIES.into_iter().zip(words.proficiencies).collect();
    select(
        "practiceLanguageProficiency",
        words.proficiency,
        &owned(&pairs),
        &settings.practice_language_proficiency,
    )
}

fn tutor(words: &Words, settings: &Settings) -> String {
    format!(
        "<label class=\"field\"><span>{}</span><input name=\"defaultTutor\" maxlength=\"60\" value=\"{}\"></label>",
        e(words.tutor),
        e(&settings.default_tutor),
    )
}

fn speed(words: &Words, settings: &Settings) -> String {
    let pairs: Vec<(String, String)> = (1..=5).map(|it| (it.to_string(), it.to_string())).collect();
    let now = settings.read_aloud_speed.to_string();
    select("readAloudSpeed", words.speed, &pairs, &now)
}
