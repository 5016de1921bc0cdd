//! Scores and shares as people read them.

use vivavoce_locales::Counted;

use crate::browser::intl;
use crate::words::spoken;

/// Of ten, with one decimal but for ten itself: `7.4`, `8.0`, `10`.
pub fn score(value: f64) -> String {
    let lang = spoken().lang;
    let value = if value.is_finite() {
        value.clamp(0.0, 10.0)
    } else {
        0.0
    };
    match (value * 10.0).round() {
        tenths if tenths < 100.0 => intl::tenths(lang, tenths / 10.0),
        _ => intl::number(lang, 10.0),
    }
}

/// A share of one as whole percent.
pub fn percent(share: f64) -> String {
    let share = if share.is_finite() {
        share.clamp(0.0, 1.0)
    } else {
        0.0
    };
    intl::percent(spoken().lang, share)
}

/// Seconds as whole minutes, of which there is at least one.
pub fn whole_minutes(seconds: u32) -> u32 {
    (seconds.saturating_add(30) / 60).max(1)
}

/// How many there are of something.
pub fn count(number: u32) -> String {
    intl::number(spoken().lang, number.into())
}

/// What stands below a number, in the form for it.
pub fn label(text: Counted, number: impl Into<f64>) -> String {
    text.with(&intl::category(spoken().lang, number.into()), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_whole_and_there_is_one_at_least() {
        for (seconds, minutes) in [(0, 1), (38, 1), (89, 1), (90, 2), (600, 10)] {
            assert_eq!(whole_minutes(seconds), minutes, "{seconds}");
        }
    }
}
