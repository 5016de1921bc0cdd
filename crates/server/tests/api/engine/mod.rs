mod analyses;
mod conversation;
pub mod doors;
mod erasing;
pub mod outbox;
mod spending;
mod sweep;
mod upgrade;
pub mod visitors;
