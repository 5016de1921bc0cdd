//! Every sentence a visitor can see, in one place.
//!
//! One [`Words`] per language: plain words are `&'static str`, sentences with a number or a name
//! in them are functions, because languages differ in where those go and in how they count.
//! Another language is another file with one static and a line in [`in_language`].

use vivavoce_core::failure::Failure;
use vivavoce_core::person::{EmailError, NameError};

mod english;
pub mod vendor;

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

    // Controls: what they are called is what they show.
    pub continue_: &'static str,
    pub unlock: &'static str,
    pub start: &'static str,
    pub send: &'static str,
    pub cancel: &'static str,
    pub end: &'static str,
    pub keep: &'static str,
    pub submit: &'static str,
    pub again: &'static str,
    pub retry: &'static str,
    pub download: &'static str,
    pub download_doubt: &'static str,
    pub new_messages: &'static str,
    pub latest: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub passcode: &'static str,
    pub message: &'static str,
    pub comment: &'static str,

    // Before the conversation.
    pub loading: &'static str,
    /// Where neither the scenario nor the host gave a title.
    pub conversation: &'static str,
    pub saved_notice: &'static str,
    pub recorded_notice: &'static str,
    /// A reload lost the conversation this frame had.
    pub anew: &'static str,
    pub by_text: &'static str,
    pub saved: &'static str,
    pub recorded: &'static str,
    pub up_to_minutes: fn(u32) -> String,
    pub locked_title: &'static str,
    pub locked_sentence: &'static str,
    pub expired_sentence: &'static str,
    pub passcode_title: &'static str,
    pub passcode_sentence: &'static str,
    pub passcode_missing: &'static str,
    pub passcode_wrong: &'static str,
    pub name_error: fn(NameError) -> String,
    pub email_error: fn(EmailError) -> String,

    // State words beside the avatar.
    pub connecting: &'static str,
    pub idle: &'static str,
    pub listening: &'static str,
    pub thinking: &'static str,
    pub speaking: &'static str,
    pub reconnecting: &'static str,
    pub stopping: &'static str,
    pub interrupted: &'static str,

    // The conversation.
    pub you: &'static str,
    pub agent: &'static str,
    pub sending: &'static str,
    pub not_sent: &'static str,
    pub queued: &'static str,
    pub take_back: &'static str,
    pub cut: &'static str,
    pub using_tool: fn(&str) -> String,
    pub used_tool: fn(&str) -> String,
    pub tool_input: &'static str,
    pub tool_result: &'static str,
    pub choices: &'static str,
    pub choices_count: fn(usize) -> String,
    pub elapsed: &'static str,
    /// `0:42` is given.
    pub time_left: fn(&str) -> String,
    pub minutes_left: fn(u32) -> String,
    pub time_up: &'static str,
    pub unsent_draft: &'static str,
    pub characters_left: fn(usize) -> String,
    pub characters_over: fn(usize) -> String,
    pub table: &'static str,
    pub show_rest: &'static str,

    // Afterwards.
    pub review_title: &'static str,
    pub review_sentence: &'static str,
    // Below a number, which they agree with.
    pub minutes: fn(u32) -> &'static str,
    pub messages: fn(u32) -> &'static str,
    pub your_words: fn(u32) -> &'static str,
    pub your_share: &'static str,
    pub your_questions: fn(u32) -> &'static str,
    pub fillers: fn(u32) -> &'static str,
    pub thanks_title: &'static str,
    pub thanks_sentence: &'static str,
    pub submitting: &'static str,
    pub results_title: &'static str,
    pub analyzing: &'static str,
    pub results_failed: &'static str,
    /// After the number: "7.4" and then this.
    pub out_of_ten: &'static str,
    pub score: &'static str,
    pub score_measured: &'static str,
    pub score_judged: &'static str,
    pub report_card: &'static str,
    pub topic: &'static str,
    pub note: &'static str,
    pub strengths: &'static str,
    pub weaknesses: &'static str,
    pub next_steps: &'static str,
    pub in_numbers: &'static str,
    pub transcript: &'static str,

    pub powered_by: &'static str,
    pub failure: fn(&Failure) -> Explanation,
    pub missing: fn() -> Explanation,
}

impl Words {
    /// What a failed session's title is.
    pub fn explain(&self, failure: &Failure) -> Explanation {
        (self.failure)(failure)
    }
}

/// The words for a BCP 47 language; English where there are none in it yet.
pub fn in_language(_wanted: Option<&str>) -> &'static Words {
    &english::STRINGS
}

/// Seconds as `4:07` or `1:02:03`.
pub fn clock(seconds: u32) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::with_capacity(8);
    if hours > 0 {
        text.push_str(&hours.to_string());
        text.push(':');
        if minutes < 10 {
            text.push('0');
        }
    }
    text.push_str(&minutes.to_string());
    text.push(':');
    if seconds < 10 {
        text.push('0');
    }
    text.push_str(&seconds.to_string());
    text
}

