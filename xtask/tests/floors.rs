//! The crates know each other as `ARCHITECTURE.md` says, and each names the tables that are its own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A crate's direct dependencies: ours by the names the page has, and others'.
struct Edges {
    ours: BTreeSet<String>,
    others: BTreeSet<String>,
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every crate of the workspace by its name, without what its tests ask for.
fn crates() -> BTreeMap<String, Edges> {
    let told = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(repository())
        .output()
        .expect("cargo metadata");
    let told: Value = serde_json::from_slice(&told.stdout).expect("what cargo tells");
    let packages = told["packages"].as_array().expect("packages");
    let edges = packages.iter().map(|package| {
        let all = package["dependencies"].as_array().expect("dependencies");
        let names = all.iter().filter(|it| it["kind"].is_null());
        let names = names.map(|it| it["name"].as_str().expect("a name").to_owned());
        let (ours, others) = names.partition(|name: &String| name.starts_with("vivavoce"));
        (
            short(package["name"].as_str().expect("a name")),
            Edges { ours, others },
        )
    });
    edges
        .map(|(name, edges)| {
            let ours = edges.ours.iter().map(|it| short(it)).collect();
            (name, Edges { ours, ..edges })
        })
        .collect()
}

fn short(name: &str) -> String {
    name.strip_prefix("vivavoce-").unwrap_or(name).to_owned()
}

/// The rows of the page's table of crates: name, whom it knows, what it never knows.
fn rows() -> Vec<[String; 3]> {
    let page = fs::read_to_string(repository().join("ARCHITECTURE.md")).expect("the page");
    let (_, table) = page
        .split_once("| crate | knows, of ours | never |")
        .expect("the table of crates");
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let mut cells = row
            .trim_matches('|')
            .split('|')
            .map(|it| it.trim().to_owned());
        [(); 3].map(|()| cells.next().expect("three cells"))
    })
    .collect()
}

/// The words of a cell, each in backquotes.
fn words(cell: &str) -> BTreeSet<String> {
    let words = cell.split('`').skip(1).step_by(2);
    words.map(str::to_owned).collect()
}

#[test]
fn every_crate_of_the_server_knows_those_the_page_says_and_no_other() {
    let crates = crates();
    let mut seen = BTreeSet::new();
    for [names, known, never] in rows() {
        for name in words(&names) {
            let edges = crates
                .get(&name)
                .unwrap_or_else(|| panic!("{name} is no crate"));
            assert_eq!(edges.ours, words(&known), "{name}");
            let forbidden: Vec<_> = words(&never).intersection(&edges.others).cloned().collect();
            assert!(forbidden.is_empty(), "{name} knows {forbidden:?}");
            seen.insert(name);
        }
    }
    // Whoever reaches the engine belongs to the server.
    let of_server = crates
        .iter()
        .filter(|(_, edges)| edges.ours.contains("engine"));
    let missing: Vec<_> = of_server
        .filter(|(name, _)| !seen.contains(*name))
        .collect();
    let missing: Vec<_> = missing.into_iter().map(|(name, _)| name).collect();
    assert_eq!(missing, ["test-server"], "these have no row");
}

/// What a vendor may read of the engine's beside its own: whether what its rows name is still there.
const READ: [&str; 3] = ["accounts", "scenarios", "sessions"];

/// Tables that are a vendor's; all others are the engine's.
const TABLES: [(&str, &[&str]); 3] = [
    (
        "talkio",
        &[
            "organizations",
            "members",
            "member_tokens",
            "organization_preferences",
            "remarks",
        ],
    ),
    (
        "tovie",
        &[
            "tovie_channels",
            "tovie_clients",
            "tovie_events",
            "tovie_cursors",
            "tovie_operators",
        ],
    ),
    (
        "agentok",
        &[
            "agentok_chats",
            "agentok_numbers",
            "agentok_projects",
            "agentok_sessions",
        ],
    ),
];

/// Where the engine names them all: what is removed and erased is so in every build.
const EVERYBODYS: [&str; 3] = [
    "engine/src/store/removal.rs",
    "engine/src/store/personal.rs",
    "engine/src/log/erase.rs",
];

/// Every table the migrations make.
fn all_tables() -> BTreeSet<String> {
    let folder = repository().join("crates/engine/migrations/sqlite");
    let mut tables = BTreeSet::new();
    for entry in fs::read_dir(folder).expect("the migrations") {
        let text = fs::read_to_string(entry.expect("a migration").path()).expect("its text");
        for made in text.split("CREATE TABLE ").skip(1) {
            let name = made.trim_start_matches("IF NOT EXISTS ");
            let end = name.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            tables.insert(name[..end.unwrap_or(name.len())].to_owned());
        }
    }
    // What a migration makes for a while is renamed at its end.
    tables.retain(|name| !name.starts_with("new_") && !name.ends_with("_new"));
    tables
}

/// The tables that a source names, and whether it writes to them.
fn named(text: &str, tables: &BTreeSet<String>) -> BTreeSet<(String, bool)> {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .filter(|word| !word.is_empty())
        .collect();
    let uses = words.windows(3).filter_map(|three| {
        let writes = match (three[0], three[1]) {
            ("DELETE", "FROM") | (_, "INTO" | "UPDATE") => true,
            (_, "FROM" | "JOIN") => false,
            _ => return None,
        };
        Some((three[2].to_owned(), writes))
    });
    uses.filter(|(name, _)| tables.contains(name)).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn sql_writes_to_the_tables_of_its_own_crate_and_reads_few_others() {
    let tables = all_tables();
    let of_vendors: BTreeSet<&str> = TABLES.iter().flat_map(|(_, all)| *all).copied().collect();
    for name in &of_vendors {
        assert!(tables.contains(*name), "no migration makes {name}");
    }
    let mut wrong = Vec::new();
    let crates = ["engine", "http", "api", "pages", "relay", "server"];
    let vendors = ["agentok", "ag-ui", "talkio", "totebot", "tovie"];
    let folders = crates.map(|name| (name, format!("crates/{name}/src")));
    let more = vendors.map(|name| (name, format!("crates/vendors/{name}/src")));
    let mut statements = 0;
    for (name, folder) in folders.into_iter().chain(more) {
        let own: &[&str] = TABLES
            .iter()
            .find(|(it, _)| *it == name)
            .map_or(&[], |it| it.1);
        for path in sources(&repository().join(folder)) {
            let is_test = path
                .file_name()
                .is_some_and(|it| it.to_string_lossy().contains("test"));
            if is_test || EVERYBODYS.iter().any(|it| path.ends_with(it)) {
                continue;
            }
            let text = fs::read_to_string(&path).expect("a source");
            for (table, writes) in named(&text, &tables) {
                statements += 1;
                let table = table.as_str();
                let is_right = match name {
                    "engine" => !of_vendors.contains(table),
                    _ => {
                        own.contains(&table) || !writes && !own.is_empty() && READ.contains(&table)
                    }
                };
                if !is_right {
                    wrong.push(format!("{} names {table}", path.display()));
                }
            }
        }
    }
    assert!(statements > 60, "{statements}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
