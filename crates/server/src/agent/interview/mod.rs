//! The structured interview: how the built-in agent talks when a scenario carries no script.

use super::Moment;
use super::scripted::Act;

/// The next turn.
pub fn reply(_moment: &Moment) -> Vec<Act> {
    Vec::new()
}
