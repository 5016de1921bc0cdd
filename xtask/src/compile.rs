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
    /// As wasm-bindgen takes it.
    pub widget: PathBuf,
    /// The same with the dialects of other systems in it.
    pub guests: PathBuf,
    /// Ready to be used.
    pub markdown: PathBuf,
    /// As wasm-bindgen takes it.
    pub playground: PathBuf,
}

pub fn modules() -> Result<Modules> {
    tools::wasm_target()?;
    let folder = if tools::standard_library(&FLAGS) {
        target().join("small")
    } else {
        target()
    };
    let built = folder.join(WASM_TARGET).join("wasm");
    let widget = ["--package", "vivavoce", "--bin", "vivavoce"];
    compile(&folder, &widget)?;
    let widget_alone = kept(&built, "alone")?;
    // Both lie under one name when they are made; all they depend on is made once.
    compile(&folder, &[&widget[..], &["--features", "guests"]].concat())?;
    let guests = kept(&built, "guests")?;
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
        widget: widget_alone,
        guests,
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

/// Copies what was just made out of the next build's way.
fn kept(built: &Path, name: &str) -> Result<PathBuf> {
    let made = built.join("vivavoce.wasm");
    let folder = built.join("kept").join(name);
    fs::create_dir_all(&folder)?;
    let copy = folder.join("vivavoce.wasm");
    fs::copy(&made, &copy).with_context(|| format!("copying {}", made.display()))?;
    Ok(copy)
}

fn compile(folder: &Path, what: &[&str]) -> Result<()> {
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
    step(&mut command)
}

/// The names a Wasm module exports; `None` where it is none.
fn exports(module: &[u8]) -> Option<Vec<&str>> {
    const EXPORTS: u8 = 7;
    let mut rest = module.strip_prefix(b"\0asm\x01\0\0\0")?;
    while let Some((kind, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)?;
        let (mut section, after) = rest.split_at_checked(size)?;
        rest = after;
        if *kind != EXPORTS {
            continue;
        }
        let mut names = Vec::new();
        for _ in 0..number(&mut section)? {
            let length = number(&mut section)?;
            let (name, after) = section.split_at_checked(length)?;
            names.push(std::str::from_utf8(name).ok()?);
            // Its kind, one byte, and its index.
            section = after.get(1..)?;
            number(&mut section)?;
        }
        return Some(names);
    }
    Some(Vec::new())
}

/// A number in LEB128, as everywhere in Wasm.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= usize::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(number);
        }
    }
    None
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
        assert_eq!(exports(&module), Some(vec!["a", "bc"]));
        assert_eq!(exports(&[&head[..], &types].concat()), Some(Vec::new()));
        assert_eq!(exports(b"<!doctype html>"), None);
        assert_eq!(exports(&module[..module.len() - 1]), None);
    }
}
