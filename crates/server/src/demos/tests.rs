use std::collections::HashSet;

use super::*;
use vivavoce_agent::act::Act;
use vivavoce_agent::script::{self, play};
use vivavoce_agent::{AgentContext, By, Said};
use vivavoce_analysis::{Measure, measure};
use vivavoce_protocol::wire::Variables;
use vivavoce_text::rubric;

fn demo(slug: &str) -> Demo {
    scenarios()
        .into_iter()
        .find(|demo| demo.slug == slug)
        .expect("a demo")
}

/// Plays a demo; each turn's acts. `#id` presses a button.
fn play(
    demo: &Demo,
    variables: &[(&str, &str)],
    answers: &[&str],
) -> (Vec<Vec<Act>>, AgentContext) {
    let script = script::validate(&demo.script).expect("a valid script");
    let variables: Variables = variables
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    let mut context = AgentContext {
        session_id: "64656d6f".to_owned(),
        variables,
        ..AgentContext::default()
    };
    let mut turns = vec![play::reply(&script, &context)];
    for answer in answers {
        let text = said(turns.last().expect("a turn"));
        context.history.push(Said {
            by: By::Agent,
            text,
            choice: None,
            at: 0,
            aside: false,
        });
        let choice = answer.strip_prefix('#').map(str::to_owned);
        context.history.push(Said {
            by: By::Visitor,
            text: (*answer).to_owned(),
            choice,
            at: 0,
            aside: false,
        });
        turns.push(play::reply(&script, &context));
    }
    (turns, context)
}

