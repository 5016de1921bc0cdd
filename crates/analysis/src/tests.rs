use super::*;
use vivavoce_agent::{By, Said};
use vivavoce_text::Language;

fn said(by: By, text: &str, at: i64) -> Said {
    Said {
        by,
        text: text.to_owned(),
        choice: None,
        at,
        aside: false,
    }
}

/// `A>` and `V>` lines, two seconds apart.
fn talk(script: &str) -> Vec<Said> {
    script
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .enumerate()
        .map(|(at, line)| {
            let (by, text) = line.split_once("> ").expect("A> or V>");
            let by = match by {
                "A" => By::Agent,
                "V" => By::Visitor,
                _ => By::Tool,
            };
            said(by, text, at as i64 * 2_000)
        })
        .collect()
}

fn check(script: &str, rubric: Option<&str>) -> Results {
    let history = talk(script);
    measure(&Measure {
        history: &history,
        language: None,
        interface: None,
        rubric,
        started_at: 0,
        ended_at: 60_500,
    })
}

#[test]
fn figures_count_what_was_said() {
    let results = check(
        "A> Hello! How are you?
         V> Fine, um, thanks. And you?
         A> Well.
         T> {\"found\": true}
         V> Good
         V> Is it over?",
        None,
    );
    let figures = results.figures;
    assert_eq!(figures.duration_seconds, 60);
    assert_eq!((figures.visitor_turns, figures.agent_turns), (3, 2));
    assert_eq!((figures.visitor_words, figures.agent_words), (9, 5));
    assert_eq!((figures.visitor_questions, figures.agent_questions), (2, 1));
    assert_eq!(figures.fillers, Some(1));
    assert_eq!(figures.talk_share, 0.643);
    assert_eq!(figures.words_per_turn, 3.0);
    // 2 s and, past the tool's result, 4 s; the second message in a row waits for nobody.
    assert_eq!(figures.response_seconds, Some(3.0));
    assert_eq!(figures.rubric_coverage, None);
}

#[test]
fn fillers_are_counted_only_where_they_fill() {
    for (text, expected) in [
        ("Um, I was, like, there", 2),
        ("I like it like that", 0),
        ("It was kind of slow, you know", 2),
        ("What kind of work do you know?", 0),
        ("Basically it works", 1),
        ("", 0),
    ] {
        assert_eq!(
            figures::fillers(text, Some(Language::English)),
            Some(expected),
            "{text:?}"
        );
    }
}

#[test]
fn without_a_rubric_there_is_no_score() {
    let results = check("A> Hi\n V> Hello there", None);
    assert_eq!(results.score, None);
    assert_eq!(results.status, ResultsStatus::Ready);
    assert_eq!(results.score_source, ScoreSource::Measured);
    assert!(results.report_card.is_empty());
    // Nor with one in which nothing can be found.
    assert_eq!(check("V> Hello", Some("---\n…")).score, None);
}

#[test]
fn who_said_nothing_gets_no_score_and_no_advice() {
    let results = check("A> Hello!", Some("- Empathy"));
    assert_eq!(results.score, None);
    assert_eq!(results.figures.rubric_coverage, Some(0.0));
    assert!(results.strengths.is_empty() && results.weaknesses.is_empty());
    assert_eq!(
        results.feedback.as_deref(),
        Some("Nothing was said, so there is nothing to measure.")
    );
    let nothing = measure(&Measure {
        history: &[],
        language: None,
        interface: None,
        rubric: None,
        started_at: 9,
        ended_at: 3,
    });
    assert_eq!(nothing.figures.duration_seconds, 0);
}

#[test]
fn a_criterion_is_found_by_its_words_and_by_how_it_sounds() {
    let rubric = "- Empathy (60%)\n- Solution: offers a refund or a replacement (40%)\n- Juggling";
    let results = check(
        "A> My order is late!
         V> I am sorry to hear that, that sounds frustrating. I understand why you are upset.
         A> So?
         V> I can send a replacement today or refund you.",
        Some(rubric),
    );
    let [empathy, solution, juggling] = results.report_card.as_slice() else {
        panic!("three rows")
    };
    assert_eq!(empathy.score, 10.0);
    assert_eq!(empathy.weight, Some(60.0));
    assert!(
        empathy.note.contains("sorry") && empathy.note.contains(" Said:"),
        "{}",
        empathy.note
    );
    assert_eq!(solution.score_str, "10/10");
    assert_eq!(juggling.score, 0.0);
    assert!(juggling.note.contains("nothing found"), "{}", juggling.note);
    assert_eq!(results.figures.rubric_coverage, Some(0.667));
    assert!(
        results
            .strengths
            .iter()
            .any(|text| text.contains("Empathy"))
    );
    assert!(
        results
            .weaknesses
            .iter()
            .any(|text| text.contains("Juggling"))
    );
    assert!(
        results
            .action_items
            .iter()
            .any(|text| text.contains("Juggling"))
    );
    // Not every row has a weight, so none counts: (10 + 10 + 0) / 3.
    assert_eq!(results.score, Some(6.7));
}

#[test]
fn weights_decide_where_every_row_has_one() {
    let results = check(
        "V> I am sorry, I understand, I hear you, that sounds hard.",
        Some("- Empathy 75%\n- Juggling 25%"),
    );
    assert_eq!(results.score, Some(7.5));
}

/// What most notions sound like.
const ALL_CUES: &str = "Hello, thank you. I am sorry. Could you? I can send it tomorrow, for example, \
    because we love to compare what we learned.";

#[test]
fn a_word_names_a_notion_only_in_its_sense() {
    // A criterion, what the visitor says, and whether that covers it.
    let mut wrong = Vec::new();
    for (criterion, spoken, is_covered) in [
        (
            "Verification: asks for the account number",
            "I am so sorry. I will see to it.",
            false,
        ),
        (
            "Account: opens it at the right branch",
            "I will see to it, sorry.",
            false,
        ),
        ("Account owner", "I am sorry.", false),
        ("Accounting basics", "I apologize.", false),
        ("Accountability", "I am sorry, I will see to it.", true),
        ("Ownership: takes it", "That was our mistake.", true),
        ("Being accountable", "I will take care of it.", true),
        ("Problem reports", "Could you repeat that?", false),
        ("Probability theory", "Could you repeat that?", false),
        ("Probing", "Could you repeat that?", true),
        ("Asks questions", "Could you repeat that?", true),
        ("Answers questions", "Could you repeat that?", false),
        ("Needs analysis", "Which one would suit you?", true),
        ("Greets the patient", "Let me see, of course.", false),
        ("The patient's name", "Of course, let me see.", false),
        ("Patience", "Of course, let me see.", true),
        ("Stays patient", "Of course, let me see.", true),
        ("Escalator safety", "Of course, let me see.", false),
        (
            "Helps the learner",
            "I made a mistake, I could improve.",
            false,
        ),
        ("Learning", "Next time I would do it differently.", true),
        ("Self-service", "I made a mistake, I could improve.", false),
        ("Self-awareness", "I made a mistake, I could improve.", true),
        ("Organic products", "First this and then that.", false),
        ("Organised answers", "First this and then that.", true),
        ("Clearance sale", "Then this, because of that.", false),
        ("Clarity", "Then this, because of that.", true),
        ("Interest rate", "I love it, I want to join.", false),
        ("Interest in the role", "I love it, I want to join.", true),
        ("Fitness", "I enjoy it.", false),
        ("Opening hours", "Hello, good morning.", false),
        ("Opening", "Hello, good morning.", true),
        ("Refers a friend", "Hello, thanks.", false),
        ("Friendly", "Hello, thanks.", true),
        ("Toner cartridges", "Hello, thanks.", false),
        ("Committee", "I promise, tomorrow.", false),
        ("Commitment", "I promise, tomorrow.", true),
        ("Plant care", "Tomorrow, within a week.", false),
        ("Closet size", "Tomorrow, within a week.", false),
        ("Next to the station", "Tomorrow, within a week.", false),
        ("Next steps", "Tomorrow, within a week.", true),
        ("Closing", "Tomorrow, within a week.", true),
        ("Follow-up", "Tomorrow, within a week.", true),
        ("Optional extras", "I can send a replacement.", false),
        ("Options", "I can send a replacement.", true),
        ("Bank details", "At my last job we had 7 people.", false),
        ("Specification", "At my last job we had 7 people.", false),
        ("Details", "At my last job we had 7 people.", true),
        ("Leaflets", "We agreed together.", false),
        ("Sales leads", "We agreed together.", false),
        ("Leadership", "We agreed together.", true),
        ("Conflict of interest", "We agreed together.", false),
        ("Safety measures", "It improved by 7 percent.", false),
        ("Measurable results", "It improved by 7 percent.", true),
        ("Company values", "What if we compare the cost?", false),
        ("Value", "What if we compare the cost?", true),
        ("Empathy", "I am so sorry to hear that.", true),
        ("Compass reading", "I am so sorry to hear that.", false),
        // What is told of, and is none of it said.
        ("Mentions value added tax", ALL_CUES, false),
        ("Explains the interest on the loan", ALL_CUES, false),
        ("Feel of the fabric", ALL_CUES, false),
        ("Introduces the new tariff", ALL_CUES, false),
        ("Mentions the ring tone", ALL_CUES, false),
        ("Asks for warm water", ALL_CUES, false),
        ("Asks for some warm socks", ALL_CUES, false),
        ("Names the saline solution", ALL_CUES, false),
        ("Names the mouthwash solution", ALL_CUES, false),
        ("Asks for next of kin", ALL_CUES, false),
        ("Closes the window", ALL_CUES, false),
        ("Opens the door", ALL_CUES, false),
        ("Sells action figures", ALL_CUES, false),
        ("Asks for fit of the shoes", ALL_CUES, false),
        ("Explains git commits", ALL_CUES, false),
        ("Question mark key", ALL_CUES, false),
        (
            "Delivery: asks for the address",
            "I was late, sorry.",
            false,
        ),
        ("Delivery: mentions price tags", ALL_CUES, false),
        ("Mentions value added tax", "There is a tax of 7.", true),
        ("Asks for warm water", "Some water, please.", true),
        // What is done while something is told, and what is told and no thing.
        ("Explains the tariff politely", ALL_CUES, true),
        ("Explains fees with empathy", ALL_CUES, true),
        ("Asks for the number and stays calm", ALL_CUES, true),
        ("Asks at least three good questions", "Could you say?", true),
        (
            "Asks about the customer's needs",
            "Which do you like?",
            true,
        ),
        ("Explains next steps", "By email, tomorrow.", true),
        (
            "Mentions a concrete example",
            "At my last job it was so.",
            true,
        ),
        ("Explains the impact of it", "It improved.", true),
        ("Introduces herself", "Hello!", true),
        ("Closes the call", "Until tomorrow.", true),
        ("Opens the conversation", "Hello!", true),
    ] {
        let results = check(&format!("V> {spoken}"), Some(&format!("- {criterion}")));
        let row = &results.report_card[0];
        if (row.score > 0.0) != is_covered {
            wrong.push(format!("{criterion:?} {spoken:?}: {}", row.note));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_what_the_visitor_says_counts() {
    let results = check(
        "A> Sorry, I apologize, I understand.\n V> Bananas.",
        Some("- Empathy"),
    );
    assert_eq!(results.score, Some(0.0));
}

#[test]
fn any_script_and_any_size_is_measured() {
    let long = "слово ".repeat(20_000);
    let history = [
        said(By::Agent, "你好吗？", 0),
        said(By::Visitor, &long, 1),
        said(By::Visitor, "😀\u{0}\u{202e}", 2),
    ];
    let results = measure(&Measure {
        history: &history,
        language: None,
        interface: None,
        rubric: Some("- Слово\n- 好"),
        started_at: i64::MIN / 2,
        ended_at: i64::MAX / 2,
    });
    assert_eq!(results.figures.visitor_words, 20_000);
    assert!(results.report_card[0].score > 0.0);
}

#[test]
fn advice_follows_the_figures() {
    let short = check(
        "A> One?\n V> Yes.\n A> Two?\n V> No.\n A> Three?\n V> Maybe.",
        None,
    );
    assert!(
        short.weaknesses.iter().any(|text| text.contains("Short")),
        "{:?}",
        short.weaknesses
    );
    assert!(
        short
            .weaknesses
            .iter()
            .any(|text| text.contains("No questions"))
    );
    assert_eq!(short.weaknesses.len(), short.action_items.len());
    assert!(short.feedback.unwrap().contains("measured, not judged"));
}

#[test]
fn a_rubric_and_a_catalogue_of_any_length_are_gone_through_once() {
    // Compared with one another, so many words would take hours.
    let long: String = (0..100_000)
        .map(|number| format!("word{number} "))
        .collect();
    let words: Vec<&str> = long.split(' ').collect();
    let lines: String = words.iter().map(|word| format!("- {word}\n")).collect();
    let nested = format!("- Empathy\n{}", lines.replace("- ", "  - "));
    let history: Vec<Said> = words
        .chunks(20)
        .map(|words| said(By::Visitor, &format!("{}.", words.join(" ")), 0))
        .collect();
    for rubric in [long.as_str(), &lines, &nested] {
        let results = measure(&Measure {
            history: &history,
            language: None,
            interface: None,
            rubric: Some(rubric),
            started_at: 0,
            ended_at: 1,
        });
        assert!(results.report_card.len() <= 24);
    }
    let catalogue = insight::Catalogue::new(words.iter().map(|word| (*word).to_owned()));
    assert!(catalogue.is_in(" a word17 b "));
    assert!(!catalogue.is_in(" a wore17 b "));
}

#[test]
fn fillers_are_counted_in_each_language_and_in_no_unknown_one() {
    for (tag, text, expected) in [
        ("de", "Äh, also ich war, ähm, sozusagen dort", Some(3)),
        ("es", "Eh, o sea, estaba allí", Some(2)),
        ("fr", "Euh, du coup j’étais là", Some(2)),
        ("pt", "Hum, né, eu estava lá", Some(2)),
        ("ar", "يعني كنت هناك", Some(1)),
        ("zh", "嗯，我在那里", Some(1)),
        ("ja", "えーと、そこにいました", Some(1)),
        ("it", "Ehm, ero lì", None),
    ] {
        let found = figures::fillers(text, Language::read(tag));
        assert_eq!(found, expected, "{text}");
    }
    let praised = |word: &str| {
        let text = format!("{word} ").repeat(30);
        let results = measure(&Measure {
            history: &[said(By::Visitor, &text, 0)],
            language: None,
            interface: None,
            rubric: None,
            started_at: 0,
            ended_at: 1,
        });
        let praised = results.strengths.contains(&"No filler words.".to_owned());
        (results.figures.fillers, praised)
    };
    assert_eq!(praised("the house"), (Some(0), true));
    assert_eq!(praised("мой дом"), (None, false));
}
