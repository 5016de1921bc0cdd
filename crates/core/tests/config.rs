//! The query string, read.

use vivavoce_core::color::Color;
use vivavoce_core::config::described::{Described, Live, Shape, attribute_of};
use vivavoce_core::config::{Background, Config, DESCRIBED, Restyle, Theme, VARIABLES, Warning};
use vivavoce_core::query::rejoined;

fn parse(query: &str) -> Config {
    let (config, warnings) = Config::parse(query);
    assert!(warnings.is_empty(), "{query}: {warnings:?}");
    config
}

fn color(text: &str) -> Color {
    Color::parse(text).unwrap()
}

/// `query` is read as `wanted` changes the defaults, and without a warning.
fn check(query: &str, wanted: impl Fn(&mut Config)) {
    let mut config = Config::default();
    wanted(&mut config);
    assert_eq!(parse(query), config, "{query}");
}

/// Each warning of `query`, as the console shows it.
fn check_warnings(query: &str, wanted: &[&str]) -> Config {
    let (config, warnings) = Config::parse(query);
    let shown: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    assert_eq!(shown, wanted, "{query}");
    config
}

#[test]
fn an_empty_query_says_nothing() {
    for query in ["", "?", "&&", "?userName=&name=+&t&theme="] {
        if query.contains("&t&") {
            check_warnings(query, &["t: no such parameter; ignored"]);
        } else {
            check(query, |_| {});
        }
    }
    let default = Config::default();
    assert_eq!(default.color, color("violet-500"));
    assert!(default.prompt_user_info && default.show_pulse);
    assert!(!default.hide_powered_by && !default.auto_start);
}

#[test]
fn every_parameter_has_its_place() {
    let some = |text: &str| Some(text.to_owned());
    check("?userName=Ada+Lovelace", |c| {
        c.user_name = some("Ada Lovelace")
    });
    check("userEmail=ada%40x.org", |c| {
        c.user_email = some("ada@x.org")
    });
    check("promptUserInfo=false", |c| c.prompt_user_info = false);
    check("name=Caf%C3%A9", |c| c.name = some("Café"));
    check("color=teal-500", |c| c.color = color("teal-500"));
    check("color=%23f0a", |c| c.color = color("#ff00aa"));
    check("color=8b5cf680", |c| c.color = color("#8b5cf680"));
    check("color=Tomato", |c| c.color = color("tomato"));
    check("background=transparent", |c| {
        c.background = Background::Transparent
    });
    check("background=%2300000000", |c| {
        c.background = Background::Transparent
    });
    check("bg=white", |c| {
        c.background = Background::Color(Color::WHITE)
    });
    check("bg=%23fdfffe", |c| {
        c.background = Background::Color(color("fdfffe"))
    });
    check("bg=blue-900", |c| {
        c.background = Background::Color(color("blue-900"))
    });
    check("theme=Dark", |c| c.theme = Theme::Dark);
    check("showPulse=FALSE", |c| c.show_pulse = false);
    check("pulse=0", |c| c.show_pulse = false);
    check("hidePoweredBy=1", |c| c.hide_powered_by = true);
    check("preview=true", |c| c.preview = true);
    check("transcribe=true", |c| c.transcribe = Some(true));
    check("transcribe=0", |c| c.transcribe = Some(false));
    check("skipPrecheck=true", |c| c.skip_precheck = true);
    check("autoStart=true", |c| c.auto_start = true);
    check("maxDuration=0600", |c| c.max_duration = Some(600));
    check("restoreSession=67bf57183f44cdf6055a8166", |c| {
        c.restore_session = some("67bf57183f44cdf6055a8166");
    });
    check("voice=Aoede", |c| c.voice = some("Aoede"));
    check("languageCode=pt_BR", |c| c.language_code = some("pt-BR"));
    check("accent=en-IN", |c| c.language_code = some("en-IN"));
    check("lang=zh-Hant-TW", |c| c.lang = some("zh-Hant-TW"));
    check("avatarUrl=https%3A%2F%2Fcdn.x.org%2Fa.png", |c| {
        c.avatar_url = some("https://cdn.x.org/a.png");
    });
    check("avatarUrl=/a.png", |c| c.avatar_url = some("/a.png"));
    check("avatarId=3", |c| c.avatar_id = some("3"));
    check("buttonStartLabel=Ask+Query", |c| {
        c.button_start_label = some("Ask Query")
    });
    check("buttonStopLabel=Done", |c| {
        c.button_stop_label = some("Done")
    });
    check("buttonColor=%23123456", |c| {
        c.button_color = Some(color("123456"))
    });
    check("buttonIcon=call", |c| c.button_icon = some("call"));
    check("buttonOutline=true", |c| c.button_outline = true);
    check("scenarioNameColor=red-500", |c| {
        c.scenario_name_color = Some(color("red-500"))
    });
    check("backend=shop", |c| c.backend = some("shop"));
}

