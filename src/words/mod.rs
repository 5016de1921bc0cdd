//! What a visitor reads, in their language: the texts by name, and the sentences that are chosen.
//!
//! The texts are made of `crates/locales/widget/*.ftl`: what every page needs is [`Words`] by their names
//! (`words.send`), what a chunk shows has a table of its own (`Accept`, `After`, `Locked`, `Vendor`), which only
//! that chunk names. English is built in; another language is a file that comes beside the Wasm.

use std::cell::Cell;
use std::ops::Deref;

use vivavoce_core::failure::Failure;
use vivavoce_core::json::Value;
use vivavoce_core::person::{EMAIL_CAP, EmailError, NAME_CAP, NameError};
use vivavoce_locales::widget::{self, lines};
use vivavoce_locales::{Counted, Lines};

use crate::browser::intl;

pub use numbers::{clock, fraction};

pub mod locale;
mod numbers;
pub mod texts;

/// A failure as told to a person: what happened, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    pub what: String,
    pub advice: String,
}

impl Explanation {
    /// Both sentences.
    pub fn whole(&self) -> String {
        let mut text = self.what.clone();
        if !self.advice.is_empty() {
            text.push(' ');
            text.push_str(&self.advice);
        }
        text
    }
}

/// Everything a visitor can read, in one language.
pub struct Words {
    /// BCP 47; the `lang` of the root element.
    pub lang: &'static str,
    /// For the tables of chunks; `None`: in English, as it is built in.
    pub lines: Option<Lines>,
    texts: Texts,
}

/// English stands where it is.
enum Texts {
    English,
    Read(Box<widget::Words>),
}

impl Deref for Words {
    type Target = widget::Words;

    fn deref(&self) -> &widget::Words {
        match &self.texts {
            Texts::English => widget::Words::english(),
            Texts::Read(texts) => texts,
        }
    }
}

static ENGLISH: Words = Words {
    lang: vivavoce_core::language::ENGLISH,
    lines: None,
    texts: Texts::English,
};

thread_local! {
    static SPOKEN: Cell<&'static Words> = const { Cell::new(&ENGLISH) };
}

/// The words of this page.
pub fn spoken() -> &'static Words {
    SPOKEN.get()
}

/// From here on the page speaks the language `lang` with the texts of `lines`; English without. Kept for
/// as long as the page is: it is said once or twice.
pub fn speak(lang: &'static str, lines: Option<Lines>) {
    let texts = match lines {
        None => Texts::English,
        lines => Texts::Read(Box::new(widget::Words::of(lines))),
    };
    SPOKEN.set(Box::leak(Box::new(Words { lang, lines, texts })));
}

/// Reads a language's file, and speaks it. `false` where the file is not one of this build.
pub fn read(lang: &'static str, file: String) -> bool {
    let lines = lines(file.leak());
    if lines.is_some() {
        speak(lang, lines);
    }
    lines.is_some()
}

/// Whether an owner says anything instead of our texts.
pub fn has_texts(texts: &Value) -> bool {
    texts.as_object().is_some_and(|texts| !texts.is_empty())
}

/// What puts the texts of an owner in the place of ours.
pub type Apply = fn(&[Value]);

/// How a counted text is said of a number: in the form and with the digits of the language.
pub trait Counting {
    fn count(self, number: usize) -> String;
}

impl Counting for Counted {
    fn count(self, number: usize) -> String {
        let lang = spoken().lang;
        let number = number as f64;
        self.with(&intl::category(lang, number), &intl::number(lang, number))
    }
}

impl Words {
    /// A failure in sentences.
    pub fn explain(&self, failure: &Failure) -> Explanation {
        let told = |what: &str, advice: &str| Explanation {
            what: what.to_owned(),
            advice: advice.to_owned(),
        };
        match failure {
            Failure::Offline => told(self.offline_what, self.offline_advice),
            Failure::Unreachable => told(self.unreachable_what, self.unreachable_advice),
            Failure::Refused => told(self.refused_what, self.refused_advice),
            Failure::Missing => told(self.missing_what, self.missing_advice),
            Failure::Busy {
                retry_after: Some(wait),
            } if *wait > 1_500 => Explanation {
                what: self.busy_what.to_owned(),
                advice: self.busy_seconds.count((wait / 1_000).min(86_400) as usize),
            },
            Failure::Busy { .. } => told(self.busy_what, self.busy_advice),
            Failure::Rejected { detail } => said(detail, self.rejected_what, self.rejected_advice),
            Failure::Agent { detail } => said(detail, self.agent_what, self.agent_advice),
            _ => told(self.protocol_what, self.protocol_advice),
        }
    }

    /// What is wrong with a name.
    pub fn name_error(&self, error: NameError) -> String {
        match error {
            NameError::TooLong => self.too_long.count(NAME_CAP),
            _ => self.name_missing.to_owned(),
        }
    }

    /// What is wrong with an email address.
    pub fn email_error(&self, error: EmailError) -> String {
        let told = match error {
            EmailError::TooLong => return self.too_long.count(EMAIL_CAP),
            EmailError::Missing => self.email_missing,
            EmailError::Space => self.email_space,
            EmailError::NoAt => self.email_no_at,
            EmailError::TwoAts => self.email_two_ats,
            _ => self.email_partial,
        };
        told.to_owned()
    }
}

/// The server's own sentence where it gave one.
fn said(detail: &str, otherwise: &str, advice: &str) -> Explanation {
    let mut what = detail.trim().to_owned();
    if what.is_empty() {
        what.push_str(otherwise);
    } else if !what.ends_with(['.', '!', '?', '…', '。', '！', '？', '।']) {
        what.push('.');
    }
    // What to do is said once: by the server, where it says more than what happened, or just that.
    let advised = what.contains(". ") || what.contains("ry again");
    let advice = if advised { "" } else { advice };
    Explanation {
        what,
        advice: advice.to_owned(),
    }
}

#[cfg(test)]
mod tests;
