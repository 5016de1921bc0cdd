use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::{Message, Parser, TooLarge};

const CAP: usize = 64;

/// Everything that comes out of `chunks`, and then what a reconnecting client would say.
fn parse<'a>(cap: usize, chunks: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut parser = Parser::new(cap);
    let mut out = String::new();
    for chunk in chunks {
        for message in parser.feed(chunk) {
            out += &match message {
                Ok(Message { event, data, id }) => format!("{event} {data:?} id={id:?}\n"),
                Err(TooLarge { cap }) => format!("larger than {cap}\n"),
            };
        }
    }
    if !parser.last_event_id().is_empty() {
        out += &format!("last id {:?}\n", parser.last_event_id());
    }
    if let Some(retry) = parser.retry() {
        out += &format!("retry {retry}\n");
    }
    out
}

/// Parses `stream` whole, byte by byte and cut in two at every byte: always the same comes out.
fn check(stream: impl AsRef<[u8]>, expected: Expect) {
    let stream = stream.as_ref();
    let whole = parse(CAP, [stream]);
    assert_eq!(parse(CAP, stream.chunks(1)), whole, "byte by byte");
    for cut in 0..=stream.len() {
        let (a, b) = stream.split_at(cut);
        assert_eq!(parse(CAP, [a, b]), whole, "cut at byte {cut}");
        assert_eq!(parse(CAP, [a, b"", b]), whole, "cut at byte {cut}, pause");
    }
    expected.assert_eq(&whole);
}

