//! One quiet line at the foot.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::here::{Here, here};

#[component]
pub fn Powered() -> Option<Piece> {
    let Here { session, words, .. } = here();
    if session.config().hide_powered_by {
        return None;
    }
    let branding = session.deployment().branding.clone();
    let (text, url) = match branding {
        Some(branding) if branding.text.trim().is_empty() => return None,
        Some(branding) => (branding.text, branding.url),
        None => (words.powered_by.with(["Viva Voce"]), None),
    };
    let line = match url.as_deref().and_then(safe_link) {
        Some(url) => {
            view! { <a href=url target="_blank" rel="noopener noreferrer">{text}</a> }.piece()
        }
        None => view! { <span>{text}</span> }.piece(),
    };
    Some(view! { <footer class="powered">{line}</footer> }.piece())
}
