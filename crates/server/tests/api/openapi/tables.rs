//! docs/dialects.md says what works of each vendor's API and which test shows it. Whether those tests
//! exist, and whether every call has a row, is looked up here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::world::operations;
use super::*;

/// Sections of the page, the descriptions they are about, and what their rows leave out of paths.
const SECTIONS: [(&str, &str, &str); 5] = [
    ("Talkio", "talkio", "/api/partner/v3/organizations/{}"),
    ("Totebot", "totebot", ""),
    ("Tovie", "tovie", ""),
    ("Agentok", "agentok", ""),
    ("AG-UI", "ag-ui", ""),
];

/// A row: what it is about, and for server and widget whether it works and how that is tested.
struct Row {
    line: String,
    about: String,
    sides: [(String, String); 2],
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn page() -> String {
    std::fs::read_to_string(repository().join("docs/dialects.md")).unwrap()
}

/// The rows of a section's table. Errors: a sentence about each line that is none.
fn rows(page: &str, section: &str) -> Result<Vec<Row>, Vec<String>> {
    let (_, text) = page.split_once(&format!("\n## {section}\n")).unwrap();
    let text = text.split("\n## ").next().unwrap_or_default();
    let lines: Vec<&str> = text.lines().filter(|it| it.starts_with('|')).collect();
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for line in lines.iter().skip(2) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [about, server, on_server, widget, in_widget] = cells[..] else {
            wrong.push(format!("{} cells in {line}", cells.len()));
            continue;
        };
        if cells.iter().any(|cell| cell.is_empty()) {
            wrong.push(format!("an empty cell in {line}"));
            continue;
        }
        let side = |works: &str, tested: &str| (works.to_owned(), tested.to_owned());
        found.push(Row {
            line: (*line).to_owned(),
            about: about.to_owned(),
            sides: [side(server, on_server), side(widget, in_widget)],
        });
    }
    if wrong.is_empty() {
        Ok(found)
    } else {
        Err(wrong)
    }
}

/// Every file of Rust, by the words of its place, with the names of its tests:
/// `crates/server/tests/engine/tovie.rs` is `server engine tovie`.
fn tests_by_place() -> Vec<(Vec<String>, Vec<String>)> {
    let root = repository();
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = ["src", "tests", "crates"].map(|it| root.join(it)).into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|it| it != "rs") {
                continue;
            }
            let names = tests_in(&std::fs::read_to_string(&path).unwrap());
            if names.is_empty() {
                continue;
            }
            let place = path.strip_prefix(&root).unwrap().with_extension("");
            let words = place
                .components()
                .map(|it| it.as_os_str().to_str().unwrap());
            let mut words: Vec<&str> = words.collect();
            // The folders every crate has say nothing.
            words.retain(|it| !matches!(*it, "crates" | "src" | "mod" | "main"));
            if let Some(at) = words.iter().position(|it| *it == "tests")
                && at + 1 < words.len()
                && at <= 1
            {
                words.remove(at);
            }
            found.push((words.into_iter().map(str::to_owned).collect(), names));
        }
    }
    found
}

/// The names of the tests in a source, as sentences.
fn tests_in(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim) {
        let begins = |words: &[&str]| words.iter().any(|it| line.starts_with(it));
        if begins(&["#[test]", "#[tokio::test", "#[wasm_bindgen_test"]) {
            is_test = true;
        } else if is_test && !begins(&["#[", "//"]) {
            is_test = false;
            let name = line.trim_start_matches("async ").strip_prefix("fn ");
            let name = name.and_then(|it| it.split('(').next());
            names.extend(name.map(|it| it.replace('_', " ")));
        }
    }
    names
}

