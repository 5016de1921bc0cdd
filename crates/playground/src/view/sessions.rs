//! A scenario's sessions, newest first.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_client::types::{Session, SessionPage};

use super::form::{button, text, trouble};
use super::link::link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;
use crate::{api, browser};

const ON_A_PAGE: u32 = 20;

pub fn list(site: Site, scenario: &str) -> El {
    let page = RwSignal::new(1_u64);
    let round = RwSignal::new(0_u32);
    let loaded = RwSignal::new(Loaded::Loading);
    let wanted = encoded(scenario);
    vivavoce::browser::element::react(move || {
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
    let scenario = scenario.to_owned();
    el("section", "panel")
        .attr("aria-labelledby", "sessions-title")
        .child(
            el("div", "row")
                .child(text("h2", "", "Sessions").attr("id", "sessions-title"))
                .child(button("Refresh", "quiet", move || round.update(|round| *round += 1))),
        )
        .part(move || loaded.get(), move |loaded| match loaded {
            Loaded::Loading => vec![text("p", "hint", "Loading …")],
            Loaded::Failed(sentence) => vec![trouble(sentence)],
            Loaded::Ready(all) if all.sessions.is_empty() => {
                vec![text("p", "hint", "Nobody has talked yet. What you try in the integration shows up here, marked as a preview.")]
            }
            Loaded::Ready(all) => {
                let rows = all.sessions.iter().map(|it| row(site, &scenario, it));
                let mut shown = vec![el("ul", "list plain").children(rows)];
                if all.page_meta.total_pages > 1 {
                    shown.push(turner(page, all));
                }
                shown
            }
        })
}

fn turner(page: RwSignal<u64>, all: &SessionPage) -> El {
    let meta = &all.page_meta;
    let turn = |label: &str, is_there: bool, to: u64| {
        let turn = button(label, "quiet", move || page.set(to));
        if is_there {
            turn
        } else {
            turn.attr("disabled", "")
        }
    };
    el("div", "row")
        .child(turn("Newer", meta.has_prev, meta.page.saturating_sub(1)))
        .child(text(
            "span",
            "hint",
            &format!("Page {} of {}", meta.page, meta.total_pages),
        ))
        .child(turn("Older", meta.has_next, meta.page + 1))
}

fn row(site: Site, scenario: &str, session: &Session) -> El {
    let who = [&session.user_name, &session.user_email];
    let who = who.into_iter().flatten().find(|name| !name.is_empty());
    let route = Route::Session {
        scenario: scenario.to_owned(),
        session: session.id.clone(),
    };
    let mut facts = el("p", "hint").text(&format!(
        "{} · {} · {}",
        browser::date(&session.created_at),
        session.status.as_str(),
        session.style
    ));
    if session.source == "PREVIEW" {
        facts = facts.child(text("span", "tag", "preview"));
    }
    el("li", "")
        .child(link(
            site,
            route,
            "",
            who.map_or("Somebody", String::as_str),
        ))
        .child(facts)
}
