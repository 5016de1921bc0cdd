//! From the page as it was served to a mounted widget.

/// Reads the page, mounts the view over the skeleton.
pub fn run() {}
