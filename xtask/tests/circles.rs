//! No two files of a crate of the server know each other, neither directly nor around a corner.
//!
//! What is read: every path of a source that begins with `crate`, `self`, `super`, a module of its own or one it
//! imports, in `use` and in code. It is followed through re-exports to the file where the name is defined, so a file
//! that only hands names on knows nobody, and naming a module alone says nothing. What is not read: tests, and
//! methods of values, whose types' files are what counts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

/// The crates of the server, by their folders.
const CRATES: [&str; 18] = [
    "agent",
    "analysis",
    "api",
    "client",
    "engine",
    "http",
    "locales",
    "pages",
    "protocol",
    "relay",
    "server",
    "test-server",
    "text",
    "vendors/ag-ui",
    "vendors/agentok",
    "vendors/talkio",
    "vendors/totebot",
    "vendors/tovie",
];

/// Words before the name of what is defined.
const DEFINES: [&str; 9] = [
    "fn", "struct", "enum", "trait", "type", "const", "static", "union", "!",
];

/// A path within a crate: modules, then a name.
type Names = Vec<String>;

/// What an import brings: the path it names, and the name it has here.
struct Import {
    path: Names,
    name: String,
    /// It is handed on, so it need not be used here.
    is_public: bool,
}

/// One file of a crate.
#[derive(Default)]
struct Source {
    file: String,
    module: Names,
    imports: Vec<Import>,
    defines: BTreeSet<String>,
    /// Its words and signs, without those of imports.
    code: Vec<String>,
}

/// A crate's files by their modules.
struct Tree(BTreeMap<Names, Source>);

/// Which files a file knows, and by which name.
type Edges = BTreeMap<String, BTreeMap<String, String>>;

/// Words and signs one after the other; what only tests see is left out.
fn words(stream: TokenStream, all: &mut Vec<String>) {
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Group(group) => {
                let text = group.to_string();
                let attribute = all.last().is_some_and(|it| it == "#");
                if attribute && text.replace(' ', "") == "[cfg(test)]" {
                    all.pop();
                    // Up to the end of the item it stands before.
                    for rest in tokens.by_ref() {
                        match rest {
                            TokenTree::Group(it) if it.delimiter() == Delimiter::Brace => break,
                            TokenTree::Punct(it) if it.as_char() == ';' => break,
                            _ => {}
                        }
                    }
                    continue;
                }
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::None => ("", ""),
                };
                all.push(open.to_owned());
                words(group.stream(), all);
                all.push(close.to_owned());
            }
            TokenTree::Ident(word) => all.push(word.to_string()),
            TokenTree::Punct(sign) => {
                let next = tokens.peek();
                let is_double = sign.as_char() == ':'
                    && sign.spacing() == Spacing::Joint
                    && matches!(next, Some(TokenTree::Punct(it)) if it.as_char() == ':');
                if is_double {
                    tokens.next();
                    all.push("::".to_owned());
                } else {
                    all.push(sign.to_string());
                }
            }
            TokenTree::Literal(_) => all.push("\"\"".to_owned()),
        }
    }
}

/// The paths of an import whose words begin at `at`, each with its name here; `at` moves behind them.
fn imports(words: &[String], at: &mut usize) -> Vec<(Names, String)> {
    let mut path = Names::new();
    loop {
        let word = words[*at].clone();
        *at += 1;
        if word == "{" {
            let mut all = Vec::new();
            while words[*at] != "}" {
                if words[*at] == "," {
                    *at += 1;
                    continue;
                }
                for (rest, name) in imports(words, at) {
                    all.push(([path.clone(), rest].concat(), name));
                }
            }
            *at += 1;
            return all;
        }
        path.push(word);
        if words[*at] == "::" {
            *at += 1;
            continue;
        }
        if path.len() > 1 && path.last().is_some_and(|it| it == "self") {
            path.pop();
        }
        let mut name = path.last().cloned().unwrap_or_default();
        if words[*at] == "as" {
            name.clone_from(&words[*at + 1]);
            *at += 2;
        }
        return vec![(path, name)];
    }
}

impl Source {
    fn read(file: &str, text: &str) -> Source {
        let stream: TokenStream = text.parse().unwrap_or_else(|_| panic!("{file} is no Rust"));
        let mut words = Vec::new();
        self::words(stream, &mut words);
        let mut source = Source {
            file: file.to_owned(),
            module: module(file),
            ..Source::default()
        };
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let next = words.get(at + 1);
            match word.as_str() {
                "use" => {
                    let is_public = at > 0 && matches!(words[at - 1].as_str(), "pub" | ")");
                    at += 1;
                    let all = imports(&words, &mut at).into_iter();
                    source.imports.extend(all.map(|(path, name)| Import {
                        path,
                        name,
                        is_public,
                    }));
                    continue;
                }
                // Declares it, and says nothing of it.
                "mod" => at += 1,
                _ => {
                    if DEFINES.contains(&word.as_str()) {
                        source.defines.extend(next.cloned());
                    }
                    source.code.push(word.clone());
                }
            }
            at += 1;
        }
        source
    }
}