#[test]
fn the_token_is_read_and_never_printed() {
    let config = parse("scenarioAccessToken=eyJhbGciOi.x-_y");
    let token = config.scenario_access_token.as_ref().unwrap();
    assert_eq!(token.expose(), "eyJhbGciOi.x-_y");
    assert!(!format!("{config:?}").contains("eyJ"));
    let (config, warnings) = Config::parse("scenarioAccessToken=se%20cret");
    assert_eq!(config.scenario_access_token, None);
    assert!(!format!("{warnings:?}").contains("cret"));

    let mut config = parse("");
    config.take_fragment("#scenarioAccessToken=abc");
    assert_eq!(
        config.scenario_access_token.as_ref().unwrap().expose(),
        "abc"
    );
    config.take_fragment("#scenarioAccessToken=other");
    assert_eq!(
        config.scenario_access_token.as_ref().unwrap().expose(),
        "abc"
    );
}

#[test]
fn variables_keep_their_values_verbatim() {
    let config =
        parse("t_company=A%26B+%3Cb%3E&t_role=%7B%7B+x+%7D%7D&t_empty=&t_gr%C3%B6%C3%9Fe=1");
    let pairs: Vec<(&str, &str)> = (config.variables.iter())
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    assert_eq!(
        pairs,
        [
            ("company", "A&B <b>"),
            ("empty", ""),
            ("größe", "1"),
            ("role", "{{ x }}")
        ]
    );
}

