//! What macros read behind Cargo's back.

fn main() {
    // A release carries the widget. A debug build reads it when it is asked, and a check without
    // one must not be repeated because it is missing.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo:rerun-if-changed=../../dist");
    }
}
