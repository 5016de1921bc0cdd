//! The account's scenarios.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce_client::types::{Scenario, ScenarioList};

use super::form::asked_for;
use super::link::Link;
use crate::route::Route;
use crate::site::{Loaded, Site};
use crate::{api, browser};

#[component]
pub fn Scenarios(site: Site) -> Piece {
    let loaded = RwSignal::new(Loaded::Loading);
    let key = site.key_now();
    task::spawn(async move {
        let answer: Result<ScenarioList, String> =
            api::ask(key.as_ref(), "GET", "/api/public/scenarios", None).await;
        loaded.try_set(answer.map(|all| all.scenarios).into());
    });
    let list = move |all: Vec<Scenario>| {
        if all.is_empty() {
            return view! {
                <p class="empty">
                    {"There is none yet. A scenario is what the agent plays: a name, and instructions."}
                </p>
            }
            .piece();
        }
        let rows: Vec<_> = all
            .into_iter()
            .map(|scenario| view! { <Row site scenario/> })
            .collect();
        view! { <ul class="list">{rows}</ul> }.piece()
    };
    view! {
        <div>
            <div class="lead row">
                <h1>{"Your scenarios"}</h1>
                <Link site to=Route::NewScenario class="button" label="New scenario"/>
            </div>
            {asked_for(loaded, None, list)}
        </div>
    }
    .piece()
}

#[component]
fn Row(site: Site, scenario: Scenario) -> Piece {
    let id = scenario.slug.unwrap_or(scenario.id);
    let changed = format!("{id} · changed {}", browser::date(&scenario.updated_at));
    let name = format!("Integration of {}", scenario.name);
    view! {
        <li class="panel">
            <div class="row">
                <h2>
                    <Link site to=Route::Scenario(id.clone()) label=scenario.name/>
                    {(!scenario.is_public).then(|| view! { <span class="tag">{"private"}</span> })}
                    {scenario.is_featured.then(|| view! { <span class="tag">{"featured"}</span> })}
                </h2>
                <Link site to=Route::Integration(id) class="quiet" label="Integration" name/>
            </div>
            <p>{scenario.user_friendly_description.unwrap_or_default()}</p>
            <p class="hint">{changed}</p>
        </li>
    }
    .piece()
}
