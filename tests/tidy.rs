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
const CHUNKED: [&str; 8] = [
    "src/app/announcing.rs",
    "src/browser/markdown/drawing",
    "src/host",
    "src/screens/accept.rs",
    "src/screens/after",
    "src/screens/locked.rs",
    "src/vendor",
    "src/words/texts.rs",
];

/// The lines of a source file, of which each `use` is one.
fn folded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        match lines.last_mut().filter(|_| goes_on) {
            Some(last) => *last += line.trim(),
            None => lines.push(line.to_owned()),
        }
        let last = lines.last().map_or("", |last| last.trim_start());
        let uses = last.starts_with("use ") || last.starts_with("pub use ");
        goes_on = uses && !last.ends_with(';');
    }
    lines
}

/// File and value of each row of `src/chunks.rs`, and the paths it uses by their last names.
fn chunk_rows() -> (Vec<(String, String)>, BTreeMap<String, String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chunks.rs");
    let text = fs::read_to_string(path).expect("the list of chunks");
    let rows = text.split("\nchunk!(").skip(1).map(|row| {
        let (head, value) = row.split_once(" = ").expect("a row has a value");
        let (file, _) = head.split_once(',').expect("a row names its file");
        let value = value.trim_start_matches("|| view! {");
        let value = value.trim_start_matches([' ', '<', '&', '\n']);
        let is_of_path = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
        let end = value.find(|it| !is_of_path(it)).unwrap_or(value.len());
        (file.to_owned(), value[..end].to_owned())
    });
    let mut used = BTreeMap::new();
    for line in folded(&text) {
        let Some(path) = line.strip_prefix("use crate::") else {
            continue;
        };
        let path = path.trim_end_matches(';');
        let (way, names) = path.split_once('{').unwrap_or_else(|| {
            let last = path.rfind("::").map_or(0, |at| at + 2);
            path.split_at(last)
        });
        for name in names.trim_end_matches('}').split(',').map(str::trim) {
            used.insert(name.to_owned(), format!("{way}{name}"));
        }
    }
    (rows.collect(), used)
}

#[test]
fn what_a_row_of_the_list_of_chunks_hands_out_is_looked_for() {
    let (rows, used) = chunk_rows();
    assert!(rows.len() > 8, "{rows:?}");
    let chunked = CHUNKED.map(|it| {
        let name = it.trim_start_matches("src/").trim_end_matches(".rs");
        format!("{}::", name.replace('/', "::"))
    });
    for (file, value) in rows {
        let whole = match value.strip_prefix("crate::") {
            Some(whole) => format!("{whole}::"),
            None => {
                let first = value.split("::").next().unwrap_or_default();
                let way = used.get(first);
                let way = way.unwrap_or_else(|| panic!("{value} of {file} is used from nowhere"));
                format!("{way}::")
            }
        };
        assert!(
            chunked.iter().any(|it| whole.starts_with(it)),
            "{file} hands out {whole}, which is in nothing of CHUNKED"
        );
    }
}

#[test]
fn a_style_sheet_is_linked_and_one_of_a_chunk_comes_with_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("a file of the repository");
    let (page, split) = (read("index.html"), read("xtask/src/split.rs"));
    let tests = read("tests/web/view.rs");
    let (_, sheets) = split.split_once("pub const SHEETS").expect("the list");
    let sheets = sheets.split(';').nth(1).expect("its rows");
    let (rows, _) = chunk_rows();
    let is_file = |name: &str| {
        let mut files = rows.iter().map(|(file, _)| file.as_str());
        files.any(|file| file == name || file.split('_').next() == Some(name))
    };
    let mut count = 0;
    for entry in fs::read_dir(root.join("style")).expect("the style sheets") {
        let name = entry.expect("an entry").file_name();
        let sheet = format!("style/{}", name.to_string_lossy());
        let name = sheet.trim_start_matches("style/").trim_end_matches(".css");
        assert!(
            page.contains(&format!("href=\"{sheet}\"")),
            "{sheet}: index.html"
        );
        // Tests look at what stands on a ground of its own.
        let is_tested = tests.contains(&format!("../../{sheet}")) || name == "transparent";
        assert!(is_tested, "{sheet}: STYLES in tests/web/view.rs");
        let comes_late = sheets.contains(&format!("(\"{name}\", \"{sheet}\")"));
        assert_eq!(
            comes_late,
            is_file(name),
            "{sheet}: SHEETS in xtask/src/split.rs"
        );
        count += 1;
    }
    assert!(count > 6, "{count} style sheets");
}

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
            let lines: Vec<String> = folded(&text)
                .into_iter()
                .filter(|line| !line.trim_start().starts_with("//") && *line != listed[1])
                .filter(|line| {
                    let apart = |it: char| !it.is_alphanumeric() && it != '_';
                    let words: Vec<&str> = line.split(apart).collect();
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
