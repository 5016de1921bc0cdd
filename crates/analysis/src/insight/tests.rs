use super::*;

fn line(by: By, text: &str) -> Line {
    Line {
        id: String::new(),
        by,
        text: text.to_owned(),
        at: 1_000,
        failed: false,
        aside: false,
    }
}

/// `v text` per line is the visitor's, `a text` the agent's, `t text` a tool's.
fn talk(script: &str) -> Vec<Line> {
    let read = |row: &str| {
        let (who, text) = row.trim().split_once(' ').unwrap();
        let by = match who {
            "v" => By::Visitor,
            "a" => By::Agent,
            _ => By::Tool,
        };
        line(by, text)
    };
    script.trim().lines().map(read).collect()
}

#[test]
fn a_conversation_feels_as_its_visitor_does() {
    for (script, expected) in [
        ("v This is wonderful, thank you so much!", Some("POSITIVE")),
        (
            "v My lamp is broken and I am really angry.",
            Some("NEGATIVE"),
        ),
        ("v Not good at all.", Some("NEGATIVE")),
        ("v The order has number 1234.", Some("NEUTRAL")),
        ("v 😍", Some("POSITIVE")),
        // The agent's feelings are not the visitor's.
        (
            "v It is 12 o'clock\na Great, wonderful, I love it!",
            Some("NEUTRAL"),
        ),
        // Neutral answers do not make an angry visitor calm.
        (
            "v I hate this\nv 1234\nv Main Street 5\nv Oslo\nv yes, that one\nv at noon",
            Some("NEGATIVE"),
        ),
        ("a Hello! How lovely.", None),
        ("v Der Text ist deutsch", Some("NEUTRAL")),
        // Nobody here reads these, so nobody knows.
        (
            "v Gdzie jest moja paczka, czekam na nią już od tygodnia",
            Some("UNKNOWN"),
        ),
        ("v Где мой заказ?", Some("UNKNOWN")),
        ("v 주문은 어디에 있나요?", Some("UNKNOWN")),
        ("", None),
    ] {
        let lines = if script.is_empty() {
            Vec::new()
        } else {
            talk(script)
        };
        let mood = read(&lines, None).mood.map(Mood::as_str);
        assert_eq!(mood, expected, "{script}");
    }
    let all = read(&talk("v I love it. It is bad. It is a lamp."), None)
        .polarity
        .unwrap();
    assert!((all.positive + all.negative + all.neutral - 1.0).abs() < 1e-9);
}

#[test]
fn wishes_are_known_by_their_words() {
    for (script, expected) in [
        ("v Where is my order?", &["order_status"][..]),
        (
            "v The vase arrived broken.\nv I want a refund.\nv Yes, a refund please",
            &["returns_and_refunds", "damaged_or_wrong"],
        ),
        ("v How much does the red mug cost?", &["pricing"]),
        ("v hello\na Do you want a refund?", &[]),
        ("v I can't log in, the password is wrong", &["account"]),
        ("v Can I talk to a person, a human?", &["contact_a_person"]),
    ] {
        assert_eq!(read(&talk(script), None).intents, expected, "{script}");
    }
    assert_eq!(label("pricing"), "Prices and discounts");
    assert_eq!(label("of another version"), "of another version");
}

#[test]
fn addresses_are_found_where_the_visitor_wrote_them() {
    let found = read(
        &talk(
            "v Write to Ada@Example.com, please.\nv or <ada@example.com>; not @ada, nor a@b\n\
         a we are shop@example.com\nv (bob.b+1@mail.example.org)!",
        ),
        None,
    );
    assert_eq!(
        found.emails,
        ["ada@example.com", "bob.b+1@mail.example.org"]
    );
}

#[test]
fn questions_are_told_from_statements() {
    let found = read(
        &talk(
            "v Hello. Do you ship to Norway? I live there.\na Is that far?\nv what is the price\nv Why?",
        ),
        None,
    );
    let texts: Vec<&str> = found.questions.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(texts, ["Do you ship to Norway?", "what is the price"]);
}

fn groups(questions: &[&str]) -> Vec<(usize, String)> {
    let asked = |(at, text): (usize, &&str)| Asked {
        text: (*text).to_owned(),
        at: at as i64,
    };
    group(questions.iter().enumerate().map(asked).collect())
        .into_iter()
        .map(|group| (group.count, group.question))
        .collect()
}

#[test]
fn questions_that_ask_the_same_are_one_group() {
    let all = [
        "Do you ship to Norway?",
        "Can you deliver to Norway?",
        "Is shipping to Norway possible?",
        "How much is the red mug?",
        "What does the red mug cost?",
        "Is the price of the red mug fixed?",
        "Where is your shop?",
        "How can I get a refund?",
        "I would like my money refunded, how?",
    ];
    let found = groups(&all);
    let counts: Vec<usize> = found.iter().map(|(count, _)| *count).collect();
    assert_eq!(counts, [3, 3, 2, 1], "{found:?}");
    // The order they came in means nothing for who belongs together.
    let mut turned = all;
    turned.reverse();
    let again: Vec<usize> = groups(&turned).iter().map(|(count, _)| *count).collect();
    assert_eq!(again, counts);
    assert!(groups(&[]).is_empty());
}

