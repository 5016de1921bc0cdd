//! The box a visitor checks where the scenario's owner has terms, with the links to them.

use leptos::prelude::*;
use vivavoce_core::address::Style;
use vivavoce_core::credentials::needed;
use vivavoce_core::links::safe_link;
use vivavoce_locales::Part;
use vivavoce_locales::widget::Accept as Words;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::components::focus;
use crate::here::{Here, here};
use crate::screens::terms::BOX;

#[component]
pub fn Accept() -> Piece {
    let Here { session, words, .. } = here();
    let facts = session.facts().get_untracked();
    let asked = facts.and_then(|facts| facts.asks()).unwrap_or_default();
    let (accepted, passed_over) = (session.accepted(), session.passed_over());
    let words = Words::of(words.lines);
    // There it is all that is asked.
    if session.style() == Style::Minimal && !needed(&session.config()) {
        focus::arrive(BOX);
    }
    let terms = (words.terms, &asked.terms_url);
    let privacy = (words.privacy, &asked.privacy_url);
    let (sentence, [first, second]): (Vec<Part>, _) = match (&asked.terms_url, &asked.privacy_url) {
        (Some(_), Some(_)) => (words.accept_both.parts().collect(), [terms, privacy]),
        (Some(_), None) => (words.accept_terms.parts().collect(), [terms, terms]),
        _ => (words.accept_privacy.parts().collect(), [privacy, privacy]),
    };
    let piece = |part: Part| match part {
        Part::Text(text) => view! { <span>{text}</span> }.piece(),
        Part::Place(place) => {
            let (name, address) = if place == 0 { first } else { second };
            let href = address.as_deref().and_then(safe_link);
            view! { <a href=href target="_blank" rel="noopener noreferrer">{name}</a> }.piece()
        }
    };
    let parts: Vec<Piece> = sentence.into_iter().map(piece).collect();
    let wrong = move || passed_over.get().then_some("true");
    let error = move || match passed_over.get() {
        true => words.accept_missing,
        false => "",
    };
    view! {
        <div class="field accept">
            <label>
                <input
                    type="checkbox"
                    data-control="accept"
                    aria-required="true"
                    aria-describedby="accept-error"
                    aria-invalid=wrong
                    prop:checked=accepted
                    on:change=move |_| {
                        accepted.update(|accepted| *accepted = !*accepted);
                        passed_over.set(false);
                    }
                />
                <span>{parts}</span>
            </label>
            <p class="error" id="accept-error" aria-live="polite">{error}</p>
        </div>
    }
    .piece()
}
