//! The widget's Wasm modules, as rustc makes them: as small as it can.
//!
//! Where it can be had, the standard library is built along with them: a panic is then one trap
//! instead of a sentence nobody in a browser reads, and what formats such sentences goes with them.
//! The guard (`src/boot/guard.js`) sees the trap. This needs options that are not stable yet, hence
//! `RUSTC_BOOTSTRAP`; it concerns these modules only, and what it makes has its own folder.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::command::{cargo_command, step, target};
use crate::split;
use crate::tools::{self, WASM_TARGET};

const FLAGS: [&str; 4] = [
    "-Zunstable-options",
    "-Cpanic=immediate-abort",
    "-Zfmt-debug=none",
    "-Zlocation-detail=none",
];

/// What the markdown module must offer to `src/boot/markdown.js`.
const MARKDOWN_EXPORTS: [&str; 4] = [
    "memory",
    "vivavoce_alloc",
    "vivavoce_parse",
    "vivavoce_free",
];

/// Where they lie.
pub struct Modules {
    /// Still to be split.
    pub widget: PathBuf,
    /// Ready to be used.
    pub markdown: PathBuf,
    /// As wasm-bindgen takes it.
    pub playground: PathBuf,
}

pub fn modules() -> Result<Modules> {
    let folder = folder()?;
    let built = folder.join(WASM_TARGET).join("wasm");
    let widget = widget(&folder, "split", &split::LINK_ARGUMENTS)?;
    // As a library it is part of the widget too, so the kind of module it is, is said here.
    compile(
        &folder,
        &[
            "--package",
            "vivavoce-markdown",
            "--lib",
            "--features",
            "module",
            "--crate-type",
            "cdylib",
        ],
    )?;
    // The widget's own elements and requests, so it shares every build that came before.
    compile(
        &folder,
        &[
            "--package",
            "vivavoce-playground",
            "--bin",
            "vivavoce-playground",
        ],
    )?;
    let modules = Modules {
        widget,
        markdown: built.join("vivavoce_markdown.wasm"),
        playground: built.join("vivavoce-playground.wasm"),
    };
    let markdown = fs::read(&modules.markdown)
        .with_context(|| format!("reading {}", modules.markdown.display()))?;
    let offered = exports(&markdown).context("the markdown module is no WebAssembly")?;
    for name in MARKDOWN_EXPORTS {
        if !offered.contains(&name) {
            bail!("the markdown module does not export {name}; it has {offered:?}");
        }
    }
    Ok(modules)
}

/// The widget without its chunks, as wasm-bindgen takes it.
pub fn bare() -> Result<PathBuf> {
    widget(&folder()?, "bare", &[])
}

/// Where they are built.
fn folder() -> Result<PathBuf> {
    tools::wasm_target()?;
    Ok(if tools::standard_library(&FLAGS) {
        target().join("small")
    } else {
        target()
    })
}

/// Builds the widget with this feature, and copies it out of the next build's way.
fn widget(folder: &Path, feature: &str, more: &[&str]) -> Result<PathBuf> {
    let what = ["--package", "vivavoce", "--bin", "vivavoce", "--features"];
    compile(folder, &[&what[..], &[feature], more].concat())?;
    let built = folder.join(WASM_TARGET).join("wasm");
    let made = built.join("vivavoce.wasm");
    let kept = built.join("kept").join(feature);
    fs::create_dir_all(&kept)?;
    let copy = kept.join("vivavoce.wasm");
    fs::copy(&made, &copy).with_context(|| format!("copying {}", made.display()))?;
    Ok(copy)
}

fn compile(folder: &Path, what: &[&str]) -> Result<()> {
    // What stands behind a `--` is rustc's.
    let split = what.iter().position(|word| *word == "--");
    let (what, last) = what.split_at(split.unwrap_or(what.len()));
    let mut command = cargo_command();
    command
        .args(["rustc", "--profile", "wasm", "--target", WASM_TARGET])
        .args(what);
    if folder != target() {
        command
            .arg("-Zbuild-std=std,panic_abort")
            .arg("-Zbuild-std-features=optimize_for_size")
            .arg("--target-dir")
            .arg(folder)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f"));
    }
    command.args(last);
    step(&mut command)
}

/// The names a Wasm module exports.
fn exports(module: &[u8]) -> Result<Vec<&str>> {
    let mut names = Vec::new();
    for payload in wasmparser::Parser::new(0).parse_all(module) {
        if let wasmparser::Payload::ExportSection(exports) = payload? {
            for export in exports {
                names.push(export?.name);
            }
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_are_found_behind_other_sections() {
        let head = b"\0asm\x01\0\0\0";
        let types = [1, 4, 1, 0x60, 0, 0];
        let offered = [7, 11, 2, 1, b'a', 2, 0, 2, b'b', b'c', 0, 0x85, 1];
        let module = [&head[..], &types, &offered].concat();
        assert_eq!(exports(&module).unwrap(), ["a", "bc"]);
        assert!(exports(&[&head[..], &types].concat()).unwrap().is_empty());
        assert!(exports(b"<!doctype html>").is_err());
        assert!(exports(&module[..module.len() - 1]).is_err());
    }
}
