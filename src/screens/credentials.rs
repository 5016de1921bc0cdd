//! The dialog that asks who is talking.

use leptos::prelude::*;
use vivavoce_core::address::Style;
use vivavoce_core::credentials;

use crate::browser::dom;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::avatar::Avatar;
use crate::components::button::Button;
use crate::components::field::Field;
use crate::components::focus;
use crate::components::form::Form;
use crate::components::icon::{Icon, icon};
use crate::components::stage::{Sentence, TITLE, Title};
use crate::here::{Here, here};
use crate::screens::terms::{Terms, passes};

#[component]
pub fn Credentials() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    let user = session.user().get();
    // One that is given stands in its field already, and the other one waits for the first key.
    let asks_who = credentials::needed(&session.config());
    focus::arrive(match user.name.is_empty() {
        true => NAME,
        false => EMAIL,
    });
    let name = RwSignal::new(user.name);
    let email = RwSignal::new(user.email);
    let name_error = RwSignal::new(String::new());
    let email_error = RwSignal::new(String::new());
    let facts = session.facts().get().unwrap_or_default();

    // The other styles ask beside Start.
    let minimal = session.style() == Style::Minimal;

    let send = move || {
        let accepted = !minimal || passes(here);
        let (name, email) = (name.get_untracked(), email.get_untracked());
        let answer = match (asks_who, accepted) {
            (true, true) => session.continue_with(name, email),
            (true, false) => credentials::accept(&name, &email).map(drop),
            (false, true) => return session.continue_as_known(),
            (false, false) => return,
        };
        let Err(wrong) = answer else {
            return;
        };
        name_error.set(
            wrong
                .name
                .map(|it| words.name_error(it))
                .unwrap_or_default(),
        );
        email_error.set(
            wrong
                .email
                .map(|it| words.email_error(it))
                .unwrap_or_default(),
        );
        let first = if wrong.name.is_some() { NAME } else { EMAIL };
        if let Some(field) = dom::find(first) {
            dom::focus(&field);
        }
    };
    let (notice, shape) = if facts.is_recording {
        (words.recorded_notice, Icon::RECORD)
    } else {
        (words.saved_notice, Icon::LOCK)
    };
    view! {
        <dialog class="stage enter" open aria-labelledby=TITLE>
            <Avatar/>
            <Title text=here.title()/>
            {facts.user_friendly_description.map(|text| view! { <Sentence text/> })}
            <Form class="card" send>
                {asks_who.then(|| view! {
                    <Field
                        control="name"
                        label=words.name
                        kind="text"
                        autocomplete="name"
                        value=name
                        error=name_error
                    />
                    <Field
                        control="email"
                        label=words.email
                        kind="email"
                        autocomplete="email"
                        value=email
                        error=email_error
                    />
                }.piece())}
                {minimal.then(|| view! { <Terms/> })}
                <p class="notice">{icon(shape)} <span>{notice}</span></p>
                <Button control="continue" label=words.continue_ busy=session.busy()/>
            </Form>
        </dialog>
    }
    .piece()
}

const NAME: &str = "[data-control=name]";
const EMAIL: &str = "[data-control=email]";
