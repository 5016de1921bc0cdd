//! What a visitor sees: the screen of the present phase, in the element that all of them share.

use leptos::prelude::*;
use vivavoce_core::language::is_right_to_left;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::ResultsStatus;

use crate::browser::coming::prefetch;
use crate::browser::piece::{IntoPiece as _, Piece, part};
use crate::browser::{dom, reading};
use crate::chunks;
use crate::components::late::Late;
use crate::components::{avatar, effect};
use crate::here::Here;
use crate::screens::conversation::Conversation;
use crate::screens::credentials::Credentials;
use crate::screens::loading::Loading;
use crate::screens::ready::Ready;
use crate::screens::trouble::Trouble;
use crate::session::Session;
use crate::words;

use powered::Powered;
use screen::Screen;
use status::Status;

pub mod announcing;
mod powered;
pub mod screen;
pub mod status;

/// The whole embed: `<main class="embed">` with the screen of the present phase.
#[component]
pub fn Embed(session: Session) -> Piece {
    let config = session.config();
    let words = words::spoken();
    let here = Here { session, words };
    provide_context(here);
    let (phase, pulse) = (session.phase(), session.pulse());

    // The direction is that of the words; what others say has its own, each.
    let direction = if is_right_to_left(words.lang) {
        "rtl"
    } else {
        "ltr"
    };
    dom::set_root_attribute("lang", words.lang);
    dom::set_root_attribute("dir", direction);
    effect::now(move || reading::set_title(&here.title()));

    let (shows_pulse, face) = (config.show_pulse, avatar::face(&config));
    let (facts, deployment) = (session.facts(), session.deployment());
    let picture = move || {
        facts
            .with(|facts| avatar::picture(&config, facts.as_ref(), &deployment, &reading::origin()))
    };
    prefetch(chunks::markdown());
    effect::now(move || {
        if phase.get() == Phase::Live {
            prefetch(chunks::review());
        } else if facts.with(|facts| facts.as_ref().is_some_and(|facts| facts.asks().is_some())) {
            prefetch(chunks::accept());
        }
    });
    let renew = Callback::new(move |asked| session.load_anew(asked));
    let screen = Memo::new(move |_| present(session));
    view! {
        <main
            class="embed"
            dir=direction
            data-style=session.style().as_str()
            data-face=face
            data-show-pulse=(!shows_pulse).then_some("false")
            data-phase=move || phase.get().as_str()
            aria-busy=move || (phase.get() == Phase::Loading).then_some("true")
            data-pulse=move || pulse.get().as_str()
            style=("--face", picture)
            on:pointerdown=move |_| session.engaged()
            on:keydown=move |_| session.engaged()
        >
            <Status/>
            {part(move || Some(match screen.get() {
                Screen::Loading => view! { <Loading/> },
                Screen::Locked => view! { <Late words load=chunks::locked renew/> },
                Screen::Credentials => view! { <Credentials/> },
                Screen::Ready => view! { <Ready/> },
                Screen::Conversation => view! { <Conversation/> },
                Screen::Trouble => view! { <Trouble/> },
                Screen::Review => view! { <Late words load=chunks::review renew/> },
                Screen::Results => view! { <Late words load=chunks::results renew/> },
                Screen::Thanks => view! { <Late words load=chunks::thanks renew/> },
            }.into_inner()))}
            <Powered/>
        </main>
    }
    .piece()
}

/// The screen for how things stand.
fn present(session: Session) -> Screen {
    let talked = session.rows().with(|rows| !rows.is_empty());
    let shows = session
        .facts()
        .with(|facts| facts.as_ref().is_none_or(|facts| facts.shows_results));
    let restricted = session.results().with(|results| {
        results
            .as_ref()
            .is_some_and(|results| results.status == ResultsStatus::Restricted)
    });
    Screen::of(
        session.phase().get(),
        session.style(),
        talked,
        shows && !restricted,
    )
}