/// What is wrong with a cell that names tests; how many tests it names.
fn look_up(cell: &str, all: &[(Vec<String>, Vec<String>)]) -> Result<usize, String> {
    let mut place: Option<(&str, &[String])> = None;
    let mut count = 0;
    for item in cell.split(';').map(str::trim) {
        let (named, sentence) = match item.strip_prefix('`') {
            None => (None, Some(item)),
            Some(rest) => {
                let (name, rest) = rest.split_once('`').ok_or("a ` is missing")?;
                match rest.strip_prefix(':') {
                    Some(sentence) => (Some(name), Some(sentence.trim())),
                    None if rest.trim().is_empty() => (Some(name), None),
                    None => return Err(format!("a colon is missing after `{name}`")),
                }
            }
        };
        if let Some(name) = named {
            let words: Vec<&str> = name.split("::").collect();
            let is_there = |it: &Vec<String>| {
                it.len() >= words.len() && it[it.len() - words.len()..] == words[..]
            };
            let mut files = all.iter().filter(|(place, _)| is_there(place));
            let file = files.next().ok_or(format!("no tests are in `{name}`"))?;
            if let Some(other) = files.next() {
                let (one, other) = (file.0.join("::"), other.0.join("::"));
                return Err(format!("`{name}` may be {one} and {other}"));
            }
            place = Some((name, file.1.as_slice()));
        }
        let (name, tests) = place.ok_or(format!("{item:?} has no place"))?;
        let Some(sentence) = sentence else {
            count += tests.len();
            continue;
        };
        let is_named = |test: &&String| match sentence.strip_suffix('…') {
            Some(beginning) => {
                let beginning = beginning.trim_end();
                !beginning.is_empty() && test.starts_with(beginning)
            }
            None => test.as_str() == sentence,
        };
        match tests.iter().filter(is_named).count() {
            0 => return Err(format!("`{name}` has no test {sentence:?}")),
            1 => count += 1,
            _ => return Err(format!("{sentence:?} begins several tests of `{name}`")),
        }
    }
    Ok(count)
}

#[test]
fn no_cell_is_empty_and_every_yes_names_tests_that_exist() {
    let page = page();
    let all = tests_by_place();
    let mut wrong = Vec::new();
    let mut named = 0;
    for (section, ..) in SECTIONS {
        let rows = match rows(&page, section) {
            Ok(rows) => rows,
            Err(sentences) => {
                wrong.extend(sentences);
                continue;
            }
        };
        assert!(rows.len() > 15, "{section} has {} rows", rows.len());
        for row in rows {
            for (works, tested) in &row.sides {
                let found = match (works.as_str(), tested.as_str()) {
                    ("–", "–") => Ok(0),
                    ("–", _) => Err("there is nothing to test".to_owned()),
                    (no, "–") if no.starts_with("no: ") => Ok(0),
                    (no, _) if no == "no" || no.starts_with("no ") => {
                        Err("a no says why: \"no: …\"".to_owned())
                    }
                    (yes, tested) if yes.starts_with("yes") => look_up(tested, &all),
                    _ => Err("say yes, \"no: …\" or –".to_owned()),
                };
                match found {
                    Ok(count) => named += count,
                    Err(sentence) => wrong.push(format!("{sentence}\n    {}", row.line)),
                }
            }
        }
    }
    assert!(wrong.is_empty(), "docs/dialects.md:\n{}", wrong.join("\n"));
    assert!(named > 300, "{named}");
}

#[test]
fn every_promise_of_the_security_page_names_a_test_that_exists() {
    let page = std::fs::read_to_string(repository().join("docs/security.md")).unwrap();
    let (_, table) = page
        .split_once("| promise | limit | setting | test |")
        .unwrap();
    let lines = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let all = tests_by_place();
    let mut wrong = Vec::new();
    let mut named = 0;
    for line in lines {
        let cell = line.trim_matches('|').rsplit('|').next().unwrap().trim();
        match look_up(cell, &all) {
            Ok(count) => named += count,
            Err(sentence) => wrong.push(format!("{sentence}\n    {line}")),
        }
    }
    assert!(wrong.is_empty(), "docs/security.md:\n{}", wrong.join("\n"));
    assert!(named > 20, "{named}");
}

