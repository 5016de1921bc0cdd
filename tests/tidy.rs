//! Rules of the house that no compiler checks: where the browser is named, and how long a file gets.

use std::fs;
use std::path::{Path, PathBuf};

/// Every Rust file below `folder`, as path and text.
fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the repository") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push((path, text));
            }
        }
    }
    assert!(!found.is_empty(), "{folder} is empty");
    found
}

/// Line numbers of lines of code (not comments) that contain one of `words`.
fn lines_with(text: &str, words: &[&str]) -> Vec<usize> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
        .filter(|(_, line)| words.iter().any(|word| line.contains(word)))
        .map(|(number, _)| number + 1)
        .collect()
}

#[test]
fn only_the_door_names_the_browser() {
    for (path, text) in sources("src") {
        if path.components().any(|part| part.as_os_str() == "browser") {
            continue;
        }
        let lines = lines_with(&text, &["web_sys", "js_sys", "gloo", "wasm_bindgen"]);
        assert!(
            lines.is_empty(),
            "{} names the browser in lines {lines:?}; go through crate::browser",
            path.display()
        );
    }
}

#[test]
fn the_playground_has_a_door_too_and_makes_no_markup_of_texts() {
    for (path, text) in sources("crates/playground/src") {
        let is_door = path.ends_with("playground/src/browser.rs");
        let lines = lines_with(&text, &["web_sys", "js_sys", "wasm_bindgen"]);
        assert!(
            is_door || lines.is_empty(),
            "{} names the browser in lines {lines:?}; go through its browser.rs",
            path.display()
        );
        let lines = lines_with(&text, &["inner_html", "outer_html", "innerHTML", "view!"]);
        assert!(lines.is_empty(), "{}: {lines:?}", path.display());
    }
}

#[test]
fn nothing_in_core_can_reach_the_world() {
    let door = [
        "std::net",
        "std::fs",
        "std::time",
        "std::process",
        "SystemTime",
        "Instant",
        "js_sys",
        "web_sys",
    ];
    for (path, text) in sources("crates/core/src") {
        let lines = lines_with(&text, &door);
        assert!(lines.is_empty(), "{}: {lines:?}", path.display());
    }
}

#[test]
fn there_is_one_post_to_the_host_and_no_markup_from_strings() {
    let mut posts = 0;
    for (path, text) in sources("src") {
        posts += lines_with(&text, &["parent.post_message("]).len();
        let markup = [
            "inner_html",
            "insert_adjacent",
            "outer_html",
            ".forget()",
            "document.write",
        ];
        let lines = lines_with(&text, &markup);
        assert!(lines.is_empty(), "{}: {lines:?}", path.display());
    }
    assert_eq!(posts, 1, "every message to the host passes one function");
}

#[test]
fn files_stay_short_enough_to_read() {
    for (folder, cap) in [
        ("src/view", 250),
        ("src", 400),
        ("crates/core/src", 400),
        ("crates/playground/src/view", 250),
        ("crates/playground/src", 400),
    ] {
        for (path, text) in sources(folder) {
            let is_tests = path.file_stem().is_some_and(|name| name == "tests")
                || path.components().any(|part| part.as_os_str() == "tests");
            // The wire's vocabulary: one plain type after another, looked up rather than read.
            let is_list = path.ends_with("crates/core/src/wire.rs");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().count();
            assert!(
                is_tests || is_list || lines <= cap,
                "{} has {lines} lines; split it by concept (at most {cap})",
                path.display()
            );
        }
    }
}

#[test]
fn the_guard_stays_small_and_old_fashioned() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/boot/guard.js");
    let guard = fs::read_to_string(path).expect("the guard");
    // It must parse in browsers that cannot run the widget, to say so there.
    for modern in ["?.", "??", "import ", "await ", ".#"] {
        let lines: Vec<&str> = guard
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .filter(|line| line.contains(modern))
            .collect();
        assert!(lines.is_empty(), "{modern} in {lines:?}");
    }
    let code: usize = guard
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"))
        .map(str::len)
        .sum();
    assert!(
        code <= 4_600,
        "the guard's code has {code} bytes before minifying"
    );
}
