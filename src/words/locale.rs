//! The file of a language: which one the visitor reads, and its arrival.

use vivavoce_core::config::Config;
use vivavoce_core::language::{self, ENGLISH};
use vivavoce_core::wire::PageConfig;

use super::read;
use crate::browser::fetch::within;
use crate::browser::page;

/// How long the skeleton stands for it, in milliseconds.
const PATIENCE: u64 = 5_000;

/// The language of the interface. A server has decided it, by the same rule.
pub fn chosen(config: &Config, served: &PageConfig) -> &'static str {
    let browsers = page::languages();
    let asked = (served.language.iter())
        .chain(&config.lang)
        .chain(&config.language_code)
        .chain(&browsers)
        .chain(&served.deployment.language)
        .map(String::as_str);
    language::chosen(asked)
}

/// Speaks `lang` from here on; English where its file does not come, or is another build's.
pub async fn load(lang: &'static str) {
    if lang == ENGLISH {
        return;
    }
    let file = within(PATIENCE, page::words(lang)).await.flatten();
    if !file.is_some_and(|file| read(lang, file)) {
        page::warn(
            &[
                "vivavoce: the texts for ",
                lang,
                " did not come; going on in English",
            ]
            .concat(),
        );
    }
}
