//! What commands print: what they made, tables, and the times in them.

use jiff::Timestamp;

/// What a command prints.
#[derive(Debug, PartialEq, Eq)]
pub struct Output {
    /// On standard output: what a script may take.
    pub out: String,
    /// On standard error: what is said to whoever typed it.
    pub note: String,
}

impl Output {
    /// One thing that was made, alone on its line, and what there is to say of it.
    pub fn made(what: &str, note: impl Into<String>) -> Output {
        Output {
            out: format!("{what}\n"),
            note: note.into(),
        }
    }
}

impl From<String> for Output {
    fn from(out: String) -> Output {
        Output {
            out,
            note: String::new(),
        }
    }
}

/// A time in UTC, to the minute.
pub fn date(millis: i64) -> String {
    Timestamp::from_millisecond(millis)
        .map(|time| time.strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default()
}

/// Rows below their head, in columns as wide as what stands there.
pub fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut all = vec![head.map(str::to_owned)];
    all.extend(rows);
    let width = |column: usize| all.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or_default());
    let mut out = String::new();
    for row in &all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
