//! `cargo xtask bench`: builds what is measured, then measures it.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command::{cargo, cargo_command, output_of, root, say, server_binary, step, target};
use crate::{bundle, tools};

/// The version before, where none is named.
const BEFORE: &str = "48f6ec7";
const ROUNDS: &str = "5";

/// What is measured in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    /// How long a page takes until it can be used.
    Load,
    /// What a streamed reply costs the main thread.
    Stream,
}

/// What a command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    what: What,
    /// The version to compare with.
    commit: Option<String>,
    rounds: String,
}

impl Asked {
    /// `load [COMMIT] [--rounds N]`, or the same of `stream`.
    fn read(arguments: &[String]) -> Result<Asked> {
        let mut words = arguments.iter().map(String::as_str);
        let (what, mut commit) = match words.next() {
            Some("load") => (What::Load, Some(BEFORE)),
            Some("stream") => (What::Stream, None),
            _ => bail!(
                "there are `cargo xtask bench load [COMMIT] [--rounds N]`, `bench stream` with the same, and \
                 `bench store`"
            ),
        };
        let mut rounds = ROUNDS;
        while let Some(word) = words.next() {
            match word {
                "--rounds" => rounds = words.next().context("how many rounds?")?,
                word if word.starts_with('-') => bail!("there is no {word}"),
                word => commit = Some(word),
            }
        }
        if !rounds.parse().is_ok_and(|rounds: u16| rounds > 0) {
            bail!("{rounds} is no number of rounds");
        }
        Ok(Asked {
            what,
            commit: commit.map(str::to_owned),
            rounds: rounds.to_owned(),
        })
    }
}

pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [word] if word == "store" => store(),
        _ => pages(&Asked::read(arguments)?),
    }
}

/// What the outbox's claim and removals cost with more and more rows behind them.
fn store() -> Result<()> {
    let what = ["--package", "vivavoce-engine", "--example", "bench-store"];
    let run = [&["run", "--quiet", "--release"], &what[..]].concat();
    cargo(&run)
}

fn pages(asked: &Asked) -> Result<()> {
    let program = match asked.what {
        What::Load => "bench-load",
        What::Stream => "bench-stream",
    };
    let browser = tools::browser()?;
    let peer = peer()?;
    let commit = asked.commit.as_deref();
    let before = commit.map(build_of).transpose()?.unwrap_or_default();
    bundle::widget()?;
    say("Building the server for release");
    cargo(&["build", "--release", "--package", "vivavoce-server"])?;
    cargo(&["build", "--package", "vivavoce-e2e", "--bin", program])?;
    say("Measuring, on a machine that does nothing else");
    step(
        cargo_command()
            .args(["run", "--quiet", "--package", "vivavoce-e2e"])
            .args(["--bin", program, "--"])
            .arg(server_binary("release"))
            .arg(before)
            .arg(commit.unwrap_or_default())
            .arg(peer)
            .arg(&asked.rounds)
            .env("CHROMEDRIVER", &browser.driver)
            .env("CHROMIUM", &browser.chromium),
    )
}

/// The folder with deep-chat's script, compressed.
fn peer() -> Result<PathBuf> {
    let folder = target().join("bench");
    fs::create_dir_all(&folder)?;
    let compressed = folder.join("deepChat.bundle.js.br");
    let script = fs::read(tools::deep_chat()?)?;
    fs::write(&compressed, bundle::brotli_of(&script)?)?;
    Ok(folder)
}

/// The server of that commit with the widget inside, by its own build in a work tree of its own. It
/// stays, so that the next run need not build it.
fn build_of(commit: &str) -> Result<PathBuf> {
    let object = format!("{commit}^{{commit}}");
    let root = root().display().to_string();
    let full = output_of("git", &["-C", &root, "rev-parse", "--verify", &object])
        .with_context(|| format!("there is no commit {commit} here"))?;
    let tree = target().join("bench").join(&full);
    let built = tree.join("built");
    if let Ok(binary) = fs::read_to_string(&built) {
        return Ok(binary.into());
    }
    if !tree.exists() {
        // A clone: a work tree would be noted in the repository that we measure.
        step(
            Command::new("git")
                .args(["clone", "--quiet", "--shared", "--no-checkout"])
                .args([&root, &tree.display().to_string()]),
        )?;
        step(
            Command::new("git")
                .arg("-C")
                .arg(&tree)
                .args(["checkout", "--quiet", &full]),
        )?;
    }
    say(&format!(
        "Building {commit} (the first time takes some minutes)"
    ));
    let output = cargo_command()
        .args(["xtask", "build"])
        .current_dir(&tree)
        // Its own, whatever ours is.
        .env("CARGO_TARGET_DIR", tree.join("target"))
        .stderr(std::process::Stdio::inherit())
        .output()?;
    if !output.status.success() {
        bail!("{commit} does not build");
    }
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let binary = printed.lines().last().unwrap_or_default();
    fs::write(&built, binary)?;
    Ok(binary.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_and_a_number_of_rounds_may_be_named() {
        let check = |arguments: &[&str], wanted: Option<(What, Option<&str>, &str)>| {
            let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
            let found = Asked::read(&arguments).ok();
            let wanted = wanted.map(|(what, commit, rounds)| Asked {
                what,
                commit: commit.map(str::to_owned),
                rounds: rounds.to_owned(),
            });
            assert_eq!(found, wanted, "{arguments:?}");
        };
        let (load, stream) = (What::Load, What::Stream);
        check(&["load"], Some((load, Some(BEFORE), ROUNDS)));
        check(&["load", "abc"], Some((load, Some("abc"), ROUNDS)));
        check(
            &["load", "--rounds", "1", "abc"],
            Some((load, Some("abc"), "1")),
        );
        check(&["stream"], Some((stream, None, ROUNDS)));
        check(
            &["stream", "abc", "--rounds", "3"],
            Some((stream, Some("abc"), "3")),
        );
        check(&["load", "--rounds", "0"], None);
        check(&["stream", "--rounds"], None);
        check(&["load", "--quick"], None);
        check(&["pull"], None);
        check(&[], None);
    }
}
