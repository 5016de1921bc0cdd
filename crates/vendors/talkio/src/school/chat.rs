//! A conversation: the embed in the middle, the sidebar and the help beside it.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{Page, e, go, moment, sentence};
use super::learner::Learner;
use super::login::foreign;
use super::place::HIDE;
use super::study::TalkioState;
use super::{home, templates};
use crate::conversations::{messages, template_id};
use crate::lesson;
use vivavoce_engine::store::{Access, AccessKind, Scenario, Session};
use vivavoce_engine::{conversation, ids};
use vivavoce_http::ApiError;
use vivavoce_http::form::Form;
use vivavoce_http::path::At;
use vivavoce_http::percent::encoded;

/// Conversations in the sidebar.
const BESIDE: i64 = 20;

/// `GET /app/chat?t=<template>`: the conversation in it that is going on, or a new one.
pub async fn open(
    State(app): State<TalkioState>,
    learner: Learner,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let asked = Form::read(query.as_deref().unwrap_or_default());
    let name = asked.text("t");
    if name.is_empty() {
        return Ok(go("/app"));
    }
    let found = templates::find(&app, &learner.organization, &learner.member, name).await?;
    let Some(scenario) = found else {
        return Ok(no_topic(&app, &learner));
    };
    if learner.visit.looks_ahead {
        return Ok(go("/app"));
    }
    let member = &learner.member.id;
    let running = crate::store::running_talks(&app.store, member, Some(&scenario.id)).await?;
    let session = match running.into_iter().next() {
        Some(id) => app.store.session(&id).await?,
        None => None,
    };
    let session = match session {
        Some(session) => session,
        None => {
            count(&app, &learner)?;
            let beginning = lesson::beginning(&learner.member);
            // Two tabs, or two taps: one conversation.
            let begun = conversation::begin_or_find(&app, &scenario, beginning, None).await?;
            begun.session()
        }
    };
    show(&app, &learner, &session, Some(scenario), hides(&asked)).await
}

/// `POST /app/chat`: a new one.
pub async fn create(
    State(app): State<TalkioState>,
    learner: Learner,
    body: String,
) -> Result<Response, ApiError> {
    if !learner.visit.is_own_form {
        return Ok(foreign(&app, &learner.visit));
    }
    let asked = Form::read(&body);
    let name = asked.text("t");
    let found = templates::find(&app, &learner.organization, &learner.member, name).await?;
    let Some(scenario) = found else {
        return Ok(no_topic(&app, &learner));
    };
    count(&app, &learner)?;
    let beginning = lesson::beginning(&learner.member);
    let session = conversation::begin(&app, &scenario, beginning, None).await?;
    let hide = if hides(&asked) {
        "?hide-chat-sidebar=true"
    } else {
        ""
    };
    Ok(go(&format!("/app/chat/{}{hide}", session.id)))
}

/// `GET /app/chat/{id}`: goes on with it, or shows what was said in it.
pub async fn resume(
    State(app): State<TalkioState>,
    learner: Learner,
    At(id): At<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    learner.allow_reading(&app)?;
    let Some(talk) = crate::store::talk_of(&app.store, &learner.member.id, &id).await? else {
        return Ok(sentence(
            &app,
            &learner.visit,
            StatusCode::NOT_FOUND,
            "There is no such conversation",
            "It may be somebody else’s. Your own are listed on the first page.",
        ));
    };
    let scenario_id = &talk.session.scenario_id;
    let scenario = app.store.scenario(scenario_id).await?;
    let asked = Form::read(query.as_deref().unwrap_or_default());
    show(&app, &learner, &talk.session, scenario, hides(&asked)).await
}

fn hides(asked: &Form) -> bool {
    asked.0.contains_key(HIDE) && matches!(asked.text(HIDE), "true" | "1" | "")
}

fn no_topic(app: &TalkioState, learner: &Learner) -> Response {
    sentence(
        app,
        &learner.visit,
        StatusCode::NOT_FOUND,
        "There is no such topic",
        "It may have been removed, or is not open to you now. The first page lists those that are.",
    )
}

/// Counts a conversation that the learner is about to begin.
fn count(app: &TalkioState, learner: &Learner) -> Result<(), ApiError> {
    let bucket = format!("lessons {}", learner.member.id);
    let rate = app.settings.limits.sessions_per_address;
    app.rates.take(bucket, rate, app.clock.now())
}

