//! The box a visitor checks where the scenario's owner has terms, with the links to them.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;
use vivavoce_locales::Part;

use crate::browser::dom;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::here::{Here, here};

/// Where it is found.
pub const BOX: &str = "[data-control=accept]";

/// Whether nothing is left to accept; where something is, the box says so and has the focus.
pub fn passes(here: Here, error: RwSignal<String>) -> bool {
    let left = here.session.must_accept();
    if left {
        error.set(here.words.accept_missing.to_owned());
        if let Some(field) = dom::find(BOX) {
            dom::focus(&field);
        }
    }
    !left
}

/// Nothing where the owner asks for nothing.
#[component]
pub fn Accept(error: RwSignal<String>) -> Option<Piece> {
    let Here { session, words, .. } = here();
    let asked = session.facts().get_untracked()?.asks()?;
    let accepted = session.accepted();
    let terms = (words.terms, &asked.terms_url);
    let privacy = (words.privacy, &asked.privacy_url);
    let (sentence, links): (Vec<Part>, _) = match (&asked.terms_url, &asked.privacy_url) {
        (Some(_), Some(_)) => (words.accept_both.parts().collect(), [terms, privacy]),
        (Some(_), None) => (words.accept_terms.parts().collect(), [terms, terms]),
        _ => (words.accept_privacy.parts().collect(), [privacy, privacy]),
    };
    let piece = |part: Part| match part {
        Part::Text(text) => view! { <span>{text}</span> }.piece(),
        Part::Place(place) => {
            let (name, address) = links[place.min(1)];
            let href = address.as_deref().and_then(safe_link);
            view! { <a href=href target="_blank" rel="noopener noreferrer">{name}</a> }.piece()
        }
    };
    let parts: Vec<Piece> = sentence.into_iter().map(piece).collect();
    let wrong = move || error.with(|error| !error.is_empty()).then_some("true");
    let shown = view! {
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
                        error.set(String::new());
                    }
                />
                <span>{parts}</span>
            </label>
            <p class="error" id="accept-error" aria-live="polite">{error}</p>
        </div>
    };
    Some(shown.piece())
}
