//! The page around us: what it may hear, and what it says.

use js_sys::Reflect;
use serde::Serialize;
use vivavoce_core::host::{HostEvent, Post, Surroundings};
use wasm_bindgen::{JsCast as _, JsValue};
pub use web_sys::MessagePort as RawPort;
use web_sys::{Event, MessageEvent};

use super::listen::Listener;
pub use super::plain::Plain;
use super::{plain, window};

/// Whether there is a page around us at all.
pub fn is_framed() -> bool {
    parent().is_some()
}

fn parent() -> Option<web_sys::Window> {
    let window = window()?;
    let parent = window.parent().ok()??;
    (!js_sys::Object::is(&parent, &window)).then_some(parent)
}

/// How many embeds of our own origin stand before this one in the page around us. A frame in a shadow
/// root is no neighbour of any: its element counts them, and says how many in the fragment.
pub fn elders() -> usize {
    let (Some(parent), Some(window)) = (parent(), window()) else {
        return 0;
    };
    if let Some(count) = counted(&window) {
        return count;
    }
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

fn counted(window: &web_sys::Window) -> Option<usize> {
    let fragment = window.location().hash().unwrap_or_default();
    let count = fragment.strip_prefix("#elders=")?;
    Some(count.parse().unwrap_or_default())
}

/// Whether an element of ours has this frame: it counts it.
pub fn is_counted() -> bool {
    window().is_some_and(|window| counted(&window).is_some())
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

/// Posts `message` to the page around us, for `target`'s ears only.
pub fn post(message: &impl Serialize, target: &str) -> bool {
    plain::object(message).is_some_and(|message| post_object(&message, target))
}

/// Posts one of the documented four without what else is posted with.
pub fn post_alone(event: &HostEvent, allowed: &[String]) {
    let ancestor = ancestor();
    let around = Surroundings {
        is_top: !is_framed(),
        ancestor: ancestor.as_deref(),
        hello: None,
        own: &super::reading::origin(),
        allowed,
    };
    let HostEvent {
        event: occasion,
        session_id,
        timestamp,
    } = event;
    let message = js_sys::Object::new();
    for (name, value) in [
        ("event", occasion.as_str().into()),
        ("sessionId", session_id.as_str().into()),
        ("timestamp", JsValue::from_f64(*timestamp as f64)),
    ] {
        Reflect::set(&message, &name.into(), &value).ok();
    }
    let target = around.target();
    for origin in Post::from(event.clone()).origins(&target) {
        post_object(&message, origin);
    }
}

/// The one place that posts.
fn post_object(message: &JsValue, target: &str) -> bool {
    parent().is_some_and(|parent| parent.post_message(message, target).is_ok())
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
    /// The whole message; `None` where it is no plain data, or too much of it.
    pub fn plain(&self) -> Option<Plain> {
        Plain::of(&self.event.data())
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

/// A private line to the loader; dropping it closes it.
pub struct Port {
    port: RawPort,
    _listener: Listener,
}

impl Port {
    /// Calls `heard` with every message: as plain data, or with the `id` of one that is none.
    pub fn open(port: RawPort, mut heard: impl FnMut(Result<Plain, f64>) + 'static) -> Port {
        let listener = Listener::new(&port, "message", move |event: Event| {
            let Some(data) = event.dyn_ref::<MessageEvent>().map(MessageEvent::data) else {
                return;
            };
            let id = || Reflect::get(&data, &"id".into()).ok()?.as_f64();
            match Plain::of(&data) {
                Some(message) => heard(Ok(message)),
                None => id().into_iter().for_each(|id| heard(Err(id))),
            }
        });
        port.start();
        Port {
            port,
            _listener: listener,
        }
    }

    pub fn post(&self, message: &impl Serialize) {
        if let Some(message) = plain::object(message) {
            self.port.post_message(&message).ok();
        }
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        self.port.close();
    }
}
