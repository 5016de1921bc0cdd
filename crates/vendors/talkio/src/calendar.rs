//! Days, weeks and months where the user lives.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, ToSpan as _};

use vivavoce_http::fields::Fields;

/// A time zone and how it was named.
#[derive(Clone, Debug)]
pub struct Zone {
    pub name: String,
    zone: TimeZone,
}

impl Default for Zone {
    fn default() -> Self {
        Zone {
            name: "UTC".to_owned(),
            zone: TimeZone::UTC,
        }
    }
}

impl Zone {
    /// `timezone=America/New_York`; UTC where it is left out.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let Some(name) = fields.text("timezone", 100).here() else {
            return Zone::default();
        };
        match TimeZone::get(name.trim()) {
            Ok(zone) => Zone {
                name: zone.iana_name().unwrap_or(name.trim()).to_owned(),
                zone,
            },
            Err(_) => {
                let msg = "Input should be an IANA time zone such as America/New_York";
                fields.wrong("timezone", msg, "value_error");
                Zone::default()
            }
        }
    }

    /// Unix milliseconds of the day's beginning there; a day may have 23 or 25 hours.
    fn begins(&self, date: Date) -> i64 {
        let begins = date.to_zoned(self.zone.clone());
        begins.map_or(0, |time| time.timestamp().as_millisecond())
    }

    /// From the beginning of `first` to that of the day after `last`.
    pub fn between(&self, first: Date, last: Date) -> (i64, i64) {
        (self.begins(first), self.begins(plus(last, 1.day())))
    }
}

/// `YYYY-MM-DD`; `None` notes what is wrong with it.
pub fn date(text: &str) -> Option<Date> {
    let is_plain = text.len() == 10;
    text.parse().ok().filter(|_| is_plain)
}

/// The first day of `YYYY-MM`.
pub fn month(text: &str) -> Option<Date> {
    let is_plain = text.len() == 7;
    format!("{text}-01").parse().ok().filter(|_| is_plain)
}

pub fn plus(date: Date, span: Span) -> Date {
    date.checked_add(span).unwrap_or(date)
}

/// The Monday of a date's week.
pub fn monday(date: Date) -> Date {
    let since = i64::from(date.weekday().to_monday_zero_offset());
    plus(date, -since.days())
}

/// All days of the month that begins with `first`.
pub fn days(first: Date) -> impl Iterator<Item = Date> {
    (0..i64::from(first.days_in_month())).map(move |day| plus(first, day.days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_exactly() {
        let cases = [
            ("2027-01-05", true),
            ("2027-02-29", false),
            ("2028-02-29", true),
            ("2027-1-5", false),
            ("2027-01-05T00:00", false),
            ("20270105", false),
            ("", false),
        ];
        for (text, is_one) in cases {
            assert_eq!(date(text).is_some(), is_one, "{text}");
        }
        for (text, is_one) in [("2027-01", true), ("2027-13", false), ("2027", false)] {
            assert_eq!(month(text).is_some(), is_one, "{text}");
        }
    }

    #[test]
    fn a_day_is_as_long_as_it_is_there() {
        let zone = |name: &str| Zone {
            name: name.to_owned(),
            zone: TimeZone::get(name).unwrap(),
        };
        let cases = [
            ("UTC", "2027-03-14", 24),
            ("America/New_York", "2027-03-14", 23),
            ("America/New_York", "2027-11-07", 25),
            ("Asia/Kolkata", "2027-03-14", 24),
            // The day was skipped when the islands changed sides of the date line.
            ("Pacific/Apia", "2011-12-30", 0),
        ];
        for (name, day, hours) in cases {
            let day = date(day).unwrap();
            let (from, to) = zone(name).between(day, day);
            assert_eq!((to - from) / 3_600_000, hours, "{name} {day}");
        }
    }

    #[test]
    fn a_week_begins_on_monday() {
        for (day, expected) in [
            ("2027-01-04", "2027-01-04"),
            ("2027-01-10", "2027-01-04"),
            ("2027-01-01", "2026-12-28"),
        ] {
            assert_eq!(monday(date(day).unwrap()), date(expected).unwrap(), "{day}");
        }
    }
}
