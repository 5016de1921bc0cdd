//! Channels of Tovie's chat API, their clients, and what happened in each dialog.

pub mod channels;
mod dialogs;
mod happenings;

pub use channels::*;
pub use dialogs::*;
pub use happenings::*;
