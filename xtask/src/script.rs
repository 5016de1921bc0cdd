//! Scripts as wasm-bindgen lays them out: each statement begins a line, and what belongs to it is
//! indented or closes it. More of JavaScript is not known here.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

pub fn is_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_' || sign == '$'
}

/// `text` with words exchanged.
pub fn words(text: &str, other: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match other(piece) {
            Some(other) => out.push_str(&other),
            None => out.push_str(piece),
        }
    }
    out
}

/// Words and what is between them.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let kind = is_word(rest.chars().next()?);
        let end = rest
            .find(|sign| is_word(sign) != kind)
            .unwrap_or(rest.len());
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}

/// What a script names as members of `object`: `object.member`.
pub fn members(script: &str, object: &str) -> BTreeSet<String> {
    let mut words = pieces(script);
    let mut found = BTreeSet::new();
    while let Some(word) = words.next() {
        if word == object && words.next() == Some(".") {
            found.extend(words.next().map(str::to_owned));
        }
    }
    found
}

/// What a script consists of: its statements, with what each declares.
pub struct Items<'a>(Vec<(&'a str, Vec<&'a str>)>);

impl<'a> Items<'a> {
    pub fn of(script: &'a str) -> Result<Items<'a>> {
        let mut starts: Vec<usize> = Vec::new();
        let mut at = 0;
        for line in script.split_inclusive('\n') {
            if !line.starts_with([' ', '}', '\n', '/']) {
                starts.push(at);
            }
            at += line.len();
        }
        ensure!(starts.first() == Some(&0), "the glue begins otherwise");
        starts.push(script.len());
        let text = |ends: &[usize]| script.get(*ends.first()?..*ends.last()?);
        let texts = starts.windows(2).filter_map(text);
        Ok(Items(texts.map(|text| (text, declared(text))).collect()))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn texts(&self, which: impl Fn(usize) -> bool) -> String {
        let chosen = self.0.iter().enumerate().filter(|(at, _)| which(*at));
        chosen.map(|(_, (text, _))| *text).collect()
    }

    /// Whether what a statement declares may have another value later.
    pub fn changes(&self, at: usize) -> bool {
        self.0
            .get(at)
            .is_some_and(|(text, _)| text.starts_with("let "))
    }

    /// What `text` mentions of what they declare, by the statements.
    pub fn mentioned(&self, text: &str) -> BTreeSet<(usize, String)> {
        let words: BTreeSet<&str> = pieces(text).collect();
        let declared = self.0.iter().enumerate();
        let declared =
            declared.flat_map(|(at, (_, names))| names.iter().map(move |name| (at, *name)));
        let found = declared.filter(|(_, name)| words.contains(name));
        found.map(|(at, name)| (at, name.to_owned())).collect()
    }

    /// The statements that only `text` needs, and nothing of what stays nor `kept`.
    pub fn only_for(&self, text: &str, kept: &str) -> BTreeSet<usize> {
        let needed = |text: &str| -> BTreeSet<usize> {
            self.mentioned(text).into_iter().map(|(at, _)| at).collect()
        };
        let mut along = BTreeSet::new();
        let mut left = needed(text);
        while let Some(at) = left.pop_first() {
            if along.insert(at) {
                left.extend(needed(&self.texts(|other| other == at)));
            }
        }
        loop {
            let mut stay = needed(kept);
            for at in (0..self.0.len()).filter(|at| !along.contains(at)) {
                stay.extend(needed(&self.texts(|other| other == at)));
            }
            let before = along.len();
            along.retain(|at| !stay.contains(at));
            if along.len() == before {
                return along;
            }
        }
    }
}

/// The names that a statement declares for what follows.
fn declared(text: &str) -> Vec<&str> {
    let text = text.strip_prefix("export ").unwrap_or(text);
    let text = text.strip_prefix("async ").unwrap_or(text);
    for kind in ["function ", "class "] {
        if let Some(rest) = text.strip_prefix(kind) {
            return pieces(rest).take(1).collect();
        }
    }
    for kind in ["const ", "let "] {
        if let Some(rest) = text.strip_prefix(kind) {
            let names = rest.split(['=', ';']).next().unwrap_or_default();
            return names.split(',').map(str::trim).collect();
        }
    }
    Vec::new()
}
