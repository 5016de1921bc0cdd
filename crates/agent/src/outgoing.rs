//! How this process asks others over HTTP: models, vendors, webhooks.

use std::sync::Once;
use std::time::Duration;

use reqwest::{Client, ClientBuilder, redirect};

/// A client under our name. It follows no redirect, which would carry what is sent, and its secrets, to
/// an address nobody configured.
pub fn client() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    // Err means that somebody installed one before us, which is as good.
    PROVIDER.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
    Client::builder()
        .redirect(redirect::Policy::none())
        .user_agent(concat!("vivavoce/", env!("CARGO_PKG_VERSION")))
}

/// How dates were written before, RFC 850's and `asctime`'s, which HTTP still has.
const OLD_DATES: &[&str] = &["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

/// `Retry-After`, which is seconds or a date. `None` for what is neither; a date that has passed is no
/// time at all.
pub fn retry_after(text: &str) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let at = match jiff::fmt::rfc2822::parse(text) {
        Ok(at) => at.timestamp(),
        Err(_) => OLD_DATES.iter().find_map(|form| {
            let at = jiff::civil::DateTime::strptime(form, text).ok()?;
            jiff::tz::Offset::UTC.to_timestamp(at).ok()
        })?,
    };
    Some(Duration::try_from(at.duration_since(jiff::Timestamp::now())).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_is_read_in_seconds_and_as_a_date() {
        let date = |seconds: i64| {
            let at = jiff::Timestamp::now().as_second() + seconds;
            let at = jiff::Timestamp::from_second(at).unwrap();
            jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&at)
                .unwrap()
        };
        let soon = date(3_600);
        for (text, expected) in [
            ("7", Some(7.0)),
            (" 1.5 ", Some(1.5)),
            ("0", Some(0.0)),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
            ("1e300", None),
            ("soon", None),
            ("", None),
            (&date(-60), Some(0.0)),
            ("Wed, 21 Oct 2015 07:28:00 GMT", Some(0.0)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(0.0)),
            ("Sun Nov  6 08:49:37 1994", Some(0.0)),
            ("Sun Nov 16 08:49:37", None),
        ] {
            let found = retry_after(text).map(|found| found.as_secs_f64());
            assert_eq!(found, expected, "{text}");
        }
        let at = jiff::fmt::rfc2822::parse(&soon).unwrap();
        let old = OLD_DATES.iter().map(|form| at.strftime(form).to_string());
        for soon in old.chain([soon]) {
            let left = retry_after(&soon).unwrap().as_secs();
            assert!((3_500..=3_600).contains(&left), "{soon}: {left}");
        }
    }
}