/// Seconds as whole minutes, of which there is at least one.
pub fn whole_minutes(seconds: u32) -> u32 {
    (seconds.saturating_add(30) / 60).max(1)
}

/// One decimal, without a needless `.0` for ten: `7.4`, `8.0`, `10`.
pub fn score(value: f64) -> String {
    // Formatting a float pulls in a lot of code; tenths as an integer do not.
    let tenths = if value.is_finite() {
        (value.clamp(0.0, 10.0) * 10.0).round() as u32
    } else {
        0
    };
    let mut text = (tenths / 10).to_string();
    if tenths < 100 {
        text.push('.');
        text.push_str(&(tenths % 10).to_string());
    }
    text
}

/// A share of one as whole percent: `46 %`.
pub fn percent(share: f64) -> String {
    let whole = if share.is_finite() {
        (share.clamp(0.0, 1.0) * 100.0).round() as u32
    } else {
        0
    };
    let mut text = whole.to_string();
    text.push_str(" %");
    text
}

/// A share of one in hundredths, as CSS reads it. Formatting a float would cost kilobytes.
pub fn fraction(share: f64) -> String {
    let hundredths = (share.clamp(0.0, 1.0) * 100.0) as u32;
    let mut text = String::from(if hundredths >= 100 { "1" } else { "0." });
    if hundredths < 100 {
        if hundredths < 10 {
            text.push('0');
        }
        text.push_str(&hundredths.to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_written_in_hundredths() {
        for (share, written) in [
            (0.0, "0.00"),
            (0.07, "0.07"),
            (0.5, "0.50"),
            (1.0, "1"),
            (7.0, "1"),
            (f64::NAN, "0.00"),
        ] {
            assert_eq!(fraction(share), written);
        }
    }

    #[test]
    fn a_clock_counts_hours_only_when_there_are_some() {
        for (seconds, shown) in [(0, "0:00"), (67, "1:07"), (600, "10:00"), (3723, "1:02:03")] {
            assert_eq!(clock(seconds), shown);
        }
    }

    #[test]
    fn minutes_are_whole_and_numbers_agree_with_what_they_count() {
        let words = in_language(None);
        for (seconds, minutes, unit) in [
            (0, 1, "minute"),
            (38, 1, "minute"),
            (89, 1, "minute"),
            (90, 2, "minutes"),
            (600, 10, "minutes"),
            (u32::MAX, u32::MAX / 60, "minutes"),
        ] {
            assert_eq!(whole_minutes(seconds), minutes, "{seconds}");
            assert_eq!((words.minutes)(minutes), unit, "{seconds}");
        }
        for (counted, one, two) in [
            (words.messages, "message", "messages"),
            (words.your_words, "word of yours", "words of yours"),
            (
                words.your_questions,
                "question of yours",
                "questions of yours",
            ),
            (words.fillers, "filler word", "filler words"),
        ] {
            assert_eq!([counted(1), counted(0), counted(2)], [one, two, two]);
        }
        for (sentence, one, two) in [
            (words.up_to_minutes, "Up to 1 minute", "Up to 2 minutes"),
            (words.minutes_left, "1 minute left.", "2 minutes left."),
        ] {
            assert_eq!([sentence(1), sentence(2)], [one, two]);
        }
    }

    #[test]
    fn a_score_has_one_decimal_and_stays_within_the_scale() {
        for (value, shown) in [
            (7.44, "7.4"),
            (8.0, "8.0"),
            (9.96, "10"),
            (-1.0, "0.0"),
            (f64::NAN, "0.0"),
        ] {
            assert_eq!(score(value), shown);
        }
        assert_eq!(percent(0.456), "46 %");
    }

    #[test]
    fn every_failure_says_what_happened_and_what_to_do() {
        let words = in_language(None);
        let detail = String::from("A message may have 4000 characters.");
        for failure in [
            Failure::Offline,
            Failure::Unreachable,
            Failure::Refused,
            Failure::Missing,
            Failure::Busy { retry_after: None },
            Failure::Busy {
                retry_after: Some(12_000),
            },
            Failure::Rejected {
                detail: detail.clone(),
            },
            Failure::Rejected {
                detail: String::new(),
            },
            Failure::Agent {
                detail: String::new(),
            },
            Failure::Protocol,
        ] {
            let told = words.explain(&failure);
            assert!(told.what.ends_with('.'), "{failure:?}: {}", told.what);
            assert!(told.advice.ends_with('.'), "{failure:?}: {}", told.advice);
        }
        // What the server says to do is not said again in other words.
        for detail in [
            "The agent took too long. Please try again.",
            "Please try again in a moment.",
            "Try again later",
        ] {
            for failure in [
                Failure::Agent {
                    detail: detail.to_owned(),
                },
                Failure::Rejected {
                    detail: detail.to_owned(),
                },
            ] {
                let told = words.explain(&failure).whole();
                assert_eq!(told.trim_end_matches('.'), detail.trim_end_matches('.'));
            }
        }
        assert_eq!(
            words
                .explain(&Failure::Rejected {
                    detail: detail.clone()
                })
                .what,
            detail
        );
    }
}
