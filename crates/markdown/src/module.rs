//! The exports of the parser as a Wasm module of its own, called by `src/boot/markdown.js`.
//!
//! No wasm-bindgen: two functions that take and give bytes need none of its glue.
//!
//! The caller asks for memory ([`vivavoce_alloc`]), writes UTF-8 into it, hands it over
//! ([`vivavoce_parse`]) and gets the address of the answer: its length as a little-endian `u32`,
//! then so many bytes of its tree ([`crate::carry`]). It copies them and gives them back ([`vivavoce_free`], with the
//! same length).
#![allow(
    unsafe_code,
    reason = "memory that crosses to JavaScript has no owner Rust can see"
)]

use crate::codec::pack;
use crate::{Limits, parse};

/// Bytes of the length before an answer.
const PREFIX: usize = 4;

/// `length` bytes for a text. They are to be handed to [`vivavoce_parse`], which frees them.
#[unsafe(no_mangle)]
pub extern "C" fn vivavoce_alloc(length: usize) -> *mut u8 {
    Box::into_raw(vec![0u8; length].into_boxed_slice()).cast()
}

/// Parses the text and returns where the answer is.
///
/// `open` is 0 or 1; `nodes` and `bytes` are the limits.
///
/// # Safety
///
/// `text` comes from `vivavoce_alloc(length)` and was not handed over before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vivavoce_parse(
    text: *mut u8,
    length: usize,
    open: u32,
    nodes: usize,
    bytes: usize,
) -> *mut u8 {
    // SAFETY: by this function's contract it is the very slice `vivavoce_alloc` leaked.
    let text = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(text, length)) };
    let text = String::from_utf8_lossy(&text);
    let tree = parse(&text, open != 0, Limits { nodes, bytes });
    let packed = pack(&tree);
    let length = u32::try_from(packed.len()).unwrap_or_default();
    let answer = [&length.to_le_bytes()[..], &packed].concat();
    Box::into_raw(answer.into_boxed_slice()).cast()
}

/// Frees an answer of which `length` bytes are the tree.
///
/// # Safety
///
/// `answer` comes from [`vivavoce_parse`], `length` is what it says, and it was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vivavoce_free(answer: *mut u8, length: usize) {
    // SAFETY: by this function's contract it is the very slice `vivavoce_parse` leaked.
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(answer, length + PREFIX)) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::unpack;

    #[test]
    fn a_text_goes_in_and_its_tree_comes_out() {
        for text in ["", "# Hi\n\n*é*", "```\nlong"] {
            let address = vivavoce_alloc(text.len());
            // SAFETY: as a caller must: allocated just now, handed over once, freed once.
            let answer = unsafe {
                std::slice::from_raw_parts_mut(address, text.len())
                    .copy_from_slice(text.as_bytes());
                let answer = vivavoce_parse(address, text.len(), 0, 5_000, 100_000);
                let length = std::slice::from_raw_parts(answer, PREFIX);
                let length = u32::from_le_bytes(length.try_into().unwrap()) as usize;
                let packed = std::slice::from_raw_parts(answer.add(PREFIX), length).to_vec();
                vivavoce_free(answer, length);
                packed
            };
            assert_eq!(unpack(&answer), Some(parse(text, false, Limits::MESSAGE)));
        }
    }
}
