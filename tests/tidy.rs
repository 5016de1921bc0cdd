//! Rules of the house that no compiler checks: where the browser is named, where markup could come from,
//! who asks others.

use std::collections::{BTreeMap, BTreeSet};
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
        let lines = lines_with(&text, &["web_sys", "js_sys", "gloo", "wasm_bindgen"]);
        assert!(
            is_door || lines.is_empty(),
            "{} names the browser in lines {lines:?}; go through its browser.rs",
            path.display()
        );
        let lines = lines_with(&text, &["inner_html", "outer_html", "innerHTML"]);
        assert!(lines.is_empty(), "{}: {lines:?}", path.display());
    }
}

/// The folders and files that are in chunks: what names one from the first download is in it.
const CHUNKED: [&str; 4] = [
    "src/host",
    "src/screens/after",
    "src/screens/locked.rs",
    "src/vendor",
];

#[test]
fn a_chunk_is_named_outside_itself_by_the_list_of_chunks_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for chunked in CHUNKED {
        let place = root.join(chunked);
        assert!(place.exists(), "{chunked} is not there");
        let name = place.file_stem().and_then(|stem| stem.to_str());
        let name = name.expect("a name in letters");
        let is_screen = chunked.starts_with("src/screens/");
        let inside = match is_screen {
            true => format!("{name}::"),
            // The browser and core have a module of this name too.
            false => format!("crate::{name}::"),
        };
        let listed = ["src/chunks.rs".to_owned(), format!("pub mod {name};")];
        for (path, text) in sources("src") {
            if path.starts_with(&place) || path.ends_with(&listed[0]) {
                continue;
            }
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//") && *line != listed[1])
                .filter(|line| {
                    let words: Vec<&str> = line.split(|it: char| !it.is_alphanumeric()).collect();
                    let of = if is_screen { "screens" } else { "crate::{" };
                    let used = line.contains(of) && words.contains(&name);
                    used || (line.contains(&inside) && words.contains(&name))
                })
                .collect();
            assert!(
                lines.is_empty(),
                "{} names {chunked}, which is in a chunk: {lines:?}; load it by crate::chunks",
                path.display()
            );
        }
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
    let decides = sources("crates/core/src").into_iter();
    for (path, text) in decides.chain(sources("crates/protocol/src")) {
        let lines = lines_with(&text, &door);
        assert!(lines.is_empty(), "{}: {lines:?}", path.display());
    }
}

/// The first folder or file below `crates/core/src`, which is a module of the crate.
fn room(path: &Path) -> Option<String> {
    let inside = path.to_str()?.split_once("crates/core/src/")?.1;
    let first = inside.split('/').next()?;
    Some(first.trim_end_matches(".rs").to_owned())
}

#[test]
fn core_has_no_circles() {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in sources("crates/core/src") {
        let Some(room) = room(&path).filter(|room| room != "lib") else {
            continue;
        };
        // What only tests know is no part of the house.
        let is_test = path.to_string_lossy().contains("tests");
        let code = text.split("#[cfg(test)]\nmod tests {").next();
        let code = code.filter(|_| !is_test).unwrap_or_default();
        let names = code.split("crate::").skip(1).map(|after| {
            let end = after.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            after[..end.unwrap_or(after.len())].to_owned()
        });
        let others = names.filter(|name| *name != room);
        known.entry(room.clone()).or_default().extend(others);
    }
    assert!(known.len() > 10, "{known:?}");
    // Whoever knows none that are left stands on what went before.
    while !known.is_empty() {
        let rooms: Vec<String> = known.keys().cloned().collect();
        let before = known.len();
        known.retain(|_, others| others.iter().any(|other| rooms.contains(other)));
        assert!(known.len() < before, "they know each other: {known:#?}");
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
fn the_server_asks_others_by_one_client() {
    let folders = [
        "agent", "analysis", "engine", "http", "api", "pages", "relay", "vendors", "server",
    ];
    for (path, text) in folders.map(|it| sources(&format!("crates/{it}"))).concat() {
        let is_its_place = path.ends_with("agent/src/outgoing.rs");
        let lines = lines_with(
            &text,
            &["Client::builder()", "Client::new()", "CryptoProvider"],
        );
        let is_test = path.components().any(|part| part.as_os_str() == "tests");
        assert!(
            is_its_place || is_test || lines.is_empty(),
            "{} makes a client of its own in lines {lines:?}; begin with vivavoce_agent::outgoing",
            path.display()
        );
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
