//! Everything that needs a real browser, in one binary: one link, one browser start.
//!
//! `cargo xtask test` runs it; by hand set `CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER` to
//! `wasm-bindgen-test-runner` and `CHROMEDRIVER`, then
//! `cargo test -p vivavoce --target wasm32-unknown-unknown --test web`.
#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);

#[path = "web/adopting.rs"]
mod adopting;
#[path = "web/doors.rs"]
mod doors;
#[path = "web/driver.rs"]
mod driver;
#[path = "web/fetch.rs"]
mod fetch;
#[path = "web/fold.rs"]
mod fold;
#[path = "web/host.rs"]
mod host;
#[path = "web/host_page.rs"]
mod host_page;
#[path = "web/languages.rs"]
mod languages;
#[path = "web/markdown.rs"]
mod markdown;
#[path = "web/network.rs"]
mod network;
#[path = "web/session.rs"]
mod session;
#[path = "web/talking.rs"]
mod talking;
#[path = "web/vendor.rs"]
mod vendor;
#[path = "web/view.rs"]
mod view;
