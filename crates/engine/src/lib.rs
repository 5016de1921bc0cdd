//! The engine: scenarios, sessions and their event logs, runs of the agents, analyses, what is known of
//! conversations, and what is sent to others. It knows no HTTP and no other system's API; what those
//! bring along they say in a [`Registry`].

pub mod analyses;
pub mod backends;
mod beginning;
pub mod clock;
pub mod conversation;
mod engine;
pub mod heavy;
pub mod ids;
pub mod in_hand;
pub mod insights;
pub mod keys;
pub mod log;
pub mod notes;
pub mod outbox;
mod refusal;
pub mod registry;
pub mod removals;
pub mod runs;
pub mod settings;
pub mod spending;
mod start;
pub mod store;

pub use engine::Engine;
pub use refusal::Refusal;
pub use registry::Registry;
pub use settings::Settings;
