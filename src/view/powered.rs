//! One quiet line at the foot.

use leptos::prelude::*;
use vivavoce_core::links::safe_link;

use super::here::Here;
use crate::browser::element::{El, el};

#[component]
pub fn Powered(here: Here) -> Option<El> {
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
        Some(url) => el("a", "")
            .attr("href", &url)
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer"),
        None => el("span", ""),
    };
    Some(el("footer", "powered").child(line.text(&text)))
}
