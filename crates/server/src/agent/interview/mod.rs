//! The structured interview: how the built-in agent talks when a scenario carries no script.
