//! A scenario's sessions, newest first.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce::components::effect;
use vivavoce_client::types::{Session, SessionPage};

use super::form::{Button, asked_for};
use super::link::Link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

const ON_A_PAGE: u32 = 20;

#[component]
pub fn Sessions(site: Site, scenario: String) -> Piece {
    let page = RwSignal::new(1_u64);
    let round = RwSignal::new(0_u32);
    let loaded = RwSignal::new(Loaded::Loading);
    let wanted = encoded(&scenario);
    effect::now(move || {
        round.track();
        let path = format!(
            "/api/public/sessions?scenario_id={wanted}&page={}&limit={ON_A_PAGE}",
            page.get()
        );
        let key = site.key_now();
        task::spawn(async move {
            let answer: Result<SessionPage, String> =
                api::ask(key.as_ref(), "GET", &path, None).await;
            loaded.try_set(answer.into());
        });
    });
    let list = move |all: SessionPage| {
        if all.sessions.is_empty() {
            return view! {
                <p class="hint">
                    {"Nobody has talked yet. What you try in the integration shows up here, marked as a preview."}
                </p>
            }
            .piece();
        }
        let meta = &all.page_meta;
        let turner = (meta.total_pages > 1).then(|| {
            let (newer, older) = (meta.page.saturating_sub(1), meta.page + 1);
            let place = format!("Page {} of {}", meta.page, meta.total_pages);
            view! {
                <div class="row">
                    <Button label="Newer" disabled=!meta.has_prev press=move || page.set(newer)/>
                    <span class="hint">{place}</span>
                    <Button label="Older" disabled=!meta.has_next press=move || page.set(older)/>
                </div>
            }
        });
        let rows: Vec<_> = all
            .sessions
            .into_iter()
            .map(|session| view! { <Row site scenario=scenario.clone() session/> })
            .collect();
        view! {
            <ul class="list plain">{rows}</ul>
            {turner}
        }
        .piece()
    };
    view! {
        <section class="panel" aria-labelledby="sessions-title">
            <div class="row">
                <h2 id="sessions-title">{"Sessions"}</h2>
                <Button label="Refresh" press=move || round.update(|round| *round += 1)/>
            </div>
            {asked_for(loaded, None, list)}
        </section>
    }
    .piece()
}

#[component]
fn Row(site: Site, scenario: String, session: Session) -> Piece {
    let facts = format!(
        "{} · {} · {}",
        browser::date(&session.created_at),
        session.status.as_str(),
        session.style
    );
    let is_preview = session.source == "PREVIEW";
    let who = [session.user_name, session.user_email];
    let who = who.into_iter().flatten().find(|name| !name.is_empty());
    let to = Route::Session {
        scenario,
        session: session.id,
    };
    view! {
        <li>
            <Link site to label=who.unwrap_or_else(|| "Somebody".to_owned())/>
            <p class="hint">
                {facts} {is_preview.then(|| view! { <span class="tag">{"preview"}</span> })}
            </p>
        </li>
    }
    .piece()
}
