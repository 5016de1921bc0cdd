//! Figures of `cargo xtask bench load`: samples, medians, the table of them; `stream` beside it.

pub mod page;
pub mod stream;

use std::fmt::Write as _;

use serde::Deserialize;

/// Whom we are compared with.
pub const PEER: &str = "deep-chat 2.4.2";

/// What else the machine did: figures of a busy one compare with nothing.
pub fn busy() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().filter(|load| !load.is_empty());
    load.map_or(String::new(), |load| format!(" (load {load})"))
}

/// What a page tells of its loading.
#[derive(Debug, Deserialize)]
pub struct Told {
    /// When something took effect, in milliseconds since the navigation began.
    pub at: Option<f64>,
    /// When each character was typed, the same.
    pub typed: Vec<f64>,
    /// What the field held in the end.
    pub value: String,
    /// What had been loaded by then.
    pub loaded: Vec<Loaded>,
}

/// One file of the page.
#[derive(Debug, Deserialize)]
pub struct Loaded {
    /// When its last byte was there, in milliseconds since the navigation began.
    pub end: f64,
    /// Of its body, compressed as it came.
    pub bytes: u64,
}

/// One loading of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    pub milliseconds: f64,
    pub bytes: u64,
}

/// The character that is typed as the `index`-th, each another one. `page.js` has the same.
pub fn character(index: usize) -> char {
    u32::try_from(index)
        .ok()
        .and_then(|index| char::from_u32(0x4e00 + index))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

impl Told {
    /// The first press that took effect.
    pub fn pressed(&self) -> Option<Sample> {
        Some(self.sample(self.at?))
    }

    /// The first of the typed characters that the field still held in the end.
    pub fn first_kept(&self) -> Option<Sample> {
        let kept = |(index, _): &(usize, &f64)| self.value.contains(character(*index));
        let (_, at) = self.typed.iter().enumerate().find(kept)?;
        Some(self.sample(*at))
    }

    fn sample(&self, milliseconds: f64) -> Sample {
        let there = self.loaded.iter().filter(|one| one.end <= milliseconds);
        Sample {
            milliseconds,
            bytes: there.map(|one| one.bytes).sum(),
        }
    }
}

/// Which of `count` comes at `place` of a round: each begins one round in turn, so that none has the
/// machine's best moments for itself.
pub fn turn(round: usize, place: usize, count: usize) -> usize {
    (round + place) % count
}

/// The samples of one page.
#[derive(Clone, Debug, Default)]
pub struct Series {
    pub name: String,
    pub samples: Vec<Sample>,
}

impl Series {
    /// The middle one by time; of an even number the later of both.
    pub fn median(&self) -> Option<Sample> {
        let mut sorted = self.samples.clone();
        sorted.sort_by(|one, other| one.milliseconds.total_cmp(&other.milliseconds));
        sorted.get(sorted.len() / 2).copied()
    }

    /// The quickest and the slowest.
    fn spread(&self) -> Option<(f64, f64)> {
        let times = || self.samples.iter().map(|sample| sample.milliseconds);
        Some((times().reduce(f64::min)?, times().reduce(f64::max)?))
    }
}

/// A row of the table: a series, and that of the version before it is compared with.
pub struct Row<'a> {
    pub series: &'a Series,
    pub before: Option<&'a Series>,
}

