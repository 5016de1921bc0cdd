//! Who answers, and which entries show more than their text.

use leptos::prelude::*;
use vivavoce_core::annotations::Annotations;
use vivavoce_core::transcript::EntryId;

use super::beside;
use crate::browser::piece::{IntoPiece as _, Part};
use crate::here::here;

/// Whether something stands beside the text of an entry.
pub fn holds(id: &EntryId) -> bool {
    beside(here(), id, |beside| *beside != Annotations::default())
}

/// The vendor's name for its agent, and one short line about it.
pub fn who() -> Part {
    let here = here();
    let agent = here.session.vendor_state().agent;
    let line = Memo::new(move |_| {
        let told = agent.get()?;
        // The host's own title stands above; the agent's name only where it says more.
        let names = [told.name, told.detail];
        let known = here.title();
        let told: Vec<String> = names
            .into_iter()
            .filter(|it| !it.trim().is_empty() && *it != known)
            .collect();
        (!told.is_empty()).then(|| told.join(" · "))
    });
    Box::new(move || {
        let line = line.get()?;
        Some(view! { <p class="detail" dir="auto">{line}</p> }.piece())
    })
}
