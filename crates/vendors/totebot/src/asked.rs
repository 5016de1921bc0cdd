//! What several calls ask for in the same words.

use vivavoce_engine::store::Span;
use vivavoce_http::fields::Fields;
use vivavoce_http::times;

/// Where conversations of this API may come from: ours first, then channels a bridge may serve.
pub const SOURCES: [&str; 6] = ["API", "TELEGRAM", "WHATSAPP", "EMAIL", "EMBED", "PREVIEW"];

/// A day in milliseconds.
const DAY: i64 = 86_400_000;

/// A span of time, its last day or moment included; always where nothing is given.
pub fn span(fields: &mut Fields<'_>, from: &str, to: &str) -> Span {
    let mut span = Span::ALWAYS;
    for name in [from, to] {
        let Some(text) = fields.text(name, 64).here() else {
            continue;
        };
        match times::read(&text) {
            Some(time) if name == from => span.from = time.at,
            Some(time) => span.to = time.at + if time.whole_day { DAY } else { 1 },
            None => {
                let msg = "Input should be a date such as 2030-12-31 or 2030-12-31T09:00:00Z";
                fields.wrong(name, msg, "datetime_parsing");
            }
        }
    }
    span
}

/// A figure with four digits after the point: more would promise more than was measured.
pub fn rounded(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}
