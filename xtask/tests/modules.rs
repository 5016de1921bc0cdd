//! Every Rust file is part of a program: what no module names is never compiled, and its tests never run.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders that hold the repository's sources.
const FOLDERS: [&str; 4] = ["crates", "src", "tests", "xtask"];

fn sources(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = FOLDERS.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// Cargo finds it by itself: a crate's root, or a file right below `tests` and its like.
fn is_root(path: &Path) -> bool {
    let folder = path.parent().unwrap_or(path);
    let is_named = |path: &Path, names: &[&str]| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| names.contains(&name))
    };
    let is_of_crate = folder
        .parent()
        .is_some_and(|outer| outer.join("Cargo.toml").exists());
    is_named(path, &["main.rs", "lib.rs", "build.rs"])
        || is_named(folder, &["bin"])
        || (is_of_crate && is_named(folder, &["tests", "examples", "benches"]))
}

/// The modules a text names: by `mod name;`, and by the file that a `#[path]` says, `name.rs`.
fn named(text: &str) -> BTreeSet<String> {
    let lines = text.lines().map(str::trim);
    let found = lines.filter_map(|line| match line.strip_prefix("#[path") {
        Some(rest) => rest.split('"').nth(1)?.rsplit('/').next(),
        None if line.starts_with("//") => None,
        None => {
            let (_, name) = line.split_once("mod ")?;
            name.trim_start_matches("r#").strip_suffix(';')
        }
    });
    found.map(str::to_owned).collect()
}

#[test]
fn every_file_is_named_by_a_module() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = root.parent().expect("the repository");
    let all = sources(root);
    let named: Vec<(&PathBuf, BTreeSet<String>)> = all
        .iter()
        .map(|path| (path, named(&fs::read_to_string(path).expect("a source"))))
        .collect();
    for path in all.iter().filter(|path| !is_root(path)) {
        let file = path.file_name().and_then(|it| it.to_str()).expect("a name");
        let mut folder = path.parent().expect("a folder");
        let mut name = file.trim_end_matches(".rs");
        if name == "mod" {
            name = (folder.file_name().and_then(|it| it.to_str())).expect("a name");
            folder = folder.parent().expect("a folder");
        }
        let is_named = named.iter().any(|(parent, names)| {
            // The folder's own module is in it or beside it.
            let is_near = names.contains(name)
                && (parent.parent() == Some(folder) || parent.with_extension("") == folder);
            is_near || names.contains(file)
        });
        assert!(
            is_named,
            "no module names {}: it is never compiled",
            path.display()
        );
    }
}
