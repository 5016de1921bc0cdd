//! What an event of the browser means to us.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent};

/// What `keyCode` is while an input method composes, also in browsers that end `isComposing` early.
const COMPOSING: u32 = 229;

/// Whether a click inside a form submits it; it is taken then, and the browser does nothing more.
///
/// Enter in a field clicks the form's submit button too. The event `submit` is no help: a sandboxed
/// frame without `allow-forms` never sends it.
pub fn submits(click: &Event) -> bool {
    let target = click.target().and_then(|it| it.dyn_into::<Element>().ok());
    let submits = target
        .and_then(|target| target.closest("[type=submit]").ok().flatten())
        .is_some();
    let taken = submits && !click.default_prevented();
    if taken {
        click.prevent_default();
    }
    taken
}

/// Whether a key is Escape, and nobody's yet: neither a part's that closes by it nor an input
/// method's.
pub fn escapes(key: &KeyboardEvent) -> bool {
    let composes = key.is_composing() || key.key_code() == COMPOSING;
    key.key() == "Escape" && !composes && !key.default_prevented()
}

/// Whether an event happened in an element that `selector` finds.
pub fn within(event: &Event, selector: &str) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(selector), Ok(Some(_))))
}

/// Whether a key pressed in a message field sends the message: Enter, but not where it makes a new
/// line, and not where it belongs to an input method at work.
pub fn sends(key: &KeyboardEvent) -> bool {
    let composes = key.is_composing() || key.key_code() == COMPOSING;
    key.key() == "Enter" && !key.shift_key() && !key.alt_key() && !composes
}