fn said(acts: &[Act]) -> String {
    acts.iter()
        .filter_map(|act| {
            if let Act::Say(text) = act {
                Some(text.as_str())
            } else {
                None
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn ends(turns: &[Vec<Act>]) -> bool {
    turns.last().is_some_and(|acts| acts.contains(&Act::End))
}

/// Plays `answers` and checks that the last turn ends, saying `word`.
fn check_end(slug: &str, answers: &[&str], word: &str) {
    let (turns, _) = play(&demo(slug), &[], answers);
    let last = said(turns.last().expect("a turn"));
    assert!(
        ends(&turns) && last.contains(word),
        "{answers:?} should end with {word:?}: {last}"
    );
}

#[test]
fn every_demo_is_complete_and_its_script_valid() {
    let demos = scenarios();
    let slugs: Vec<&str> = demos.iter().map(|demo| demo.slug).collect();
    assert_eq!(slugs, ["demo-interview", "demo-support", "demo-markdown"]);
    let ids: HashSet<&str> = demos.iter().map(|demo| demo.id).collect();
    assert_eq!(ids.len(), demos.len());
    for demo in demos {
        assert!(
            demo.id.len() == 24 && demo.id.bytes().all(|b| b.is_ascii_hexdigit()),
            "{}",
            demo.id
        );
        if let Err(error) = script::validate(&demo.script) {
            panic!("{}: {error}", demo.slug);
        }
        assert!(
            !demo.script.to_string().contains("\"page:"),
            "{}: a page is missing",
            demo.slug
        );
        assert!(rubric::rows(demo.rubric).len() >= 2, "{}", demo.slug);
        assert!(vivavoce_protocol::variables::names(demo.user_friendly_description).is_empty());
        let declared: Vec<&str> = demo.variables.iter().map(|(name, _)| *name).collect();
        let asked = vivavoce_protocol::variables::asked_of_page(
            demo.ai_instructions,
            demo.user_friendly_description,
            Some(&demo.script),
        );
        assert_eq!(asked, declared, "{}", demo.slug);
    }
}

/// Walks every button and branch for a while, and looks for `{{` or an empty turn.
#[test]
fn no_way_through_a_demo_shows_a_gap() {
    let answers = [
        "yes",
        "no",
        "I am so sorry, I understand how upsetting that is",
        "I will send a replacement by courier tomorrow",
        "What happened?",
        "It is our policy, calm down",
        "I led the project, and we reduced costs by 30 percent for our customers in a year",
        "🤷",
        "refund",
        "{{ role }}",
        "table",
        "#straight",
        "#hold",
        "#none",
        "#long",
        "#enough",
        "2",
    ];
    for demo in scenarios() {
        for first in 0..answers.len() {
            let walk: Vec<&str> = (0..9)
                .map(|n| answers[(first + n * (first + 3)) % answers.len()])
                .collect();
            let (turns, _) = play(&demo, &[], &walk);
            for (turn, acts) in turns.iter().enumerate() {
                let text = said(acts);
                assert!(
                    !text.trim().is_empty(),
                    "{} {walk:?} turn {turn}",
                    demo.slug
                );
                // The one that typed braces gets them back.
                let own = text.replace("{{ role }}", "");
                assert!(!own.contains("{{"), "{} {walk:?}: {text}", demo.slug);
            }
        }
    }
}

const PROUD: &str = "Our import broke every night, so I rewrote it with two colleagues, and as a result it runs in four minutes and nobody is called any more";

#[test]
fn the_interview_reads_well_with_and_without_variables() {
    let demo = demo("demo-interview");
    let (plain, _) = play(&demo, &[], &[]);
    assert!(
        said(&plain[0]).contains("Hello there, I’m Mara")
            && said(&plain[0]).contains("the **open** position at our company"),
        "{}",
        said(&plain[0])
    );
    let (given, _) = play(
        &demo,
        &[("company_name", "Acme"), ("role", "Gardener")],
        &[],
    );
    assert!(said(&given[0]).contains("the **Gardener** position at Acme"));
}

#[test]
fn the_interview_goes_from_hello_to_goodbye() {
    let demo = demo("demo-interview");
    let answers = [
        "#how",
        "#gently",
        "I took radios apart as a child and never stopped",
        PROUD,
        "#learn",
        "I would ask which customers see it and whether they can be told today; one hour",
        "I believed that standups waste time, until I saw a team without any talk past each other. I learned to ask first.",
        "#team",
        "What is the salary?",
        "Do you have a dog?",
        "no thanks",
    ];
    let (turns, context) = play(&demo, &[("role", "Gardener")], &answers);
    assert!(ends(&turns), "{:?}", turns.last());
    assert!(
        turns[4]
            .iter()
            .any(|act| matches!(act, Act::Tool { input, .. } if input.contains("import broke")))
    );
    assert!(
        said(&turns[9]).contains("in writing"),
        "{}",
        said(&turns[9])
    );
    assert!(said(&turns[10]).contains("rather not make") || said(&turns[10]).contains("guessing"));
    assert!(said(turns.last().unwrap()).contains("> Our import broke"));
    let results = measure(&Measure {
        history: &context.history,
        language: None,
        interface: None,
        rubric: Some(demo.rubric),
        started_at: 0,
        ended_at: 600_000,
    });
    assert_eq!(results.report_card.len(), 5);
    assert!(
        results.score.is_some_and(|score| score > 4.0),
        "{results:?}"
    );
}

#[test]
fn short_answers_are_asked_further_and_then_accepted() {
    let (turns, _) = play(
        &demo("demo-interview"),
        &[],
        &[
            "#straight",
            "a website",
            "still a website",
            "nobody complained any more",
        ],
    );
    assert!(said(&turns[2]).contains("Take your time"));
    assert!(said(&turns[3]).contains("what came of it"));
    assert!(
        said(&turns[4]).to_lowercase().contains("thank you"),
        "{}",
        said(&turns[4])
    );
}

#[test]
fn the_customer_calms_down_or_leaves_by_what_is_said() {
    let slug = "demo-support";
    check_end(
        slug,
        &[
            "I'm so sorry, that must be awful",
            "I'll send a replacement by courier",
            "I promise, and I will call you at nine myself",
            "no, keep it",
        ],
        "smiling",
    );
    check_end(
        slug,
        &[
            "What happened exactly?",
            "I can bring you another lamp tomorrow",
            "Hopefully it will be",
            "You get an email with a tracking number",
            "no",
        ],
        "smiling",
    );
    check_end(
        slug,
        &[
            "Sorry!",
            "You can have a refund",
            "Let me check whether there is another lamp",
            "Maybe",
            "dunno",
        ],
        "not convinced",
    );
    check_end(
        slug,
        &["Calm down please", "It is our policy"],
        "It happens to the best",
    );
    check_end(
        slug,
        &["Well.", "Well.", "I will connect you with my manager"],
        "hand the call over",
    );
    check_end(
        slug,
        &[
            "That is not my problem",
            "You are right, I apologize",
            "An express courier brings a new one",
            "My name is Kim, I will call you by ten",
            "no",
        ],
        "smiling",
    );
}

#[test]
fn good_support_scores_better_than_bad_support() {
    let demo = demo("demo-support");
    let score = |answers: &[&str]| {
        let (_, context) = play(&demo, &[], answers);
        measure(&Measure {
            history: &context.history,
            language: None,
            interface: None,
            rubric: Some(demo.rubric),
            started_at: 0,
            ended_at: 1,
        })
        .score
        .expect("a score")
    };
    let good = score(&[
        "I'm so sorry, I understand that this is frustrating. What happened?",
        "I can send a replacement by courier tomorrow",
        "I promise to call you myself by ten, and I'll confirm it by email within the hour",
        "No, keep it",
    ]);
    let bad = score(&["Calm down", "That is our policy"]);
    assert!(good >= 7.0 && bad <= 2.0, "{good} {bad}");
}

#[test]
fn the_tour_shows_every_kind_of_thing_and_always_comes_back() {
    let demo = demo("demo-markdown");
    let (turns, _) = play(
        &demo,
        &[],
        &[
            "#text",
            "#lists",
            "#tables",
            "#code",
            "#quotes",
            "#links",
            "#activity",
            "#buttons",
            "#tea",
            "#long",
            "my own <b>words</b>",
            "I've had enough",
        ],
    );
    let all = turns
        .iter()
        .map(|acts| said(acts))
        .collect::<Vec<_>>()
        .join("\n");
    for sign in [
        "## ",
        "***both***",
        "~~",
        "- [x]",
        "    - ",
        "|:---",
        "```rust",
        "> >",
        "](mailto:",
        "![",
        "javascript:",
        "Tea, with a cloud",
        "> my own <b>words</b>",
        "1. ",
    ] {
        assert!(all.contains(sign), "{sign}");
    }
    assert!(
        turns[7]
            .iter()
            .filter(|act| matches!(act, Act::Tool { .. }))
            .count()
            == 2
    );
    for (turn, acts) in turns.iter().enumerate().take(turns.len() - 1) {
        assert!(
            matches!(acts.last(), Some(Act::Choices(choices)) if choices.len() >= 4),
            "turn {turn} offers buttons"
        );
    }
    assert!(ends(&turns));
}
