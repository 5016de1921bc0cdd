//! The playground: what to set, the embed as it is then, and what to take along.

use leptos::prelude::*;
use vivavoce::browser::address;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::components::effect;

use super::console::Console;
use super::contrast::Contrast;
use super::form::problem;
use super::key::KeyForm;
use super::link::Link;
use super::picker::Picker;
use super::settings::Settings;
use super::stage::Stage;
use super::take::Take;
use crate::bench::Bench;
use crate::browser;
use crate::route::Route;
use crate::site::Site;
use crate::state::State;

/// `fixed` names the scenario where it is not chosen here.
#[component]
pub fn BenchPage(site: Site, #[prop(optional, into)] fixed: Option<String>) -> Piece {
    let mut state = State::read(&address::read().query);
    if let Some(id) = &fixed {
        state.scenario.clone_from(id);
    }
    let bench = Bench {
        site,
        state: RwSignal::new(state),
        list: RwSignal::new(Vec::new()),
        chosen: RwSignal::new(None),
        problem: RwSignal::new(String::new()),
        is_fixed: fixed.is_some(),
        round: RwSignal::new(0),
        has_begun: RwSignal::new(false),
        is_waiting: RwSignal::new(false),
        lines: RwSignal::new(Vec::new()),
        tag: StoredValue::new_local(None),
    };
    // The whole of it in the address, so that a reload or a colleague finds the same.
    let path = match &fixed {
        Some(id) => Route::Integration(id.clone()).path(),
        None => Route::Bench.path(),
    };
    effect::now(move || {
        let query = bench.state.with(|state| state.query(!bench.is_fixed));
        browser::replace(&format!("{path}{query}"));
    });
    effect::now(move || {
        site.key.track();
        untrack(|| {
            bench.chosen.set(None);
            bench.fill();
        });
    });
    let lead = match fixed {
        Some(id) => view! { <Integration bench id/> }.into_inner(),
        None => view! { <Front site/> }.into_inner(),
    };
    view! {
        <div class="bench">
            {lead}
            <div class="problem">{problem(bench.problem)}</div>
            <div class="beside">
                <Stage bench/>
            </div>
            <div class="setup" id="setup" tabindex="-1">
                <Picker bench/>
                <Settings bench/>
                <Contrast bench/>
                <Console bench/>
            </div>
        </div>
        <Take bench/>
    }
    .piece()
}

/// What a newcomer reads first.
#[component]
fn Front(site: Site) -> Piece {
    view! {
        <div class="lead front">
            <h1>{"An AI conversation, in your page."}</h1>
            <p>
                {"Your visitors talk to an AI that you write: an interviewer, a coach, a help desk. Here it is, live."}
            </p>
            <ol class="steps">
                <li>
                    <Link site to=Route::NewScenario label="Write"/>
                    {" who the AI is and what it talks about."}
                </li>
                <li>
                    <a href="#setup">{"Make it yours"}</a>
                    {": its colours, its style, its words."}
                </li>
                <li>
                    <a href="#take">{"Paste the snippet"}</a>
                    {" into your page. That is all."}
                </li>
            </ol>
        </div>
    }
    .piece()
}

/// What stands above the bench of one scenario.
#[component]
fn Integration(bench: Bench, id: String) -> Piece {
    let site = bench.site;
    let title = move || {
        let name = bench
            .chosen
            .with(|known| known.as_ref().map(|it| it.name.clone()));
        match name.unwrap_or_default() {
            name if name.is_empty() => "Integration".to_owned(),
            name => format!("Integrate “{name}”"),
        }
    };
    let needs_key = Memo::new(move |_| {
        let is_private = bench
            .chosen
            .with(|known| known.as_ref().is_none_or(|it| it.private));
        site.key.with(Option::is_none) && is_private
    });
    view! {
        <div class="lead">
            <Link site to=Route::Scenario(id) class="crumb" label="Back to the scenario"/>
            <h1>{title}</h1>
            <p>{"Set it up, try it, and copy what your page needs."}</p>
            <Show when=move || needs_key.get()>
                <div class="panel narrow">
                    <KeyForm site/>
                </div>
            </Show>
        </div>
    }
    .piece()
}
