//! Calls to the parser, which is a Wasm module of its own and may come late or never.

use js_sys::{Function, Reflect, Uint8Array};
use vivavoce_markdown::codec::unpack;
use vivavoce_markdown::{Limits, Tree};
use wasm_bindgen::{JsCast as _, JsValue};

/// What `boot/markdown.js` defines once the module is there.
const FUNCTION: &str = "vivavoceMarkdown";

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
