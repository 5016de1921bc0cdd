//! The parser, which lives in a Wasm module of its own and may come late or never.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::{Function, Reflect, Uint8Array};
use vivavoce_markdown::codec::unpack;
use vivavoce_markdown::{Limits, Tree};
use wasm_bindgen::{JsCast as _, JsValue};

use super::message::Message;
use crate::browser::clock;
use crate::browser::listen::Listener;
use crate::browser::timer::Timeout;

/// What `boot/markdown.js` defines once the module is there.
const FUNCTION: &str = "vivavoceMarkdown";
/// What it then dispatches on the window.
const THERE: &str = "vivavoce-markdown";
/// Milliseconds of drawing after which other work gets a turn.
const SLICE: f64 = 8.0;

/// Parses `text`. `None` where the parser is not there, or failed on this text.
pub(super) fn parse(text: &str, open: bool, limits: Limits) -> Option<Tree> {
    let function = Reflect::get(&js_sys::global(), &FUNCTION.into()).ok()?;
    let function = function.dyn_into::<Function>().ok()?;
    // Limits are far below 2^53.
    let arguments = js_sys::Array::of4(
        &text.into(),
        &open.into(),
        &JsValue::from_f64(limits.nodes as f64),
        &JsValue::from_f64(limits.bytes as f64),
    );
    let packed = function.apply(&JsValue::UNDEFINED, &arguments).ok()?;
    unpack(&packed.dyn_into::<Uint8Array>().ok()?.to_vec())
}

/// Draws `message` again when the parser has come, unless it is gone by then.
pub(super) fn when_there(message: &Rc<RefCell<Message>>) {
    WAITING.with_borrow_mut(|waiting| {
        let message = Rc::downgrade(message);
        if !waiting.messages.iter().any(|known| known.ptr_eq(&message)) {
            waiting.messages.push(message);
        }
        if waiting.listener.is_none() {
            waiting.listener = Listener::on_window(THERE, |_| draw_waiting());
        }
    });
}

#[derive(Default)]
struct Waiting {
    messages: Vec<Weak<RefCell<Message>>>,
    listener: Option<Listener>,
    next: Option<Timeout>,
}

thread_local! {
    static WAITING: RefCell<Waiting> = RefCell::default();
}

/// The last message first, because that is the one in sight; a long history in slices, so that the
/// page never stands still.
fn draw_waiting() {
    let began = clock::now();
    // Taken out, so that a message the parser fails on waits for its next coming, not in this loop.
    let mut messages = WAITING.with_borrow_mut(|waiting| std::mem::take(&mut waiting.messages));
    let mut unread = Vec::new();
    while let Some(message) = messages.pop() {
        let Some(message) = message.upgrade() else {
            continue;
        };
        let still_plain = match message.try_borrow_mut() {
            Ok(mut drawn) if drawn.is_plain() => {
                drawn.draw();
                drawn.is_plain()
            }
            _ => false,
        };
        if still_plain {
            unread.push(Rc::downgrade(&message));
        }
        if clock::now() - began >= SLICE {
            break;
        }
    }
    WAITING.with_borrow_mut(|waiting| {
        waiting.next = (!messages.is_empty()).then(|| Timeout::new(0, draw_waiting));
        unread.append(&mut messages);
        unread.append(&mut waiting.messages);
        waiting.messages = unread;
    });
}
