#[path = "pdf.rs"]
mod pdf;

use super::read::text;
use super::*;

use pdf::{pages, saying};

#[test]
fn the_text_of_every_page_is_read() {
    let contents = [
        "The refund takes three days.",
        "Ask for the invoice number.",
    ]
    .map(saying);
    let file = pages(&[&contents[0], &contents[1]]);
    assert_eq!(
        text(&file).unwrap(),
        "The refund takes three days.\n\nAsk for the invoice number.\n"
    );
}

#[test]
fn what_gives_no_text_is_told_apart() {
    let good = pages(&[&saying("Hello")]);
    let cut = &good[..good.len() / 2];
    let no_font = "BT /Missing 12 Tf (lost) Tj ET";
    let cases: [(&str, Vec<u8>, Result<&str, Unreadable>); 8] = [
        (
            "only a head",
            b"%PDF-1.7".to_vec(),
            Err(Unreadable::Damaged),
        ),
        ("nothing", Vec::new(), Err(Unreadable::Damaged)),
        (
            "noise",
            (0..=255).cycle().take(10_000).collect(),
            Err(Unreadable::Damaged),
        ),
        ("cut in half", cut.to_vec(), Err(Unreadable::Damaged)),
        ("no pages", pages(&[]), Err(Unreadable::Damaged)),
        (
            "a picture",
            pages(&["0 0 10 10 re f"]),
            Err(Unreadable::NoText),
        ),
        (
            "a page that panics",
            pages(&[no_font]),
            Err(Unreadable::Damaged),
        ),
        (
            "a page that panics before one that does not",
            pages(&[no_font, &saying("Kept")]),
            Ok("Kept\n"),
        ),
    ];
    for (name, file, expected) in cases {
        let found = text(&file);
        assert_eq!(
            found.as_deref(),
            expected.as_ref().map(|text| *text),
            "{name}"
        );
    }
}
