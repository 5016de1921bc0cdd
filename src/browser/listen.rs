//! Event listeners that end with their value.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{AddEventListenerOptions, Event, EventTarget};

/// A registered listener; dropping it unregisters it.
///
/// Keep it where its reason to exist is kept, in a view with `StoredValue::new_local`.
#[must_use = "dropping a listener unregisters it at once"]
pub struct Listener {
    target: EventTarget,
    name: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `heard` for every `name` event that reaches `target`.
    pub fn new(
        target: &EventTarget,
        name: &'static str,
        heard: impl FnMut(Event) + 'static,
    ) -> Listener {
        Listener::register(target, name, Box::new(heard))
    }

    /// On the window. `None` only outside a browser.
    pub fn on_window(name: &'static str, heard: impl FnMut(Event) + 'static) -> Option<Listener> {
        let window = super::window()?;
        Some(Listener::register(&window, name, Box::new(heard)))
    }

    /// On the document. `None` only outside a browser.
    pub fn on_document(name: &'static str, heard: impl FnMut(Event) + 'static) -> Option<Listener> {
        let document = super::document()?;
        Some(Listener::register(&document, name, Box::new(heard)))
    }

    fn register(
        target: &EventTarget,
        name: &'static str,
        heard: Box<dyn FnMut(Event)>,
    ) -> Listener {
        let closure = Closure::wrap(heard);
        let options = AddEventListenerOptions::new();
        options.set_passive(false);
        let callback = closure.as_ref().unchecked_ref();
        // Only an allocation failure could make this fail; a listener that never fires is then
        // the lesser evil.
        target
            .add_event_listener_with_callback_and_add_event_listener_options(
                name, callback, &options,
            )
            .ok();
        Listener {
            target: target.clone(),
            name,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.target
            .remove_event_listener_with_callback(self.name, self.closure.as_ref().unchecked_ref())
            .ok();
    }
}
