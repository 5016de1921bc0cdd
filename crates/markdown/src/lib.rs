//! Model text (markdown) to a capped tree of blocks.
//!
//! Three layers, so that the widget pays only for what it must hold at once:
//! * [`tree`]: the types. Always compiled; the widget gets them as bytes ([`codec`]) and draws them.
//! * `parser` (feature): text to tree. Heavy (CommonMark's entity table alone weighs more than the
//!   types and their drawing), so the widget loads it as a second Wasm module.
//! * `module` (feature): the exports of that second module, without wasm-bindgen.
//!
//! Nothing here trusts its input: any text gives a tree of bounded depth and bounded size, in time
//! about linear in the text's length, and never a panic. Raw HTML stays text, but for `<br>`. Addresses are *not*
//! judged here: who draws a link or an image decides what is safe.
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic
)]

pub mod codec;
pub mod tree;

#[cfg(feature = "parser")]
mod autolink;
#[cfg(feature = "parser")]
mod builder;
#[cfg(feature = "parser")]
mod formula;
#[cfg(feature = "parser")]
mod frame;
#[cfg(feature = "parser")]
mod lines;
#[cfg(feature = "module")]
mod module;
#[cfg(feature = "parser")]
mod parse;
#[cfg(feature = "parser")]
mod prepare;
#[cfg(feature = "parser")]
mod script;
#[cfg(feature = "parser")]
mod speculate;
#[cfg(feature = "parser")]
mod stand_in;

#[cfg(feature = "parser")]
pub use parse::parse;
pub use tree::{Block, Finished, Inline, Limits, Tree};
