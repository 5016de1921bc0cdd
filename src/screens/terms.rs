//! Where the scenario's owner has terms: room for the box that a visitor checks, and what goes no further
//! without it. The box itself is the chunk `accept`.

use leptos::prelude::*;

use crate::browser::dom;
use crate::browser::piece::Piece;
use crate::chunks;
use crate::components::late::Late;
use crate::here::{Here, here};

/// Where the box is found.
pub const BOX: &str = "[data-control=accept]";

/// Whether nothing is left to accept; where something is, the box says so and has the focus.
pub fn passes(here: Here) -> bool {
    let left = here.session.must_accept();
    if left {
        here.session.passed_over().set(true);
        if let Some(field) = dom::find(BOX) {
            dom::focus(&field);
        }
    }
    !left
}

/// Nothing where the owner asks for nothing.
#[component]
pub fn Terms() -> Option<Piece> {
    let Here { session, words, .. } = here();
    session.facts().get_untracked()?.asks()?;
    let renew = Callback::new(move |asked| session.load_anew(asked));
    Some(view! { <Late words load=chunks::accept renew/> }.into_inner())
}
