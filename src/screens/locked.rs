//! A scenario that does not open by itself: by a passcode, or by a link with an access token.

use leptos::prelude::*;
use vivavoce_core::failure::{Failure, Retry};
use vivavoce_core::wire::Lock;
use vivavoce_locales::widget::Locked as Words;

use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::components::button::Button;
use crate::components::field::Field;
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::stage::{Badge, Sentence, TITLE, Title};
use crate::components::{effect, focus};
use crate::here::{Here, here};

#[component]
pub fn Locked() -> Piece {
    let lock = here().session.lock();
    let by_passcode = Memo::new(move |_| lock.get() == Some(Lock::Passcode));
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            <Badge icon=Icon::LOCK/>
            {part(move || {
                Some(match by_passcode.get() {
                    true => view! { <Passcode/> }.into_inner(),
                    false => view! { <Token/> }.into_inner(),
                })
            })}
        </section>
    }
    .piece()
}

/// Only another link opens it.
#[component]
fn Token() -> Piece {
    let Here { session, words, .. } = here();
    let ours = Words::of(words.lines);
    focus::arrive(focus::HEADING);
    let failure = session.failure();
    let sentence = move || match failure.get() {
        None => ours.locked_sentence.to_owned(),
        Some(Failure::Refused) => ours.expired_sentence.to_owned(),
        Some(other) => words.explain(&other).whole(),
    };
    let again = part(move || {
        let failure = failure.get()?;
        (failure.retry() != Retry::Never).then(|| {
            view! {
                <div class="actions">
                    <Button
                        control="retry"
                        label=words.retry
                        busy=session.busy()
                        press=move || session.retry()
                    />
                </div>
            }
            .piece()
        })
    });
    view! {
        <Title text=ours.locked_title/>
        <div><p class="sentence" dir="auto">{sentence}</p> {again}</div>
    }
    .piece()
}

#[component]
fn Passcode() -> Piece {
    let Here { session, words, .. } = here();
    let ours = Words::of(words.lines);
    focus::arrive("[data-control=passcode]");
    let value = RwSignal::new(String::new());
    let error = RwSignal::new(String::new());
    let (failure, busy) = (session.failure(), session.busy());
    // After every try, also one that was refused like the one before.
    effect::now(move || {
        if busy.get() {
            return;
        }
        error.set(match failure.get() {
            None => String::new(),
            Some(Failure::Refused) => ours.passcode_wrong.to_owned(),
            Some(other) => words.explain(&other).whole(),
        });
    });
    let send = move || {
        if busy.get_untracked() {
            return;
        }
        let typed = value.get_untracked();
        if typed.trim().is_empty() {
            error.set(ours.passcode_missing.to_owned());
        } else {
            session.unlock(typed);
        }
    };
    view! {
        <Title text=ours.passcode_title/>
        <Sentence text=ours.passcode_sentence/>
        <Form class="card" send>
            <Field
                control="passcode"
                label=ours.passcode
                kind="password"
                autocomplete="one-time-code"
                value
                error
            />
            <Button control="unlock" label=ours.unlock busy/>
        </Form>
    }
    .piece()
}
