//! The snippet, and everything the page around it needs.

use leptos::html;
use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::{address, task};

use super::form::{Button, Segments};
use crate::bench::Bench;
use crate::browser;
use crate::snippet::{self, Integration, Part};
use crate::state::Form;

#[component]
pub fn Take(bench: Bench) -> Piece {
    let forms = Form::ALL.map(|form| (form.as_str(), form.title())).to_vec();
    let chosen = Signal::derive(move || bench.state.with(|state| state.form.as_str().to_owned()));
    let choose = move |chosen: &'static str| {
        let form = Form::ALL.into_iter().find(|form| form.as_str() == chosen);
        bench.change(|state| state.form = form.unwrap_or_default());
    };
    let origin = address::read().origin;
    let parts = Memo::new(move |_| {
        let private = bench
            .chosen
            .with(|known| known.as_ref().is_some_and(|known| known.private));
        bench.state.with(|state| {
            snippet::parts(&Integration {
                origin: &origin,
                state,
                private,
            })
        })
    });
    let shown = move || -> Vec<Piece> {
        let parts = parts.get().into_iter();
        parts
            .map(|part| view! { <Snippet bench part/> }.into_inner())
            .collect()
    };
    view! {
        <section class="panel take" id="take" tabindex="-1" aria-labelledby="take-title">
            <h2 id="take-title">{"Take it along"}</h2>
            <Segments legend="Which snippet" options=forms chosen choose/>
            {shown}
        </section>
    }
    .piece()
}

#[component]
fn Snippet(bench: Bench, part: Part) -> Piece {
    let Part { title, about, text } = part;
    let code = NodeRef::<html::Pre>::new();
    let copied = text.clone();
    let copy = move || {
        let text = copied.clone();
        task::spawn(async move {
            let done = browser::copy(&text, code.get_untracked()).await;
            bench.site.say(if done {
                "Copied."
            } else {
                "The browser did not allow copying: the text is selected, press Ctrl+C or ⌘C."
            });
        });
    };
    view! {
        <div class="part">
            <div class="row">
                <h3>{title}</h3>
                <Button label="Copy" name=format!("Copy: {title}") press=copy/>
            </div>
            <p class="hint">{about}</p>
            <pre class="code" tabindex="0" role="region" aria-label=title node_ref=code>
                <code>{text}</code>
            </pre>
        </div>
    }
    .piece()
}
