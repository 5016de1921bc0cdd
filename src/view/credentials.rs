//! The dialog that asks who is talking.

use leptos::prelude::*;

use super::avatar::Avatar;
use super::button::Button;
use super::field::Field;
use super::focus;
use super::here::Here;
use super::icon::{Icon, icon};
use super::stage::{sentence, stage, title};
use crate::browser::dom;
use crate::browser::element::{El, el};

#[component]
pub fn Credentials(here: Here) -> El {
    let Here { session, words } = here;
    let user = session.user().get_untracked();
    // One that is given stands in its field already, and the other one waits for the first key.
    focus::arrive(if user.name.is_empty() { NAME } else { EMAIL });
    let name = RwSignal::new(user.name);
    let email = RwSignal::new(user.email);
    let name_error = RwSignal::new(String::new());
    let email_error = RwSignal::new(String::new());
    let facts = session.facts().get_untracked().unwrap_or_default();
    let busy = session.busy();

    let submit = move || {
        let answer = session.continue_with(name.get_untracked(), email.get_untracked());
        let Err(wrong) = answer else {
            return;
        };
        name_error.set(wrong.name.map(words.name_error).unwrap_or_default());
        email_error.set(wrong.email.map(words.email_error).unwrap_or_default());
        let first = if wrong.name.is_some() { NAME } else { EMAIL };
        if let Some(field) = dom::find(first) {
            dom::focus(&field);
        }
    };
    let (notice, shape) = if facts.is_recording {
        (words.recorded_notice, Icon::Record)
    } else {
        (words.saved_notice, Icon::Lock)
    };
    let form = el("form", "card")
        .attr("novalidate", "")
        .on_submit(submit)
        .child(
            Field {
                control: "name",
                label: words.name,
                kind: "text",
                autocomplete: "name",
                value: name,
                error: name_error,
            }
            .view(),
        )
        .child(
            Field {
                control: "email",
                label: words.email,
                kind: "email",
                autocomplete: "email",
                value: email,
                error: email_error,
            }
            .view(),
        )
        .child(
            el("p", "notice")
                .child(icon(shape))
                .child(el("span", "").text(notice)),
        )
        .child(
            Button::new("continue", words.continue_)
                .busy(move || busy.get())
                .view(),
        );
    stage("dialog", "stage enter")
        .attr("open", "")
        .child(view! { <Avatar/> })
        .child(title(&here.title()))
        .children(facts.user_friendly_description.as_deref().map(sentence))
        .child(form)
}

const NAME: &str = "[data-control=name]";
const EMAIL: &str = "[data-control=email]";
