//! Packages of others against our server and its widget: AG-UI's client and models, agents of four frameworks, a
//! gateway for models, verifiers of webhooks, React, nginx, checkers of types. Their versions are pinned in `xtask/conformance`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

use crate::command::{cargo, root, say, server_binary, target};
use crate::tools::{self, ConformanceTools};
use crate::{bundle, host};

mod agents;
mod widget;

type Part = fn(&mut Bench) -> Result<()>;

const PARTS: [(&str, Part); 8] = [
    ("client", client),
    ("agents", agents::prove),
    ("endpoint", endpoint),
    ("webhooks", webhooks),
    ("react", react),
    ("package", package),
    ("nginx", nginx),
    ("typings", typings),
];

/// Runs all checks, or those of one part, and closes with `N passed, N failed`.
pub fn prove(part: Option<&str>) -> Result<()> {
    let known = PARTS.map(|(name, _)| name).join(", ");
    let wanted = PARTS
        .iter()
        .filter(|(name, _)| part.is_none_or(|part| part == *name));
    let wanted: Vec<_> = wanted.collect();
    ensure!(!wanted.is_empty(), "conformance has the parts {known}");
    let tools = tools::conformance()?;
    if (wanted.iter()).any(|(name, _)| ["react", "package"].contains(name)) {
        tools::wasm_target()?;
        bundle::widget()?;
    }
    cargo(&["build", "--package", "vivavoce-server"])?;
    let mut bench = Bench::new(tools)?;
    for (name, part) in wanted {
        say(&format!("Conformance: {name}"));
        if let Err(error) = part(&mut bench) {
            bench.count(name, "its checks run", Err(format!("{error:#}")));
        }
    }
    println!("{} passed, {} failed", bench.passed, bench.failed);
    if bench.failed > 0 {
        bail!("others' packages do not get from us what they should");
    }
    Ok(())
}

/// What the checks share, and how they went.
struct Bench {
    tools: ConformanceTools,
    /// The programs, beside the packages they import.
    folder: PathBuf,
    passed: u32,
    failed: u32,
}

impl Bench {
    fn new(tools: ConformanceTools) -> Result<Self> {
        let folder = target().join("conformance");
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(root().join("xtask/conformance"))? {
            let path = entry?.path();
            if let Some(name) = path.file_name() {
                fs::copy(&path, folder.join(name))?;
            }
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(tools.modules(), folder.join("node_modules"))?;
        Ok(Self {
            tools,
            folder,
            passed: 0,
            failed: 0,
        })
    }

    /// One check, with the package it was made with.
    fn count(&mut self, of: &str, check: &str, outcome: Result<(), String>) {
        match outcome {
            Ok(()) => {
                self.passed += 1;
                println!("  ✓ {of}: {check}");
            }
            Err(why) => {
                self.failed += 1;
                println!("  ✗ {of}: {check}\n    {}", why.replace('\n', "\n    "));
            }
        }
    }

    fn command(&self, program: PathBuf, script: &str) -> Command {
        let mut command = Command::new(program);
        command
            .arg(self.folder.join(script))
            .env("VIVAVOCE_SERVER", server_binary("debug"))
            .env("VIVAVOCE_HOST", root().join("host"))
            .current_dir(&self.folder);
        command
    }

    fn node(&self, script: &str) -> Command {
        self.command("node".into(), script)
    }

    /// A program of the environment that the agents and models are installed in.
    fn python(&self, script: &str) -> Command {
        self.command(self.tools.python("agents", "python"), script)
    }

    /// Runs a program that prints a line of JSON for each of its checks.
    fn run(&mut self, command: &mut Command) -> Result<()> {
        let log = self.folder.join("errors.log");
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(fs::File::create(&log)?)
            .spawn()
            .with_context(|| format!("{} does not start", command.get_program().display()))?;
        let said = child.stdout.take().context("its words")?;
        for line in BufReader::new(said).lines() {
            self.read(&line?);
        }
        let status = child.wait()?;
        let errors = fs::read_to_string(&log).unwrap_or_default();
        ensure!(status.success(), "{status}\n{}", errors.trim_end());
        Ok(())
    }

    fn read(&mut self, line: &str) {
        let read: Option<Value> = serde_json::from_str(line).ok();
        let Some(read) = read.filter(|it| it["check"].is_string()) else {
            println!("    {line}");
            return;
        };
        let text = |name: &str| match &read[name] {
            Value::String(text) => text.clone(),
            other => serde_json::to_string_pretty(other).unwrap_or_default(),
        };
        let outcome = if read["ok"] == true {
            Ok(())
        } else {
            let told = ["sent", "expected", "got"];
            Err(told.map(|it| format!("{it}: {}", text(it))).join("\n"))
        };
        self.count(&text("of"), &text("check"), outcome);
    }
}

/// A program that runs beside the checks, until this is dropped.
struct Beside(Child);

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// AG-UI's client, and its models over what our server sent to it.
fn client(bench: &mut Bench) -> Result<()> {
    let sent = bench.folder.join("sent.json");
    let (mut node, mut python) = (bench.node("client.mjs"), bench.python("models.py"));
    bench.run(node.arg(&sent))?;
    bench.run(python.arg(&sent))
}

/// A gateway as the endpoint of our agent's model.
fn endpoint(bench: &mut Bench) -> Result<()> {
    let proxy = bench.tools.python("litellm", "litellm");
    let mut node = bench.node("endpoint.mjs");
    bench.run(node.arg(proxy))
}

/// What verifies webhooks, over deliveries of ours.
fn webhooks(bench: &mut Bench) -> Result<()> {
    let delivered = bench.folder.join("delivered.json");
    let (mut node, mut python) = (bench.node("webhooks.mjs"), bench.python("webhooks.py"));
    bench.run(node.arg(&delivered))?;
    bench.run(python.arg(&delivered))
}

/// The element within React, hydrated, in Chromium.
fn react(bench: &mut Bench) -> Result<()> {
    let chromium = tools::browser()?.chromium;
    let mut node = bench.node("react.mjs");
    bench.run(node.env("CHROMIUM", chromium))
}

/// npm, over the address of our server that has the element's package.
fn package(bench: &mut Bench) -> Result<()> {
    let mut node = bench.node("package.mjs");
    bench.run(&mut node)
}

/// A proxy with its defaults in front of our server.
fn nginx(bench: &mut Bench) -> Result<()> {
    let nginx = tools::nginx()?;
    let mut node = bench.node("nginx.mjs");
    bench.run(node.arg(nginx))
}

/// The element's types in templates of Vue and Svelte.
fn typings(bench: &mut Bench) -> Result<()> {
    let outcome = host::check_typings().map_err(|error| format!("{error:#}"));
    bench.count(
        "vue-tsc, svelte-check",
        "pages with the element compile",
        outcome,
    );
    Ok(())
}
