//! The interface of an embed page: its language, and what the page says before the widget speaks.

use std::collections::BTreeMap;

use vivavoce_core::config::Config;
use vivavoce_locales::texts::replaced;
use vivavoce_locales::widget::{self, KEYS};
use vivavoce_protocol::json::Value;
use vivavoce_protocol::language::{ENGLISH, accepted, chosen};

/// What the guard says, by the name it has there.
const GUARD: [(&str, &str); 7] = [
    ("load", "load-what"),
    ("offline", "offline-what"),
    ("policy", "policy-what"),
    ("unsupported", "unsupported-what"),
    ("crash", "crash-what"),
    ("long", "loading-long"),
    ("retry", "retry"),
];

/// A language, and its texts as this page has them.
pub struct Interface {
    pub language: &'static str,
    lines: Vec<String>,
}

impl Interface {
    /// The address's language, else that of the conversation, else the first of the browser's, else the
    /// deployment's. `texts` are the owner's, the later over the earlier.
    pub fn of(
        config: &Config,
        accept_language: &str,
        deployments: Option<&str>,
        texts: &[Value],
    ) -> Interface {
        let asked = config.lang.iter().chain(&config.language_code);
        let asked = asked.map(String::as_str);
        let language = chosen(asked.chain(accepted(accept_language)).chain(deployments));
        let file = widget::file(language).unwrap_or_default();
        let lines: Vec<&str> = file.split('\n').collect();
        Interface {
            language,
            lines: replaced(language, &KEYS, &lines, texts).lines,
        }
    }

    /// The text of a key.
    pub fn says(&self, key: &str) -> &str {
        let place = KEYS.iter().position(|it| it.name == key);
        let line = place.and_then(|place| self.lines.get(place));
        line.map_or("", String::as_str)
    }

    /// The guard's sentences, where they are not those it has.
    pub fn guard(&self) -> Option<BTreeMap<&'static str, &str>> {
        let english = Interface::of(&Config::default(), "", None, &[]);
        let differs = |key| self.says(key) != english.says(key);
        let says = || GUARD.map(|(name, key)| (name, self.says(key)));
        let any = GUARD.iter().any(|(_, key)| differs(key));
        any.then(|| BTreeMap::from(says()))
    }

    /// The address of the language's file, from the template's pattern; English is built in.
    pub fn file(&self, template: &str) -> Option<String> {
        let (_, pattern) = template.split_once("data-words=\"")?;
        let (pattern, _) = pattern.split_once('"')?;
        (self.language != ENGLISH).then(|| pattern.replace('*', self.language))
    }
}
