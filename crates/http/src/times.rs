//! Dates as the vendor writes them: ISO 8601 without a zone, which means UTC.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// `2025-02-26T18:02:00.945000`.
pub fn written(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%.6f").to_string())
        .unwrap_or_default()
}

/// `2025-02-26T18:02:00.945Z`, as the access token's answer has it.
pub fn written_with_zone(at: i64) -> String {
    Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default()
}

/// A time that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// Unix milliseconds; a date's first.
    pub at: i64,
    /// Only a date was given.
    pub whole_day: bool,
}

/// A date, or a date and time with or without a zone.
pub fn read(text: &str) -> Option<Time> {
    let text = text.trim();
    let zoned = text.parse::<Timestamp>().ok();
    let civil = || {
        let time: DateTime = text.parse().ok()?;
        time.to_zoned(TimeZone::UTC)
            .ok()
            .map(|zoned| zoned.timestamp())
    };
    let whole_day = text.len() == 10 && text.parse::<Date>().is_ok();
    let at = zoned.or_else(civil)?;
    Some(Time {
        at: at.as_millisecond(),
        whole_day,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_and_without_a_zone() {
        let cases = [
            (
                "2025-02-26T18:02:00.945000",
                Some((1_740_592_920_945, false)),
            ),
            ("2025-02-26T18:02:00Z", Some((1_740_592_920_000, false))),
            (
                "2025-02-26T18:02:00+02:00",
                Some((1_740_585_720_000, false)),
            ),
            ("2025-02-26", Some((1_740_528_000_000, true))),
            ("26.02.2025", None),
            ("", None),
            ("tomorrow", None),
        ];
        for (text, expected) in cases {
            let found = read(text).map(|time| (time.at, time.whole_day));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn times_are_written_as_the_vendor_does() {
        assert_eq!(written(1_740_592_920_945), "2025-02-26T18:02:00.945000");
        assert_eq!(
            written_with_zone(1_740_592_920_945),
            "2025-02-26T18:02:00.945Z"
        );
    }
}
