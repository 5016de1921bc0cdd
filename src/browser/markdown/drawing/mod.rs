//! Drawing of messages as blocks: a chunk, which comes while the first screen is read.

mod copying;
mod message;
mod parser;
mod patch;
mod vdom;

use super::Tools;
use message::Message;

pub static TOOLS: Tools = Tools {
    blocks: |container, drawing| Box::new(Message::new(container, drawing)),
    copy_buttons: copying::copy_buttons,
};
