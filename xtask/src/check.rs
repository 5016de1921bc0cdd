//! `test`, `prove` and `ci`.

use anyhow::Result;

use crate::command::{cargo, cargo_command, say, server_binary, step};
use crate::{host, size, tools};

/// Every test there is. The big figures are a seeded tenth; `prove` runs them whole.
pub fn test() -> Result<()> {
    all(false)
}

pub fn prove() -> Result<()> {
    all(true)
}

fn all(whole: bool) -> Result<()> {
    // What is missing is better known before ten minutes of tests than after.
    tools::wasm_target()?;
    let browser = tools::browser()?;
    let runner = tools::wasm_bindgen_test_runner()?;
    let axe = tools::axe()?;

    // First, because the server's tests ask for its pages.
    size::report()?;

    host::check()?;

    say("Native tests: core, markdown, server, client, xtask");
    let mut native = cargo_command();
    native.args([
        "test",
        "--workspace",
        "--exclude",
        "vivavoce-e2e",
        "--features",
        "vivavoce-markdown/parser",
    ]);
    if whole {
        native.arg("--release").env("VIVAVOCE_PROVE", "1");
    }
    step(&mut native)?;

    say("Browser tests: components in Chromium");
    step(
        cargo_command()
            .args([
                "test",
                "--package",
                "vivavoce",
                // Everything the other build has, and what only this one has.
                "--features",
                "guests",
                "--target",
                "wasm32-unknown-unknown",
                "--test",
                "web",
            ])
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
            // Seconds for all of them together; its own 20 are too few on a busy machine.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180")
            .env("CHROMEDRIVER", &browser.driver),
    )?;

    say("End-to-end stories: two sites, an iframe, Chromium");
    cargo(&["build", "--package", "vivavoce-server"])?;
    let mut stories = cargo_command();
    stories
        .args([
            "test",
            "--package",
            "vivavoce-e2e",
            "--",
            "--test-threads=2",
        ])
        .env("CHROMEDRIVER", &browser.driver)
        .env("CHROMIUM", &browser.chromium)
        .env("VIVAVOCE_AXE", &axe)
        .env("VIVAVOCE_SERVER", server_binary("debug"))
        .env("VIVAVOCE_REACT_PAGE", host::react_page());
    if whole {
        stories.env("VIVAVOCE_PROVE", "1");
    }
    step(&mut stories)
}

/// What continuous integration runs.
pub fn ci() -> Result<()> {
    tools::wasm_target()?;
    say("Formatting");
    cargo(&["fmt", "--all", "--check"])?;
    say("Lints, native");
    cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--features",
        "vivavoce-markdown/parser",
        "--",
        "-D",
        "warnings",
    ])?;
    say("Lints, WebAssembly");
    let wasm = ["clippy", "--target", "wasm32-unknown-unknown", "--package"];
    for build in [&["vivavoce"][..], &["vivavoce", "--features", "guests"]] {
        let strict = ["--all-targets", "--", "-D", "warnings"];
        cargo(&[&wasm[..], build, &strict].concat())?;
    }
    cargo(
        &[
            &wasm[..],
            &[
                "vivavoce-markdown",
                "--features",
                "module",
                "--",
                "-D",
                "warnings",
            ],
        ]
        .concat(),
    )?;
    test()
}
