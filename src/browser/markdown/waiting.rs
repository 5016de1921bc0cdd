//! Messages that stand as plain text until what draws them as blocks has come.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::message::Message;
use crate::browser::clock;
use crate::browser::listen::Listener;
use crate::browser::timer::Timeout;

/// What `boot/markdown.js` dispatches on the window once the parser is there.
const THERE: &str = "vivavoce-markdown";
/// Milliseconds of drawing after which other work gets a turn.
const SLICE: f64 = 8.0;

/// Draws `message` again when what it lacks has come, unless it is gone by then.
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
pub(super) fn draw_waiting() {
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
