//! What macros read behind Cargo's back.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
