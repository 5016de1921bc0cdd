use crate::widget::{self, Accept, After, FILES, KEYS, LINES, Locked, Page, Vendor, Words};
use crate::{Counted, Filled, Part};
use vivavoce_protocol::language::INTERFACE;

#[path = "../build/check.rs"]
mod check;
#[path = "../build/source.rs"]
mod source;

#[test]
fn every_language_of_the_interface_has_its_file() {
    let files: Vec<&str> = FILES.iter().map(|(lang, _)| *lang).collect();
    assert_eq!(files, INTERFACE);
}

#[test]
fn every_file_is_small() {
    for (lang, file) in FILES {
        let mut packed = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams {
            quality: 11,
            ..Default::default()
        };
        brotli::BrotliCompress(&mut file.as_bytes(), &mut packed, &parameters).unwrap();
        assert!(packed.len() <= 10_000, "{lang}: {} bytes", packed.len());
    }
}

#[test]
fn english_is_read_as_it_is_built_in() {
    let lines = widget::lines(widget::file("en").unwrap());
    assert_eq!(
        format!("{:?}", Words::of(lines)),
        format!("{:?}", Words::of(None))
    );
    assert_eq!(
        format!("{:?}", Accept::of(lines)),
        format!("{:?}", Accept::of(None))
    );
    assert_eq!(
        format!("{:?}", Page::of(lines)),
        format!("{:?}", Page::of(None))
    );
    assert_eq!(
        format!("{:?}", Locked::of(lines)),
        format!("{:?}", Locked::of(None))
    );
    assert_eq!(
        format!("{:?}", After::of(lines)),
        format!("{:?}", After::of(None))
    );
    assert_eq!(
        format!("{:?}", Vendor::of(lines)),
        format!("{:?}", Vendor::of(None))
    );
    assert_eq!((KEYS.len(), Vendor::LINES.end), (LINES, LINES));
    assert!(widget::lines("one line of another build").is_none());
}

#[test]
fn a_text_is_filled_and_taken_apart() {
    let text = Filled::<2>("\u{2}, from \u{1}.");
    assert_eq!(text.with(["Ada", "Bob"]), "Bob, from Ada.");
    let parts: Vec<Part> = text.parts().collect();
    let expected = [
        Part::Place(1),
        Part::Text(", from "),
        Part::Place(0),
        Part::Text("."),
    ];
    assert_eq!(parts, expected);
    let counted = Counted("one\u{1f}a day\u{1e}few\u{1f}\u{1} dni\u{1e}\u{1} dní");
    for (category, said) in [
        ("one", "a day"),
        ("few", "3 dni"),
        ("many", "3 dní"),
        ("other", "3 dní"),
    ] {
        assert_eq!(counted.with(category, "3"), said);
    }
}

/// What is wrong with `theirs` beside `english`.
fn wrong(lang: &str, english: &str, theirs: &str) -> Vec<String> {
    match source::read(theirs) {
        Ok(messages) => check::compared(lang, &source::read(english).unwrap(), &messages),
        Err(wrong) => wrong,
    }
}

#[test]
fn what_a_file_lacks_or_has_too_much_is_named() {
    const ENGLISH: &str = "hello = Hello { $name }\ndays = { $count ->\n    [one] { $count } day\n   *[other] { $count } days\n}\n";
    const HELLO: &str = "hello = Hallo { $name }\n";
    let days = |forms: &str| format!("{HELLO}days = {{ $count ->\n{forms}\n}}\n");
    let other = "   *[other] { $count } Tage";
    for (lang, theirs, what) in [
        ("de", days(&format!("    [one] ein Tag\n{other}")), ""),
        ("de", HELLO.to_owned(), "days: is missing"),
        ("de", days(other), "days: the form [one] is missing"),
        ("ja", days(other), ""),
        (
            "de",
            days(&format!(
                "    [one] ein Tag\n    [few] {{ $count }} Tage\n{other}"
            )),
            "days: the language has no form [few]",
        ),
        (
            "ru",
            days(&format!(
                "    [one] день\n    [few] {{ $count }}\n    [many] {{ $count }}\n{other}"
            )),
            "days: { $count } is missing",
        ),
        (
            "de",
            days("    [one] ein Tag\n   *[other] Tage"),
            "days: { $count } is missing",
        ),
        (
            "de",
            days(&format!("    [1] ein Tag\n{other}")),
            "days: forms are called by plural categories, not by numbers",
        ),
        (
            "de",
            days(&format!("    [one] ein Tag\n{other} {{ $tage }}")),
            "days: { $tage } is not in the English text",
        ),
        (
            "de",
            format!(
                "{}more = Mehr\n",
                days(&format!("    [one] ein Tag\n{other}"))
            ),
            "more: English has no such key",
        ),
        (
            "de",
            "hello = Hallo\ndays = Tage\n".to_owned(),
            "hello: { $name } is missing",
        ),
        (
            "de",
            "hello = { UPPER($name) }\n".to_owned(),
            "hello: has more in braces than a name ({ $name })",
        ),
        ("de", "hello Hallo\n".to_owned(), "line 1: "),
    ] {
        let found = wrong(lang, ENGLISH, &theirs);
        match what {
            "" => assert!(found.is_empty(), "{theirs}: {found:?}"),
            what => assert!(
                found.iter().any(|it| it.starts_with(what)),
                "{theirs}: {found:?}"
            ),
        }
    }
}
