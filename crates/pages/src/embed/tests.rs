use vivavoce_engine::Settings;
use vivavoce_engine::backends::Backend;

use super::*;

const TEMPLATE: &str = r#"<!doctype html><html lang="en"><title>Conversation</title>
<script type="application/json" id="vivavoce-config">{}</script><main data-style="full">"#;

fn composed(query: &str, page: PageConfig) -> String {
    accepted(query, "", page)
}

/// For a browser with these languages.
fn accepted(query: &str, languages: &str, page: PageConfig) -> String {
    let (config, _) = Config::parse(query);
    let texts = owners_texts(&config, page.scenario.as_ref());
    let interface = Interface::of(&config, languages, None, &texts);
    compose(TEMPLATE, Style::Minimal, &config, &interface, page, "")
}

/// The block as the widget reads it.
fn block(body: &str) -> PageConfig {
    let (_, json) = body.split_once("id=\"vivavoce-config\">").unwrap();
    let (json, _) = json.split_once("</script>").unwrap();
    serde_json::from_str(json).unwrap()
}

#[test]
fn nothing_a_scenario_or_an_address_says_leaves_its_place() {
    let facts = ScenarioFacts {
        name: "</title></script><script>alert(1)</script>&\"{}".to_owned(),
        ..ScenarioFacts::default()
    };
    let page = PageConfig {
        scenario: Some(facts.clone()),
        ..PageConfig::default()
    };
    for query in ["", "name=%3C/title%3E%3Cscript%3E&lang=%22%3E%3Cscript%3E"] {
        let body = composed(query, page.clone());
        assert_eq!(body.matches("<script").count(), 1, "{body}");
        assert_eq!(body.matches("</script").count(), 1, "{body}");
        assert_eq!(body.matches("</title").count(), 1, "{body}");
        assert_eq!(block(&body).scenario.unwrap(), facts);
    }
}

#[test]
fn a_page_loads_ahead_what_it_needs_for_certain_and_nothing_else() {
    let list = r#"{"accept": [{"address": "assets/accept-7.wasm", "integrity": "sha256-t"}],
        "after": [{"address": "assets/after-1.css", "integrity": "sha256-a"}],
        "locked": [{"address": "assets/glue-6.js", "integrity": "sha256-g"},
            {"address": "assets/shared-2.wasm", "integrity": "sha256-s"},
            {"address": "assets/locked-3.wasm", "integrity": "sha256-l"}],
        "vendor_agui": [{"address": "assets/shared-2.wasm", "integrity": "sha256-s"},
            {"address": "assets/vendor-4.css", "integrity": "sha256-c", "stated": "vendor.css"},
            {"address": "assets/vendor_agui-5.wasm", "integrity": "sha256-v", "stated": "vendor_agui shared vendor.css"}]}"#;
    let chunks: Chunks = serde_json::from_str(list).unwrap();
    let of = |dialect: &'static str, is_own| Backend {
        dialect,
        is_own,
        ..Backend::default()
    };
    let backends = [("shop", of("ag-ui", false)), ("own", of("vivavoce", true))];
    let settings = Settings {
        backends: BTreeMap::from(backends.map(|(name, backend)| (name.to_owned(), backend))),
        ..Settings::default()
    };
    let links = |page: &PageConfig, backend: Option<&str>| {
        preloads(&chunks, &needed(page, backends::named(&settings, backend)))
    };
    let (open, asks, locked, missing) = (
        PageConfig::default(),
        PageConfig {
            scenario: Some(ScenarioFacts {
                terms_url: Some("https://owner.example/terms".to_owned()),
                ..ScenarioFacts::default()
            }),
            ..PageConfig::default()
        },
        PageConfig {
            locked: Some(Lock::Passcode),
            ..PageConfig::default()
        },
        PageConfig {
            missing: true,
            ..PageConfig::default()
        },
    );
    let of_lock = "<link rel=\"modulepreload\" integrity=\"sha256-g\" href=\"/assets/glue-6.js\" crossorigin>\n\
         <link rel=\"preload\" as=\"fetch\" href=\"/assets/shared-2.wasm\" crossorigin>\n\
         <link rel=\"preload\" as=\"fetch\" href=\"/assets/locked-3.wasm\" crossorigin>\n";
    let of_terms =
        "<link rel=\"preload\" as=\"fetch\" href=\"/assets/accept-7.wasm\" crossorigin>\n";
    let of_vendor = "<link rel=\"preload\" as=\"fetch\" href=\"/assets/shared-2.wasm\" crossorigin fetchpriority=\"low\">\n\
         <link rel=\"preload\" as=\"style\" integrity=\"sha256-c\" href=\"/assets/vendor-4.css\" crossorigin fetchpriority=\"low\" data-chunk=\"vendor.css\" data-integrity=\"sha256-c\">\n\
         <link rel=\"preload\" as=\"fetch\" href=\"/assets/vendor_agui-5.wasm\" crossorigin fetchpriority=\"low\" data-chunk=\"vendor_agui shared vendor.css\" data-integrity=\"sha256-v\">\n";
    for (page, backend, wanted) in [
        (&open, None, ""),
        (&open, Some("own"), ""),
        (&open, Some("unknown"), ""),
        (&open, Some("shop"), of_vendor),
        (&asks, None, of_terms),
        (&locked, None, of_lock),
        (&missing, Some("shop"), ""),
    ] {
        assert_eq!(links(page, backend), wanted, "{backend:?}");
    }
    let (config, _) = Config::parse("");
    let template = "<head><title>Conversation</title><a href=\"{base}assets/x\"></head>";
    let interface = Interface::of(&config, "", None, &[]);
    let body = compose(template, Style::Full, &config, &interface, locked, of_lock);
    assert!(body.contains("<a href=\"/assets/x\">"), "{body}");
    assert!(body.ends_with(&format!("{of_lock}</head>")), "{body}");
    let both = [
        ("locked".to_owned(), true),
        ("vendor_agui".to_owned(), false),
    ];
    assert_eq!(preloads(&chunks, &both).matches("shared-2").count(), 1);
    assert!(preloads(&Chunks::new(), &both).is_empty());
}

