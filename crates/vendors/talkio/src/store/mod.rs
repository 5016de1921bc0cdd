//! Rows of organizations, their users, what they talked, and what was remarked on it.

mod members;
mod organizations;
mod talks;

pub use members::*;
pub use organizations::*;
pub use talks::*;
