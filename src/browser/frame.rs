//! Once per painted frame.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

use super::timer::Timeout;
use super::window;

/// Longest wait for a frame in milliseconds. A hidden page, or a frame scrolled out of view, paints
/// no frames at all, and must still take in what was said.
const WITHOUT_PAINT: u64 = 200;

/// Calls back once, before the next paint or after 200 ms; dropping it before then calls nothing.
#[must_use = "dropping a frame request takes it back at once"]
pub struct Frame {
    id: Option<i32>,
    _closure: Closure<dyn FnMut()>,
    _fallback: Timeout,
}

impl Frame {
    pub fn new(paint: impl FnOnce() + 'static) -> Frame {
        Frame::request(Box::new(paint))
    }

    fn request(paint: Box<dyn FnOnce()>) -> Frame {
        let once = Rc::new(RefCell::new(Some(paint)));
        let late = Rc::clone(&once);
        let run = |once: &RefCell<Option<Box<dyn FnOnce()>>>| {
            // Taken out first: painting may drop this very frame.
            let paint = once.try_borrow_mut().ok().and_then(|mut once| once.take());
            if let Some(paint) = paint {
                paint();
            }
        };
        let closure = Closure::wrap(Box::new(move || run(&once)) as Box<dyn FnMut()>);
        let id = window().and_then(|window| {
            window
                .request_animation_frame(closure.as_ref().unchecked_ref())
                .ok()
        });
        Frame {
            id,
            _closure: closure,
            _fallback: Timeout::new(WITHOUT_PAINT, move || run(&late)),
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let (Some(id), Some(window)) = (self.id, window()) {
            window.cancel_animation_frame(id).ok();
        }
    }
}
