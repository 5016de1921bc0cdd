use proptest::prelude::*;
use serde_json::json;

use super::*;

#[test]
fn half_a_surrogate_pair_is_replaced() {
    for (source, read) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00x""#, "\u{fffd}x"),
        (r#""\uDE00\uD83D""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
        (r#""\ud83d\ude00\ude00""#, "😀\u{fffd}"),
        (r#""\\ud83d""#, r"\ud83d"),
        (r#""\\\ud83d""#, "\\\u{fffd}"),
        (r#""☃\ud83dé""#, "☃\u{fffd}é"),
    ] {
        assert_eq!(parse(source), Some(read.into()), "{source}");
    }
    for source in [r#""\ud83""#, r#""\ud83"#, r#""\u+d83""#, r#""\"#, "\"\\é\""] {
        assert_eq!(parse(source), None, "{source}");
    }
    assert_eq!(parse_bytes(b"\"\xff\""), None);
    let names = parse(r#"{"\udc00":1}"#).unwrap();
    assert_eq!(names.at("\u{fffd}"), &json!(1));
}

#[test]
fn depth_is_limited() {
    for (depth, is_read) in [(100, true), (127, true), (128, false), (1_000_000, false)] {
        let source = ["[".repeat(depth), "]".repeat(depth)].concat();
        assert_eq!(parse(&source).is_some(), is_read, "{depth}");
    }
}

#[test]
fn the_last_of_a_repeated_name_counts() {
    assert_eq!(parse(r#"{"a":1,"a":2}"#).unwrap().at("a"), &json!(2));
}

#[test]
fn members_stand_in_the_order_of_their_names() {
    let source = r#"{"b":1,"a":{"d":[],"c":null}}"#;
    let sorted = r#"{"a":{"c":null,"d":[]},"b":1}"#;
    assert_eq!(text(&parse(source).unwrap()), sorted);
}

#[test]
fn whole_numbers_have_no_fraction() {
    for (value, written) in [
        (0.0, "0"),
        (-0.0, "0"),
        (7.4, "7.4"),
        (-0.05, "-0.05"),
        (1_705_312_800_123.0, "1705312800123"),
        (9_007_199_254_740_992.0, "9007199254740992"),
        (1e300, "1e+300"),
        (f64::NAN, "null"),
        (f64::INFINITY, "null"),
    ] {
        assert_eq!(text(&number(value)), written);
    }
    for (source, shown) in [("7", "7"), ("7.0", "7"), ("-2.50", "-2.5")] {
        let Some(Value::Number(read)) = parse(source) else {
            panic!("{source}");
        };
        assert_eq!(digits(&read), shown);
    }
    #[derive(Serialize)]
    struct Kept {
        #[serde(serialize_with = "millis")]
        at: f64,
    }
    let at = 1_705_312_800_123.4;
    assert_eq!(text(&Kept { at }), r#"{"at":1705312800123}"#);
}

#[test]
fn looking_into_what_is_something_else_finds_nothing() {
    for source in ["null", "7", "\"a\"", "[1]", r#"{"b":1}"#] {
        let value = parse(source).unwrap();
        assert_eq!(value.at("a"), &Value::Null, "{source}");
        assert_eq!(value.text_at("a"), "", "{source}");
        assert!(!value.flag_at("a"), "{source}");
    }
    assert_eq!(each::<String>(&json!(["a", 1, "b"])), ["a", "b"]);
    assert_eq!(each::<String>(&json!({"a": 1})), [""; 0]);
    for (source, count) in [
        ("7", Some(7)),
        ("7.0", Some(7)),
        ("7.5", None),
        ("-1", None),
        ("1e300", None),
        ("\"7\"", None),
        ("18446744073709551615", Some(u64::MAX)),
    ] {
        assert_eq!(parse(source).unwrap().count(), count, "{source}");
    }
}

#[test]
fn a_type_is_read_whole_or_not_at_all() {
    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Entry {
        id: u32,
        at: f64,
        title: Option<String>,
        pairs: Vec<(String, String)>,
        word: Word,
    }
    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        One,
        #[default]
        #[serde(other)]
        Other,
    }
    let full = json!({
        "id": 7.0, "at": 1_705_312_800_123_u64, "title": "t", "later": [{}],
        "pairs": [["a", "b"]], "word": "one",
    });
    let read = Entry {
        id: 7,
        at: 1_705_312_800_123.0,
        title: Some("t".to_owned()),
        pairs: vec![("a".to_owned(), "b".to_owned())],
        word: Word::One,
    };
    assert_eq!(of(&full), Some(read));
    let bare = json!({"title": null, "word": "two"});
    assert_eq!(of(&bare), Some(Entry::default()));
    for other in [
        json!([]),
        json!([7]),
        json!(null),
        json!({"id": -1}),
        json!({"id": 4_294_967_296_u64}),
        json!({"id": "7"}),
        json!({"at": "now"}),
        json!({"title": 7}),
        json!({"pairs": [["a"]]}),
        json!({"pairs": [["a", "b", "c"]]}),
        json!({"word": {"one": 1}}),
    ] {
        assert_eq!(of::<Entry>(&other), None, "{other}");
    }
}

proptest! {
    #[test]
    fn any_escapes_are_read_without_a_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec!["\\", "u", "\\u", "d83d", "de00", "\\ud83d", "\\ude00", "é", "\"", "n"]),
            0..12,
        )
    ) {
        let source = ["\"", &parts.concat(), "\""].concat();
        let whole = serde_json::from_str::<Value>(&source);
        if let Ok(whole) = whole {
            prop_assert_eq!(parse(&source), Some(whole));
        } else {
            let _ = parse(&source);
        }
    }
}
