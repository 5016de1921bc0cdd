//! Answers the agent suggests, as buttons under what it said; gone once one is chosen.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;
use vivavoce_core::phase::Phase;
use vivavoce_core::transcript::{Entry, EntryId};
use vivavoce_core::wire::Choice;

use super::button::Button;
use super::focus;
use super::here::Here;
use super::message::read;

pub fn choices(here: Here, id: EntryId, signal: RwSignal<Entry>) -> impl IntoView {
    let Here { session, words } = here;
    let offered = Memo::new(move |_| {
        read(signal, |message| {
            if message.choices_used {
                Vec::new()
            } else {
                message.choices.clone()
            }
        })
        .unwrap_or_default()
    });
    let live = Memo::new(move |_| session.phase().get() == Phase::Live);
    move || {
        let offered = offered.get();
        (live.get() && !offered.is_empty()).then(|| {
            let buttons: Vec<AnyView> = offered
                .into_iter()
                .filter_map(|choice| one(here, id.clone(), choice))
                .collect();
            view! {
                <div class="choices" role="group" aria-label=words.choices>{buttons}</div>
            }
        })
    }
}

/// `None` for a choice that leads to an address nobody may be sent to.
fn one(here: Here, id: EntryId, choice: Choice) -> Option<AnyView> {
    let session = here.session;
    if let Some(url) = &choice.url {
        let href = safe_link(url)?;
        return Some(
            view! {
                <a
                    class="button"
                    data-control="choice"
                    href=href
                    target="_blank"
                    rel="noopener noreferrer nofollow ugc"
                >
                    {choice.text}
                </a>
            }
            .into_any(),
        );
    }
    Some(
        Button::new("choice", choice.text.clone())
            .press(move || {
                session.press(id.clone(), choice.clone());
                focus::to_message();
            })
            .view(),
    )
}