/// A path with its placeholders unnamed, without its query.
fn plain(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => "{}",
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The calls a row is about: `METHOD /path` between backquotes.
fn calls(about: &str) -> Vec<(String, String)> {
    let quoted = about.split('`').skip(1).step_by(2);
    let calls = quoted.filter_map(|it| it.split_once(' '));
    let calls = calls.filter(|(method, path)| {
        path.starts_with('/') && method.bytes().all(|it| it.is_ascii_uppercase())
    });
    calls
        .map(|(method, path)| (method.to_owned(), plain(path)))
        .collect()
}

#[tokio::test]
async fn every_call_of_a_vendors_description_has_a_row_and_no_other() {
    let site = Site::new().await;
    let page = page();
    for (section, name, left_out) in SECTIONS {
        let documents = site.server.documents();
        let document = documents.iter().find(|it| it.name == name).unwrap();
        let description = serde_json::to_value(&document.json).unwrap();
        let described: BTreeSet<(String, String)> = operations(&description)
            .iter()
            .map(|it| {
                let path = plain(&it.path);
                let path = path.strip_prefix(left_out).unwrap_or(&path);
                (it.method.clone(), path.to_owned())
            })
            .collect();
        let rows = rows(&page, section).unwrap();
        let told: Vec<(String, String)> = rows.iter().flat_map(|it| calls(&it.about)).collect();
        let different: BTreeSet<(String, String)> = told.iter().cloned().collect();
        assert_eq!(different.len(), told.len(), "{section} has a call twice");
        // Today's code of Agentok has each call below /v1, too.
        let missing: Vec<_> = described
            .iter()
            .filter(|(method, path)| {
                let bare = path.strip_prefix("/v1").filter(|_| name == "agentok");
                let bare = bare.unwrap_or(path);
                ![path.as_str(), bare]
                    .iter()
                    .any(|it| different.contains(&(method.clone(), (*it).to_owned())))
            })
            .collect();
        assert!(missing.is_empty(), "{section} has no row for {missing:#?}");
        let unknown: Vec<_> = different.difference(&described).collect();
        assert!(unknown.is_empty(), "{section} describes no {unknown:#?}");
    }
}

#[test]
fn what_a_cell_may_say_is_told_from_what_it_may_not() {
    let file = |place: &str, names: &[&str]| {
        let words = place.split("::").map(str::to_owned).collect();
        (words, names.iter().map(|it| (*it).to_owned()).collect())
    };
    let all: Vec<(Vec<String>, Vec<String>)> = vec![
        file("server::shop::tests", &["it opens at nine", "it opens not"]),
        file("core::shop::tests", &["it closes"]),
        file("core::till", &["it rings"]),
    ];
    for (cell, expected) in [
        ("`server::shop::tests`: it opens at nine", Ok(1)),
        ("`server::shop::tests`: it opens a…; it opens not", Ok(2)),
        ("`till`; `core::shop::tests`: it closes", Ok(2)),
        ("`server::shop::tests`", Ok(2)),
        ("`till`: it rings twice", Err("has no test")),
        ("`till`: …", Err("has no test")),
        ("`server::shop::tests`: it opens …", Err("several tests")),
        ("`shop::tests`: it closes", Err("may be")),
        ("`ill`: it rings", Err("no tests are in")),
        ("`till` it rings", Err("a colon is missing")),
        ("it rings", Err("has no place")),
        ("–", Err("has no place")),
    ] {
        match (look_up(cell, &all), expected) {
            (Ok(count), Ok(expected)) => assert_eq!(count, expected, "{cell}"),
            (Err(sentence), Err(part)) => assert!(sentence.contains(part), "{cell}: {sentence}"),
            (found, _) => panic!("{cell}: {found:?}"),
        }
    }
    let source = "#[tokio::test]\n/// About it.\nasync fn it_waits() {}\n#[test]\n\
                  #[ignore]\nfn it_works() {}\nfn helper() {}\n";
    assert_eq!(tests_in(source), ["it waits", "it works"]);
    let head = "\n## Shop\n\n| a | s | t | w | t |\n|---|---|---|---|---|\n";
    for (row, fits) in [
        ("| `GET /x` | yes | `till` | – | – |", true),
        ("| `GET /x` | yes | | – | – |", false),
        ("| `GET /x` | yes | `till` | – |", false),
    ] {
        assert_eq!(
            rows(&format!("{head}{row}\n"), "Shop").is_ok(),
            fits,
            "{row}"
        );
    }
    let about =
        "`GET /users/{id}/settings`, `PUT /users/{id}` (`limit`), `/authentication/`, `GET`";
    assert_eq!(
        calls(about),
        [("GET", "/users/{}/settings"), ("PUT", "/users/{}")]
            .map(|(method, path)| (method.to_owned(), path.to_owned()))
    );
}
