//! A scenario that does not open by itself: by a passcode, or by a link with an access token.

use leptos::prelude::*;
use vivavoce_core::failure::{Failure, Retry};
use vivavoce_core::wire::Lock;

use super::button::Button;
use super::field::Field;
use super::focus;
use super::here::Here;
use super::icon::Icon;
use super::stage::{TITLE, badge, sentence, title};

pub fn locked(here: Here) -> AnyView {
    let lock = here.session.lock();
    let by_passcode = Memo::new(move |_| lock.get() == Some(Lock::Passcode));
    (move || match by_passcode.get() {
        true => passcode(here),
        false => token(here),
    })
    .into_any()
}

fn token(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive(focus::HEADING);
    let failure = session.failure();
    let retry = move || {
        let again = failure.with(|failure| {
            failure
                .as_ref()
                .is_some_and(|failure| failure.retry() != Retry::Never)
        });
        again.then(|| {
            let button = Button::new("retry", words.retry)
                .busy(session.busy())
                .press(move || session.retry());
            view! { <div class="actions">{button.view()}</div> }
        })
    };
    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {badge(Icon::Lock, false)}
            {title(words.locked_title.to_owned())}
            {move || {
                sentence(
                    match failure.get() {
                        None => words.locked_sentence.to_owned(),
                        Some(Failure::Refused) => words.expired_sentence.to_owned(),
                        Some(other) => words.told(&other).whole(),
                    },
                )
            }}
            {retry}
        </section>
    }
    .into_any()
}

fn passcode(here: Here) -> AnyView {
    let Here { session, words } = here;
    focus::arrive("[data-control=passcode]");
    let value = RwSignal::new(String::new());
    let failure = session.failure();
    // Asked to unlock with nothing typed; what was refused stays told until the next key.
    let complaint = RwSignal::new(None::<String>);
    Effect::new(move |_| {
        let told = failure.get().map(|failure| match failure {
            Failure::Refused => words.passcode_wrong.to_owned(),
            other => words.told(&other).whole(),
        });
        complaint.set(told);
    });
    Effect::watch(
        move || value.track(),
        move |(), _, _| complaint.set(None),
        false,
    );

    view! {
        <section class="stage enter" aria-labelledby=TITLE>
            {badge(Icon::Lock, false)}
            {title(words.passcode_title.to_owned())}
            {sentence(words.passcode_sentence)}
            <form
                class="card"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    if session.busy().get_untracked() {
                        return;
                    }
                    let typed = value.get_untracked();
                    if typed.trim().is_empty() {
                        complaint.set(Some(words.passcode_missing.to_owned()));
                    } else {
                        session.unlock(typed);
                    }
                }
            >
                {Field {
                    control: "passcode",
                    label: words.passcode,
                    kind: "password",
                    autocomplete: "one-time-code",
                    value,
                    error: complaint.into(),
                }
                    .view()}
                {Button::new("unlock", words.unlock).busy(session.busy()).view()}
            </form>
        </section>
    }
    .into_any()
}
