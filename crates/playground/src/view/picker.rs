//! Which scenario, in which style, with which variables.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};

use super::form::{Input, Segments, Tells, fresh_id};
use super::key::KeyForm;
use crate::bench::Bench;
use crate::known::Known;
use crate::state::STYLES;

#[component]
pub fn Picker(bench: Bench) -> Piece {
    let scenarios = (!bench.is_fixed).then(|| view! { <Scenarios bench/> });
    view! {
        <section class="panel" aria-label="Scenario and style">
            {scenarios}
            <Style bench/>
            <Variables bench/>
        </section>
    }
    .piece()
}

#[component]
fn Scenarios(bench: Bench) -> Piece {
    let group = fresh_id();
    let other = Signal::derive(move || {
        let wanted = bench.state.with(|state| state.scenario.clone());
        let is_listed = bench
            .list
            .with(|list| list.iter().any(|known| known.id == wanted));
        if is_listed { String::new() } else { wanted }
    });
    let has_key = Memo::new(move |_| bench.site.key.with(Option::is_some));
    view! {
        <fieldset>
            <legend>{"Scenario"}</legend>
            <div class="cards">
                <For
                    each=move || bench.list.get()
                    key=|known| (known.id.clone(), known.own)
                    children=move |known| {
                        let group = group.clone();
                        view! { <Card bench group known/> }
                    }
                />
            </div>
            <details class="fold">
                <summary>{"Another one, by its id"}</summary>
                <Input
                    label="Id or slug"
                    example="67bf56c23f44cdf6055a8165"
                    value=other
                    commit=move |id: String| bench.choose(&id)
                />
            </details>
            // Hidden, not gone: what stands in it is emptied by whoever read it.
            <div class="own" hidden=move || has_key.get()>
                <h2>{"Your own scenarios"}</h2>
                <KeyForm site=bench.site/>
            </div>
        </fieldset>
    }
    .piece()
}

#[component]
fn Card(bench: Bench, group: String, known: Known) -> Piece {
    let (id, chosen) = (known.id.clone(), known.id.clone());
    view! {
        <label>
            <input
                type="radio"
                name=group
                value=known.id
                prop:checked=move || bench.state.with(|state| state.scenario == id)
                on:change=move |_| bench.choose(&chosen)
            />
            <strong>
                {known.name} {known.private.then(|| view! { <span class="tag">{"private"}</span> })}
            </strong>
            <small>{known.about}</small>
        </label>
    }
    .piece()
}

#[component]
fn Style(bench: Bench) -> Piece {
    let options = STYLES.map(|style| {
        let label = match style.as_str() {
            "full" => "Full",
            "basic" => "Basic",
            _ => "Minimal",
        };
        (style.as_str(), label)
    });
    let about = move || match bench.state.with(|state| state.style.as_str()) {
        "full" => "Everything: conversation, review and results. 800 px high.",
        "basic" => "Avatar and conversation, no results. 600 px high.",
        _ => "One button until it is opened. 300 px high.",
    };
    let chosen = Signal::derive(move || bench.state.with(|state| state.style.as_str().to_owned()));
    let choose = move |chosen: &'static str| {
        let style = STYLES.into_iter().find(|style| style.as_str() == chosen);
        bench.change(|state| state.style = style.unwrap_or_default());
    };
    view! {
        <fieldset>
            <legend>{"Style"}</legend>
            <Segments legend="Style" options=options.to_vec() chosen choose/>
            <p class="hint">{about}</p>
        </fieldset>
    }
    .piece()
}

#[component]
fn Variables(bench: Bench) -> Piece {
    let names = Memo::new(move |_| {
        bench
            .chosen
            .with(|known| known.as_ref().map(|it| it.variables.clone()))
            .unwrap_or_default()
    });
    let shown = move || {
        let names = names.get();
        let fields: Vec<Piece> = names
            .into_iter()
            .map(|name| view! { <Variable bench name/> }.into_inner())
            .collect();
        (!fields.is_empty()).then(|| {
            view! {
                <fieldset>
                    <legend>{"Variables"}</legend>
                    <p class="hint">
                        {"Your page fills them: they stand in the snippet, and the agent is told."}
                    </p>
                    {fields}
                </fieldset>
            }
            .piece()
        })
    };
    view! { <div>{shown}</div> }.piece()
}

#[component]
fn Variable(bench: Bench, name: String) -> Piece {
    let (read, written) = (name.clone(), name.clone());
    let value = Signal::derive(move || {
        let found = bench.state.with(|state| {
            let variables = state.variables.as_ref()?;
            variables.get(&read).cloned()
        });
        found.unwrap_or_default()
    });
    let commit = move |value: String| {
        bench.change(|state| {
            let variables = state.variables.get_or_insert_default();
            variables.insert(written.clone(), value);
        });
    };
    view! { <Input label=name tells=Tells::AfterAPause value commit/> }.into_inner()
}
