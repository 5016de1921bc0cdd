//! The dashboard: topics and conversations.

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::html::{Page, e, go, moment};
use super::learner::Learner;
use super::templates;
use super::words::Words;
use crate::conversations::template_id;
use crate::store::Talk;
use vivavoce_engine::store::Scenario;
use vivavoce_http::form::Form;
use vivavoce_http::percent::encoded;
use vivavoce_http::{ApiError, App};

/// Conversations on a page.
const PAGE: i64 = 10;

/// `GET /app`.
pub async fn show(
    State(app): State<App>,
    learner: Learner,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let is_new = learner.member.introduced_at.is_none();
    if is_new && !learner.settings.hide_intro_flow {
        return Ok(go("/app/introduction"));
    }
    let asked = Form::read(query.as_deref().unwrap_or_default());
    let page = asked
        .text("page")
        .parse::<i64>()
        .unwrap_or(1)
        .clamp(1, 100_000);
    let words = learner.words();
    let open = templates::open_to(&app, &learner.organization, &learner.member).await?;
    let (talks, total) = crate::store::talks(
        &app.store,
        &learner.member.id,
        None,
        PAGE,
        (page - 1) * PAGE,
    )
    .await?;
    let cards: String = open.iter().map(card).collect();
    let cards = if cards.is_empty() {
        format!("<p class=\"hint\">{}</p>", e(words.no_templates))
    } else {
        format!("<ul class=\"cards\">{cards}</ul>")
    };
    let main = format!(
        "<h1>{}</h1><section aria-labelledby=\"topics\"><h2 id=\"topics\">{}</h2>{cards}</section>\
         <section aria-labelledby=\"talks\"><h2 id=\"talks\">{}</h2>{}{}</section>\
         <p class=\"inside\"><a href=\"/app/settings\">{}</a></p>",
        e(&learner.member.user_name),
        e(words.templates),
        e(words.conversations),
        list(&talks, words, false),
        pages(page, total, words),
        e(words.settings),
    );
    Ok(Page {
        title: words.home,
        words,
        organization: Some(&learner.organization),
        signed_in: true,
        main,
        kind: "home",
    }
    .send(&app, &learner.visit, StatusCode::OK))
}

fn card(scenario: &Scenario) -> String {
    let about = scenario
        .user_friendly_description
        .as_deref()
        .unwrap_or_default();
    let about = if about.is_empty() {
        String::new()
    } else {
        format!("<span>{}</span>", e(about))
    };
    format!(
        "<li><a class=\"topic\" href=\"/app/chat?t={}\"><strong>{}</strong>{about}</a></li>",
        encoded(&template_id(scenario)),
        e(&scenario.name),
    )
}

/// Conversations, newest first.
pub fn list(talks: &[Talk], words: &Words, hides_sidebar: bool) -> String {
    if talks.is_empty() {
        return format!("<p class=\"hint\">{}</p>", e(words.no_conversations));
    }
    let hide = if hides_sidebar {
        "?hide-chat-sidebar=true"
    } else {
        ""
    };
    let rows: String = talks
        .iter()
        .map(|talk| {
            let session = &talk.session;
            let state = if session.ended_at.is_none() {
                format!(" <span class=\"state\">{}</span>", e(words.going_on))
            } else {
                String::new()
            };
            format!(
                "<li><a href=\"/app/chat/{}{hide}\"><strong>{}</strong> {}</a>{state}</li>",
                e(&session.id),
                e(&session.scenario_name),
                moment(talk.changed_at),
            )
        })
        .collect();
    format!("<ul class=\"talks\">{rows}</ul>")
}

fn pages(page: i64, total: i64, words: &Words) -> String {
    let mut links = String::new();
    if page > 1 {
        links.push_str(&format!(
            "<a href=\"/app?page={}\">{}</a> ",
            page - 1,
            e(words.newer)
        ));
    }
    if page * PAGE < total {
        links.push_str(&format!(
            "<a href=\"/app?page={}\">{}</a>",
            page + 1,
            e(words.older)
        ));
    }
    if links.is_empty() {
        return links;
    }
    format!("<nav class=\"pages\">{links}</nav>")
}
