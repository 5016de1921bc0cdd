//! One scenario: its fields, its sessions, and the way to its integration.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce_client::types::{Removed, Scenario};

use super::editor::Editor;
use super::form::{Button, asked_for, problem};
use super::link::Link;
use super::sessions::Sessions;
use crate::api;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::state::encoded;

#[component]
pub fn ScenarioPage(site: Site, id: String) -> Piece {
    let loaded = RwSignal::new(Loaded::Loading);
    let (key, path) = (
        site.key_now(),
        format!("/api/public/scenarios/{}", encoded(&id)),
    );
    task::spawn(async move {
        let answer: Result<Scenario, String> = api::ask(key.as_ref(), "GET", &path, None).await;
        loaded.try_set(answer.into());
    });
    let whole = move |scenario| {
        let id = id.clone();
        view! { <Whole site id scenario/> }.into_inner()
    };
    view! {
        <div>
            <Link site to=Route::Scenarios class="crumb" label="All scenarios"/>
            {asked_for(loaded, Some("Scenario"), whole)}
        </div>
    }
    .piece()
}

#[component]
fn Whole(site: Site, id: String, scenario: Scenario) -> Piece {
    let name = RwSignal::new(scenario.name.clone());
    let here = id.clone();
    let saved = UnsyncCallback::new(move |(scenario,): (Scenario,)| {
        name.try_set(scenario.name);
        let leads_here = here == scenario.id || Some(&here) == scenario.slug.as_ref();
        if !leads_here && site.leaving.with_untracked(Option::is_none) {
            site.moved(Route::Scenario(scenario.slug.unwrap_or(scenario.id)));
        }
    });
    view! {
        <div class="lead row">
            <h1>{move || name.get()}</h1>
            <Link
                site
                to=Route::Integration(id.clone())
                class="button"
                label="Integration"
            />
        </div>
        <div class="halves">
            <section aria-label="The scenario">
                <Editor site scenario=scenario.clone() id=scenario.id.clone() saved/>
                <Remove site scenario name/>
            </section>
            <Sessions site scenario=id/>
        </div>
    }
    .piece()
}

/// Asked twice, because its sessions go with it.
#[component]
fn Remove(site: Site, scenario: Scenario, name: RwSignal<String>) -> Piece {
    let asking = RwSignal::new(false);
    let wrong = RwSignal::new(String::new());
    let path = format!("/api/public/scenarios/{}", encoded(&scenario.id));
    let question = move || {
        let name = name.get();
        format!("Remove “{name}” with all its sessions and transcripts? This cannot be undone.")
    };
    let remove = UnsyncCallback::new(move |()| {
        let (key, path) = (site.key_now(), path.clone());
        task::spawn(async move {
            match api::ask::<Removed>(key.as_ref(), "DELETE", &path, None).await {
                Ok(_) => {
                    // What was edited is gone with it.
                    site.unsaved.set(false);
                    site.go(Route::Scenarios);
                    site.say("The scenario is removed.");
                }
                Err(sentence) => {
                    wrong.try_set(sentence);
                }
            }
        });
    });
    let ask = move || asking.set(true);
    let keep = move || asking.set(false);
    let shown = move || {
        if asking.get() {
            view! {
                <p>{question}</p>
                <Button label="Remove it" class="button danger" press=remove/>
                <Button label="Keep it" focused=true press=keep/>
            }
            .piece()
        } else {
            view! { <Button label="Remove the scenario …" press=ask/> }.into_inner()
        }
    };
    view! { <div class="danger-zone">{shown} {problem(wrong)}</div> }.piece()
}
