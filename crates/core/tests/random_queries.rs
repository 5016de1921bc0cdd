//! Random query strings: whatever a page puts into the address, a config comes out.

use vivavoce_core::Secret;
use vivavoce_core::config::{ALIASES, Config, NAMES as PARAMETERS};
use vivavoce_core::{address, credentials, query, theme, variables};

/// Names a page may use, right and wrong.
const NAMES: [&str; 44] = [
    "texts",
    "scenarioAccessToken",
    "userName",
    "userEmail",
    "promptUserInfo",
    "name",
    "color",
    "background",
    "bg",
    "theme",
    "showPulse",
    "pulse",
    "hidePoweredBy",
    "transcribe",
    "skipPrecheck",
    "autoStart",
    "maxDuration",
    "restoreSession",
    "voice",
    "languageCode",
    "accent",
    "avatarUrl",
    "avatarId",
    "buttonStartLabel",
    "buttonStopLabel",
    "buttonColor",
    "buttonIcon",
    "buttonOutline",
    "scenarioNameColor",
    "backend",
    "preview",
    "lang",
    "t_",
    "t_role",
    "t_{{",
    "t_%00",
    "accessToken",
    "",
    "vars[a]",
    "__proto__",
    "constructor",
    "n%61me",
    "name%",
    "ＮＡＭＥ",
];

/// Values that broke something somewhere, in the manner of the list of naughty strings.
const NAUGHTY: [&str; 48] = [
    "",
    " ",
    "+",
    "%",
    "%2",
    "%zz",
    "%00",
    "%25%30%30",
    "%ff%fe",
    "%C3%28",
    "%ED%A0%80",
    "%F4%90%80%80",
    "undefined",
    "null",
    "NaN",
    "Infinity",
    "-1",
    "0",
    "1e309",
    "0x10",
    "99999999999999999999",
    "١٢٣",
    "true",
    "FALSE",
    "1",
    "transparent",
    "violet-500",
    "violet-5000",
    "-500",
    "%23fff",
    "#fff",
    "%23",
    "%23ggg",
    "rgb(0,0,0)",
    "url(javascript:x)",
    "red;background:url(//x)",
    "</script><script>alert(1)",
    "javascript:alert(1)",
    "//evil.example/x",
    "https://a.b/%0d%0aX: y",
    "/../../etc/passwd",
    "{{ name }}",
    "{{{{}}}}",
    "Z%CD%A1%CC%B6algo",
    "%E2%80%AE%E2%81%A6",
    "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9",
    "' OR 1=1--",
    "ﷺ",
];

#[test]
fn every_parameter_is_among_the_names() {
    let shorter = ALIASES.iter().map(|(name, _)| name);
    for name in PARAMETERS.iter().chain(shorter) {
        assert!(NAMES.contains(name), "{name} is not");
    }
}

/// Marsaglia's xorshift: the same queries every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn value(&mut self) -> String {
        match self.below(20) {
            0 => "x".repeat(self.below(100_000)),
            1 => "%E2%80%AE".repeat(self.below(2_000)),
            2 => self.pick(&NAUGHTY).repeat(self.below(300)),
            3..=5 => {
                let length = self.below(40);
                let bytes = (0..length).map(|_| b' ' + self.below(95) as u8);
                bytes.map(char::from).collect()
            }
            6 => (0..self.below(20))
                .filter_map(|_| char::from_u32(self.below(0x11_0000) as u32))
                .collect(),
            _ => self.pick(&NAUGHTY).to_owned(),
        }
    }

    fn query(&mut self) -> String {
        let mut query = self.pick(&["", "?", "&", "??", "#"]).to_owned();
        let count = if self.below(50) == 0 {
            400
        } else {
            self.below(12)
        };
        for _ in 0..count {
            match self.below(8) {
                0 => query += &self.value(),
                _ => query += self.pick(&NAMES),
            }
            query += self.pick(&["=", "=", "=", "=", "", "==", "%3D"]);
            // Many parameters of 100 kB each would test the allocator only.
            query += &if count > 20 {
                self.pick(&NAUGHTY).to_owned()
            } else {
                self.value()
            };
            query += self.pick(&["&", "&", "&", "&&", ";", "&amp;"]);
        }
        query
    }
}

fn check(query: &str) {
    let (config, warnings) = Config::parse(query);
    let short = |text: &Option<String>, cap: usize| {
        let Some(text) = text else { return };
        assert!(!text.is_empty() && text.chars().count() <= cap, "{text:?}");
        assert!(!text.contains(char::is_control), "{text:?}");
        assert!(
            !text.contains(['\u{202e}', '\u{2066}', '\u{200f}']),
            "{text:?}"
        );
        assert_eq!(text.trim(), text);
    };
    short(&config.user_name, vivavoce_core::person::NAME_CAP);
    short(&config.user_email, vivavoce_core::person::EMAIL_CAP);
    short(&config.name, 120);
    for label in [
        &config.button_start_label,
        &config.button_stop_label,
        &config.voice,
    ] {
        short(label, 40);
    }
    for name in [
        &config.restore_session,
        &config.backend,
        &config.button_icon,
        &config.avatar_id,
    ] {
        short(name, 64);
        assert!(
            name.as_ref()
                .is_none_or(|name| name.is_ascii() && !name.contains(['/', ':']))
        );
    }
    for language in [&config.lang, &config.language_code] {
        short(language, 35);
    }
    short(&config.avatar_url, 2_048);
    if let Some(url) = &config.avatar_url {
        let local = url.starts_with('/') && !url.starts_with("//");
        assert!(
            local || url.starts_with("https://") || url.starts_with("http://"),
            "{url}"
        );
    }
    assert!(
        config
            .max_duration
            .is_none_or(|seconds| (1..=86_400).contains(&seconds))
    );
    assert!(config.color.a > 0);
    assert!(config.variables.len() <= variables::COUNT_CAP);
    let sizes = config
        .variables
        .iter()
        .map(|(name, value)| name.len() + value.len());
    assert!(sizes.sum::<usize>() <= variables::TOTAL_CAP);
    assert!(warnings.len() <= 41);
    let token = config.scenario_access_token.as_ref().map(Secret::expose);
    assert!(token.is_none_or(|token| token.bytes().all(|byte| byte.is_ascii_graphic())));
    for warning in &warnings {
        let line = warning.to_string();
        assert!(line.chars().count() < 400, "{line}");
        assert!(!line.contains(char::is_control), "{line:?}");
    }
    // What reads the config further on must not stumble either.
    let css = theme::derive(&config).properties;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"#- ".contains(&byte);
    assert!(
        css.iter()
            .all(|(name, value)| name.bytes().chain(value.bytes()).all(plain))
    );
    let _ = credentials::needed(&config);
    let scrubbed = address::scrub(query);
    assert!(scrubbed.len() <= query.len());
    assert!(query::pairs(&scrubbed).all(|(name, _)| name != address::TOKEN));
    address::route(query);
}

/// 2,000 of them; all 10,000 where `VIVAVOCE_PROVE` is set.
#[test]
fn random_queries_are_read_without_a_panic() {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let mut chance = Chance(0x5eed);
    for _ in 0..if prove { 10_000 } else { 2_000 } {
        let query = chance.query();
        check(&query);
    }
}
