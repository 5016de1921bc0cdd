//! The event log of a session: the one truth about what was said.
