//! A scenario that does not open by itself: by a passcode, by a link with an access token, or later.

use leptos::prelude::*;
use vivavoce_core::failure::{Failure, Retry as Again};
use vivavoce_core::wire::Lock;
use vivavoce_locales::Filled;
use vivavoce_locales::widget::Locked as Words;

use crate::browser::clock::now;
use crate::browser::intl::date;
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::browser::timer::Timeout;
use crate::components::button::Button;
use crate::components::field::Field;
use crate::components::form::Form;
use crate::components::icon::Icon;
use crate::components::show::Show;
use crate::components::stage::{Badge, Sentence, TITLE, Title};
use crate::components::{effect, focus};
use crate::here::{Here, here};

#[component]
pub fn Locked() -> Piece {
    let Here { session, words, .. } = here();
    let (lock, ours) = (session.lock(), Words::of(words.lines));
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            <Badge icon=Icon::LOCK/>
            {part(move || {
                Some(match lock.get() {
                    Some(Lock::Passcode) => view! { <Passcode/> },
                    Some(Lock::OpensAt(at)) => view! { <Closed at sentence=ours.opens opens=true/> },
                    Some(Lock::ClosedAt(at)) => view! { <Closed at sentence=ours.closed_since/> },
                    Some(Lock::Paid) => {
                        view! { <Token title=ours.paid_title sentence=ours.paid_sentence/> }
                    }
                    _ => view! { <Token title=ours.locked_title sentence=ours.locked_sentence/> },
                }.into_inner())
            })}
        </section>
    }
    .piece()
}

/// Outside its dates.
#[component]
fn Closed(
    /// When it opens or closed; Unix milliseconds.
    at: i64,
    /// The sentence, of a date.
    sentence: Filled<1>,
    #[prop(optional)] opens: bool,
) -> Piece {
    let Here { session, words, .. } = here();
    focus::arrive(focus::HEADING);
    let came = RwSignal::new(false);
    if opens {
        let left = (at as f64 - now()).max(0.0) as u64;
        StoredValue::new_local(Timeout::new(left, move || {
            came.set(true);
            session.retry();
        }));
    }
    view! {
        <Title text=Words::of(words.lines).closed_title/>
        <div>
            <p class="sentence" dir="auto">{sentence.with([&date(words.lang, at as f64)])}</p>
            // Offered then: this device's clock may be ahead of the server's.
            <Show when=came>
                <Retry/>
            </Show>
        </div>
    }
    .piece()
}

#[component]
fn Retry() -> Piece {
    let Here { session, words, .. } = here();
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
}

/// Only another link opens it.
#[component]
fn Token(title: &'static str, sentence: &'static str) -> Piece {
    let Here { session, words, .. } = here();
    focus::arrive(focus::HEADING);
    let failure = session.failure();
    let told = Memo::new(move |_| match failure.get() {
        None => (title.to_owned(), sentence.to_owned()),
        Some(failure) => {
            let told = words.explain(&failure);
            (told.what, told.advice)
        }
    });
    let again = part(move || {
        let failure = failure.get()?;
        (failure.retry() != Again::Never).then(|| view! { <Retry/> }.into_inner())
    });
    view! {
        <Title text=Signal::derive(move || told.get().0)/>
        <div><p class="sentence" dir="auto">{move || told.get().1}</p> {again}</div>
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
