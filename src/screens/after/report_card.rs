//! The report card: one row per topic, with a bar.

use leptos::prelude::*;
use vivavoce_core::wire::Criterion;

use crate::browser::piece::{IntoPiece as _, Piece};
use crate::screens::after::numbers::score;
use crate::screens::after::words;
use crate::words::fraction;

#[component]
pub fn ReportCard(criteria: Vec<Criterion>) -> Piece {
    let words = words();
    let rows: Vec<Piece> = criteria
        .into_iter()
        .map(|criterion| view! { <Row criterion/> }.into_inner())
        .collect();
    view! {
        <section>
            <table class="card-table">
                <caption>{words.report_card}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.topic}</th>
                        <th scope="col">{words.score}</th>
                        <th scope="col">{words.note}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .piece()
}

#[component]
fn Row(criterion: Criterion) -> Piece {
    let shown = match criterion.score_str.trim() {
        "" => score(criterion.score),
        text => text.to_owned(),
    };
    view! {
        <tr>
            <th scope="row">{criterion.topic}</th>
            <td class="mark">{shown} <Meter value=criterion.score/></td>
            <td class="note">{criterion.note}</td>
        </tr>
    }
    .piece()
}

/// A score of ten as a bar; the number beside it says the same to those who do not see it.
#[component]
pub fn Meter(value: f64) -> Piece {
    view! {
        <span class="meter" aria-hidden="true">
            <i style=("--share", fraction(value / 10.0))></i>
        </span>
    }
    .piece()
}
