//! What can be read on what, in numbers.

use leptos::prelude::*;
use vivavoce::browser::element::{El, el};

use super::form::text;
use crate::bench::Bench;
use crate::contrast::{self, Ground, Row};

pub fn panel(bench: Bench) -> El {
    let config = move || bench.state.with(|state| state.config().0);
    el("section", "panel")
        .attr("aria-labelledby", "contrast-title")
        .child(text("h2", "", "Contrast").attr("id", "contrast-title"))
        .child(text(
            "p",
            "hint",
            "Whatever you choose, text is moved in lightness until it can be read (WCAG 2.2, AA).",
        ))
        .part(config, |config| {
            let mut shown: Vec<El> = Vec::new();
            if let Some(ratio) = contrast::asked(config) {
                let told = format!(
                    "Your accent on your background: {}.",
                    contrast::written(ratio)
                );
                shown.push(text("p", "asked", &told));
            }
            shown.extend(contrast::report(config).iter().map(ground));
            shown
        })
}

fn ground(ground: &Ground) -> El {
    let caption = match ground.scheme {
        Some("light") => "Where the visitor prefers light",
        Some(_) => "Where the visitor prefers dark",
        None => "Everywhere",
    };
    el("table", "contrasts")
        .child(text("caption", "", caption))
        .child(el("tbody", "").children(ground.rows.iter().map(row)))
}

fn row(row: &Row) -> El {
    // What is no text is shown as what it is: a ring.
    let is_text = row.minimum > 3.0;
    let sample =
        el("span", if is_text { "sample" } else { "sample ring" }).attr("aria-hidden", "true");
    let sample = if is_text { sample.text("Aa") } else { sample };
    sample.set_style("color", Some(&row.front.css()));
    sample.set_style("background-color", Some(&row.back.css()));
    let mut name = text("th", "", row.what).attr("scope", "row");
    if let Some(asked) = row.instead_of {
        let told = format!("{} instead of {}", row.front.css(), asked.css());
        name = name.child(text("small", "hint", &told));
    }
    let verdict = if row.passes() { "passes" } else { "fails" };
    el("tr", "")
        .child(el("td", "").child(sample))
        .child(name)
        .child(text("td", "ratio", &contrast::written(row.ratio)))
        .child(
            text("td", verdict, if row.passes() { "✓" } else { "✗" }).attr("aria-label", verdict),
        )
}