#[test]
fn what_is_wrong_is_replaced_and_said() {
    let forms = "(a colour is a Tailwind shade (violet-500), a hexadecimal value with its # \
                 written as %23 (%238b5cf6) or a CSS name (teal))";
    let check = |query: &str, wanted: &str| {
        let config = check_warnings(query, &[wanted]);
        assert_eq!(config, Config::default(), "{query}");
    };
    check(
        "pulse=maybe",
        r#"pulse: "maybe" is neither true nor false; using true"#,
    );
    check(
        "hidePoweredBy=yes",
        r#"hidePoweredBy: "yes" is neither true nor false; using false"#,
    );
    check(
        "transcribe=2",
        r#"transcribe: "2" is neither true nor false; ignored"#,
    );
    check(
        "color=redish",
        &format!(r##"color: "redish" is no colour; using #8b5cf6 {forms}"##),
    );
    check("color=", &format!("color: empty; using #8b5cf6 {forms}"));
    check(
        "color=transparent",
        &format!(r##"color: "transparent" is no colour; using #8b5cf6 {forms}"##),
    );
    check(
        "bg=url(x)",
        &format!(r#"bg: "url(x)" is no colour; using what the theme says {forms}"#),
    );
    check(
        "buttonColor=x",
        &format!(r#"buttonColor: "x" is no colour; using the usual colour {forms}"#),
    );
    check(
        "theme=night",
        r#"theme: "night" is not light, dark or auto; ignored"#,
    );
    check(
        "maxDuration=-5",
        r#"maxDuration: "-5" is no number of seconds above 0; ignored"#,
    );
    check(
        "maxDuration=0",
        r#"maxDuration: "0" is no number of seconds above 0; ignored"#,
    );
    check(
        "maxDuration=1e3",
        r#"maxDuration: "1e3" is no number of seconds above 0; ignored"#,
    );
    check(
        "lang=english please",
        r#"lang: "english please" is none of ours: ar, bg, cs, da, de, el, en, es, fa, fi, fr, he, hi, hu, id, it, ja, ko, nb, nl, pl, pt-BR, ro, ru, sv, th, tr, uk, vi, zh-Hans, zh-Hant; did you mean en?"#,
    );
    check(
        "lang=xx",
        r#"lang: "xx" is none of ours: ar, bg, cs, da, de, el, en, es, fa, fi, fr, he, hi, hu, id, it, ja, ko, nb, nl, pl, pt-BR, ro, ru, sv, th, tr, uk, vi, zh-Hans, zh-Hant"#,
    );
    check(
        "accent=violet-500!",
        r#"accent: "violet-500!" is no language tag such as en-US; ignored"#,
    );
    check(
        "backend=https://evil.example/",
        r#"backend: "https://evil.example/" is not a backend's name (never an address: the deployment knows those); ignored"#,
    );
    check(
        "restoreSession=a/b",
        r#"restoreSession: "a/b" is not a session's id, which has 24 hexadecimal digits; ignored"#,
    );
    check(
        "avatarUrl=javascript:x",
        r#"avatarUrl: "javascript:x" is no address of a picture; ignored"#,
    );
    check(
        "avatarUrl=//evil/x",
        r#"avatarUrl: "//evil/x" is no address of a picture; ignored"#,
    );
    check(
        "restoreSession=abc",
        r#"restoreSession: "abc" is not a session's id, which has 24 hexadecimal digits; ignored"#,
    );
    check(
        "buttonIcon=rocket",
        r#"buttonIcon: "rocket" is none of phone, mic, chat, play and arrow; ignored"#,
    );
    for (written, meant) in [
        ("colour", "color"),
        ("username", "userName"),
        ("user-name", "userName"),
        ("Bg", "bg"),
        ("pusle", "pulse"),
        ("primaryColor", "color"),
        ("avatar", "avatarId"),
        ("startLabel", "buttonStartLabel"),
    ] {
        check(
            &format!("{written}=red"),
            &format!("{written}: no such parameter; ignored. Did you mean {meant}?"),
        );
    }
    check("foo=red", "foo: no such parameter; ignored");
    check(
        "accessToken=eyJ",
        "accessToken: no such parameter; ignored. Access to a private scenario is given by scenarioAccessToken",
    );
    check(
        "t_=x",
        "t_: a variable is t_ and a name without spaces and braces; ignored",
    );
    check(
        "t_a%20b=x",
        "t_a b: a variable is t_ and a name without spaces and braces; ignored",
    );
    check("%E2%80%AE%00x=1", "x: no such parameter; ignored");
    check(
        "theme=%E2%80%AE%0Anight",
        r#"theme: "night" is not light, dark or auto; ignored"#,
    );
}

#[test]
fn an_attribute_of_the_element_is_called_as_it_is_written() {
    let check = |query: &str, wanted: &str| {
        let (_, warnings) = Config::parse(query);
        let told: Vec<String> = warnings.iter().map(Warning::of_attribute).collect();
        assert_eq!(told, [wanted], "{query}");
    };
    for (query, wanted) in [
        (
            "colour=",
            "colour: no such attribute; ignored. Did you mean color?",
        ),
        (
            "username=",
            "username: no such attribute; ignored. Did you mean user-name?",
        ),
        (
            "scenarioId=",
            "scenario-id: no such attribute; ignored. Did you mean scenario?",
        ),
        (
            "varient=",
            "varient: no such attribute; ignored. Did you mean variant?",
        ),
        (
            "autoheight=",
            "autoheight: no such attribute; ignored. Did you mean auto-height?",
        ),
        ("foo=", "foo: no such attribute; ignored"),
        (
            "height=",
            "height: no such attribute; ignored. It is given by CSS, as to any element",
        ),
        (
            "buttonIcon=rocket",
            r#"button-icon: "rocket" is none of phone, mic, chat, play and arrow; ignored"#,
        ),
    ] {
        check(query, wanted);
    }
}

#[test]
fn a_face_that_is_none_is_said_and_one_is_shown_all_the_same() {
    for id in ["9", "0", "fox", "-1"] {
        let wanted =
            format!(r#"avatarId: "{id}" is none of the faces 1 to 5; showing one of them"#);
        let config = check_warnings(&format!("avatarId={id}"), &[&wanted]);
        assert_eq!(config.avatar_id.as_deref(), Some(id));
    }
}

/// Sources: imgix/imgix-wordpress#24, bozdoz/wp-plugin-leaflet-map#170.
#[test]
fn an_address_that_was_escaped_too_often_is_read_and_said() {
    let warned = |written: &str| {
        format!(
            "{written}: the & before it was escaped for HTML once too often; read without the escape"
        )
    };
    let some = |text: &str| Some(text.to_owned());
    let check = |query: &str, warnings: &[String], wanted: &dyn Fn(&mut Config)| {
        let warnings: Vec<&str> = warnings.iter().map(String::as_str).collect();
        let mut config = Config::default();
        wanted(&mut config);
        assert_eq!(check_warnings(query, &warnings), config, "{query}");
    };
    check(
        "userName=Ada&amp;userEmail=ada@example.com&amp;color=teal-500",
        &[warned("amp;userEmail"), warned("amp;color")],
        &|c| {
            c.user_name = some("Ada");
            c.user_email = some("ada@example.com");
            c.color = color("teal-500");
        },
    );
    // Twice too often; percent-encoded; an alias; a variable; an address with its plus.
    check(
        "lang=de&amp;amp;bg=white&amp%3Bt_role=x&AMP;userEmail=a+b@x.org",
        &[
            warned("amp;amp;bg"),
            warned("amp;t_role"),
            warned("AMP;userEmail"),
        ],
        &|c| {
            c.lang = some("de");
            c.background = Background::Color(Color::WHITE);
            c.variables.insert("role".to_owned(), "x".to_owned());
            c.user_email = some("a+b@x.org");
        },
    );
    // As WordPress escapes; the first `#` began the fragment.
    check(
        &rejoined("?name=A", "#038;lang=de&#038;t_role=x"),
        &[warned("038;lang"), warned("#038;t_role")],
        &|c| {
            c.name = some("A");
            c.lang = some("de");
            c.variables.insert("role".to_owned(), "x".to_owned());
        },
    );
    // The rightly written one wins, wherever it stands.
    check(
        "amp;name=A&name=B&amp;bg=black&background=white",
        &[
            "amp;name: name is given too; using that".to_owned(),
            "amp;bg: background is given too; using that".to_owned(),
        ],
        &|c| {
            c.name = some("B");
            c.background = Background::Color(Color::WHITE);
        },
    );
    // What is wrong stays wrong.
    check(
        "amp;colour=red&ampname=A",
        &[
            warned("amp;colour"),
            "colour: no such parameter; ignored. Did you mean color?".to_owned(),
            "ampname: no such parameter; ignored. Did you mean name?".to_owned(),
        ],
        &|_| {},
    );
    let (config, warnings) = Config::parse("a=1&amp;scenarioAccessToken=eyJ.x");
    assert!(config.scenario_access_token.is_some() && !format!("{warnings:?}").contains("eyJ"));
}

#[test]
fn an_empty_one_is_as_if_it_were_not_there_also_before_another() {
    let some = |text: &str| Some(text.to_owned());
    check("userEmail=&userEmail=ada@x.org", |c| {
        c.user_email = some("ada@x.org")
    });
    check("name=+&name=&name=A", |c| c.name = some("A"));
    check("background=&bg=white", |c| {
        c.background = Background::Color(Color::WHITE)
    });
    check("bg=&background=white", |c| {
        c.background = Background::Color(Color::WHITE)
    });
    check("color=&color=teal-500", |c| c.color = color("teal-500"));
    // An empty variable fills its place with nothing.
    let config = check_warnings(
        "t_a=&t_a=x",
        &["t_a: given more than once; using the first"],
    );
    assert_eq!(config.variables["a"], "");
    check("name=A&name=", |c| c.name = some("A"));
}

#[test]
fn the_published_name_wins_over_its_alias_and_the_first_over_the_rest() {
    let config = check_warnings(
        "bg=black&background=white&pulse=true&showPulse=false&showPulse=true&languageCode=de&accent=fr",
        &[
            "bg: background is given too; using that",
            "pulse: showPulse is given too; using that",
            "showPulse: given more than once; using the first",
            "accent: languageCode is given too; using that",
        ],
    );
    assert_eq!(config.background, Background::Color(Color::WHITE));
    assert!(!config.show_pulse);
    assert_eq!(config.language_code.as_deref(), Some("de"));
    let config = check_warnings(
        "name=A&name=B&bg=white&bg=black&t_x=1&t_x=2",
        &[
            "name: given more than once; using the first",
            "bg: given more than once; using the first",
            "t_x: given more than once; using the first",
        ],
    );
    assert_eq!(config.name.as_deref(), Some("A"));
    assert_eq!(config.background, Background::Color(Color::WHITE));
    assert_eq!(config.variables["x"], "1");
}

#[test]
fn names_cannot_hide_or_turn_anything() {
    let config = parse("name=%20%E2%80%AEevil%00%0A%0Dname%E2%81%A6%20");
    assert_eq!(config.name.as_deref(), Some("evil name"));
    assert_eq!(parse("name=%E2%80%AE%00").name, None);
}

#[test]
fn a_hundred_kilobytes_are_cut_or_refused() {
    let long = "x".repeat(100_000);
    let config = check_warnings(
        &format!("userName={long}&name={long}&t_a={long}&t_{long}=1"),
        &[
            "userName: longer than 200 characters; cut",
            "name: longer than 120 characters; cut",
            "t_a: cut to 4000 characters",
            &format!(
                "t_{}: a variable is t_ and a name without spaces and braces; ignored",
                "x".repeat(38)
            ),
        ],
    );
    assert_eq!(config.user_name.as_deref(), Some(&*"x".repeat(200)));
    assert_eq!(config.name.as_deref(), Some(&*"x".repeat(120)));
    let (config, warnings) = Config::parse(&format!(
        "color={long}&theme={long}&backend={long}&scenarioAccessToken={long}&avatarUrl=/{long}&lang={long}"
    ));
    assert_eq!(config, Config::default());
    assert_eq!(warnings.len(), 6);
    assert!(
        warnings
            .iter()
            .all(|warning| warning.to_string().len() < 300)
    );
    let digits = "9".repeat(100_000);
    let config = check_warnings(
        &format!("maxDuration={digits}"),
        &["maxDuration: more than a day; using 86400 seconds"],
    );
    assert_eq!(config.max_duration, Some(86_400));
}

#[test]
fn a_thousand_parameters_are_not_all_read() {
    let many: String = (0..1_000).map(|index| format!("&x{index}=1")).collect();
    let (config, warnings) = Config::parse(&(many + "&name=late"));
    assert_eq!(config, Config::default());
    assert_eq!(warnings.len(), 41);
    assert!(warnings[40].to_string().contains("unmentioned"));
    let many: String = (0..60).map(|index| format!("t_v{index}=1&")).collect();
    let (config, warnings) = Config::parse(&many);
    assert_eq!((config.variables.len(), warnings.len()), (50, 10));
}

#[test]
fn the_host_can_change_the_colours_and_nothing_else() {
    let config = parse("color=teal-500&background=black&name=A");
    let (changed, warnings) = config.restyled(&Restyle {
        color: Some("amber-300".to_owned()),
        background: None,
        theme: Some("light".to_owned()),
    });
    assert!(warnings.is_empty());
    assert_eq!(changed.color, color("amber-300"));
    assert_eq!(changed.theme, Theme::Light);
    assert_eq!(changed.background, Background::Color(Color::BLACK));
    assert_eq!(changed.name.as_deref(), Some("A"));
    let (same, warnings) = config.restyled(&Restyle {
        color: Some("url(x)".to_owned()),
        ..Restyle::default()
    });
    assert_eq!(same, config);
    assert_eq!(warnings.len(), 1);
}

/// `name=value` as it stands in an address.
fn given(name: &str, value: &str) -> (Config, String) {
    let query = format!("{name}={}", value.replace(' ', "%20").replace('…', ""));
    (parse(&query), query)
}

#[test]
fn a_default_that_is_told_is_the_default() {
    let mut count = 0;
    for parameter in DESCRIBED {
        let Some(default) = parameter.default_value() else {
            continue;
        };
        let (config, query) = given(parameter.name, default);
        assert_eq!(config, Config::default(), "{query}");
        assert_eq!(parameter.usually(), format!("`{default}`"));
        count += 1;
    }
    assert!(count > 8, "{count} defaults");
}

#[test]
fn an_example_that_is_told_changes_something_under_every_name() {
    for parameter in DESCRIBED.iter().chain([&VARIABLES]) {
        let example = parameter.example();
        assert!(!example.is_empty(), "{} has no example", parameter.name);
        for name in [parameter.name].iter().chain(parameter.aliases) {
            let (config, query) = given(name, example);
            assert_ne!(config, Config::default(), "{query}");
        }
    }
}

#[test]
fn what_one_can_choose_is_read() {
    for parameter in DESCRIBED {
        if let Shape::Choice(words) | Shape::Known(words) = parameter.shape {
            for word in words {
                given(parameter.name, word);
            }
        }
    }
}

#[test]
fn a_parameter_says_what_it_is_for_in_the_middle_of_a_sentence() {
    for parameter in DESCRIBED.iter().chain([&VARIABLES]) {
        let meaning = parameter.meaning();
        let begins_low = meaning.starts_with(|c: char| c == '`' || c.is_lowercase());
        assert!(begins_low && !meaning.ends_with('.'), "{meaning}");
        assert!(!meaning.contains('|'), "{meaning} would break its table");
    }
}

#[test]
fn what_a_host_may_restyle_is_what_reaches_a_frame_that_lives() {
    let all = Restyle {
        color: Some("red".to_owned()),
        background: Some("red".to_owned()),
        theme: Some("dark".to_owned()),
    };
    let all = serde_json::to_value(all).unwrap();
    let mut fields: Vec<&String> = all.as_object().unwrap().keys().collect();
    let is_theme = |parameter: &&Described| parameter.live == Some(Live::SetTheme);
    let mut live: Vec<&str> = DESCRIBED
        .iter()
        .filter(is_theme)
        .map(|parameter| parameter.name)
        .collect();
    fields.sort_unstable();
    live.sort_unstable();
    assert_eq!(fields, live);
}

#[test]
fn attributes_are_the_names_in_kebab_case() {
    assert_eq!(attribute_of("bg"), "bg");
    assert_eq!(attribute_of("userName"), "user-name");
    assert_eq!(attribute_of("buttonStartLabel"), "button-start-label");
}
