//! Numbers as people read them, and as style sheets do.

use crate::browser::intl;

use super::spoken;

/// Seconds as `4:07` or `1:02:03`, in the digits of the language.
pub fn clock(seconds: u32) -> String {
    clock_in(seconds, &|number| {
        intl::number(spoken().lang, number.into())
    })
}

fn clock_in(seconds: u32, written: &dyn Fn(u32) -> String) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = String::with_capacity(8);
    if hours > 0 {
        text.push_str(&written(hours));
    }
    for (number, is_padded) in [(minutes, hours > 0), (seconds, true)] {
        if is_padded {
            if !text.is_empty() {
                text.push(':');
            }
            if number < 10 {
                text.push_str(&written(0));
            }
        }
        text.push_str(&written(number));
    }
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
        let dozens = |number: u32| format!("{number:o}");
        assert_eq!(clock_in(600, &dozens), "12:00");
    }
}
