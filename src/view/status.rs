//! What a screen reader speaks by itself.

use leptos::prelude::*;

use super::here::Here;

/// The one polite region. The transcript itself is silent, because browsers disagree on what of a
/// growing text they speak; here stand finished sentences only.
pub fn status(_here: Here) -> impl IntoView {
    view! { <div class="unseen" role="status"></div> }
}
