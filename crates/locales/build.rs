//! Makes tables of the Fluent files. What is missing in one of them, or too much, stops the build and
//! is named by file and key.

#[path = "build/check.rs"]
mod check;
#[path = "build/source.rs"]
mod source;
#[path = "build/tables.rs"]
mod tables;

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};

/// The language the others are compared with.
const ENGLISH: &str = "en";

fn main() -> Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=build.rs");
    for name in ["widget", "server"] {
        made(name, Path::new(&root), Path::new(&out))?;
    }
    Ok(())
}

/// The tables of one part of the program.
fn made(name: &str, root: &Path, out: &Path) -> Result<()> {
    let folder = root.join(name);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut wrong = Vec::new();
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_none_or(|ending| ending != "ftl") {
            continue;
        }
        let language = path.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(&path)?;
        match source::read(&text) {
            Ok(messages) => drop(files.insert(language.into_owned(), messages)),
            Err(what) => wrong.extend(what.iter().map(|it| format!("{name}/{language}.ftl: {it}"))),
        }
    }
    if let Some(english) = files.get(ENGLISH) {
        for (language, messages) in &files {
            let found = check::compared(language, english, messages);
            wrong.extend(
                found
                    .iter()
                    .map(|it| format!("{name}/{language}.ftl: {it}")),
            );
        }
    } else if wrong.is_empty() {
        wrong.push(format!("{name}/{ENGLISH}.ftl is not there"));
    }
    if !wrong.is_empty() {
        bail!("\n{}", wrong.join("\n"));
    }
    let tables = tables::of(ENGLISH, &files);
    fs::write(out.join(format!("{name}.rs")), tables)?;
    Ok(())
}