#[test]
fn nothing_is_lost_in_groups() {
    let many: Vec<String> = (0..500)
        .map(|number| format!("Is thing{} or thing{} blue?", number % 17, number % 5))
        .collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let total: usize = groups(&many).iter().map(|(count, _)| count).sum();
    assert_eq!(total, 500);
}

#[test]
fn products_are_found_in_any_number_and_case_with_the_feelings_beside_them() {
    let catalogue =
        Catalogue::new(["Red Mug", "red mugs", "Brass lamp", "Mug", " "].map(str::to_owned));
    let lines = talk(
        "v I love the RED MUGS. The brass lamp is terrible!\na A red mug is 9 EUR.\n\
         v the mugs? no, a lamp",
    );
    assert!(catalogue.is_in(&read(&lines, None).words));
    let found = catalogue.mentions(&lines, None);
    let told: Vec<(&str, u64, u64, Vec<Mood>)> = found
        .iter()
        .map(|it| {
            let moods = it.feelings.iter().flatten().map(Polarity::mood).collect();
            (it.product.as_str(), it.by_visitor, it.by_agent, moods)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Red Mug", 1, 1, vec![Mood::Positive]),
            ("Brass lamp", 1, 0, vec![Mood::Negative]),
            ("Mug", 2, 1, vec![Mood::Positive, Mood::Neutral]),
        ]
    );
    assert!(!catalogue.is_in(&phrase("the redmug")));
    assert!(Catalogue::default().mentions(&lines, None).is_empty());
}

/// How a visitor's message feels, what it wants and whether it asks, in each language.
#[test]
fn other_languages_are_read_as_well() {
    let mut wrong = Vec::new();
    for (text, mood, intent, questions) in [
        ("Die Lampe ist wunderschön, vielen Dank!", "POSITIVE", "", 0),
        (
            "Die Lampe kam kaputt an und ich bin sehr verärgert. Ich möchte mein Geld zurück.",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("Das gefällt mir nicht.", "NEGATIVE", "", 0),
        ("Meine Bestellung hat die Nummer 1234", "NEUTRAL", "", 0),
        ("wo ist mein paket", "NEUTRAL", "order_status", 1),
        ("¡Me encanta la taza, muchas gracias!", "POSITIVE", "", 0),
        (
            "La lámpara llegó rota y estoy muy enfadado, quiero un reembolso",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("No me gusta nada.", "NEGATIVE", "", 0),
        (
            "¿Cuánto cuesta el envío a Noruega?",
            "NEUTRAL",
            "shipping",
            1,
        ),
        ("J’adore cette tasse, merci beaucoup !", "POSITIVE", "", 0),
        (
            "La lampe est arrivée cassée, je suis très déçu et je veux un remboursement",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("Ce n’est pas bon du tout.", "NEGATIVE", "", 0),
        ("où est mon colis", "NEUTRAL", "order_status", 1),
        ("Adorei a caneca, muito obrigada!", "POSITIVE", "", 0),
        (
            "A lâmpada chegou quebrada e estou muito irritado, quero um reembolso",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("Não gostei.", "NEGATIVE", "", 0),
        (
            "Quanto custa o frete para a Noruega?",
            "NEUTRAL",
            "shipping",
            1,
        ),
        ("الكوب رائع، شكرا جزيلا", "POSITIVE", "", 0),
        (
            "وصل المصباح مكسورا وأنا غاضب جدا وأريد استرداد المبلغ",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("المنتج ليس جيدا", "NEGATIVE", "", 0),
        ("أين طلبي؟", "NEUTRAL", "order_status", 1),
        ("这个杯子很好看，我很喜欢，谢谢", "POSITIVE", "", 0),
        (
            "灯坏了，我非常生气，要求退款",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("我不喜欢这个颜色", "NEGATIVE", "", 0),
        ("我的订单在哪里", "NEUTRAL", "order_status", 1),
        (
            "このカップは素晴らしいです。ありがとうございます",
            "POSITIVE",
            "",
            0,
        ),
        (
            "ランプが壊れていて、とても怒っています。返金してください",
            "NEGATIVE",
            "returns_and_refunds",
            0,
        ),
        ("この色は好きではない", "NEGATIVE", "", 0),
        ("注文はどこですか", "NEUTRAL", "order_status", 1),
    ] {
        let found = read(&talk(&format!("v {text}")), None);
        let told = found.mood.map(Mood::as_str);
        let has = intent.is_empty() && found.intents.is_empty()
            || found.intents.iter().any(|it| it == intent);
        let polarity = found.polarity.unwrap_or_default();
        let whole = polarity.positive + polarity.negative + polarity.neutral;
        let is_whole = (whole - 1.0).abs() < 1e-9;
        if told != Some(mood) || !has || found.questions.len() != questions || !is_whole {
            wrong.push(format!("{text}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_language_of_the_conversation_decides_where_words_do_not() {
    for (text, hint, expected) in [
        ("Super!", Some("de"), "POSITIVE"),
        ("Refund", Some("en-US"), "NEUTRAL"),
        ("Ciao", Some("it"), "UNKNOWN"),
        ("Ciao", None, "UNKNOWN"),
        // The same in all languages.
        ("😍", Some("it"), "POSITIVE"),
        ("1234", None, "NEUTRAL"),
    ] {
        let found = read(&talk(&format!("v {text}")), hint);
        assert_eq!(found.mood.map(Mood::as_str), Some(expected), "{text}");
    }
}
