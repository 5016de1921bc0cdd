//! What a visitor sees.
//!
//! Components are functions of [`here::Here`]; they read signals of [`Session`] and call its verbs; they decide nothing about the
//! conversation. Classes are for the stylesheet; tests and hosts go by roles, names, `data-control`,
//! `data-entry` and `data-speaker`.

use leptos::prelude::*;
use vivavoce_core::phase::Phase;

use crate::browser::{dom, reading};
use crate::session::Session;
use crate::strings;

mod activity;
mod avatar;
mod bar;
mod button;
mod choices;
mod composer;
mod credentials;
mod entry;
mod field;
mod focus;
mod follow;
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
pub fn Embed(session: Session) -> impl IntoView {
    let config = session.config();
    let words = strings::in_language(config.lang.as_deref());
    let here = Here { session, words };

    let facts = session.facts();
    let talked = Memo::new(move |_| session.entries().with(|entries| !entries.is_empty()));
    let shows_results = Memo::new(move |_| {
        facts.with(|facts| facts.as_ref().is_none_or(|facts| facts.shows_results))
    });
    let phase = session.phase();
    let style = session.style();
    let screen =
        Memo::new(move |_| Screen::of(phase.get(), style, talked.get(), shows_results.get()));

    // The words are in our language, the direction is the conversation's: an Arabic agent's
    // embed runs from right to left although its controls are in English.
    let direction = config.lang.as_deref().or(config.language_code.as_deref());
    let right_to_left = direction.is_some_and(strings::is_right_to_left);
    dom::set_root_attribute("lang", words.lang);
    Effect::new(move |_| reading::set_title(&here.title()));

    let face = avatar::face(&config);
    let quiet_pulse = (!config.show_pulse).then_some("false");
    let deployment = session.deployment();
    let picture = Memo::new(move |_| {
        facts
            .with(|facts| avatar::picture(&config, facts.as_ref(), &deployment, &reading::origin()))
    });

    view! {
        <main
            class="embed"
            dir=if right_to_left { "rtl" } else { "ltr" }
            data-phase=move || phase.get().as_str()
            data-style=style.as_str()
            data-pulse=move || session.pulse().get().as_str()
            data-face=face
            data-show-pulse=quiet_pulse
            aria-busy=move || (phase.get() == Phase::Loading).then_some("true")
            style=("--level", move || fraction(session.level().get()))
            style=("--face", move || picture.get())
            on:pointerdown=move |_| session.engaged()
            on:keydown=move |_| session.engaged()
        >
            {status::status(here)}
            {move || match screen.get() {
                Screen::Loading => loading::loading(here),
                Screen::Locked => locked::locked(here),
                Screen::Credentials => credentials::credentials(here),
                Screen::Ready => ready::ready(here),
                Screen::Talk => talk::talk(here),
                Screen::Trouble => trouble::stage(here),
                Screen::Review => review::review(here),
                Screen::Results => report::report(here),
                Screen::Thanks => thanks::thanks(here),
            }}
            {powered::powered(here)}
        </main>
    }
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
