//! What can be read on what, in numbers.

use leptos::prelude::*;
use vivavoce::browser::piece::{IntoPiece as _, Piece};

use crate::bench::Bench;
use crate::contrast::{self, Ground, Row};

#[component]
pub fn Contrast(bench: Bench) -> Piece {
    let config = Memo::new(move |_| bench.state.with(|state| state.config().0));
    let asked = move || {
        let ratio = config.with(contrast::asked)?;
        let told = format!(
            "Your accent on your background: {}.",
            contrast::written(ratio)
        );
        Some(view! { <p class="asked">{told}</p> }.piece())
    };
    let grounds = move || -> Vec<Piece> {
        let report = config.with(contrast::report);
        report.iter().map(ground).collect()
    };
    view! {
        <section class="panel" aria-labelledby="contrast-title">
            <h2 id="contrast-title">{"Contrast"}</h2>
            <p class="hint">
                {"Whatever you choose, text is moved in lightness until it can be read (WCAG 2.2, AA)."}
            </p>
            {asked}
            {grounds}
        </section>
    }
    .piece()
}

fn ground(ground: &Ground) -> Piece {
    let caption = match ground.scheme {
        Some("light") => "Where the visitor prefers light",
        Some(_) => "Where the visitor prefers dark",
        None => "Everywhere",
    };
    let rows: Vec<Piece> = ground.rows.iter().map(row).collect();
    view! {
        <table class="contrasts">
            <caption>{caption}</caption>
            <tbody>{rows}</tbody>
        </table>
    }
    .piece()
}

fn row(row: &Row) -> Piece {
    // What is no text is shown as what it is: a ring.
    let is_text = row.minimum > 3.0;
    let (class, sample) = if is_text {
        ("sample", "Aa")
    } else {
        ("sample ring", "")
    };
    let instead = row.instead_of.map(|asked| {
        let told = format!("{} instead of {}", row.front.css(), asked.css());
        view! { <small class="hint">{told}</small> }
    });
    let (verdict, sign) = if row.passes() {
        ("passes", "✓")
    } else {
        ("fails", "✗")
    };
    view! {
        <tr>
            <td>
                <span
                    class=class
                    aria-hidden="true"
                    style=("color", row.front.css())
                    style=("background-color", row.back.css())
                >
                    {sample}
                </span>
            </td>
            <th scope="row">{row.what} {instead}</th>
            <td class="ratio">{contrast::written(row.ratio)}</td>
            <td class=verdict aria-label=verdict>{sign}</td>
        </tr>
    }
    .piece()
}