/// The table in markdown; `peer` is the name and the series that every row is compared with.
pub fn table(rows: &[Row<'_>], before: &str, (peer_name, peer): (&str, &Series)) -> String {
    let mut table = format!(
        "| until | ms, median (lowest – highest) | bytes by then | ÷ {before} | ÷ {peer_name} |\n\
         |---|---:|---:|---:|---:|\n"
    );
    for row in rows {
        let time = match (row.series.median(), row.series.spread()) {
            (Some(median), Some((lowest, highest))) => {
                format!("{:.0} ({lowest:.0} – {highest:.0})", median.milliseconds)
            }
            _ => "–".to_owned(),
        };
        let bytes = row.series.median().map(|median| grouped(median.bytes));
        let over_before = row.before.and_then(|before| ratio(row.series, before));
        let over_peer = ratio(row.series, peer);
        let shown = |cell: Option<String>| cell.unwrap_or_else(|| "–".to_owned());
        let _ = writeln!(
            table,
            "| {} | {time} | {} | {} | {} |",
            row.series.name,
            shown(bytes),
            shown(over_before),
            shown(over_peer)
        );
    }
    table
}

fn ratio(series: &Series, other: &Series) -> Option<String> {
    let (one, other) = (series.median()?, other.median()?);
    Some(format!("{:.2}", one.milliseconds / other.milliseconds))
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(typed: &[f64], value: &str) -> Told {
        let loaded = |end, bytes| Loaded { end, bytes };
        Told {
            at: None,
            typed: typed.to_vec(),
            value: value.to_owned(),
            loaded: vec![
                loaded(100.0, 600),
                loaded(900.0, 50_000),
                loaded(2_000.0, 7),
            ],
        }
    }

    fn series(name: &str, times: &[f64]) -> Series {
        let sample = |milliseconds: &f64| Sample {
            milliseconds: *milliseconds,
            bytes: 92_690,
        };
        Series {
            name: name.to_owned(),
            samples: times.iter().map(sample).collect(),
        }
    }

    #[test]
    fn what_was_typed_and_lost_does_not_count() {
        let check = |typed: &[f64], value: &str, wanted: Option<(f64, u64)>| {
            let found = told(typed, value).first_kept();
            let found = found.map(|sample| (sample.milliseconds, sample.bytes));
            assert_eq!(found, wanted, "{value}");
        };
        let kept: String = [character(1), character(2)].iter().collect();
        check(&[500.0, 900.0, 950.0], &kept, Some((900.0, 50_600)));
        check(&[500.0], &character(0).to_string(), Some((500.0, 600)));
        check(&[500.0, 900.0], "", None);
        check(&[], &kept, None);
    }

    #[test]
    fn a_press_without_effect_is_no_sample() {
        assert_eq!(told(&[], "").pressed(), None);
        let pressed = Told {
            at: Some(50.0),
            ..told(&[], "")
        };
        assert_eq!(pressed.pressed().map(|sample| sample.bytes), Some(0));
    }

    #[test]
    fn every_page_begins_a_round_and_comes_once_in_each() {
        let order = |round| -> Vec<usize> { (0..3).map(|place| turn(round, place, 3)).collect() };
        assert_eq!(order(0), [0, 1, 2]);
        assert_eq!(order(1), [1, 2, 0]);
        assert_eq!(order(3), [0, 1, 2]);
    }

    #[test]
    fn the_median_is_a_sample_and_its_bytes_are_its_own() {
        let check = |times: &[f64], wanted: Option<f64>| {
            let median = series("x", times).median();
            assert_eq!(median.map(|sample| sample.milliseconds), wanted);
        };
        check(&[], None);
        check(&[5.0], Some(5.0));
        check(&[9.0, 1.0, 5.0], Some(5.0));
        check(&[9.0, 1.0], Some(9.0));
    }

    #[test]
    fn the_table_has_ratios_where_there_is_something_to_divide_by() {
        let peer = series("deep-chat", &[1_000.0, 900.0, 1_100.0]);
        let (ours, before) = (series("ours", &[1_300.0]), series("before", &[1_250.0]));
        let nothing = series("nothing", &[]);
        let row = |series, before| Row { series, before };
        let rows = [
            row(&ours, Some(&before)),
            row(&before, None),
            row(&nothing, Some(&before)),
        ];
        assert_eq!(
            table(&rows, "abc1234", ("deep-chat", &peer)),
            "| until | ms, median (lowest – highest) | bytes by then | ÷ abc1234 | ÷ deep-chat |\n\
             |---|---:|---:|---:|---:|\n\
             | ours | 1300 (1300 – 1300) | 92,690 | 1.04 | 1.30 |\n\
             | before | 1250 (1250 – 1250) | 92,690 | – | 1.25 |\n\
             | nothing | – | – | – | – |\n"
        );
    }
}
