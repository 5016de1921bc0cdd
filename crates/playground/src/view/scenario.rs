//! One scenario: its fields, its sessions, and the way to its integration.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_client::types::{Removed, Scenario};

use super::form::{button, focused, text, trouble};
use super::link::link;
use super::{editor, sessions};
use crate::api;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;

pub fn page(site: Site, id: &str) -> El {
    let loaded = RwSignal::new(Loaded::Loading);
    let (key, path) = (
        site.key_now(),
        format!("/api/public/scenarios/{}", encoded(id)),
    );
    task::spawn(async move {
        let answer: Result<Scenario, String> = api::ask(key.as_ref(), "GET", &path, None).await;
        loaded.try_set(answer.into());
    });
    let id = id.to_owned();
    el("div", "")
        .child(link(site, Route::Scenarios, "crumb", "All scenarios"))
        .part(
            move || loaded.get(),
            move |loaded| match loaded {
                Loaded::Loading => vec![text("p", "hint", "Loading …")],
                Loaded::Failed(sentence) => vec![text("h1", "", "Scenario"), trouble(sentence)],
                Loaded::Ready(scenario) => whole(site, &id, scenario),
            },
        )
}

fn whole(site: Site, id: &str, scenario: &Scenario) -> Vec<El> {
    vec![
        el("div", "lead row")
            .child(text("h1", "", &scenario.name))
            .child(link(
                site,
                Route::Integration(id.to_owned()),
                "button",
                "Integration",
            )),
        el("div", "halves")
            .child(
                el("section", "")
                    .attr("aria-label", "The scenario")
                    .child(editor::form(site, scenario, Some(scenario.id.clone())))
                    .child(remove(site, scenario)),
            )
            .child(sessions::list(site, id)),
    ]
}

/// Asked twice, because its sessions go with it.
fn remove(site: Site, scenario: &Scenario) -> El {
    let asking = RwSignal::new(false);
    let problem = RwSignal::new(String::new());
    let path = format!("/api/public/scenarios/{}", encoded(&scenario.id));
    let name = scenario.name.clone();
    let gone = move || {
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            match api::ask::<Removed>(key.as_ref(), "DELETE", &path, None).await {
                Ok(_) => {
                    site.go(Route::Scenarios);
                    site.say("The scenario is removed.");
                }
                Err(sentence) => {
                    problem.try_set(sentence);
                }
            }
        });
    };
    el("div", "danger-zone")
        .part(move || asking.get(), move |asked| {
            if !*asked {
                return vec![button("Remove the scenario …", "quiet", move || asking.set(true))];
            }
            vec![
                text("p", "", &format!("Remove “{name}” with all its sessions and transcripts? This cannot be undone.")),
                button("Remove it", "button danger", gone.clone()),
                focused(button("Keep it", "quiet", move || asking.set(false))),
            ]
        })
        .part(move || problem.get(), |sentence| {
            if sentence.is_empty() { Vec::new() } else { vec![trouble(sentence)] }
        })
}
