//! Channels of Tovie's chat API, their clients, and what happened in each dialog.

mod channels;
mod dialogs;
mod happenings;

pub use channels::Channel;
pub use dialogs::{Dialog, Mode};
pub(crate) use dialogs::{dialog_in, set_mode, set_session, set_state};
pub use happenings::{Happening, Wanted};
pub(crate) use happenings::{close_request, happen};
