//! The page around us: what it may hear, and what it says.

use js_sys::{JSON, Reflect};
use vivavoce_core::json::{self, Write};
use wasm_bindgen::{JsCast as _, JsValue};
pub use web_sys::MessagePort as RawPort;
use web_sys::{Event, MessageEvent};

use super::listen::Listener;
use super::window;

/// Longest message taken in, in characters of its JSON. `session_notes` may carry a page's worth.
const CAP: u32 = 262_144;

/// Whether there is a page around us at all.
pub fn is_framed() -> bool {
    parent().is_some()
}

fn parent() -> Option<web_sys::Window> {
    let window = window()?;
    let parent = window.parent().ok()??;
    (!js_sys::Object::is(&parent, &window)).then_some(parent)
}

/// How many embeds of our own origin stand before this one in the page around us.
pub fn elders() -> usize {
    let (Some(parent), Some(window)) = (parent(), window()) else {
        return 0;
    };
    let is_embed = |frame: &JsValue| {
        // Of another origin's frame this throws.
        Reflect::get(frame, &"vivavoceReady".into()).is_ok_and(|mark| mark.is_function())
    };
    (0..parent.length())
        .filter_map(|at| Reflect::get_u32(&parent, at).ok())
        .take_while(|frame| !js_sys::Object::is(frame, &window))
        .filter(is_embed)
        .count()
}

/// The origin of the page around us, where the browser says it (Firefox did not before 148) and
/// the host's `referrerpolicy` did not hide it.
pub fn ancestor() -> Option<String> {
    let location = window()?.location();
    // Undefined in some browsers, whatever the binding says.
    let origins = Reflect::get(&location, &"ancestorOrigins".into()).ok()?;
    if !origins.is_object() {
        return None;
    }
    Reflect::get_u32(&origins, 0).ok()?.as_string()
}

/// Posts `message` to the page around us, for `target`'s ears only. The one place that does.
pub fn post(message: &dyn Write, target: &str) -> bool {
    let value = plain(message);
    parent().is_some_and(|parent| parent.post_message(&value, target).is_ok())
}

/// As a plain object: no `undefined`, no `Map`.
fn plain(message: &dyn Write) -> JsValue {
    JSON::parse(&json::text(message)).unwrap_or_default()
}

/// A message from the page around us, and from no other window.
pub struct Heard {
    /// Who it was: compare it exactly.
    pub origin: String,
    /// Its `type`.
    pub kind: String,
    event: MessageEvent,
}

impl Heard {
    /// The whole message as JSON, to be read by a typed reader. `None` where it is no plain data or
    /// too long. Read as text because a message may be cyclic, and a walk over it would not end.
    pub fn json(&self) -> Option<String> {
        json_of(&self.event)
    }

    /// The port that came with it.
    pub fn port(&self) -> Option<RawPort> {
        self.event.ports().get(0).dyn_into().ok()
    }
}

/// Calls `heard` for every message of the page around us that has a `type`. What comes from any
/// other window never gets here.
pub fn listen(mut heard: impl FnMut(Heard) + 'static) -> Option<Listener> {
    Listener::on_window("message", move |event| {
        let Ok(event) = event.dyn_into::<MessageEvent>() else {
            return;
        };
        let from_parent = match (event.source(), parent()) {
            (Some(source), Some(parent)) => js_sys::Object::is(&source, &parent),
            _ => false,
        };
        if !from_parent || !event.data().is_object() {
            return;
        }
        let Some(kind) = Reflect::get(&event.data(), &"type".into())
            .ok()
            .and_then(|kind| kind.as_string())
        else {
            return;
        };
        heard(Heard {
            origin: event.origin(),
            kind,
            event,
        });
    })
}

fn json_of(event: &MessageEvent) -> Option<String> {
    let text = JSON::stringify(&event.data()).ok()?;
    // `undefined` has no JSON, and stringify then returns no string at all.
    (text.is_string() && text.length() <= CAP).then(|| String::from(text))
}

/// A private line to the loader; dropping it closes it.
pub struct Port {
    port: RawPort,
    _listener: Listener,
}

impl Port {
    /// Calls `heard` with the JSON of every message.
    pub fn open(port: RawPort, mut heard: impl FnMut(String) + 'static) -> Port {
        let listener = Listener::new(&port, "message", move |event: Event| {
            if let Some(json) = event.dyn_ref::<MessageEvent>().and_then(json_of) {
                heard(json);
            }
        });
        port.start();
        Port {
            port,
            _listener: listener,
        }
    }

    pub fn post(&self, message: &dyn Write) {
        self.port.post_message(&plain(message)).ok();
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.close();
    }
}
