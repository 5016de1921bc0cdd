//! One binary, many modules: one link, and the browser starts only where a story needs it.

mod stories {
    mod bad_input;
    mod faults;
    mod gallery;
    mod spine;
    mod tag;
}
