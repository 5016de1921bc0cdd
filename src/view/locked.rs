//! A scenario that does not open by itself: by a passcode, or by a link with an access token.

use leptos::prelude::*;
use vivavoce_core::failure::{Failure, Retry};
use vivavoce_core::wire::Lock;

use super::button::Button;
use super::field::Field;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{actions, badge, sentence, stage, title};
use crate::browser::element::{El, el, react};

#[component]
pub fn Locked(here: Here) -> El {
    let lock = here.session.lock();
    stage("section", "stage enter").part(
        move || lock.get() == Some(Lock::Passcode),
        move |by_passcode| {
            if *by_passcode {
                passcode(here)
            } else {
                token(here)
            }
        },
    )
}

fn token(here: Here) -> Vec<El> {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let failure = session.failure();
    let busy = session.busy();
    let below = el("div", "").part(
        move || failure.get(),
        move |failure| {
            let text = match failure {
                None => words.locked_sentence.to_owned(),
                Some(Failure::Refused) => words.expired_sentence.to_owned(),
                Some(other) => words.told(other).whole(),
            };
            let again = failure
                .as_ref()
                .filter(|failure| failure.retry() != Retry::Never)
                .map(|_| {
                    let button = Button::new("retry", words.retry)
                        .busy(move || busy.get())
                        .press(move || session.retry());
                    actions([button.view()])
                });
            let mut shown = vec![sentence(&text)];
            shown.extend(again);
            shown
        },
    );
    vec![badge(Icon::Lock, false), title(words.locked_title), below]
}

fn passcode(here: Here) -> Vec<El> {
    let Here { session, words } = here;
    focus::arrive("[data-control=passcode]");
    let value = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let failure = session.failure();
    let busy = session.busy();
    // After every try, also one that was refused like the one before.
    react(move || {
        if busy.get() {
            return;
        }
        error.set(match failure.get() {
            None => String::new(),
            Some(Failure::Refused) => words.passcode_wrong.to_owned(),
            Some(other) => words.told(&other).whole(),
        });
    });
    let form = el("form", "card")
        .attr("novalidate", "")
        .on_submit(move || {
            if busy.get_untracked() {
                return;
            }
            let typed = value.get_untracked();
            if typed.trim().is_empty() {
                error.set(words.passcode_missing.to_owned());
            } else {
                session.unlock(typed);
            }
        })
        .child(
            Field {
                control: "passcode",
                label: words.passcode,
                kind: "password",
                autocomplete: "one-time-code",
                value,
                error,
            }
            .view(),
        )
        .child(
            Button::new("unlock", words.unlock)
                .busy(move || busy.get())
                .view(),
        );
    vec![
        badge(Icon::Lock, false),
        title(words.passcode_title),
        sentence(words.passcode_sentence),
        form,
    ]
}
