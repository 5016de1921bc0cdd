//! The built server as a process of its own: what it survives, and what it keeps to itself.

mod documents;
mod kill;
#[cfg(target_os = "linux")]
mod memory;
mod schema;
mod secrets;
mod server;
