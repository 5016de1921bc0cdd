//! Conversations with other systems: what they have beside the talk, and what only they show.

pub mod dialects;
pub mod state;
pub mod views;
