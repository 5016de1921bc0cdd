//! The head most screens share: a picture, a title and one sentence, always in the same place.

use super::icon::{Icon, icon};
use crate::browser::element::{El, el};

/// Id of the title, by which dialogs are named.
const TITLE: &str = "vv-title";

/// A screen of this kind, named by its [`title`].
pub fn stage(tag: &str, class: &str) -> El {
    el(tag, class).attr("aria-labelledby", TITLE)
}

/// A sign in the avatar's place, for screens on which nobody speaks.
pub fn badge(shape: Icon, trouble: bool) -> El {
    el("span", if trouble { "badge trouble" } else { "badge" })
        .attr("aria-hidden", "true")
        .child(icon(shape))
}

/// The heading can take the focus (not by Tab): a screen reader then begins to read there.
pub fn title(text: &str) -> El {
    el("h1", "title")
        .attr("id", TITLE)
        .attr("tabindex", "-1")
        .attr("dir", "auto")
        .text(text)
}

pub fn sentence(text: &str) -> El {
    el("p", "sentence").attr("dir", "auto").text(text)
}

/// The row of buttons below.
pub fn actions(buttons: impl IntoIterator<Item = El>) -> El {
    el("div", "actions").children(buttons)
}
