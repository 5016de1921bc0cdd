//! The report card: one row per topic, with a bar.

use vivavoce_core::wire::Criterion;

use super::fraction;
use super::here::Here;
use crate::browser::element::{El, el};
use crate::strings::score;

pub fn report_card(here: Here, criteria: &[Criterion]) -> El {
    let words = here.words;
    let heads = [words.topic, words.score, words.note]
        .map(|head| el("th", "").attr("scope", "col").text(head));
    let table = el("table", "card-table")
        .child(el("caption", "").text(words.report_card))
        .child(el("thead", "").child(el("tr", "").children(heads)))
        .child(el("tbody", "").children(criteria.iter().map(row)));
    el("section", "").child(table)
}

fn row(criterion: &Criterion) -> El {
    let shown = match criterion.score_str.trim() {
        "" => score(criterion.score),
        text => text.to_owned(),
    };
    let topic = el("th", "")
        .attr("scope", "row")
        .attr("dir", "auto")
        .text(&criterion.topic);
    let mark = el("td", "mark").text(&shown).child(meter(criterion.score));
    let note = el("td", "note").attr("dir", "auto").text(&criterion.note);
    el("tr", "").children([topic, mark, note])
}

/// A score of ten as a bar; the number beside it says the same to those who do not see it.
pub fn meter(value: f64) -> El {
    let bar = el("i", "");
    bar.set_style("--share", Some(&fraction(value / 10.0)));
    el("span", "meter").attr("aria-hidden", "true").child(bar)
}
