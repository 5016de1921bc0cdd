//! The notices of what others wrote and we give away: names, licences and their texts, for every crate that
//! is in the server or in the widget. The server carries and shows them (`/licenses.txt`).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::command::{cargo_command, root};
use crate::tools::WASM_TARGET;

/// What a licence's file is called.
const FILES: [&str; 5] = ["license", "licence", "copying", "notice", "unlicense"];

/// Writes the notices to a file, unless it has them already.
pub fn write(file: &Path) -> Result<()> {
    let text = notices()?;
    if fs::read_to_string(file).is_ok_and(|before| before == text) {
        return Ok(());
    }
    fs::write(file, text).with_context(|| format!("writing {}", file.display()))
}

fn notices() -> Result<String> {
    let known = packages()?;
    let mut all = String::from(
        "Viva Voce is made with what these people wrote. Thank you.\n\nThe server carries:\n\n",
    );
    let server = used("vivavoce-server", &[])?;
    let widget = used("vivavoce", &["--target", WASM_TARGET])?;
    list(&mut all, &server, &known);
    all.push_str("\nThe widget carries:\n\n");
    list(&mut all, &widget, &known);
    // One text may be many crates'.
    let mut texts: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for name in server.union(&widget) {
        let Some(package) = known.get(name) else {
            continue;
        };
        for text in licences(package)? {
            texts.entry(text).or_default().insert(name);
        }
    }
    let mut texts: Vec<_> = texts.into_iter().collect();
    texts.sort_by(|(_, one), (_, other)| one.cmp(other));
    for (text, names) in texts {
        let names = names.into_iter().collect::<Vec<_>>().join(", ");
        write!(
            all,
            "\n{}\n{names}\n\n{}\n",
            "-".repeat(80),
            text.trim_end()
        )?;
    }
    Ok(all)
}

/// `name version`, its licence, and whose it is.
fn list(all: &mut String, names: &BTreeSet<String>, known: &BTreeMap<String, Value>) {
    for name in names {
        let Some(package) = known.get(name) else {
            continue;
        };
        let word = |member: &str| package[member].as_str().unwrap_or_default();
        let authors = package["authors"].as_array().into_iter().flatten();
        let authors: Vec<&str> = authors.filter_map(Value::as_str).collect();
        let line = [
            name.as_str(),
            word("license"),
            word("repository"),
            &authors.join(", "),
        ];
        let line: Vec<&str> = line.into_iter().filter(|part| !part.is_empty()).collect();
        all.push_str(&line.join(" · "));
        all.push('\n');
    }
}

/// Others' crates of the lock file, by `name version`.
fn packages() -> Result<BTreeMap<String, Value>> {
    let told = cargo_command()
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .context("asking cargo for the crates")?;
    let mut told: Value =
        serde_json::from_slice(&told.stdout).context("what cargo says of the crates")?;
    let all = told["packages"].take();
    let all = all.as_array().context("packages")?;
    let others = all.iter().filter(|package| package["source"].is_string());
    Ok(others
        .map(|package| {
            let word = |member: &str| package[member].as_str().unwrap_or_default();
            (
                format!("{} {}", word("name"), word("version")),
                package.clone(),
            )
        })
        .collect())
}

/// The crates that are in one of ours, as `name version`.
fn used(package: &str, more: &[&str]) -> Result<BTreeSet<String>> {
    let told = cargo_command()
        .args([
            "tree",
            "--locked",
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--package",
            package,
        ])
        .args(more)
        .args(["--format", "{p}"])
        .current_dir(root())
        .output()
        .context("asking cargo what is in it")?;
    let told = String::from_utf8_lossy(&told.stdout);
    let names = told.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        let (name, version) = (words.next()?, words.next()?);
        Some(format!("{name} {}", version.trim_start_matches('v')))
    });
    Ok(names.collect())
}

/// The texts of a crate's licences and notices.
fn licences(package: &Value) -> Result<Vec<String>> {
    let manifest = package["manifest_path"].as_str().context("a manifest")?;
    let folder = Path::new(manifest).parent().context("a crate's folder")?;
    let mut texts = Vec::new();
    let mut files: Vec<_> = fs::read_dir(folder)?.collect::<std::io::Result<_>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = file.file_name().to_string_lossy().to_lowercase();
        if file.path().is_file() && FILES.iter().any(|it| name.starts_with(it)) {
            let text = fs::read(file.path())?;
            texts.push(String::from_utf8_lossy(&text).replace("\r\n", "\n"));
        }
    }
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_named_with_the_text_of_their_licence() {
        let all = notices().unwrap();
        for part in ["axum 0.", "leptos 0.", "MIT License", "Apache License"] {
            assert!(all.contains(part), "{part}");
        }
        assert!(!all.contains("vivavoce-"), "we are not others");
        assert!(all.len() < 3_000_000, "{}", all.len());
    }
}
