mod analyses;
mod conversation;
mod erasing;
pub mod outbox;
mod sweep;
mod upgrade;
