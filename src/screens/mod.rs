//! Screens: what stands in the embed in each phase, one at a time.
//!
//! They take [`crate::here::Here`]; they read signals of [`crate::session::Session`] and call its
//! verbs; they decide nothing about the conversation. Classes are for the style sheet; tests and
//! hosts go by roles, names, `data-control`, `data-entry` and `data-speaker`.

pub mod accept;
pub mod after;
pub mod conversation;
pub mod credentials;
pub mod loading;
pub mod locked;
pub mod ready;
pub mod terms;
pub mod trouble;
