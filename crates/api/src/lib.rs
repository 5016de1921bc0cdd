//! Our own APIs: what the embed speaks (`/api/embed`), and the public one (`/api/public`).

pub mod description;
pub mod document;
pub mod embed;
pub mod public;