#[test]
fn style_title_and_language_are_in_the_first_paint() {
    let body = composed("name=Caf%C3%A9&lang=ar", PageConfig::default());
    assert!(body.contains("data-style=\"minimal\""), "{body}");
    assert!(body.contains("<title>Café</title>"), "{body}");
    assert!(body.contains("<html lang=\"ar\" dir=\"rtl\">"), "{body}");
    assert!(composed("", PageConfig::default()).contains("<html lang=\"en\">"));
}

#[test]
fn the_first_byte_is_in_the_language_asked_for_with_its_direction() {
    const ARABIC: &str = "<html lang=\"ar\" dir=\"rtl\">";
    for (query, languages, tag) in [
        ("", "", "<html lang=\"en\">"),
        ("", "fr-CH, de;q=0.9", "<html lang=\"fr\">"),
        ("", "ur, de;q=0.5", "<html lang=\"de\">"),
        ("lang=de", "fr", "<html lang=\"de\">"),
        ("lang=de-AT", "", "<html lang=\"de\">"),
        ("lang=xx", "fr", "<html lang=\"fr\">"),
        ("lang=ar", "", ARABIC),
        ("languageCode=de", "fr", "<html lang=\"de\">"),
        ("languageCode=ar", "", ARABIC),
        ("accent=he-IL", "", "<html lang=\"he\" dir=\"rtl\">"),
        ("languageCode=nqo", "fr", "<html lang=\"fr\">"),
        ("lang=de&languageCode=ar", "", "<html lang=\"de\">"),
        ("lang=ar&languageCode=de", "", ARABIC),
        ("lang=pt-PT", "", "<html lang=\"pt-BR\">"),
        ("lang=zh-HK", "", "<html lang=\"zh-Hant\">"),
    ] {
        let body = accepted(query, languages, PageConfig::default());
        assert!(body.contains(tag), "{query}: {body}");
    }
}

#[test]
fn what_the_page_says_before_the_widget_is_in_the_visitors_language() {
    let template = TEMPLATE.to_owned()
        + "<p class=\"loading-word\" role=\"status\">Loading</p>\
           <noscript>This conversation needs JavaScript.</noscript>\
           <script data-words=\"assets/words-*-1.txt\"></script>";
    let of = |query: &str| {
        let (config, _) = Config::parse(query);
        let interface = Interface::of(&config, "", None, &owners_texts(&config, None));
        let file = interface.file(&template);
        let page = PageConfig::default();
        (
            compose(&template, Style::Full, &config, &interface, page, ""),
            file,
        )
    };
    let (english, file) = of("");
    assert!(english.contains(">Loading<"), "{english}");
    assert!(!english.contains("\"says\""), "{english}");
    assert_eq!(file, None, "it is built in");
    let (german, file) = of("lang=de");
    let texts = Interface::of(&Config::parse("lang=de").0, "", None, &[]);
    for key in ["loading", "no-script", "conversation"] {
        let said = texts.says(key);
        assert!(german.contains(&format!(">{said}<")), "{key}: {german}");
    }
    for key in ["load-what", "retry", "loading-long"] {
        let said = format!(":\"{}\"", texts.says(key));
        assert!(german.contains(&said), "{key}: {german}");
    }
    assert_eq!(file.as_deref(), Some("assets/words-de-1.txt"));
    let (own, _) =
        of("texts=%7B%22*%22:%7B%22loading%22:%22%3Cb%3E%22,%22retry%22:%22Again%22%7D%7D");
    assert!(own.contains(">&lt;b&gt;<"), "{own}");
    assert!(own.contains("\"retry\":\"Again\""), "{own}");
}
