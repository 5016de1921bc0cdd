use super::*;

fn shelf() -> Vec<Found> {
    let entries = [
        (
            Kind::Question,
            "How do I return a lamp?",
            "Send it back within 30 days; we pay the postage.",
        ),
        (
            Kind::Question,
            "Do you ship to Norway?",
            "Yes, in four days, for 9 EUR.",
        ),
        (
            Kind::Text,
            "Care",
            "Brass lamps are polished with a dry cloth.\n\nPaper shades must not get wet. \
             Bulbs of at most 40 W fit every lamp we sell.",
        ),
        (
            Kind::Link,
            "Our workshop",
            "The workshop stands in Bergen. Visitors are welcome on Saturdays from ten to four.",
        ),
    ];
    let found = |(kind, head, text): &(Kind, &str, &str)| {
        let (kind, head) = (*kind, (*head).to_owned());
        passages(kind, &head, text)
            .into_iter()
            .map(|passage| Found {
                entry_id: head.clone(),
                kind: Some(kind),
                title: head.clone(),
                question: (kind == Kind::Question).then(|| head.clone()),
                text: passage.text,
                url: None,
                terms: passage.terms,
                ..Found::default()
            })
            .collect::<Vec<_>>()
    };
    entries.iter().flat_map(found).collect()
}

fn check(question: &str, expected: Option<&str>) {
    let found = best(shelf(), question);
    let said = answer(&found, question).map(|(_, text)| text);
    match expected {
        Some(part) => assert!(
            said.as_deref().unwrap_or_default().contains(part),
            "{question}: {said:?}"
        ),
        None => assert_eq!(said, None, "{question}"),
    }
}

#[test]
fn a_question_finds_its_answer_and_nothing_else_is_said() {
    check("How can I return my lamp?", Some("30 days"));
    check("return?", Some("30 days"));
    check("Are you shipping to Norway?", Some("four days"));
    check("Which bulbs fit?", Some("40 W"));
    check(
        "When are visitors welcome in the workshop?",
        Some("Saturdays"),
    );
    check("What is the capital of Peru?", None);
    check("Why?", None);
    check("", None);
}

#[test]
fn what_shares_no_word_is_not_found_and_the_rest_is_ranked() {
    let found = best(shelf(), "polish brass");
    assert_eq!(found[0].title, "Care");
    assert!(found.iter().all(|it| it.score > 0.0));
    assert!(found.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert!(best(shelf(), "zeppelin").is_empty());
    assert!(best(Vec::new(), "lamp").is_empty());
}

#[test]
fn passages_hold_the_whole_text_and_none_is_long() {
    for text in [
        "",
        "One.",
        "One sentence. Another one! A third?\n\nA paragraph.\n\n\n\nThe last",
        &"A sentence of middling length that goes on a little. ".repeat(200),
        &"word".repeat(2_000),
        &"日本語の文章です。".repeat(300),
    ] {
        let found = passages(Kind::Text, "t", text);
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        let together: String = found.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(squeezed(&together), squeezed(text));
        assert!(found.iter().all(|it| it.text.chars().count() <= 710));
    }
    // An answer is never cut.
    let long = "Yes. ".repeat(400);
    assert_eq!(passages(Kind::Question, "q", &long).len(), 1);
}
