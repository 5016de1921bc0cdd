//! The API key: entered, used, forgotten. It is kept in memory alone.

use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use vivavoce::browser::piece::{IntoPiece as _, Piece};
use vivavoce::browser::task;
use vivavoce_core::Secret;

use super::form::{Button, Form, Labelled, Submit, problem};
use crate::site::{Leaving, Site};
use crate::{api, browser};

/// Whether a key is in use, and a way to be rid of it.
#[component]
pub fn KeyBadge(site: Site) -> Piece {
    let has_key = Memo::new(move |_| site.key.get().is_some());
    let forget = move || site.leave(Leaving::ForgettingTheKey);
    view! {
        <div class="badge">
            <Show when=move || has_key.get()>
                <span class="chip">{"Key in use"}</span>
                <Button label="Forget key" press=forget/>
            </Show>
        </div>
    }
    .piece()
}

/// A page that needs a key: asks for one first.
#[component]
pub fn WithKey(site: Site, title: &'static str, page: Box<dyn Fn() -> Piece + Send>) -> Piece {
    let shown = move || {
        match site.key.get() {
        Some(_) => untrack(&page),
        None => view! {
            <div class="lead">
                <h1>{title}</h1>
                <p>
                    {"This page shows what belongs to an account. It opens with one of its API keys."}
                </p>
            </div>
            <div class="panel narrow">
                <KeyForm site/>
            </div>
        }
        .piece(),
    }
    };
    view! { <div>{shown}</div> }.piece()
}

/// Where a key is entered.
#[component]
pub fn KeyForm(site: Site) -> Piece {
    let wrong = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let entered = NodeRef::<html::Input>::new();
    let send = move || {
        let Some(field) = entered.get_untracked() else {
            return;
        };
        let key = field.value().trim().to_owned();
        if key.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        wrong.set(String::new());
        task::spawn(async move {
            let key = Secret::new(key);
            let check = serde_json::json!({ "input": "check" });
            let answer =
                api::ask::<Value>(Some(&key), "POST", "/api/public/test", Some(&check)).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    field.set_value("");
                    site.key.try_set(Some(key));
                    // The field is gone with the form around it.
                    browser::focus("main");
                    site.say("The key works.");
                }
                Err(sentence) => {
                    wrong.try_set(sentence);
                }
            }
        });
    };
    // Not a password field: browsers offer to keep what is typed there.
    let field = Box::new(move |id: String, about: Option<String>| {
        view! {
            <input
                type="text"
                id=id
                class="secret"
                aria-describedby=about
                node_ref=entered
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                data-1p-ignore=""
                placeholder="vv_…"
            />
        }
        .piece()
    });
    view! {
        <Form class="key-form" send>
            <Labelled
                label="API key"
                hint="The server printed one at its first start; vivavoce-server key create makes more. Kept in this page’s memory only: it is gone when the page is reloaded."
                field
            />
            <Submit label="Use this key" busy/>
            {problem(wrong)}
        </Form>
    }
    .into_inner()
}