async fn show(
    app: &TalkioState,
    learner: &Learner,
    session: &Session,
    scenario: Option<Scenario>,
    hides_sidebar: bool,
) -> Result<Response, ApiError> {
    let words = learner.words();
    let title = &session.scenario_name;
    let again = scenario.as_ref().map_or_else(String::new, |scenario| {
        let hide = if hides_sidebar {
            format!("<input type=\"hidden\" name=\"{HIDE}\" value=\"true\">")
        } else {
            String::new()
        };
        format!(
            "<form method=\"post\" action=\"/app/chat\">\
             <input type=\"hidden\" name=\"t\" value=\"{}\">{hide}<button class=\"quiet\">{}</button></form>",
            e(&template_id(scenario)),
            e(if session.ended_at.is_some() { words.talk_again } else { words.new_conversation }),
        )
    });
    let talk = match (&scenario, session.ended_at) {
        (Some(scenario), None) => embed(app, learner, session, scenario).await?,
        _ => transcript(app, learner, session).await?,
    };
    let sidebar = if hides_sidebar {
        String::new()
    } else {
        let (talks, _) =
            crate::store::talks(&app.store, &learner.member.id, None, BESIDE, 0).await?;
        format!(
            "<aside class=\"sidebar\" aria-label=\"{}\"><h2>{0}</h2>{again}{}\
             <p class=\"inside\"><a href=\"/app\">{}</a> <a href=\"/app/settings\">{}</a></p></aside>",
            e(words.conversations),
            home::list(&talks, words, false),
            e(words.home),
            e(words.settings),
        )
    };
    let again = if hides_sidebar { again } else { String::new() };
    let main = format!(
        "<h1 class=\"visually-hidden\">{}</h1><div class=\"talk\">{talk}{again}{}</div>{sidebar}",
        e(title),
        help(app, learner, session),
    );
    Ok(Page {
        title,
        words,
        organization: Some(&learner.organization),
        signed_in: true,
        main,
        kind: "chat",
    }
    .send(app, &learner.visit, StatusCode::OK))
}

/// The embed, let into this one session by a token of its own: whose it is stands in the session.
async fn embed(
    app: &TalkioState,
    learner: &Learner,
    session: &Session,
    scenario: &Scenario,
) -> Result<String, ApiError> {
    let now = app.clock.now();
    let lasts = i64::try_from(app.settings.limits.session_total.as_millis()).unwrap_or(i64::MAX);
    let token = ids::new_secret();
    let access = Access {
        scenario_id: scenario.id.clone(),
        kind: AccessKind::Minted,
        email: learner.member.email.clone(),
        session_id: Some(session.id.clone()),
        made_by: None,
        passcode_epoch: 0,
        is_preview: false,
        created_at: now,
        expires_at: now.saturating_add(lasts),
    };
    app.store.add_access(access, &token).await?;
    let address = format!(
        "/embed/{}?restoreSession={}&autoStart=true&promptUserInfo=false&lang={}&languageCode={}#scenarioAccessToken={token}",
        encoded(&scenario.id),
        session.id,
        encoded(&learner.settings.ui_language),
        encoded(&learner.settings.practice_language),
    );
    Ok(format!(
        "<iframe id=\"embed\" title=\"{}\" src=\"{}\" allow=\"microphone; screen-wake-lock\"></iframe>",
        e(&session.scenario_name),
        e(&address),
    ))
}

/// What was said, to be read.
async fn transcript(
    app: &TalkioState,
    learner: &Learner,
    session: &Session,
) -> Result<String, ApiError> {
    let words = learner.words();
    let language = session.language.as_deref().unwrap_or_default();
    let tutor = session
        .variables
        .get("defaultTutor")
        .map_or("", String::as_str);
    let mut lines = String::new();
    let remarks = crate::store::remarks(&app.store, &session.id).await?;
    for message in messages(app, &session.id, &remarks).await? {
        let who = if message.role == "user" {
            words.you
        } else {
            tutor
        };
        lines.push_str(&format!(
            "<article data-role=\"{}\"><h3>{}</h3><p lang=\"{}\">{}</p>",
            e(&message.role),
            e(who),
            e(language),
            e(&unmarked(&message.content)),
        ));
        for (label, text) in [
            (words.translation, &message.translation),
            (words.romanization, &message.romanization),
            (words.feedback, &message.feedback),
        ] {
            if let Some(text) = text {
                lines.push_str(&format!(
                    "<p class=\"remark\"><span>{}:</span> {}</p>",
                    e(label),
                    e(text)
                ));
            }
        }
        lines.push_str("</article>");
    }
    let ended = session.ended_at.map(moment).unwrap_or_default();
    Ok(format!(
        "<section class=\"read\"><h2>{}</h2><p class=\"hint\">{} {ended}</p>{lines}</section>",
        e(&session.scenario_name),
        e(words.ended),
    ))
}

/// Without the marks of emphasis and code, which mean nothing to a reader of plain text.
fn unmarked(text: &str) -> String {
    text.replace("**", "").replace("__", "").replace('`', "")
}

/// What the page's script reads aloud and shows of a running conversation.
fn help(app: &TalkioState, learner: &Learner, session: &Session) -> String {
    if session.ended_at.is_some() {
        return String::new();
    }
    let words = learner.words();
    let settings = &learner.settings;
    let shows = app.own.is_there()
        && (settings.show_chat_translations
            || settings.show_chat_romanization
            || settings.show_live_feedback);
    format!(
        "<section class=\"help\" id=\"help\" aria-label=\"{}\" data-session=\"{}\" data-language=\"{}\" \
         data-own=\"{}\" data-speed=\"{}\" data-shows=\"{shows}\" data-translation=\"{}\" \
         data-romanization=\"{}\" data-feedback=\"{}\"><label class=\"check\" hidden>\
         <input type=\"checkbox\" id=\"aloud\"><span>{}</span></label>\
         <ul id=\"remarks\" aria-live=\"polite\"></ul></section>",
        e(words.help),
        e(&session.id),
        e(&settings.practice_language),
        e(&settings.user_language),
        settings.read_aloud_speed,
        e(words.translation),
        e(words.romanization),
        e(words.feedback),
        e(words.read_aloud),
    )
}
