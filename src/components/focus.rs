//! Where the focus goes when one screen follows another.

use crate::browser::{dom, media, reading};
use crate::components::effect::when_built;

/// Puts the focus on the first element `selector` finds, once the screen that is being built
/// stands. Only where the focus would otherwise be lost, and never into a frame the visitor is not
/// in: a page must not lose its focus to an embed that happens to change.
pub fn arrive(selector: &'static str) {
    when_built(move || place(selector));
}

/// As [`arrive`], now: for an element about to leave that has the focus.
pub fn place(selector: &str) {
    if reading::frame_has_focus()
        && dom::focus_is_lost()
        && let Some(element) = dom::find(selector)
    {
        dom::focus(&element);
    }
}

/// Hands the focus on to the message field, from a control that its own press takes away. On a
/// touch screen that would bring up the keyboard over what is to be read, so there it goes to the
/// transcript.
pub fn to_message() {
    let selector = if by_touch() { ".transcript" } else { MESSAGE };
    if let Some(element) = dom::find(selector) {
        dom::focus(&element);
    }
}

/// Whether a field that takes the focus brings up a keyboard on the screen.
pub fn by_touch() -> bool {
    media::matches("(pointer: coarse)")
}

/// The composer's field.
pub const MESSAGE: &str = "[data-control=message]";
/// A screen's heading.
pub const HEADING: &str = "h1";
