//! `test`, `prove` and `ci`.

use anyhow::{Context as _, Result, bail};

use crate::command::{cargo, cargo_command, root, say, server_binary, step};
use crate::{bundle, conformance, documents, host, size, tools};

/// Every test there is. The big figures are a seeded tenth; `prove` runs them whole.
pub fn test() -> Result<()> {
    Run::default().all()
}

/// The full figures: all of them, or one part, so that each ends within its time.
pub fn prove(arguments: &[String]) -> Result<()> {
    let (part, filter) = asked(arguments)?;
    let run = Run {
        whole: true,
        filter,
    };
    match part {
        None => run.all(),
        Some(part) => run.alone(part),
    }
}

/// Reads `[PART [NAME]]`.
fn asked(arguments: &[String]) -> Result<(Option<Part>, Option<String>)> {
    let Some((name, more)) = arguments.split_first() else {
        return Ok((None, None));
    };
    let found = PARTS.into_iter().find(|(known, _)| known == name);
    let (_, part) = found.with_context(|| {
        let known = PARTS.map(|(known, _)| known).join(", ");
        format!("there is no part `{name}`; there are {known}")
    })?;
    match (part, more) {
        (_, []) => Ok((Some(part), None)),
        (Part::Stories | Part::Conformance, [filter]) => Ok((Some(part), Some(filter.clone()))),
        _ => bail!("only stories and conformance have names of their own"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Native,
    Components,
    Stories,
    /// The descriptions of the APIs in others' tools.
    Documents,
    /// Others' packages against the server and the widget.
    Conformance,
}

impl Part {
    /// Others' tools are asked when everything is proved, and not with every test.
    fn asks_others(self) -> bool {
        matches!(self, Part::Documents | Part::Conformance)
    }
}

const PARTS: [(&str, Part); 5] = [
    ("native", Part::Native),
    ("components", Part::Components),
    ("stories", Part::Stories),
    ("documents", Part::Documents),
    ("conformance", Part::Conformance),
];

#[derive(Default)]
struct Run {
    /// Whether the big figures are run whole.
    whole: bool,
    /// Of the stories only those with this in their name, of conformance only this part.
    filter: Option<String>,
}

impl Run {
    fn all(&self) -> Result<()> {
        // What is missing is better known before ten minutes of tests than after.
        tools::wasm_target()?;
        tools::browser()?;
        tools::fonts()?;
        tools::wasm_bindgen_test_runner()?;
        tools::axe()?;
        // First, because the server's tests ask for its pages.
        size::report()?;
        host::check()?;
        let parts = PARTS.iter().map(|(_, part)| *part);
        parts
            .filter(|part| self.whole || !part.asks_others())
            .try_for_each(|part| self.part(part))
    }

    /// One part, after what it stands on.
    fn alone(&self, part: Part) -> Result<()> {
        if part.asks_others() {
            return self.part(part);
        }
        tools::wasm_target()?;
        if part != Part::Components {
            bundle::widget()?;
        }
        if part == Part::Stories {
            host::check()?;
        }
        self.part(part)
    }

    fn part(&self, part: Part) -> Result<()> {
        match part {
            Part::Native => self.native(),
            Part::Components => self.components(),
            Part::Stories => self.stories(),
            Part::Documents => documents::prove(),
            Part::Conformance => conformance::prove(self.filter.as_deref()),
        }
    }

    fn native(&self) -> Result<()> {
        say("Native tests: protocol, core, markdown, server, client, xtask");
        let mut native = cargo_command();
        native.args([
            "test",
            // Everything that is wrong, and not the first of it.
            "--no-fail-fast",
            "--workspace",
            "--exclude",
            "vivavoce-e2e",
            "--features",
            "vivavoce-markdown/parser",
        ]);
        if self.whole {
            native.arg("--release").env("VIVAVOCE_PROVE", "1");
        }
        step(&mut native)
    }

    fn components(&self) -> Result<()> {
        let (browser, runner) = (tools::browser()?, tools::wasm_bindgen_test_runner()?);
        say("Browser tests: components in Chromium");
        step(
            cargo_command()
                .args([
                    "test",
                    "--package",
                    "vivavoce",
                    "--target",
                    "wasm32-unknown-unknown",
                    "--test",
                    "web",
                ])
                .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &runner)
                // Seconds for all of them together; its own 20 are too few on a busy machine, and on a
                // slow one that is busy ten times as many.
                .env("WASM_BINDGEN_TEST_TIMEOUT", "1200")
                .env("CHROMEDRIVER", &browser.driver),
        )
    }

    fn stories(&self) -> Result<()> {
        let (browser, axe) = (tools::browser()?, tools::axe()?);
        tools::fonts()?;
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
            .args(&self.filter)
            .env("CHROMEDRIVER", &browser.driver)
            .env("CHROMIUM", &browser.chromium)
            .env("VIVAVOCE_AXE", &axe)
            .env("VIVAVOCE_SERVER", server_binary("debug"))
            .env("VIVAVOCE_REACT_PAGE", host::react_page());
        if self.whole {
            stories.env("VIVAVOCE_PROVE", "1");
        }
        step(&mut stories)
    }
}

/// What continuous integration runs.
pub fn ci() -> Result<()> {
    tools::wasm_target()?;
    say("Formatting");
    cargo(&["fmt", "--all", "--check"])?;
    say("Licences and sources of what is built in");
    // What is known of weak versions comes from a database on the network, which not every machine has.
    step(
        std::process::Command::new(tools::cargo_deny()?)
            .args([
                "--locked",
                "--workspace",
                "check",
                "licenses",
                "bans",
                "sources",
            ])
            .current_dir(root()),
    )?;
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
    say("The server without any vendor's API");
    cargo(&[
        "check",
        "--package",
        "vivavoce-server",
        "--no-default-features",
    ])?;
    say("Lints, WebAssembly");
    let wasm = ["clippy", "--target", "wasm32-unknown-unknown", "--package"];
    for build in [&["vivavoce"][..], &["vivavoce", "--features", "split"]] {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_may_be_proved_alone_and_a_story_too() {
        let check = |arguments: &[&str], wanted: Option<(Option<Part>, Option<&str>)>| {
            let words: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
            let wanted = wanted.map(|(part, filter)| (part, filter.map(str::to_owned)));
            assert_eq!(asked(&words).ok(), wanted, "{arguments:?}");
        };
        check(&[], Some((None, None)));
        for (name, part) in PARTS {
            check(&[name], Some((Some(part), None)));
        }
        check(
            &["stories", "spine"],
            Some((Some(Part::Stories), Some("spine"))),
        );
        check(
            &["conformance", "agents"],
            Some((Some(Part::Conformance), Some("agents"))),
        );
        check(&["native", "core"], None);
        check(&["everything"], None);
    }
}
