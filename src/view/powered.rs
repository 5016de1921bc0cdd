//! One quiet line at the foot.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;

use super::here::Here;

pub fn powered(here: Here) -> impl IntoView {
    if here.session.config().hide_powered_by {
        return None;
    }
    let branding = here.session.deployment().branding.clone();
    let (text, url) = match branding {
        Some(branding) if branding.text.trim().is_empty() => return None,
        Some(branding) => (branding.text, branding.url),
        None => (here.words.powered_by.to_owned(), None),
    };
    let line = match url.as_deref().and_then(safe_link) {
        Some(url) => view! {
            <a href=url target="_blank" rel="noopener noreferrer">{text}</a>
        }
        .into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    };
    Some(view! { <footer class="powered">{line}</footer> })
}
