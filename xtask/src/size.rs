//! Bytes over the wire until the composer works, against the budget.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::bundle::{brotli_of, dist};
use crate::{bundle, command::say};

/// Brotli bytes of HTML, CSS, JS and Wasm until the composer works.
const BUDGET: usize = 150_000;
/// Brotli bytes of the element for host pages.
const HOST_BUDGET: usize = 4_000;
/// Bytes of the boot guard as it is parsed, minified and not compressed.
const GUARD_BUDGET: usize = 3_000;

/// Brotli bytes of the same for a page whose backend speaks another dialect than ours.
const GUESTS_BUDGET: usize = 260_000;

pub fn report() -> Result<()> {
    bundle::widget()?;
    say("Sizes (brotli -q 11; what the visitor waits for, then what follows)");
    let page = |name: &str| anyhow::Ok((name.to_owned(), fs::read(dist().join(name))?));
    let (mut first, mut guests) = (vec![page("index.html")?], vec![page("guests.html")?]);
    let (mut later, mut host, mut playground) = (Vec::new(), Vec::new(), Vec::new());
    for entry in fs::read_dir(dist().join("assets")).context("reading dist/assets")? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let compressed = name.ends_with(".br") || name.ends_with(".gz");
        if compressed || name.starts_with("viva-voce.") || name == "guard.js" {
            continue;
        }
        let content = fs::read(dist().join("assets").join(&name))?;
        let begins = |with: &[&str]| with.iter().any(|start| name.starts_with(start));
        if begins(&["vivavoce-guests-"]) {
            guests.push((name, content));
        } else if begins(&["guard-", "boot-"]) {
            guests.push((name.clone(), content.clone()));
            first.push((name, content));
        } else if begins(&["embed-", "vivavoce-"]) {
            first.push((name, content));
        } else if begins(&["viva-voce-"]) {
            host.push((name, content));
        } else if begins(&["playground-"]) {
            playground.push((name, content));
        } else {
            later.push((name, content));
        }
    }
    first.sort();
    guests.sort();
    later.sort();
    playground.sort();
    let guard = first.iter().find(|(name, _)| name.starts_with("guard-"));
    let guard = guard.map_or(0, |(_, content)| content.len());
    let total = print(&first, "until the composer works")?;
    let with_guests = print(&guests, "the same with another system's backend")?;
    print(&later, "while the first screen is read")?;
    print(&playground, "the playground, which no embed loads")?;
    let element = print(&host, "in the host page, with the tag")?;
    within("the widget", total, BUDGET)?;
    within("the widget for other systems", with_guests, GUESTS_BUDGET)?;
    within("the host page's element", element, HOST_BUDGET)?;
    within("the boot guard, not compressed", guard, GUARD_BUDGET)
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
