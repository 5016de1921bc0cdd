use std::collections::HashMap;

use std::time::Duration;

use super::*;

/// `flags` and `environment` as `name=value` words.
fn load(flags: &str, environment: &str, source: &str) -> Result<Settings, Problem> {
    let pairs = |text: &str| -> HashMap<String, String> {
        text.split_whitespace()
            .filter_map(|word| word.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    };
    let given = pairs(flags);
    let flag = |name: &str| given.get(name).cloned();
    let flags = Flags {
        listen: flag("listen"),
        database: flag("database"),
        public_url: flag("public-url"),
        hosts: flag("hosts"),
        config: None,
        trusted_proxies: flag("trusted-proxies"),
        log: flag("log"),
        log_format: flag("log-format"),
    };
    let variables = pairs(environment);
    Settings::from_sources(
        &flags,
        &|name| variables.get(name).cloned(),
        "vivavoce.toml",
        source,
    )
}

#[test]
fn a_flag_beats_the_environment_and_that_beats_the_file() {
    let source = "listen = \"127.0.0.1:3\"\n";
    let port = |flags, environment| load(flags, environment, source).unwrap().listen.port();
    assert_eq!(port("listen=127.0.0.1:1", "VIVAVOCE_LISTEN=127.0.0.1:2"), 1);
    assert_eq!(port("", "VIVAVOCE_LISTEN=127.0.0.1:2"), 2);
    assert_eq!(port("", "VIVAVOCE_LISTEN="), 3);
    assert_eq!(
        load("", "", "").unwrap().listen.to_string(),
        "127.0.0.1:8787"
    );
}

#[test]
fn the_documented_file_is_read_whole() {
    let source = r#"
        public_url = "https://Voice.example.com/"
        hosts = ["Voice.example.org", "[::1]"]
        database = "memory:"
        trusted_proxies = "127.0.0.1, 10.0.0.0/8"

        [agent]
        pace_ms = 0

        [agent.model]
        url = "https://api.openai.com/v1/"
        key = "env:OPENAI_API_KEY"
        name = "gpt-4o-mini"

        [analysis.model]
        url = "https://models.example.com/v1"
        name = "judge"

        [mail]
        url = "env:SMTP_URL"
        from = "Viva Voce <voice@example.com>"

        [webhooks]
        allow_private = true

        [embed]
        allowed_hosts = ["https://www.example.com:443", "http://localhost:3000"]
        image_hosts = ["https://images.example.com"]
        language = "de-AT"

        [embed.branding]
        text = "Voice by Example"
        url = "https://example.com"

        [backends.shop]
        dialect = "totebot"
        url = "https://api.totebot.ai"
        secret = "env:TOTEBOT_KEY"
        title = "Shop"
        concurrent_lasting = 10

        [limits]
        sessions_per_minute = 5
        connections_per_address = 50
        head_seconds = 5
        session_minutes = 30
        erase_after_minutes = 5
        keep_sessions_days = 90
        keep_closed_accounts_days = 30
        runs_per_day_per_scenario = 500
        tokens_per_day_per_account = 2_000_000
        mb_per_day_per_scenario = 3
        mb_per_day_per_account = 4
        mb_per_day_per_address = 5
        mails_per_day_per_account = 6
        relay_calls_per_address_and_minute = 7
        relay_calls_at_once_per_address = 8
        passcodes_in_all_per_minute = 9
    "#;
    let variables = "OPENAI_API_KEY=sk-1 TOTEBOT_KEY=tb_pk_1 SMTP_URL=smtps://u:p@mail.example.com";
    let settings = load("", variables, source).unwrap();
    assert_eq!(settings.engine.judge_model().unwrap().name, "judge");
    let mail = settings.engine.mail.as_ref().unwrap();
    assert_eq!(mail.url.expose(), "smtps://u:p@mail.example.com");
    assert_eq!(mail.from.email.to_string(), "voice@example.com");
    assert!(settings.engine.webhooks.allow_private);
    assert_eq!(
        settings.engine.public_url.as_deref(),
        Some("https://voice.example.com")
    );
    assert_eq!(
        settings.http.hosts,
        ["voice.example.org", "[::1]", "voice.example.com"]
    );
    assert_eq!(settings.database, Database::Memory);
    assert_eq!(settings.http.trusted_proxies.len(), 2);
    assert_eq!(settings.engine.agent.pace, Duration::ZERO);
    let model = settings.engine.agent.model.unwrap();
    assert_eq!(model.url, "https://api.openai.com/v1");
    assert_eq!(model.key.unwrap().expose(), "sk-1");
    assert_eq!(
        settings.http.deployment.allowed_hosts,
        ["https://www.example.com", "http://localhost:3000"]
    );
    assert_eq!(
        settings.http.deployment.image_hosts,
        ["https://images.example.com"]
    );
    let language = settings.http.deployment.language;
    assert_eq!(language.as_deref(), Some("de"));
    assert_eq!(
        settings.http.deployment.branding.unwrap().text,
        "Voice by Example"
    );
    let [shop] = settings.http.deployment.backends.as_slice() else {
        panic!("one backend")
    };
    assert_eq!(
        (shop.name.as_str(), shop.dialect.as_str()),
        ("shop", "totebot")
    );
    assert_eq!(
        settings.backends["shop"].secret.as_ref().unwrap().expose(),
        "tb_pk_1"
    );
    assert_eq!(
        settings.engine.limits.sessions_per_address,
        Rate {
            burst: 5,
            per_minute: 5
        }
    );
    let connections = &settings.engine.limits.connections;
    assert_eq!(
        (connections.per_address, connections.head),
        (50, Duration::from_secs(5))
    );
    assert_eq!(
        settings.engine.limits.session_total,
        Duration::from_secs(1800)
    );
    assert_eq!(settings.engine.limits.erase_after, Duration::from_secs(300));
    let kept = Duration::from_secs(90 * 86_400);
    assert_eq!(settings.engine.limits.keep_sessions, Some(kept));
    let kept = Duration::from_secs(30 * 86_400);
    assert_eq!(settings.engine.limits.keep_closed_accounts, Some(kept));
    let limits = &settings.engine.limits;
    let (scenario, account) = (limits.per_scenario, limits.per_account);
    assert_eq!((scenario.runs, scenario.tokens), (Some(500), None));
    assert_eq!((account.runs, account.tokens), (None, Some(2_000_000)));
    let megabytes = |count: u64| Some(count * 1024 * 1024);
    assert_eq!(
        (scenario.bytes, account.bytes),
        (megabytes(3), megabytes(4))
    );
    // In kilobytes.
    assert_eq!(limits.written_per_address, 5 * 1024);
    assert_eq!(limits.mails_per_account, 6);
    assert_eq!(limits.relay_per_address.per_minute, 7);
    assert_eq!(limits.relay_at_once_per_address, 8);
    assert_eq!(limits.passcodes_in_all.per_minute, 9);
    assert_eq!(settings.backends["shop"].concurrent_lasting, 10);
}

#[test]
fn a_wrong_setting_is_a_sentence_that_names_it_and_says_what_is_allowed() {
    // flags, environment, file, the sentence
    let cases = [
        (
            "listen=8787",
            "",
            "",
            "--listen is \"8787\": it must be an address and a port, such as 127.0.0.1:8787 or \
             [::]:8787 (port 0: any free one)",
        ),
        (
            "",
            "VIVAVOCE_DATABASE=postgres://u:hunter2@db/v",
            "",
            "VIVAVOCE_DATABASE: PostgreSQL is not supported yet; it must be sqlite://FILE or memory:",
        ),
        (
            "database=mysql://u:hunter2@db",
            "",
            "",
            "--database: it must be sqlite://FILE or memory:",
        ),
        (
            "database=sqlite://",
            "",
            "",
            "--database is \"sqlite://\": the file's name is missing; it must be sqlite://FILE or \
             memory:",
        ),
        (
            "",
            "",
            "\npublic_url = \"https://a.example/sub\"",
            "public_url (vivavoce.toml, line 2) is \"https://a.example/sub\": it must be an origin \
             such as https://www.example.com, exactly as a browser shows it, without a path or a \
             wildcard",
        ),
        (
            "",
            "VIVAVOCE_API_KEY=hunter2",
            "",
            "VIVAVOCE_API_KEY: it must be at least 20 letters, digits or signs without a space; \
             `openssl rand -hex 32` makes a good one",
        ),
        (
            "trusted-proxies=10.0.0.0/33",
            "",
            "",
            "--trusted-proxies is \"10.0.0.0/33\": \"10.0.0.0/33\" is no address; it must be \
             addresses or networks such as 127.0.0.1, 10.0.0.0/8, separated by commas",
        ),
        (
            "log-format=xml",
            "",
            "",
            "--log-format is \"xml\": it must be one of text, json",
        ),
        (
            "",
            "",
            "[agent.model]\nurl = \"https://a.example\"\nnmae = \"x\"",
            "[agent.model] (vivavoce.toml, line 1) has no \"name\", which it needs",
        ),
        (
            "",
            "",
            "[agent.model]\nurl = \"https://a.example\"\nname = \"x\"\nkye = \"y\"",
            "vivavoce.toml, line 4: there is no setting \"kye\" in [agent.model]; did you mean \
             \"key\"?",
        ),
        (
            "",
            "",
            "lisen = \"127.0.0.1:1\"",
            "vivavoce.toml, line 1: there is no setting \"lisen\"; did you mean \"listen\"?",
        ),
        (
            "",
            "",
            "[embed]\ncolour = \"red\"",
            "vivavoce.toml, line 2: there is no setting \"colour\" in [embed]; known here: \
             allowed_hosts, image_hosts, branding, language, backend",
        ),
        (
            "",
            "",
            "[embed]\nlanguage = \"klingon\"",
            "embed.language (vivavoce.toml, line 2) is \"klingon\": it must be one of ar, bg, cs, da, de, el, \
             en, es, fa, fi, fr, he, hi, hu, id, it, ja, ko, nb, nl, pl, pt-BR, ro, ru, sv, th, tr, uk, vi, \
             zh-Hans, zh-Hant",
        ),
        (
            "",
            "",
            "[agent.model]\nurl = \"https://a.example\"\nname = \"x\"\nkey = \"env:NOPE\"",
            "agent.model.key (vivavoce.toml, line 4) is \"env:NOPE\": the environment has no such \
             variable, or it is empty",
        ),
        (
            "",
            "",
            "[embed]\nallowed_hosts = [\"https://*.example.com\"]",
            "an entry of embed.allowed_hosts (vivavoce.toml, line 2) is \"https://*.example.com\": \
             it must be an origin such as https://www.example.com, exactly as a browser shows it, \
             without a path or a wildcard",
        ),
        (
            "",
            "",
            "[embed]\nallowed_hosts = \"https://a.example\"",
            "embed.allowed_hosts (vivavoce.toml, line 2) is a text: it must be a list of texts, \
             like [\"…\"]",
        ),
        (
            "",
            "",
            "[backends.Shop]\ndialect = \"totebot\"",
            "[backends.Shop] (vivavoce.toml, line 1): a backend's name is 1 to 40 of a-z, 0-9, _ \
             and -, as ?backend= will say it",
        ),
        (
            "",
            "",
            "[backends.shop]\ndialect = \"tote\"",
            "backends.shop.dialect (vivavoce.toml, line 2) is \"tote\": it must be one of \
             vivavoce, tovie, agentok, totebot, talkio, ag-ui",
        ),
        (
            "",
            "",
            "[backends.shop]\ndialect = \"totebot\"\nurl = \"https://t.example\"\ndirect = true",
            "[backends.shop] (vivavoce.toml, line 1): \"direct\" would hand the vendor's secret to \
             every visitor; leave it out",
        ),
        (
            "",
            "",
            "[backends.own]\ndialect = \"vivavoce\"\nurl = \"https://v.example\"",
            "backends.own.url (vivavoce.toml, line 3): a vivavoce backend is this server itself; \
             leave its address out",
        ),
        (
            "",
            "",
            "[backends.shop]\ndialect = \"totebot\"\nurl = \"https://t.example\"",
            "[backends.shop] (vivavoce.toml, line 1): this backend needs its \"secret\", the key the \
             vendor gave you",
        ),
        (
            "",
            "",
            "[backends.helper]\ndialect = \"ag-ui\"\nurl = \"https://t.example\"\nshow = [\"state\", \"thoughts\"]",
            "an entry of backends.helper.show (vivavoce.toml, line 4) is \"thoughts\": it must be one of \
             state, steps",
        ),
        (
            "",
            "",
            "[backends.helper]\ndialect = \"ag-ui\"\nurl = \"https://t.example\"\nshow = \"steps\"",
            "backends.helper.show (vivavoce.toml, line 4) is a text: it must be a list of texts, \
             like [\"…\"]",
        ),
        (
            "",
            "",
            "[backends.shop]\ndialect = \"tovie\"\nurl = \"https://t.example/c\"\nshow = [\"state\"]",
            "[backends.shop] (vivavoce.toml, line 1): \"show\" is about AG-UI agents; leave it out",
        ),
        (
            "",
            "",
            "[embed]\nbackend = \"shop\"",
            "embed.backend (vivavoce.toml, line 2) is \"shop\": there is no [backends] entry of that \
             name",
        ),
        (
            "",
            "",
            "[agent]\npace_ms = -1",
            "agent.pace_ms (vivavoce.toml, line 2) is -1: it must be a whole number from 0 to 2000",
        ),
        (
            "",
            "",
            "[agent]\npace_ms = \"fast\"",
            "agent.pace_ms (vivavoce.toml, line 2) is a text: it must be a whole number from 0 to \
             2000",
        ),
        (
            "",
            "",
            "[mail]\nurl = \"smtp://u:hunter2@mail.example.com?tls=none\"\nfrom = \"a@b.example\"",
            "mail.url (vivavoce.toml, line 2): tls=none would send the password for everybody to \
             read",
        ),
        (
            "",
            "",
            "[mail]\nurl = \"smtps://mail.example.com\"\nfrom = \"a@b.example\"",
            "there is a [mail] section and no public_url: mails lead back here, so set public_url \
             to the origin visitors see, such as https://voice.example.com",
        ),
        (
            "hosts=https://voice.example.com",
            "",
            "",
            "--hosts is \"https://voice.example.com\": it must be a host's name such as \
             voice.example.com, without a port",
        ),
        (
            "",
            "",
            "[mail]\nurl = \"hunter2\"\nfrom = \"a@b.example\"",
            "mail.url (vivavoce.toml, line 2): it must be the address of a mail server, such as \
             smtps://user:password@mail.example.com",
        ),
        (
            "",
            "",
            "[mail]\nurl = \"smtps://mail.example.com\"\nfrom = \"nobody\"",
            "mail.from (vivavoce.toml, line 3) is \"nobody\": it must be a sender such as Viva \
             Voce <voice@example.com>, or an address",
        ),
        (
            "",
            "",
            "agent = 3",
            "agent (vivavoce.toml, line 1) is a whole number: it must be a section of its own, \
             like [agent.model]",
        ),
    ];
    for (flags, environment, source, sentence) in cases {
        let problem = load(flags, environment, source).unwrap_err().to_string();
        assert_eq!(problem, sentence, "{flags} {environment} {source}");
        assert!(
            !problem.contains("hunter2"),
            "a secret on the screen: {problem}"
        );
    }
}

#[test]
fn a_file_that_is_not_toml_is_named_with_its_line() {
    let problem = load("", "", "listen = \"127.0.0.1:1\"\n[agent\n")
        .unwrap_err()
        .to_string();
    assert!(
        problem.starts_with("vivavoce.toml, line 2 is not TOML: "),
        "{problem}"
    );
}

#[test]
fn a_named_file_that_is_missing_stops_the_start() {
    let flags = Flags {
        config: Some("/nowhere/at-all.toml".to_owned()),
        ..Flags::default()
    };
    let problem = Settings::load(&flags, &|_| None).unwrap_err().to_string();
    assert!(problem.starts_with("--config is \"/nowhere/at-all.toml\": this file cannot be read"));
}

#[test]
fn a_misspelt_variable_is_noticed_and_a_strange_one_is_left_alone() {
    let names = [
        "VIVAVOCE_LISTN",
        "VIVAVOCE_TEST_PG",
        "HOME",
        "VIVAVOCE_LISTEN",
    ];
    assert_eq!(
        doubtful_variables(names.iter().map(|name| (*name).to_owned())),
        ["VIVAVOCE_LISTN is set but is no setting; did you mean VIVAVOCE_LISTEN?"]
    );
}

#[test]
fn no_secret_is_printed_with_the_settings() {
    let mail = "public_url = \"https://b.example\"\n[mail]\nurl = \"smtps://u:canary@mail.example.com\"\nfrom = \"a@b.example\"";
    let settings = load("", "VIVAVOCE_API_KEY=canary-canary-canary", mail).unwrap();
    assert!(!format!("{settings:?}").contains("canary"));
}

#[test]
fn a_misspelt_dialect_or_origin_stops_the_start() {
    for (source, part) in [
        ("[cors]\ntalkyo = []", "did you mean \"talkio\"?"),
        ("[cors]\ntalkio = [\"*\"]", "it must be an origin"),
        ("[cors]\nvivavoce = []", "there is no setting"),
    ] {
        let problem = Settings::from_sources(&Flags::default(), &|_| None, "vivavoce.toml", source)
            .unwrap_err();
        assert!(problem.0.contains(part), "{source}: {problem}");
    }
}
