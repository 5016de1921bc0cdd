use serde_json::json;
use vivavoce_protocol::wire::User;

use super::*;
use crate::act::Act;
use crate::{AgentContext, By, Said};

fn check_problems(script: Value, expected: &[&str]) {
    let found = match validate(&script) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems.iter().map(ToString::to_string).collect(),
    };
    assert_eq!(found.len(), expected.len(), "{script}: {found:?}");
    for (found, expected) in found.iter().zip(expected) {
        assert!(
            found.contains(expected),
            "{found:?} should say {expected:?}"
        );
    }
}

#[test]
fn every_mistake_is_named_with_its_place() {
    check_problems(json!({"steps": [{"say": "Hi"}]}), &[]);
    check_problems(json!("hello"), &["a script is an object"]);
    check_problems(json!({}), &["missing field `steps`"]);
    check_problems(
        json!({"steps": []}),
        &["steps: a script needs at least one step"],
    );
    check_problems(
        json!({"steps": [{"sey": "Hi"}]}),
        &["steps[0].sey: unknown field"],
    );
    check_problems(
        json!({"steps": [{"say": 3}]}),
        &["steps[0].say: invalid type: integer `3`, expected a text"],
    );
    check_problems(
        json!({"steps": [{"say": ["a", 3]}]}),
        &["steps[0].say[1]: invalid type"],
    );
    check_problems(
        json!({"steps": [{"say": " "}]}),
        &["steps[0].say: there is no text to say"],
    );
    check_problems(json!({"steps": [{}]}), &["steps[0]: a step needs one of"]);
    check_problems(
        json!({"steps": [{"say": "a", "wait": 5}, {"goto": "nowhere"}, {"label": "x"}, {"label": "x"}]}),
        &[
            r#"steps[3].label: the label "x" already stands at step 2"#,
            "steps[0]: a step does one thing, and this one has say and wait",
            r#"steps[1].goto: there is no label "nowhere""#,
        ],
    );
    check_problems(
        json!({"steps": [{"say": "a", "save": "b"}]}),
        &["steps[0].save: save belongs to an ask"],
    );
    check_problems(
        json!({"steps": [{"ask": "a", "save": "b c"}]}),
        &["steps[0].save: a variable's name"],
    );
    check_problems(
        json!({"steps": [{"label": "end", "say": "a"}]}),
        &["steps[0].label: \"end\" always means"],
    );
    check_problems(
        json!({"steps": [{"wait": 60000}]}),
        &["steps[0].wait: a wait is at most"],
    );
    check_problems(
        json!({"steps": [{"end": 3}]}),
        &["steps[0].end: expected true, a farewell"],
    );
    check_problems(
        json!({"steps": [{"ask": "?", "choices": [{"id": "a", "text": "A"}, {"id": "a", "text": "", "goto": "q"}]}]}),
        &[
            "steps[0].choices[1]: a choice needs an id and a text",
            "steps[0].choices[1]: the id \"a\" is used twice",
            "steps[0].choices[1]: there is no label \"q\"",
        ],
    );
    check_problems(
        json!({"steps": [{"ask": "?", "branches": [{"goto": "end"}, {"any": ["😀"], "goto": "end"}]}]}),
        &[
            "steps[0].branches[0]: a branch needs a condition",
            "steps[0].branches[1]: \"😀\" has no word",
        ],
    );
    check_problems(
        json!({"steps": [{"label": "a", "say": "round"}, {"goto": "a"}]}),
        &["steps[0]: this step comes back to itself"],
    );
    check_problems(
        json!({"steps": [{"label": "a", "ask": "round?"}, {"goto": "a"}]}),
        &[],
    );
}

#[test]
fn a_problem_has_the_loc_of_a_422() {
    let error = validate(&json!({"steps": [{"say": "a"}, {"goto": "b"}]})).unwrap_err();
    assert_eq!(
        error.problems[0].loc,
        [json!("steps"), json!(1), json!("goto")]
    );
}

#[test]
fn no_script_however_deep_or_long_breaks_the_reader() {
    let long: Vec<Value> = (0..2_000).map(|n| json!({"say": format!("{n}")})).collect();
    assert!(validate(&json!({"steps": long})).is_err());
    let mut deep = json!("x");
    for _ in 0..100 {
        deep = json!([deep]);
    }
    assert!(validate(&json!({"steps": [{"say": deep}]})).is_err());
    assert!(validate(&json!({"steps": [{"say": "x".repeat(30_000)}]})).is_err());
}

