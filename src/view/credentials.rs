//! The dialog that asks who is talking.

use leptos::prelude::*;
use vivavoce_core::credentials::CredentialErrors;

use super::avatar::avatar;
use super::button::Button;
use super::field::Field;
use super::focus;
use super::here::Here;
use super::icon::{Icon, icon};
use super::stage::{TITLE, sentence, title};
use crate::browser::dom;

pub fn credentials(here: Here) -> AnyView {
    let Here { session, words } = here;
    let user = session.user().get_untracked();
    // One that is given stands in its field already, and the other one waits for the first key.
    let first = if user.name.is_empty() { NAME } else { EMAIL };
    focus::arrive(first);
    let name = RwSignal::new(user.name);
    let email = RwSignal::new(user.email);
    let errors = RwSignal::new(CredentialErrors::default());
    let facts = session.facts();
    let recorded =
        facts.with_untracked(|facts| facts.as_ref().is_some_and(|facts| facts.is_recording));

    // What is being corrected is no longer wrong until it is judged again.
    let name_error = Signal::derive(move || errors.get().name.map(words.name_error));
    let email_error = Signal::derive(move || errors.get().email.map(words.email_error));
    Effect::watch(
        move || name.track(),
        move |(), _, _| errors.update(|errors| errors.name = None),
        false,
    );
    Effect::watch(
        move || email.track(),
        move |(), _, _| errors.update(|errors| errors.email = None),
        false,
    );

    let submit = move || {
        let answer = session.continue_with(name.get_untracked(), email.get_untracked());
        if let Err(found) = answer {
            errors.set(found);
            let wrong = if found.name.is_some() { NAME } else { EMAIL };
            if let Some(field) = dom::find(wrong) {
                dom::focus(&field);
            }
        }
    };
    let (notice, shape) = if recorded {
        (words.recorded_notice, Icon::Record)
    } else {
        (words.saved_notice, Icon::Lock)
    };

    view! {
        <dialog open class="stage enter" aria-labelledby=TITLE>
            {avatar()}
            {title(here.title())}
            {move || facts.get().and_then(|facts| facts.user_friendly_description).map(sentence)}
            <form
                class="card"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    submit();
                }
            >
                {Field {
                    control: "name",
                    label: words.name,
                    kind: "text",
                    autocomplete: "name",
                    value: name,
                    error: name_error,
                }
                    .view()}
                {Field {
                    control: "email",
                    label: words.email,
                    kind: "email",
                    autocomplete: "email",
                    value: email,
                    error: email_error,
                }
                    .view()}
                <p class="notice">{icon(shape)}<span>{notice}</span></p>
                {Button::new("continue", words.continue_).busy(session.busy()).view()}
            </form>
        </dialog>
    }
    .into_any()
}

const NAME: &str = "[data-control=name]";
const EMAIL: &str = "[data-control=email]";
