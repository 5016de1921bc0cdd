//! Bytes over the wire until the composer works, against the budget.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::bundle::{CHUNKS, brotli_of, dist};
use crate::{bundle, command::say};

/// Brotli bytes of HTML, CSS, JS and Wasm until the composer works.
const BUDGET: usize = 200_000;
/// Brotli bytes of the element for host pages.
const HOST_BUDGET: usize = 4_600;
/// Bytes of the boot guard as it is parsed, minified and not compressed.
const GUARD_BUDGET: usize = 3_000;
/// Brotli bytes that every page carries for chunks: 3,000 for those it may never load, 500 for the one that
/// draws messages, and what chance adds to the difference of two files.
const HOOKS_BUDGET: usize = 3_900;

pub fn report() -> Result<()> {
    bundle::widget()?;
    say("Sizes (brotli -q 11; what the visitor waits for, then what follows)");
    let page = fs::read(dist().join("index.html")).context("reading the page")?;
    let mut first = vec![("index.html".to_owned(), page)];
    let (mut later, mut host, mut playground) = (Vec::new(), Vec::new(), Vec::new());
    let (chunks, mut in_chunks, mut languages) = (chunks()?, Vec::new(), Vec::new());
    for entry in fs::read_dir(dist().join("assets")).context("reading dist/assets")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let compressed = name.ends_with(".br") || name.ends_with(".gz");
        if compressed || name.starts_with("viva-voce.") || name == "guard.js" {
            continue;
        }
        let content = fs::read(dist().join("assets").join(&name))?;
        let begins = |with: &[&str]| with.iter().any(|start| name.starts_with(start));
        if chunks.contains(&name) || begins(&["print-"]) {
            in_chunks.push((name, content));
        } else if begins(&["guard-", "boot-", "embed-", "vivavoce-"]) {
            first.push((name, content));
        } else if begins(&["viva-voce-"]) {
            host.push((name, content));
        } else if begins(&["words-"]) {
            languages.push((name, content));
        } else if begins(&["playground-"]) {
            playground.push((name, content));
        } else {
            later.push((name, content));
        }
    }
    first.sort();
    later.sort();
    in_chunks.sort();
    playground.sort();
    languages.sort();
    let guard = first.iter().find(|(name, _)| name.starts_with("guard-"));
    let guard = guard.map_or(0, |(_, content)| content.len());
    let hooks = hooks(&first)?;
    let total = print(&first, "until the composer works")?;
    print(&later, "while the first screen is read")?;
    print(
        &in_chunks,
        "chunks, each when it is needed, and the sheet for paper",
    )?;
    print(
        &languages,
        "languages, of which a visitor loads one, and none for English",
    )?;
    print(&playground, "the playground, which no embed loads")?;
    let element = print(&host, "in the host page, with the tag")?;
    within("the widget", total, BUDGET)?;
    within("of that hooks for its chunks", hooks, HOOKS_BUDGET)?;
    within("the host page's element", element, HOST_BUDGET)?;
    within("the boot guard, not compressed", guard, GUARD_BUDGET)
}

/// What the first module and its glue weigh beyond those of a widget without chunks.
fn hooks(first: &[(String, Vec<u8>)]) -> Result<usize> {
    let weigh = |content: &Vec<u8>| anyhow::Ok(brotli_of(content)?.len());
    let mut with = 0;
    for (_, content) in first
        .iter()
        .filter(|(name, _)| name.starts_with("vivavoce-"))
    {
        with += weigh(content)?;
    }
    let without = bundle::bare()?.iter().map(weigh).sum::<Result<usize>>()?;
    Ok(with.saturating_sub(without))
}

/// The names of the files that are chunks.
fn chunks() -> Result<BTreeSet<String>> {
    let list = fs::read(dist().join(CHUNKS)).context("reading the list of chunks")?;
    let list: BTreeMap<String, Vec<serde_json::Value>> = serde_json::from_slice(&list)?;
    let addresses = list
        .values()
        .flatten()
        .filter_map(|file| file["address"].as_str());
    let name = |address: &str| address.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(addresses.map(name).collect())
}

fn within(what: &str, bytes: usize, budget: usize) -> Result<()> {
    println!(
        "{what}: {bytes} of at most {budget} ({} %)",
        bytes * 100 / budget
    );
    if bytes > budget {
        bail!("{what} weighs {bytes} bytes; at most {budget} are allowed");
    }
    Ok(())
}

fn print(files: &[(String, Vec<u8>)], what: &str) -> Result<usize> {
    let mut total = 0;
    for (name, content) in files {
        let compressed = brotli_of(content)?.len();
        total += compressed;
        println!("{name:<40} {:>9} raw {compressed:>8} br", content.len());
    }
    println!("{what:<40} {:>22} br\n", total);
    Ok(total)
}
