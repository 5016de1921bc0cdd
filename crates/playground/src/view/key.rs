//! The API key: entered, used, forgotten. It is kept in memory alone.

use leptos::prelude::*;
use serde_json::Value;
use vivavoce::browser::element::{El, el};
use vivavoce::browser::task;
use vivavoce_core::config::Secret;

use super::form::{button, labelled, text, trouble};
use crate::site::Site;
use crate::{api, browser};

/// Whether a key is in use, and a way to be rid of it.
pub fn badge(site: Site) -> El {
    el("div", "badge").part(
        move || site.key.get().is_some(),
        move |has_key| {
            if *has_key {
                let forget = button("Forget key", "quiet", move || {
                    site.key.set(None);
                    site.say("The key is forgotten.");
                });
                vec![text("span", "chip", "Key in use"), forget]
            } else {
                Vec::new()
            }
        },
    )
}

/// A page that needs a key: asks for one first.
pub fn wanted(site: Site, title: &'static str, page: impl Fn() -> El + 'static) -> El {
    el("div", "").part(
        move || site.key.get(),
        move |key| {
            if key.is_some() {
                return vec![page()];
            }
            vec![
                el("div", "lead")
                    .child(text("h1", "", title))
                    .child(text("p", "", "This page shows what belongs to an account. It opens with one of its API keys.")),
                el("div", "panel narrow").child(form(site)),
            ]
        },
    )
}

/// Where a key is entered.
pub fn form(site: Site) -> El {
    let problem = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    // Not a password field: browsers offer to keep what is typed there.
    let field = el("input", "secret")
        .attr("type", "text")
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
        .attr("data-1p-ignore", "")
        .attr("placeholder", "vv_…");
    let entered = field.clone();
    let submit = move || {
        let key = browser::value(&entered).trim().to_owned();
        if key.is_empty() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(String::new());
        let entered = entered.clone();
        task::spawn(async move {
            let key = Secret::new(key);
            let check = serde_json::json!({ "input": "check" });
            let answer =
                api::ask::<Value>(Some(&key), "POST", "/api/public/test", Some(&check)).await;
            busy.try_set(false);
            match answer {
                Ok(_) => {
                    browser::set_value(&entered, "");
                    site.key.try_set(Some(key));
                    // The field is gone with the form around it.
                    browser::focus("main");
                    site.say("The key works.");
                }
                Err(sentence) => {
                    problem.try_set(sentence);
                }
            }
        });
    };
    el("form", "key-form")
        .child(labelled(
            "API key",
            "Kept in this page’s memory only: it is gone when the page is reloaded.",
            field,
        ))
        .child(
            el("button", "button")
                .attr("type", "submit")
                .text("Use this key")
                .live_attr("disabled", move || busy.get().then(|| "".into())),
        )
        .part(
            move || problem.get(),
            |sentence| {
                if sentence.is_empty() {
                    Vec::new()
                } else {
                    vec![trouble(sentence)]
                }
            },
        )
        .on_submit(submit)
}
