//! What a visitor sees.
//!
//! Components take [`here::Here`]; they read signals of [`Session`] and call its verbs; they decide nothing about the
//! conversation. Classes are for the stylesheet; tests and hosts go by roles, names, `data-control`,
//! `data-entry` and `data-speaker`.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;
use vivavoce_core::wire::ResultsStatus;

use crate::browser::element::{El, el, react};
use crate::browser::{dom, reading};
use crate::session::Session;
use crate::strings;

#[cfg(not(feature = "guests"))]
mod activity;
mod avatar;
mod bar;
mod broken;
mod button;
mod choices;
mod composer;
mod credentials;
mod entry;
mod field;
mod focus;
mod follow;
#[cfg(feature = "guests")]
pub mod guest;
mod here;
mod icon;
mod loading;
mod locked;
mod message;
mod powered;
mod ready;
mod report;
mod report_card;
mod review;
mod saved;
mod screen;
mod stage;
mod status;
mod talk;
mod thanks;
mod transcript;
mod trouble;

use here::Here;
use screen::Screen;

/// The whole embed: `<main class="embed">` with the screen of the present phase.
#[component]
pub fn Embed(session: Session) -> El {
    let config = session.config();
    let words = strings::in_language(config.lang.as_deref());
    let here = Here { session, words };
    let (phase, pulse, level) = (session.phase(), session.pulse(), session.level());

    // The words are in our language, the direction is the conversation's: an Arabic agent's
    // embed runs from right to left although its controls are in English.
    let direction = config.lang.as_deref().or(config.language_code.as_deref());
    let right_to_left = direction.is_some_and(strings::is_right_to_left);
    dom::set_root_attribute("lang", words.lang);
    react(move || reading::set_title(&here.title()));

    let main = el("main", "embed")
        .attr("dir", if right_to_left { "rtl" } else { "ltr" })
        .attr("data-style", session.style().as_str())
        .attr("data-face", &avatar::face(&config));
    if !config.show_pulse {
        main.set("data-show-pulse", Some("false"));
    }
    let (root, facts, deployment) = (main.clone(), session.facts(), session.deployment());
    react(move || {
        let phase = phase.get();
        root.set("data-phase", Some(phase.as_str()));
        root.set("aria-busy", (phase == Phase::Loading).then_some("true"));
    });
    main.live_attr("data-pulse", move || Some(pulse.get().as_str().into()))
        .live_style("--level", move || Some(fraction(level.get()).into()))
        .live_style("--face", move || {
            let picture = facts.with(|facts| {
                avatar::picture(&config, facts.as_ref(), &deployment, &reading::origin())
            });
            picture.map(Into::into)
        })
        .on("pointerdown", move |_| session.engaged())
        .on("keydown", move |_| session.engaged())
        .child(view! { <status::Status here/> })
        .part(
            move || present(session),
            move |screen| {
                let shown = match screen {
                    Screen::Loading => view! { <loading::Loading here/> },
                    Screen::Locked => view! { <locked::Locked here/> },
                    Screen::Credentials => view! { <credentials::Credentials here/> },
                    Screen::Ready => view! { <ready::Ready here/> },
                    Screen::Talk => view! { <talk::Talk here/> },
                    Screen::Trouble => view! { <trouble::Trouble here/> },
                    Screen::Review => view! { <review::Review here/> },
                    Screen::Results => view! { <report::Report here/> },
                    Screen::Thanks => view! { <thanks::Thanks here/> },
                };
                vec![shown.into()]
            },
        )
        .children(view! { <powered::Powered here/> }.into_inner())
}

/// The screen for how things stand.
fn present(session: Session) -> Screen {
    let talked = session.entries().with(|entries| !entries.is_empty());
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

/// A share of one in hundredths, as CSS reads it. Formatting a float would cost kilobytes.
pub(crate) fn fraction(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 1.0) * 100.0) as u32;
    let mut text = String::from(if hundredths >= 100 { "1" } else { "0." });
    if hundredths < 100 {
        if hundredths < 10 {
            text.push('0');
        }
        text.push_str(&hundredths.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::fraction;

    #[test]
    fn a_level_is_written_in_hundredths() {
        for (share, written) in [
            (0.0, "0.00"),
            (0.07, "0.07"),
            (0.5, "0.50"),
            (1.0, "1"),
            (7.0, "1"),
            (f64::NAN, "0.00"),
        ] {
            assert_eq!(fraction(share), written);
        }
    }
}
