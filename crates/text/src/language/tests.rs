use super::*;

#[test]
fn texts_are_told_by_their_script_and_their_commonest_words() {
    for (text, hint, expected) in [
        ("Where is my order?", None, Some("en")),
        ("Der Text ist deutsch", None, Some("de")),
        ("¿Dónde está mi pedido?", None, Some("es")),
        ("Où est ma commande ?", None, Some("fr")),
        ("Onde está o meu pedido?", None, Some("pt")),
        ("أين طلبي؟", None, Some("ar")),
        ("我的订单在哪里？", None, Some("zh")),
        ("注文はどこですか？", None, Some("ja")),
        ("Vitamin D をください", None, Some("ja")),
        // Not understood here, and so not guessed.
        ("Где мой заказ?", None, None),
        ("سفارش من کجاست؟", None, None),
        ("주문은 어디에 있나요?", None, None),
        (
            "Gdzie jest moja paczka, czekam na nią od tygodnia",
            None,
            None,
        ),
        (
            "Dov'è il mio ordine? La lampada è arrivata rotta e sono molto arrabbiato",
            None,
            None,
        ),
        ("pizza", None, None),
        ("1234", None, None),
        // What says nothing is in the language of the conversation.
        ("pizza", Some("de-CH"), Some("de")),
        ("pizza", Some("it"), None),
        ("La mia lampada", Some("it"), None),
        ("Where is my order?", Some("de"), Some("en")),
    ] {
        let found = spoken(text, hint).map(Language::tag);
        assert_eq!(found, expected, "{text:?} {hint:?}");
    }
    assert_eq!(Language::read("pt_BR"), Some(Language::Portuguese));
    assert_eq!(Language::read("ZH-Hant"), Some(Language::Chinese));
    assert_eq!(Language::read("it"), None);
}

#[test]
fn questions_are_known_without_their_mark() {
    for (language, asks, tells) in [
        (Language::English, "what is the salary", "what a day"),
        (
            Language::German,
            "wo ist mein paket",
            "wo ich wohne, regnet es",
        ),
        (
            Language::Spanish,
            "cuanto cuesta la taza",
            "como siempre llega tarde",
        ),
        (
            Language::French,
            "combien coute la tasse",
            "quand il pleut je reste",
        ),
        (
            Language::Portuguese,
            "quanto custa a caneca",
            "quando chove fico em casa",
        ),
        (Language::Arabic, "كم سعر الكوب", "الكوب جميل"),
        (Language::Chinese, "这个杯子多少钱", "杯子很好看"),
        (
            Language::Japanese,
            "このカップはいくらですか",
            "カップはきれいです",
        ),
    ] {
        assert!(language.asks_unmarked(&words(asks)), "{asks}");
        assert!(!language.asks_unmarked(&words(tells)), "{tells}");
    }
}

#[test]
fn words_are_read_however_they_are_typed() {
    assert_eq!(words("Ça VA, l’été ?"), words("ca va l'ete"));
    assert_eq!(words("لا أعرفُ"), words("لا اعرف"));
    assert_eq!(words("ＯＫ です"), words("ok です"));
    assert_ne!(words("か"), words("が"));
    let phrases = Phrases::new(&["no sé", "entschuldig*", "不知道"]);
    assert!(phrases.are_in(&line(&words("Pues no se."))));
    assert!(phrases.are_in(&line(&words("Ich entschuldige mich"))));
    assert!(phrases.are_in(&line(&words("这个我不知道。"))));
    assert!(!phrases.are_in(&line(&words("ninguno se"))));
    assert_eq!(
        Phrases::new(&["um"]).count_in(&line(&words("um um, um"))),
        3
    );
}
