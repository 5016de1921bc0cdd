//! The widget's files, inside the binary.