/// Plays `answers` (`#id` presses a button) and writes down every turn: messages as they are,
/// buttons as `[id id]`, tools as `name(input)=result`, the end as `∎`.
fn played(script: &Value, context: AgentContext, answers: &[&str]) -> Vec<String> {
    let script = validate(script).expect("a valid script");
    let mut context = context;
    let mut turns = vec![shown(&play::reply(&script, &context))];
    for answer in answers {
        let last = turns.last().cloned().unwrap_or_default();
        context.history.push(Said {
            by: By::Agent,
            text: last,
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
        turns.push(shown(&play::reply(&script, &context)));
    }
    turns
}

fn shown(acts: &[Act]) -> String {
    let parts: Vec<String> = acts
        .iter()
        .map(|act| match act {
            Act::Say(text) => text.clone(),
            Act::Choices(choices) => {
                let ids: Vec<&str> = choices.iter().map(|choice| choice.id.as_str()).collect();
                format!("[{}]", ids.join(" "))
            }
            Act::Tool {
                name,
                input,
                result,
                ..
            } => format!("{name}({input})={result}"),
            Act::Lead(lead) => format!("{{{} {} {}}}", lead.name, lead.email, lead.note),
            Act::Ask => "?".to_owned(),
            Act::Wait(wait) => format!("~{wait}"),
            Act::End => "∎".to_owned(),
        })
        .collect();
    parts.join(" / ")
}

#[test]
fn an_ask_that_holds_waits_after_its_buttons() {
    let script = json!({"steps": [
        { "ask": "Pay?", "choices": [{ "id": "yes", "text": "Yes" }], "hold": true },
        { "ask": "Why?" }
    ]});
    check(script, &["yes"], &["Pay? / [yes] / ?", "Why?"]);
    let problems = validate(&json!({"steps": [{ "say": "Hi", "hold": true }]})).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "steps[0].hold: hold belongs to an ask or choices step"
    );
}

fn check(script: Value, answers: &[&str], expected: &[&str]) {
    assert_eq!(
        played(&script, AgentContext::default(), answers),
        expected,
        "{script}"
    );
}

#[test]
fn a_script_says_asks_and_ends() {
    check(
        json!({"steps": [{"say": "Hi"}, {"ask": "Name?", "save": "n"}, {"say": "Hello {{ n }}"}, {"end": "Bye"}]}),
        &["Ada"],
        &["Hi / Name?", "Hello Ada / Bye / ∎"],
    );
    // The last step is the end too, and no turn is silent.
    check(
        json!({"steps": [{"say": "Hi"}]}),
        &["?"],
        &["Hi / ∎", "Thank you, that was everything from my side. / ∎"],
    );
    check(
        json!({"closing": "Done", "steps": [{"ask": "Hi?"}]}),
        &["ok"],
        &["Hi?", "Done / ∎"],
    );
    check(
        json!({"steps": [{"ask": "Hi?"}, {"wait": 9}, {"end": true}]}),
        &["ok"],
        &[
            "Hi?",
            "~9 / Thank you, that was everything from my side. / ∎",
        ],
    );
}

#[test]
fn branches_choose_by_the_words_of_an_answer() {
    let script = json!({"steps": [
        {"ask": "So?", "branches": [
            {"any": ["refund", "money back"], "none": ["no refund"], "goto": "refund"},
            {"all": ["sorry", "understand*"], "goto": "both"},
            {"question": true, "goto": "asked"},
            {"min_words": 5, "goto": "long"}
        ], "otherwise": "other"},
        {"label": "refund", "end": "refund"},
        {"label": "both", "end": "both"},
        {"label": "asked", "end": "asked"},
        {"label": "long", "end": "long"},
        {"label": "other", "end": "other"}
    ]});
    for (answer, expected) in [
        ("You'll get your MONEY back!", "refund"),
        ("There is no refund", "other"),
        ("Sorry, I'm understanding you", "both"),
        ("sorry", "other"),
        ("Why?", "asked"),
        ("one two three four five", "long"),
        ("prefunded", "other"),
        ("", "other"),
    ] {
        check(
            script.clone(),
            &[answer],
            &["So?", &format!("{expected} / ∎")],
        );
    }
}

#[test]
fn choices_are_pressed_by_id_text_number_or_keyword() {
    let script = json!({"steps": [
        {"ask": "Which?", "save": "kept", "retry": "Please choose.", "choices": [
            {"id": "tea", "text": "Some tea", "goto": "tea"},
            {"id": "other", "text": "Something else", "keywords": ["coffee"]}
        ]},
        {"end": "else: {{ kept }}"},
        {"label": "tea", "end": "tea: {{ kept }}"}
    ]});
    for (answer, expected) in [
        ("#tea", "tea: Some tea"),
        ("some TEA.", "tea: Some tea"),
        ("1", "tea: Some tea"),
        ("2.", "else: Something else"),
        ("Coffee, please", "else: Something else"),
    ] {
        check(
            script.clone(),
            &[answer],
            &["Which? / [tea other]", &format!("{expected} / ∎")],
        );
    }
    // Asked again once, then the script goes on with whatever was said.
    check(
        script,
        &["0", "water"],
        &[
            "Which? / [tea other]",
            "Please choose. / [tea other]",
            "else: water / ∎",
        ],
    );
}

#[test]
fn a_check_asks_again_until_its_tries_are_spent() {
    let script = json!({"fallback": "Hm?", "steps": [
        {"ask": "Mail?", "check": {"email": true}, "retry": ["An address, please.", "An address, please."], "tries": 2, "save": "m"},
        {"ask": "How many?", "check": {"number": true, "min_words": 2}},
        {"end": "{{ m }}"}
    ]});
    check(
        script.clone(),
        &["no", "a@b", "ada@example.org", "seven", "7 pieces"],
        &[
            "Mail?",
            "An address, please.",
            "An address, please.",
            "How many?",
            "Hm?",
            "ada@example.org / ∎",
        ],
    );
    check(
        script,
        &["a", "b", "c", "d", "e"],
        &[
            "Mail?",
            "An address, please.",
            "An address, please.",
            "How many?",
            "Hm?",
            "c / ∎",
        ],
    );
}

#[test]
fn a_step_that_is_come_back_to_may_ask_differently() {
    check(
        json!({"steps": [
            {"label": "menu", "ask": "What would you like?", "again": "What else?", "branches": [{"any": ["no"], "goto": "end"}],
             "check": {"min_words": 1}, "retry": "Hm?"},
            {"goto": "menu"}
        ]}),
        &["", "tea", "cake", "no"],
        &[
            "What would you like?",
            "Hm?",
            "What else?",
            "What else?",
            "Thank you, that was everything from my side. / ∎",
        ],
    );
    check_problems(
        json!({"steps": [{"say": "a", "again": "b"}]}),
        &["steps[0].again: again belongs to"],
    );
}

#[test]
fn tools_show_their_input_and_result_filled() {
    check(
        json!({"defaults": {"o": "17"}, "steps": [
            {"tool": "look_up", "input": {"order": "{{ o }}", "n": [1]}, "result": "late: {{ o }}", "wait": 5},
            {"tool": "silent"},
            {"ask": "ok?"}
        ]}),
        &[],
        &[r#"look_up({"n":[1],"order":"17"})=late: 17 / silent()= / ok?"#],
    );
}

#[test]
fn variables_come_from_the_host_then_the_answers_then_the_defaults() {
    let script = json!({"defaults": {"company": "our company", "user_first_name": "friend"}, "steps": [
        {"say": "Hi {{ user_first_name }} at {{ company }} {{ unknown }}"}, {"ask": "Where?", "save": "company"}, {"end": "{{ company }}"}
    ]});
    check(
        script.clone(),
        &["{{ unknown }}"],
        &[
            "Hi friend at our company {{ unknown }} / Where?",
            "{{ unknown }} / ∎",
        ],
    );
    let context = AgentContext {
        user: User {
            name: " Ada Lovelace ".to_owned(),
            email: String::new(),
        },
        variables: [("company".to_owned(), "Acme".to_owned())].into(),
        ..AgentContext::default()
    };
    assert_eq!(
        played(&script, context, &[])[0],
        "Hi Ada at Acme {{ unknown }} / Where?"
    );
}

#[test]
fn variants_depend_on_the_session_alone() {
    let script = validate(&json!({"steps": [{"say": ["a", "b", "c"]}]})).unwrap();
    let of = |id: &str| {
        let context = AgentContext {
            session_id: id.to_owned(),
            ..AgentContext::default()
        };
        shown(&play::reply(&script, &context))
    };
    let mut seen: Vec<String> = Vec::new();
    for n in 0..30 {
        let id = format!("{n:024x}");
        assert_eq!(of(&id), of(&id));
        seen.push(of(&id));
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 3, "all variants are used");
}

#[test]
fn a_visitor_who_speaks_first_opens_the_script() {
    let script = json!({"steps": [{"ask": "Name?", "save": "n"}, {"end": "Hello {{ n }}"}]});
    let first = Said {
        by: By::Visitor,
        text: "hi there".to_owned(),
        choice: None,
        at: 0,
        aside: false,
    };
    let context = AgentContext {
        history: vec![first],
        ..AgentContext::default()
    };
    assert_eq!(
        played(&script, context, &["Ada"]),
        ["Name?", "Hello Ada / ∎"]
    );
}

#[test]
fn the_example_of_the_documentation_plays() {
    let page = include_str!("../../../../docs/scenario-scripts.md");
    let mut examples = 0;
    for block in page.split("```json\n").skip(1) {
        let source = block.split("```").next().unwrap();
        let value: Value = serde_json::from_str(source).expect("the example is JSON");
        let script = if value.get("steps").is_some() {
            value
        } else {
            json!({"steps": [value, {"label": "order"}, {"label": "human"}, {"label": "angry"}, {"label": "asked"}]})
        };
        validate(&script).unwrap_or_else(|error| panic!("{error}\n{source}"));
        examples += 1;
    }
    assert!(examples >= 5, "the page shows every kind of step");
    let whole = page
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let turns = played(
        &serde_json::from_str(whole).unwrap(),
        AgentContext::default(),
        &["Ada", "#order", "A-1234", "no"],
    );
    assert!(turns[0].contains("your name"), "{turns:?}");
    assert!(turns[3].contains("A-1234"), "{turns:?}");
    assert!(turns.last().unwrap().ends_with('∎'), "{turns:?}");
}

#[test]
fn contact_details_are_kept_where_there_are_any() {
    let script = json!({"steps": [
        {"ask": "Mail?", "save": "mail"}, {"lead": {"email": "{{ mail }}", "note": "About {{ what }}"}}, {"end": "Bye"}
    ]});
    check(
        script.clone(),
        &["Ada@Example.com"],
        &["Mail?", "{ ada@example.com } / Bye / ∎"],
    );
    check(script, &["no"], &["Mail?", "Bye / ∎"]);
    // What the dialog asked for is known without being told.
    let context = AgentContext {
        user: User {
            name: "Ada".to_owned(),
            email: "ada@example.com".to_owned(),
        },
        ..AgentContext::default()
    };
    let script = json!({"steps": [{"lead": {"note": "Call {{ user_name }}"}}, {"end": "Bye"}]});
    let turns = played(&script, context, &[]);
    assert_eq!(turns, ["{Ada ada@example.com Call Ada} / Bye / ∎"]);
}

#[test]
fn a_question_for_the_knowledge_leaves_the_script_where_it_is() {
    let script = json!({"steps": [
        {"ask": "Tea or coffee?", "again": "So?", "save": "drink", "branches": [{"any": ["milk"], "goto": "milk"}]},
        {"end": "{{ drink }}"},
        {"label": "milk", "end": "With milk"}
    ]});
    let knowing = AgentContext {
        knowledge: vec![vivavoce_text::retrieval::Found {
            entry_id: "k".to_owned(),
            kind: Some(vivavoce_text::retrieval::Kind::Question),
            title: "Price".to_owned(),
            question: Some("What does tea cost?".to_owned()),
            text: "Two coins.".to_owned(),
            covers: 1.0,
            score: 1.0,
            ..Default::default()
        }],
        ..AgentContext::default()
    };
    // The answer, and then what waits; the log's mark holds the place in the turns after it.
    let script_ = validate(&script).unwrap();
    let said = |by, text: &str| Said {
        by,
        text: text.to_owned(),
        choice: None,
        at: 0,
        aside: false,
    };
    let mut context = knowing;
    context.history = vec![
        said(By::Agent, "Tea or coffee?"),
        said(By::Visitor, "What does tea cost?"),
    ];
    let first = shown(&play::reply(&script_, &context));
    assert!(
        first.starts_with("search_knowledge(") && first.ends_with("/ Two coins. / So?"),
        "{first}"
    );
    context.history.extend([
        said(By::Tool, r#"{"knowledge_id":"k"}"#),
        said(By::Agent, "Two coins."),
        said(By::Visitor, "Tea then"),
    ]);
    context.knowledge.clear();
    assert_eq!(shown(&play::reply(&script_, &context)), "Tea then / ∎");
    // What the script has a word for is the script's.
    context.history = vec![
        said(By::Agent, "Tea or coffee?"),
        said(By::Visitor, "What does milk cost?"),
    ];
    assert_eq!(shown(&play::reply(&script_, &context)), "With milk / ∎");
}