#[test]
fn a_message_ends_with_a_blank_line() {
    check(
        "data: one\n\ndata:two\n\n",
        expect![[r#"
            message "one" id=""
            message "two" id=""
        "#]],
    );
}

#[test]
fn an_unfinished_message_is_dropped() {
    check(
        "data: one\n\ndata: two\n",
        expect![[r#"
        message "one" id=""
    "#]],
    );
    check("data: one", expect![""]);
}

#[test]
fn what_the_end_left_unfinished_is_there_for_who_asks() {
    let check = |stream: &str, expected: Option<(&str, &str)>| {
        for size in 1..=stream.len().max(1) {
            let mut parser = Parser::new(CAP);
            for chunk in stream.as_bytes().chunks(size) {
                parser.feed(chunk);
            }
            let found = parser.finish();
            let found = found
                .as_ref()
                .map(|it| (it.event.as_str(), it.data.as_str()));
            assert_eq!(found, expected, "{stream:?} in chunks of {size}");
            assert_eq!(parser.finish(), None, "{stream:?}, asked once more");
        }
    };
    check("data: one\n\ndata: two\n", Some(("message", "two")));
    check("data: one\n\ndata: two", Some(("message", "two")));
    check("data: one\r\n\r\ndata: two\r", Some(("message", "two")));
    check("event: end\ndata: {", Some(("end", "{")));
    check("\u{feff}data: one", Some(("message", "one")));
    // Nothing was begun, or nothing that is a message.
    for nothing in [
        "",
        "data: one\n\n",
        "data: one\n\n\n",
        ": bye",
        "event: end",
        "id: 4\n",
    ] {
        check(nothing, None);
    }
    // Beyond the cap nothing is left.
    let mut parser = Parser::new(4);
    assert!(parser.feed(b"data: too long").iter().any(Result::is_err));
    assert_eq!(parser.finish(), None);
}

#[test]
fn lines_end_with_lf_cr_or_both() {
    check(
        "data: a\rdata: b\r\n\r\ndata: c\n\rdata: d\r\r",
        expect![[r#"
            message "a\nb" id=""
            message "c" id=""
            message "d" id=""
        "#]],
    );
}

#[test]
fn a_cr_and_its_lf_end_one_line() {
    check(
        "data: a\r\ndata: b\r\nevent: x\r\n\r\n",
        expect![[r#"
            x "a\nb" id=""
        "#]],
    );
}

#[test]
fn a_cr_ends_a_line_at_once_and_its_lf_ends_nothing_more() {
    check(
        "data: a\r\n\r\n\r\n",
        expect![[r#"
        message "a" id=""
    "#]],
    );
    check(
        "data: a\r\r",
        expect![[r#"
        message "a" id=""
    "#]],
    );
}

#[test]
fn one_byte_order_mark_at_the_start_is_dropped() {
    check(
        "\u{feff}data: a\n\n",
        expect![[r#"
        message "a" id=""
    "#]],
    );
}

#[test]
fn a_second_byte_order_mark_and_a_late_one_are_text() {
    check(
        "\u{feff}\u{feff}data: a\n\ndata: b\n\n",
        expect![[r#"
        message "b" id=""
    "#]],
    );
    check(
        "data: a\n\n\u{feff}data: b\n\n",
        expect![[r#"
        message "a" id=""
    "#]],
    );
}

#[test]
fn half_a_byte_order_mark_is_text() {
    check(
        b"\xEF\xBBdata: a\n\ndata: b\n\n",
        expect![[r#"
        message "b" id=""
    "#]],
    );
    check(
        b"\xEF\n\ndata: b\n\n",
        expect![[r#"
        message "b" id=""
    "#]],
    );
}

#[test]
fn comments_are_passed_over() {
    check(
        ": hello\n:\n:data: no\ndata: a\n::::\ndata: b\n\n: bye\n\n",
        expect![[r#"
            message "a\nb" id=""
        "#]],
    );
}

#[test]
fn an_empty_data_field_is_a_message_and_none_is_none() {
    check(
        "data\n\ndata:\n\nevent: x\n\nid: 1\n\n",
        expect![[r#"
        message "" id=""
        message "" id=""
        last id "1"
    "#]],
    );
}

#[test]
fn data_lines_are_joined_by_line_feeds() {
    check(
        "data\ndata\n\ndata:\ndata: x\ndata\n\n",
        expect![[r#"
        message "\n" id=""
        message "\nx\n" id=""
    "#]],
    );
}

#[test]
fn one_space_after_the_colon_is_not_part_of_the_value() {
    check(
        "data:  a \n\ndata:\tb\n\ndata: \n\n",
        expect![[r#"
        message " a " id=""
        message "\tb" id=""
        message "" id=""
    "#]],
    );
}

#[test]
fn a_value_may_hold_colons() {
    check(
        "data: a:b: c\n\ndata:::\n\n",
        expect![[r#"
        message "a:b: c" id=""
        message "::" id=""
    "#]],
    );
}

#[test]
fn field_names_are_exact() {
    check(
        " data: a\nData: b\ndata : c\ndatax: d\ndat: e\n\ndata: f\n\n",
        expect![[r#"
            message "f" id=""
        "#]],
    );
}

#[test]
fn an_event_field_names_the_next_message_only() {
    check(
        "event: a\nevent: b\ndata: 1\n\ndata: 2\n\nevent: c\n\ndata: 3\n\nevent:\ndata: 4\n\n",
        expect![[r#"
            b "1" id=""
            message "2" id=""
            message "3" id=""
            message "4" id=""
        "#]],
    );
}

#[test]
fn an_id_stays_until_the_next_one() {
    check(
        "id: 1\ndata: a\n\ndata: b\n\nid\ndata: c\n\nid: é\ndata: d\n\n",
        expect![[r#"
            message "a" id="1"
            message "b" id="1"
            message "c" id=""
            message "d" id="é"
            last id "é"
        "#]],
    );
}

#[test]
fn an_id_counts_from_its_blank_line_even_without_data() {
    check(
        "id: 1\n\nid: 2\n",
        expect![[r#"
        last id "1"
    "#]],
    );
}

#[test]
fn an_id_with_a_nul_is_ignored() {
    check(
        "id: 1\nid: 2\0\nid: \0\ndata: a\n\n",
        expect![[r#"
        message "a" id="1"
        last id "1"
    "#]],
    );
}

#[test]
fn nul_elsewhere_is_text() {
    check(
        "data: a\0b\n\n\0data: c\n\ndata\0: d\n\n",
        expect![[r#"
        message "a\0b" id=""
    "#]],
    );
}

#[test]
fn retry_takes_digits_only() {
    check(
        "retry: 1500\n",
        expect![[r#"
        retry 1500
    "#]],
    );
    check(
        "retry: 003\n",
        expect![[r#"
        retry 3
    "#]],
    );
    for bogus in [
        "retry: 1s",
        "retry: -1",
        "retry: 1.5",
        "retry:  1",
        "retry",
        "retry: 1e3",
    ] {
        check(
            format!("retry: 7\n{bogus}\n"),
            expect![[r#"
            retry 7
        "#]],
        );
    }
    check("retry: 99999999999999999999999\n", expect![""]);
}

#[test]
fn invalid_utf8_is_replaced_where_it_is_invalid() {
    check(
        b"data: a\xFFb\xE2\x9Cc\xC0\n\n",
        expect![[r#"
        message "a�b�c�" id=""
    "#]],
    );
}

#[test]
fn a_character_cut_by_a_chunk_is_whole() {
    check(
        "data: ✔ 😀 ü\n\n",
        expect![[r#"
        message "✔ 😀 ü" id=""
    "#]],
    );
}

#[test]
fn a_character_cut_by_the_line_end_is_replaced_once() {
    check(
        b"data: a\xF0\x9F\x98\n\n",
        expect![[r#"
        message "a�" id=""
    "#]],
    );
}

#[test]
fn what_is_no_line_end_to_the_standard_is_text() {
    check(
        "data: a\u{2028}b\u{85}c\x0bd\n\n",
        expect![[r#"
        message "a\u{2028}b\u{85}c\u{b}d" id=""
    "#]],
    );
}

#[test]
fn an_event_beyond_the_cap_ends_the_stream_after_those_before_it() {
    let long = "x".repeat(CAP);
    check(
        format!("data: a\n\ndata: {long}\n\ndata: b\n\n"),
        expect![[r#"
            message "a" id=""
            larger than 64
        "#]],
    );
    // Many short lines are as large as one long line.
    check(
        "data: 123456789\n".repeat(9),
        expect![[r#"
        larger than 64
    "#]],
    );
    check(
        format!(": {long}\n\n"),
        expect![[r#"
        larger than 64
    "#]],
    );
}

#[test]
fn a_stream_of_many_events_is_never_beyond_the_cap() {
    let mut parser = Parser::new(CAP);
    let stream = "id: 1\nevent: x\ndata: 0123456789\n\n".repeat(10_000);
    assert!(parser.feed(stream.as_bytes()).iter().all(Result::is_ok));
}

#[test]
fn a_giant_line_in_small_chunks_takes_linear_time() {
    let mut parser = Parser::new(usize::MAX);
    parser.feed(b"data: ");
    // Quadratic work on these 32 MB would take hours.
    let chunk = [b'x'; 64];
    for _ in 0..500_000 {
        assert!(parser.feed(&chunk).is_empty());
    }
    let messages = parser.feed(b"\n\n");
    let length = messages
        .first()
        .and_then(|message| message.as_ref().ok())
        .map(|message| message.data.len());
    assert_eq!(length, Some(32_000_000));
}

/// What streams are made of, and what breaks them.
const PIECES: &[&[u8]] = &[
    b"data",
    b":",
    b" ",
    b"\n",
    b"\r",
    b"\n\n",
    b"\r\n",
    b"id",
    b"event",
    b"retry",
    b"12",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xEF\xBB",
    b"\xF0\x9F\x98",
    b"\x80",
    "ü".as_bytes(),
];

proptest! {
    #[test]
    fn any_bytes_in_any_chunks_give_the_same(
        pieces in prop::collection::vec(
            prop::sample::select(PIECES),
            0..40,
        ),
        cuts in prop::collection::vec(1_usize..9, 1..40),
    ) {
        let stream = pieces.concat();
        let mut chunks = Vec::new();
        let mut rest = &stream[..];
        for cut in cuts.into_iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (chunk, after) = rest.split_at(cut.min(rest.len()));
            chunks.push(chunk);
            rest = after;
        }
        prop_assert_eq!(parse(CAP, chunks), parse(CAP, [&stream[..]]));
    }
}
