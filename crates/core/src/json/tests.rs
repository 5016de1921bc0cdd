use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::Value;

use super::{Json, Object, Read as _, parse, parse_bytes, text};

fn of(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(flag) => Json::Flag(*flag),
        Value::Number(number) => Json::Number(number.as_f64().unwrap()),
        Value::String(text) => Json::Text(text.clone()),
        Value::Array(items) => Json::List(items.iter().map(of).collect()),
        Value::Object(members) => {
            Json::Object(members.iter().map(|(k, v)| (k.clone(), of(v))).collect())
        }
    }
}

/// Reads as serde_json does, whatever that is.
fn check(source: &str) {
    let expected = serde_json::from_str::<Value>(source).ok();
    let read = parse(source);
    let agrees = match (&read, &expected) {
        (Some(read), Some(expected)) => is_near(read, &of(expected)),
        (None, None) => true,
        _ => false,
    };
    assert!(agrees, "{source}: {read:?}, expected {expected:?}");
}

/// Objects may be in another order, and long numbers differ in their last places.
fn is_near(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Number(one), Json::Number(other)) => {
            (one - other).abs() <= other.abs() * 1e-14 + f64::MIN_POSITIVE
        }
        (Json::List(one), Json::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(a, b)| is_near(a, b))
        }
        (Json::Object(given), Json::Object(members)) => {
            members
                .iter()
                .all(|(name, value)| is_near(one.get(name), value))
                && given
                    .iter()
                    .all(|(name, _)| !other.get(name).is_missing(members, name))
        }
        _ => one == other,
    }
}

impl Json {
    fn is_missing(&self, members: &[(String, Json)], name: &str) -> bool {
        self.is_null() && !members.iter().any(|(known, _)| known == name)
    }
}

#[test]
fn json_is_read_as_its_grammar_says() {
    for source in [
        "null",
        " true ",
        "false",
        "tru",
        "nullx",
        "",
        " ",
        "{}",
        "[]",
        "[ ]",
        "{ }",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"a\":}",
        "{\"a\":1} x",
        "\n{\"a\" :\t[ 1 , {\"b\":null}]\r}",
        "{\"a\":1,\"a\":2}",
        r#""plain é ☃ 😀""#,
        r#""\"\\\/\b\f\n\r\t""#,
        r#""\u00e9\u2603\ud83d\ude00\u0000""#,
        r#""\x""#,
        r#""\u12""#,
        r#""\u12g4""#,
        "\"open",
        "\"\\",
        "\"a\nb\"",
        "0",
        "-0",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1.5",
        "-12.25e2",
        "1e",
        "1e+",
        "1E-3",
        "1e400",
        "1e-400",
        "0e999999999999999999999",
        "123456789012345678901234567890",
        "0.1234567890123456789012345",
        "1705312800123",
        "9007199254740993",
        "4.9e-324",
        "1.7976931348623157e308",
        "NaN",
        "7.4",
        "0x10",
        "\u{feff}1",
    ] {
        check(source);
    }
    // What a float can hold is exact.
    for number in ["7.4", "0.1", "1e22", "-123456.789", "1705312800123", "0.46"] {
        assert_eq!(parse(number), Some(Json::Number(number.parse().unwrap())));
    }
}

#[test]
fn half_a_surrogate_pair_is_replaced() {
    for (source, read) in [
        (r#""\ud83d""#, "\u{fffd}"),
        (r#""\ude00x""#, "\u{fffd}x"),
        (r#""\ud83d\u0041""#, "\u{fffd}A"),
        (r#""\ud83d\n""#, "\u{fffd}\n"),
        (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
    ] {
        assert_eq!(parse(source), Some(Json::Text(read.to_owned())), "{source}");
    }
    assert_eq!(parse_bytes(b"\"\xff\""), None);
}

#[test]
fn depth_is_limited() {
    for (depth, is_read) in [(100, true), (128, true), (129, false), (1_000_000, false)] {
        let source = ["[".repeat(depth), "]".repeat(depth)].concat();
        assert_eq!(parse(&source).is_some(), is_read, "{depth}");
    }
}

#[test]
fn what_is_of_another_kind_is_as_good_as_missing() {
    let json = parse(
        r#"{"text":"t","number":7.5,"count":8,"below":-1,"flag":true,"null":null,
            "list":["a",1,"b"],"pairs":[["x","y"],["x"]],"map":{"a":"b"},"bad":{"a":1}}"#,
    )
    .unwrap();
    for name in ["number", "count", "flag", "null", "list", "map", "none"] {
        assert_eq!(json.field::<String>(name), "", "{name}");
        assert_eq!(json.field::<Option<String>>(name), None, "{name}");
    }
    for name in ["text", "number", "below", "flag", "null", "none"] {
        assert_eq!(json.field::<u32>(name), 0, "{name}");
        assert_eq!(json.field::<Option<u64>>(name), None, "{name}");
    }
    assert_eq!(json.field::<u32>("count"), 8);
    assert_eq!(json.field::<i64>("below"), -1);
    assert_eq!(json.field::<f64>("number"), 7.5);
    assert!(json.field::<bool>("flag"));
    assert_eq!(json.field::<Vec<String>>("list"), ["a", "b"]);
    let pairs = vec![("x".to_owned(), "y".to_owned())];
    assert_eq!(json.field::<Vec<(String, String)>>("pairs"), pairs);
    let map = BTreeMap::from([("a".to_owned(), "b".to_owned())]);
    assert_eq!(json.field::<BTreeMap<String, String>>("map"), map);
    assert_eq!(BTreeMap::read(json.get("bad")), None);
}

#[test]
fn absent_members_are_not_written_and_the_rest_is_separated() {
    let mut out = String::new();
    Object::begin(&mut out)
        .with("a", &None::<u32>)
        .with("b", &Some(1_u32))
        .with("c", &vec![Some(true), None])
        .with("d", &1_705_312_800_123.0)
        .end();
    assert_eq!(out, r#"{"b":1,"c":[true,null],"d":1705312800123}"#);
    for (number, written) in [
        (0.0, "0"),
        (-0.0, "0"),
        (7.4, "7.4"),
        (-0.05, "-0.05"),
        (1.115, "1.115"),
        (-0.0001, "0"),
        (f64::NAN, "null"),
    ] {
        assert_eq!(text(&number), written);
    }
}

/// Texts that look like JSON more often than chance would have it.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just(","),
        Just(":"),
        Just("\""),
        Just("\\"),
        Just("\\u"),
        Just("d83d"),
        Just("\"a\""),
        Just("null"),
        Just("true"),
        Just("-"),
        Just("."),
        Just("e"),
        Just("0"),
        Just("12"),
        Just(" "),
        Just("é"),
        Just("\n"),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        any::<f64>().prop_filter_map("finite", |it| it.is_finite().then(|| Value::from(it))),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..4).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn any_text_is_read_as_serde_reads_it(source in pieces()) {
        // serde refuses half surrogate pairs, which browsers write.
        prop_assume!(!source.contains("\\u"));
        check(&source);
    }

    #[test]
    fn any_pieces_are_read_without_a_panic(source in pieces()) {
        let _ = parse(&source);
    }

    #[test]
    fn any_value_is_read_as_serde_writes_it(value in values()) {
        check(&value.to_string());
    }

    #[test]
    fn any_string_is_written_as_serde_writes_it(string: String) {
        prop_assert_eq!(text(&string), serde_json::to_string(&string).unwrap());
    }
}
