//! Times as vendors write them.

use crate::dialect::Millis;
use crate::json::Value;

/// Unix milliseconds of `"2022-09-28T12:32:13.262"` (which, without a zone, is UTC), the same with
/// `Z` or an offset behind, or a number: milliseconds, or seconds where it is too small for that.
pub(super) fn read(json: &Value) -> Option<Millis> {
    match json {
        Value::String(text) => text_time(text.trim()),
        _ => json.as_f64().and_then(number_time),
    }
}

fn number_time(number: f64) -> Option<Millis> {
    if number > 0.0 && number < 1e11 {
        Some(number * 1_000.0)
    } else {
        (1e11..1e15).contains(&number).then_some(number)
    }
}

fn text_time(text: &str) -> Option<Millis> {
    if text.len() >= 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return number_time(text.parse().ok()?);
    }
    let (date, rest) = text.split_once(['T', 't', ' '])?;
    let mut date = date.split('-');
    let year = number(date.next()?, 4)?;
    let month = number(date.next()?, 2).filter(|it| (1.0..=12.0).contains(it))?;
    let day = number(date.next()?, 2).filter(|it| (1.0..=31.0).contains(it))?;
    let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, zone) = rest.split_at_checked(zone_at)?;
    let mut clock = clock.trim_end().split(':');
    let hour = number(clock.next()?, 2).filter(|it| *it < 24.0)?;
    let minute = number(clock.next()?, 2).filter(|it| *it < 60.0)?;
    let (second, fraction) = match clock.next() {
        Some(second) => second.split_once(['.', ',']).unwrap_or((second, "")),
        None => ("00", ""),
    };
    let second = number(second, 2).filter(|it| *it <= 60.0)?;
    let seconds = days(year, month, day) * 86_400.0 + hour * 3_600.0 + minute * 60.0 + second;
    Some(seconds * 1_000.0 + millis(fraction)? - offset(zone)? * 60_000.0)
}

fn number(text: &str, length: usize) -> Option<f64> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

/// Of a second; finer parts are dropped.
fn millis(fraction: &str) -> Option<f64> {
    let mut millis = 0.0;
    let mut worth = 100.0;
    for byte in fraction.bytes() {
        if !byte.is_ascii_digit() {
            return None;
        }
        if worth >= 1.0 {
            millis += f64::from(byte - b'0') * worth;
        }
        worth /= 10.0;
    }
    Some(millis)
}

/// Minutes ahead of UTC.
fn offset(zone: &str) -> Option<f64> {
    let sign = match zone.bytes().next() {
        None | Some(b'Z' | b'z') => return Some(0.0),
        Some(b'-') => -1.0,
        _ => 1.0,
    };
    let digits: String = zone.chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) = digits.split_at_checked(2)?;
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    Some(sign * (number(hours, 2)? * 60.0 + number(minutes, 2)?))
}

/// Days since 1970 (Howard Hinnant's `days_from_civil`).
fn days(year: f64, month: f64, day: f64) -> f64 {
    let year = if month <= 2.0 { year - 1.0 } else { year };
    let era = (year / 400.0).floor();
    let of_era = year - era * 400.0;
    let shifted = if month > 2.0 {
        month - 3.0
    } else {
        month + 9.0
    };
    let of_year = ((153.0 * shifted + 2.0) / 5.0).floor() + day - 1.0;
    let days = of_era * 365.0 + (of_era / 4.0).floor() - (of_era / 100.0).floor() + of_year;
    era * 146_097.0 + days - 719_468.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_without_a_zone_are_utc() {
        let check = |json: &str, wanted: Option<f64>| {
            let found = read(&crate::json::parse(json).unwrap());
            assert_eq!(found, wanted, "{json}");
        };
        let known = Some(1_664_368_333_262.0);
        check(r#""2022-09-28T12:32:13.262""#, known);
        check(r#""2022-09-28T12:32:13.262Z""#, known);
        check(r#""2022-09-28 12:32:13.2620""#, known);
        check(r#""2022-09-28T12:32:13.262999""#, known);
        check(r#""2022-09-28T14:32:13.262+02:00""#, known);
        check(r#""2022-09-28T09:02:13.262-0330""#, known);
        check(r#""2022-09-28T12:32:13""#, Some(1_664_368_333_000.0));
        check(r#""2022-09-28T12:32""#, Some(1_664_368_320_000.0));
        check(r#""1970-01-01T00:00:00""#, Some(0.0));
        check(r#""2024-02-29T00:00:00""#, Some(1_709_164_800_000.0));
        check("1664368333262", known);
        check(r#""1664368333262""#, known);
        check("1664368333", Some(1_664_368_333_000.0));
        for none in [
            "null",
            "{}",
            "-5",
            "1e300",
            r#""""#,
            r#""yesterday""#,
            r#""2022-13-01T00:00:00""#,
            r#""2022-09-28T99:00:00""#,
            r#""2022-09-28T""#,
            r#""2022-9-28T1:2:3""#,
            r#""2022-09-28T12:32:13.2x""#,
            r#""2022-09-28T12:32:13+x""#,
        ] {
            check(none, None);
        }
    }
}
