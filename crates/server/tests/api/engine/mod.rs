mod analyses;
mod conversation;
mod erasing;
pub mod outbox;
mod spending;
mod sweep;
mod upgrade;
