use super::*;
use crate::widget::{self, KEYS};
use vivavoce_protocol::json::parse;

fn check(lang: &str, layers: &[&str], key: &str, expected: &str, warnings: &[&str]) {
    let file = widget::file(lang).unwrap();
    let lines: Vec<&str> = file.split('\n').collect();
    let layers: Vec<Value> = layers.iter().map(|it| parse(it).unwrap()).collect();
    let done = replaced(lang, &KEYS, &lines, &layers);
    let place = KEYS.iter().position(|it| it.name == key).unwrap();
    assert_eq!(done.lines[place], expected, "{layers:?}");
    assert_eq!(done.warnings, warnings, "{layers:?}");
    assert_eq!(done.lines.len(), lines.len());
}

#[test]
fn an_owners_text_stands_over_ours_and_the_languages_over_that_of_all() {
    for (lang, layers, expected) in [
        ("en", vec![], "Start"),
        ("en", vec![r#"{"*": {"start": "Go"}}"#], "Go"),
        ("en", vec![r#"{"de": {"start": "Los"}}"#], "Start"),
        (
            "de",
            vec![r#"{"de": {"start": "Los"}, "*": {"start": "Go"}}"#],
            "Los",
        ),
        ("de", vec![r#"{"de-AT": {"start": "Los"}}"#], "Los"),
        (
            "de",
            vec![r#"{"de": {"start": "Los"}}"#, r#"{"*": {"start": "Go"}}"#],
            "Go",
        ),
        ("en", vec![r#"{"*": {"start": " a\u0001\nb "}}"#], "a b"),
    ] {
        check(lang, &layers, "start", expected, &[]);
    }
}

#[test]
fn placeholders_and_forms_are_kept() {
    for (layer, expected) in [
        (
            r#"{"*": {"characters-left": "{ $count } to go"}}"#,
            "\u{1} to go",
        ),
        (
            r#"{"*": {"characters-left": "{count} to go"}}"#,
            "\u{1} to go",
        ),
        (
            r#"{"*": {"characters-left": {"other": "{count} letters", "one": "a letter"}}}"#,
            "one\u{1f}a letter\u{1e}\u{1} letters",
        ),
    ] {
        check("en", &[layer], "characters-left", expected, &[]);
    }
    let turned = r#"{"*": {"from-to": "{receiver}, from {sender}"}}"#;
    check("en", &[turned], "from-to", "\u{2}, from \u{1}", &[]);
}

#[test]
fn what_is_not_understood_is_said_once_with_the_nearest() {
    for (layer, warning) in [
        (
            r#"{"*": {"sned": "x"}, "en": {"sned": "y"}}"#,
            r#"there is no text "sned"; the nearest is "send""#,
        ),
        (r#"{"*": {"send": 3}}"#, "send: is no text; kept as it was"),
        (
            r#"{"*": {"send": {"other": "x"}}}"#,
            "send: is no text; kept as it was",
        ),
        (
            r#"{"*": {"send": "{ $what }"}}"#,
            "send: { $what } is filled with nothing here",
        ),
        (
            r#"{"*": {"send": "{ what"}}"#,
            "send: has a { without its }",
        ),
        (
            r#"{"*": {"minutes-left": "{count} left"}}"#,
            "minutes-left: { $count } is none of its placeholders (minutes)",
        ),
        (
            r#"{"*": {"minutes-left": {"one": "x"}}}"#,
            r#"minutes-left: has no form "other""#,
        ),
        (
            r#"{"*": {"minutes-left": {"som": "x", "other": "y"}}}"#,
            r#"minutes-left: "som" is no plural form; there are zero, one, two, few, many, other"#,
        ),
        (
            r#"{"xx": {}}"#,
            r#""xx" is none of the interface's languages"#,
        ),
        (
            r#"["send"]"#,
            r#"texts are an object such as {"*": {"start": "Begin"}}"#,
        ),
    ] {
        check("en", &[layer], "send", "Send", &[warning]);
    }
}
