//! The loop that performs what a dialect says.
