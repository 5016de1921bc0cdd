//! What can be read on what, told in numbers: the colours the embed derives, and what it changed so
//! that they can be read.

use vivavoce_core::color::Color;
use vivavoce_core::config::{Background, Config};
use vivavoce_core::theme::{self, Scheme};

/// One scheme's colours.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// `None` where there is one for light and dark.
    pub scheme: Option<&'static str>,
    pub rows: Vec<Row>,
}

/// One colour on another.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub what: &'static str,
    pub front: Color,
    pub back: Color,
    /// WCAG's, 1.0 to 21.0.
    pub ratio: f64,
    /// What it has to reach.
    pub minimum: f64,
    /// The colour that was asked for, where it could not be read and was moved.
    pub instead_of: Option<Color>,
}

impl Row {
    pub fn passes(&self) -> bool {
        self.ratio >= self.minimum
    }
}

/// What is in front, what is behind, and how much there has to be between them.
const PAIRS: [(&str, &str, &str, f64); 7] = [
    ("Text", "ink", "surface", 4.5),
    ("Quiet text", "ink-soft", "surface", 4.5),
    ("Text on the accent", "on-accent", "accent", 4.5),
    ("Accent as text", "accent-text", "surface", 4.5),
    ("Visitor’s messages", "ink", "accent-soft", 4.5),
    ("Start button’s label", "on-button", "button", 4.5),
    ("Focus ring", "focus", "surface", 3.0),
];

pub fn report(config: &Config) -> Vec<Ground> {
    let derived = theme::derive(config);
    let grounds: &[(&str, Option<&'static str>)] = match derived.scheme {
        Scheme::Auto => &[("--light-", Some("light")), ("--dark-", Some("dark"))],
        Scheme::Light | Scheme::Dark => &[("--", None)],
    };
    let grounds = grounds.iter().map(|(prefix, scheme)| {
        let color = |name: &str| {
            let property = format!("{prefix}{name}");
            let found = derived
                .properties
                .iter()
                .find(|(known, _)| *known == property);
            // Transparent: what it is assumed to stand on.
            let base = match (*scheme, derived.scheme) {
                (Some("dark"), _) | (None, Scheme::Dark) => Color::rgb(0x02, 0x06, 0x17),
                _ => Color::WHITE,
            };
            found
                .and_then(|(_, value)| Color::parse(value))
                .map_or(base, |color| color.over(base))
        };
        let rows = PAIRS.iter().map(|(what, front, back, minimum)| {
            let (front_color, back_color) = (color(front), color(back));
            let asked =
                matches!(*front, "accent-text" | "focus").then(|| config.color.over(back_color));
            Row {
                what,
                front: front_color,
                back: back_color,
                ratio: front_color.contrast(back_color),
                minimum: *minimum,
                instead_of: asked.filter(|asked| *asked != front_color),
            }
        });
        Ground {
            scheme: *scheme,
            rows: rows.collect(),
        }
    });
    grounds.collect()
}

/// The accent itself on the background, as it was asked for.
pub fn asked(config: &Config) -> Option<f64> {
    let Background::Color(background) = config.background else {
        return None;
    };
    let ground = background.over(Color::WHITE);
    Some(config.color.over(ground).contrast(ground))
}

/// `4.5 : 1`; rounded down, because a number that is reached only by rounding is not reached.
pub fn written(ratio: f64) -> String {
    let tenths = (ratio * 10.0).floor() / 10.0;
    format!("{tenths:.1} : 1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_passes_whatever_is_asked_for() {
        for color in [
            "violet-500",
            "yellow-300",
            "white",
            "black",
            "777777",
            "slate-900",
        ] {
            for background in [
                "",
                "white",
                "black",
                "transparent",
                "777",
                "amber-300",
                "slate-900",
            ] {
                let (config, _) = Config::parse(&format!("color={color}&background={background}"));
                for ground in report(&config) {
                    for row in &ground.rows {
                        assert!(row.passes(), "{color} on {background}: {row:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_moved_is_said() {
        let (config, _) = Config::parse("color=yellow-300&background=white");
        let grounds = report(&config);
        assert_eq!(grounds.len(), 1);
        let row = grounds[0]
            .rows
            .iter()
            .find(|row| row.what == "Accent as text")
            .unwrap();
        assert_eq!(row.instead_of, Color::parse("yellow-300"));
        assert!(asked(&config).unwrap() < 1.5);

        let (config, _) = Config::parse("color=violet-900&background=white");
        let row = &report(&config)[0].rows[3];
        assert_eq!((row.what, row.instead_of), ("Accent as text", None));
    }

    #[test]
    fn without_a_background_both_schemes_are_told() {
        let schemes: Vec<_> = report(&Config::default())
            .iter()
            .map(|it| it.scheme)
            .collect();
        assert_eq!(schemes, [Some("light"), Some("dark")]);
        assert_eq!(asked(&Config::default()), None);
    }

    #[test]
    fn a_ratio_is_never_rounded_up() {
        assert_eq!(written(4.499), "4.4 : 1");
        assert_eq!(written(21.0), "21.0 : 1");
    }
}
