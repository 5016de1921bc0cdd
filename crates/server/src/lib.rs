//! The backend of Viva Voce: its crates put together, its settings and its commands.
//!
//! A library beside the binary, so that tests run the router in their own process.

pub mod cli;
mod compose;
pub mod demos;
pub mod seed;
pub mod settings;
pub mod vendors;

pub use compose::Server;
pub use settings::Settings;
