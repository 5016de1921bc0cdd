//! The report card: one row per topic, with a bar.

use leptos::prelude::*;
use vivavoce_core::wire::Criterion;

use super::fraction;
use super::here::Here;
use crate::strings::score;

pub fn report_card(here: Here, criteria: Vec<Criterion>) -> AnyView {
    let words = here.words;
    let rows: Vec<AnyView> = criteria.into_iter().map(row).collect();
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
    .into_any()
}

fn row(criterion: Criterion) -> AnyView {
    let shown = if criterion.score_str.trim().is_empty() {
        score(criterion.score)
    } else {
        criterion.score_str
    };
    view! {
        <tr>
            <th scope="row" dir="auto">{criterion.topic}</th>
            <td class="mark">{shown}{meter(criterion.score)}</td>
            <td class="note" dir="auto">{criterion.note}</td>
        </tr>
    }
    .into_any()
}

/// A score of ten as a bar; the number beside it says the same to those who do not see it.
pub fn meter(value: f64) -> impl IntoView {
    view! {
        <span class="meter" aria-hidden="true">
            <i style=("--share", fraction(value / 10.0))></i>
        </span>
    }
}