/// The module a file is.
fn module(file: &str) -> Names {
    let path = file.strip_suffix(".rs").unwrap_or(file);
    let mut names: Names = path.split('/').map(str::to_owned).collect();
    if matches!(
        names.last().map(String::as_str),
        Some("lib" | "main" | "mod")
    ) {
        names.pop();
    }
    names
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

impl Tree {
    fn new(sources: impl IntoIterator<Item = Source>) -> Tree {
        let sources = sources.into_iter();
        Tree(sources.map(|it| (it.module.clone(), it)).collect())
    }

    /// The path from the crate's root on that `path` means in `source`; `None`: another crate's.
    fn whole(&self, source: &Source, path: &[String]) -> Option<Names> {
        let mut module = source.module.clone();
        let mut rest = path;
        while let [first, others @ ..] = rest {
            match first.as_str() {
                "crate" => module.clear(),
                "self" => {}
                "super" => drop(module.pop()),
                _ => break,
            }
            rest = others;
        }
        if rest.len() == path.len() {
            let child = [&module, &rest[..1]].concat();
            let named = source.imports.iter().find(|it| it.name == rest[0]);
            return match named {
                _ if self.0.contains_key(&child) => Some([&module, rest].concat()),
                Some(it) if it.path[0] != rest[0] => {
                    let base = self.whole(source, &it.path)?;
                    Some([&base, &rest[1..]].concat())
                }
                _ => None,
            };
        }
        Some([&module, rest].concat())
    }

    /// The file where what stands at the end of a whole path is defined, and its name there; `None` for a module,
    /// and for what another crate defines.
    fn definer(&self, path: &[String], followed: usize) -> Option<(&Source, String)> {
        let depth = (0..=path.len())
            .rev()
            .find(|&at| self.0.contains_key(&path[..at]))?;
        let source = &self.0[&path[..depth]];
        let name = path.get(depth)?;
        if source.defines.contains(name) || followed > 8 {
            return Some((source, name.clone()));
        }
        let named = source.imports.iter().find(|it| &it.name == name);
        if let Some(named) = named {
            let base = self.whole(source, &named.path)?;
            return self.definer(&[&base, &path[depth + 1..]].concat(), followed + 1);
        }
        let all = source.imports.iter().filter(|it| it.name == "*");
        for all in all {
            let from = &all.path[..all.path.len() - 1];
            let found = self.whole(source, from).and_then(|base| {
                let found = self.definer(&[&base, &path[depth..]].concat(), followed + 1);
                found.filter(|(source, name)| source.defines.contains(name))
            });
            if found.is_some() {
                return found;
            }
        }
        Some((source, name.clone()))
    }

    fn edges(&self) -> Edges {
        let mut edges = Edges::new();
        for source in self.0.values() {
            let mut know = |path: &[String]| {
                let Some(whole) = self.whole(source, path) else {
                    return;
                };
                let Some((other, name)) = self.definer(&whole, 0) else {
                    return;
                };
                if other.file != source.file {
                    let known = edges.entry(source.file.clone()).or_default();
                    known.insert(other.file.clone(), name);
                }
            };
            for import in &source.imports {
                if import.name == "*" {
                    let module = &import.path[..import.path.len() - 1];
                    let names = source.code.iter().filter(|it| is_name(it));
                    // A name of the module's that is used here; what is only handed on is not.
                    let defined = self.whole(source, module);
                    let defined = defined.and_then(|it| self.0.get(&it)).map(|it| &it.defines);
                    let used = names.filter(|it| defined.is_some_and(|all| all.contains(*it)));
                    used.for_each(|name| know(&[module, std::slice::from_ref(name)].concat()));
                } else if !import.is_public || source.code.contains(&import.name) {
                    know(&import.path);
                }
            }
            let mut words = source.code.iter().peekable();
            let mut path = Names::new();
            while let Some(word) = words.next() {
                let goes_on = words.peek().is_some_and(|it| *it == "::");
                match word.as_str() {
                    "::" => {}
                    name if is_name(name) && (goes_on || !path.is_empty()) => {
                        path.push(name.to_owned());
                        if !goes_on {
                            know(&std::mem::take(&mut path));
                        }
                    }
                    _ => {
                        if path.len() > 1 {
                            know(&path);
                        }
                        path.clear();
                    }
                }
            }
        }
        edges
    }
}

/// Files that know each other around a circle, each circle as a sentence.
fn circles(edges: &Edges) -> Vec<String> {
    let mut told = BTreeSet::new();
    let mut circles = Vec::new();
    for start in edges.keys() {
        if told.contains(start) {
            continue;
        }
        // The shortest way back.
        let mut came: BTreeMap<&String, &String> = BTreeMap::new();
        let mut next = VecDeque::from([start]);
        while let Some(at) = next.pop_front() {
            for other in edges.get(at).into_iter().flat_map(BTreeMap::keys) {
                if !came.contains_key(other) {
                    came.insert(other, at);
                    next.push_back(other);
                }
            }
        }
        if !came.contains_key(start) {
            continue;
        }
        let mut way = vec![start];
        let mut at = came[start];
        while at != start {
            way.push(at);
            at = came[at];
        }
        way.push(start);
        way.reverse();
        let steps = way.windows(2);
        let steps =
            steps.map(|it| format!("{} takes {} from {}", it[0], edges[it[0]][it[1]], it[1]));
        circles.push(steps.collect::<Vec<_>>().join(", "));
        told.extend(way);
    }
    circles
}

fn check(files: &[(&str, &str)], expected: &[&str]) {
    let tree = Tree::new(files.iter().map(|(file, text)| Source::read(file, text)));
    assert_eq!(circles(&tree.edges()), expected, "{files:?}");
}

#[test]
fn circles_are_found_however_they_are_spelled() {
    let around = ["a.rs takes B from b.rs, b.rs takes A from a.rs"];
    let b = ("b.rs", "use super::a::A; pub struct B(A);");
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b::{self, B}; pub struct A;"),
            b,
        ],
        &around,
    );
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "pub struct A; fn of() { crate::b::B::new() }"),
            b,
        ],
        &around,
    );
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            (
                "a.rs",
                "use crate::b as other; pub struct A(Vec<other::B>);",
            ),
            b,
        ],
        &around,
    );
    // A facade is seen through, and is nobody's knowledge.
    let facade = ("lib.rs", "mod a; mod b; pub use a::A; pub use b::*;");
    check(
        &[
            facade,
            ("a.rs", "use crate::B; pub struct A;"),
            ("b.rs", "use crate::A; pub struct B(A);"),
        ],
        &around,
    );
    check(
        &[
            facade,
            ("a.rs", "pub struct A;"),
            ("b.rs", "use crate::A; pub struct B(A);"),
        ],
        &[],
    );
    // It is more than that where it uses what it hands on.
    let uses = ("lib.rs", "mod a; pub use a::A; pub struct Root(A);");
    let expected = ["a.rs takes Root from lib.rs, lib.rs takes A from a.rs"];
    check(
        &[uses, ("a.rs", "pub struct A; fn of(_: super::Root) {}")],
        &expected,
    );
    // Neither words, nor tests, nor the name of a module alone.
    let only = "// crate::b::B\n/// [`crate::b::B`]\npub struct A; const _: &str = \"crate::b::B\"; \
                #[cfg(test)] mod tests { use crate::b::B; }";
    check(&[("lib.rs", "mod a; mod b;"), ("a.rs", only), b], &[]);
    check(
        &[
            ("lib.rs", "mod a; mod b;"),
            ("a.rs", "use crate::b; pub struct A;"),
            b,
        ],
        &[],
    );
    let third = ("c/mod.rs", "use crate::b::B; pub struct C;");
    let expected =
        ["a.rs takes C from c/mod.rs, c/mod.rs takes B from b.rs, b.rs takes A from a.rs"];
    check(
        &[("a.rs", "use crate::c::C; pub struct A;"), b, third],
        &expected,
    );
}

/// Every source below a folder but those of tests, by its path from there.
fn sources(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = inner.join(&name);
            let is_beside_the_library = name == "main.rs" && folder.join("lib.rs").exists();
            if entry.path().is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.contains("tests") && !is_beside_the_library {
                let file = path.to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(entry.path()).expect("a source");
                found.push(Source::read(&file, &text));
            }
        }
    }
    found
}

#[test]
fn no_two_files_of_a_crate_of_the_server_know_each_other() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    let mut known = 0;
    let mut wrong = Vec::new();
    for name in CRATES {
        let edges = Tree::new(sources(&crates.join(name).join("src"))).edges();
        known += edges.values().map(BTreeMap::len).sum::<usize>();
        wrong.extend(
            circles(&edges)
                .into_iter()
                .map(|it| format!("{name}: {it}")),
        );
    }
    assert!(known > 700, "{known}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
