//! Colours: as the query names them, as the eye compares them, as CSS writes them.

mod names;
mod oklab;

pub use oklab::Oklab;

use crate::text::hex_digit;

/// An sRGB colour with alpha, 8 bits a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    pub a: u8,
}

impl Color {
    pub const WHITE: Color = Color::rgb(255, 255, 255);
    pub const BLACK: Color = Color::rgb(0, 0, 0);
    pub const TRANSPARENT: Color = Color {
        a: 0,
        ..Color::BLACK
    };

    /// An opaque colour.
    pub const fn rgb(r: u8, g: u8, b: u8) -> Color {
        Color { r, g, b, a: 255 }
    }

    /// Reads a Tailwind family-shade (`violet-500`), a hexadecimal colour with or without its `#`
    /// (3, 4, 6 or 8 digits), or a CSS keyword (`rebeccapurple`), in any case. `transparent` is not
    /// a colour to paint with, so it is `None` like everything else.
    pub fn parse(text: &str) -> Option<Color> {
        // Longer than any name; spares lower-casing a megabyte.
        if text.len() > 32 {
            return None;
        }
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#') {
            return from_hex(digits);
        }
        let named = match text.split_once('-') {
            Some((family, shade)) => tailwind(family, shade),
            None => value_of(names::KEYWORDS, &text),
        };
        from_hex(named.unwrap_or(&text))
    }

    /// As CSS writes it: `#rrggbb`, or `#rrggbbaa` where it is not opaque.
    pub fn css(self) -> String {
        let Color { r, g, b, a } = self;
        let mut text = String::with_capacity(9);
        text.push('#');
        for byte in [r, g, b, a].into_iter().take(if a == 255 { 3 } else { 4 }) {
            for digit in [byte >> 4, byte & 15] {
                text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
            }
        }
        text
    }

    /// Relative luminance as WCAG defines it, 0.0 (black) to 1.0 (white); alpha is not looked at.
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// WCAG's contrast ratio of two opaque colours, 1.0 to 21.0.
    pub fn contrast(self, other: Color) -> f64 {
        ratio(self.luminance(), other.luminance())
    }

    /// Black or white, whichever can be read better on this colour: never below 4.58:1.
    pub fn ink(self) -> Color {
        let luminance = self.luminance();
        if ratio(luminance, 1.0) >= ratio(luminance, 0.0) {
            Color::WHITE
        } else {
            Color::BLACK
        }
    }

    /// This colour painted over an opaque one.
    pub fn over(self, ground: Color) -> Color {
        Color {
            a: 255,
            ..ground.mix(self, f64::from(self.a) / 255.0)
        }
    }

    /// `share` (0.0 to 1.0) of `other` in this colour, mixed as CSS's `srgb` space does; alpha stays.
    pub fn mix(self, other: Color, share: f64) -> Color {
        let channel = |own: u8, other: u8| {
            let own = f64::from(own);
            byte(own + (f64::from(other) - own) * share)
        };
        Color {
            r: channel(self.r, other.r),
            g: channel(self.g, other.g),
            b: channel(self.b, other.b),
            a: self.a,
        }
    }

    /// The channels as light adds up, 0.0 to 1.0.
    fn linear(self) -> [f64; 3] {
        [self.r, self.g, self.b].map(oklab::decode_gamma)
    }
}

/// The families of Tailwind's palette in its own order, each with its shades from light to dark.
pub fn palette() -> impl Iterator<Item = (&'static str, Vec<(&'static str, Color)>)> {
    names::TAILWIND.lines().filter_map(|line| {
        let mut words = line.split(' ');
        let family = words.next()?;
        let shades = names::SHADES.into_iter().zip(words);
        let shades = shades.filter_map(|(shade, hex)| Some((shade, from_hex(hex)?)));
        Some((family, shades.collect()))
    })
}

/// CSS's colour names in alphabetical order, with their values.
pub fn keywords() -> impl Iterator<Item = (&'static str, Color)> {
    names::KEYWORDS.lines().filter_map(|line| {
        let (name, hex) = line.split_once(' ')?;
        Some((name, from_hex(hex)?))
    })
}

/// Contrast ratio of two luminances.
pub(crate) fn ratio(a: f64, b: f64) -> f64 {
    let (light, dark) = if a > b { (a, b) } else { (b, a) };
    (light + 0.05) / (dark + 0.05)
}

/// Rounds; what is out of range becomes the nearest end.
fn byte(value: f64) -> u8 {
    (value + 0.5) as u8
}

fn from_hex(digits: &str) -> Option<Color> {
    let mut nibbles = [0; 8];
    if digits.len() > nibbles.len() {
        return None;
    }
    for (place, digit) in nibbles.iter_mut().zip(digits.bytes()) {
        *place = hex_digit(digit)?;
    }
    let [n0, n1, n2, n3, n4, n5, n6, n7] = nibbles;
    let (r, g, b, a) = match digits.len() {
        3 => (n0 * 17, n1 * 17, n2 * 17, 255),
        4 => (n0 * 17, n1 * 17, n2 * 17, n3 * 17),
        6 => (n0 << 4 | n1, n2 << 4 | n3, n4 << 4 | n5, 255),
        8 => (n0 << 4 | n1, n2 << 4 | n3, n4 << 4 | n5, n6 << 4 | n7),
        _ => return None,
    };
    Some(Color { r, g, b, a })
}

fn tailwind(family: &str, shade: &str) -> Option<&'static str> {
    let column = names::SHADES.iter().position(|known| *known == shade)?;
    value_of(names::TAILWIND, family)?.split(' ').nth(column)
}

/// What stands after `name` and a space in one of the tables' lines.
fn value_of(table: &'static str, name: &str) -> Option<&'static str> {
    table
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_documented_form() {
        let check = |text: &str, wanted: Option<&str>| {
            let found = Color::parse(text).map(Color::css);
            assert_eq!(found.as_deref(), wanted, "{text}");
        };
        check("violet-500", Some("#8b5cf6"));
        check("Slate-950", Some("#020617"));
        check("rose-50", Some("#fff1f2"));
        check("fuchsia-950", Some("#4a044e"));
        check("#abc", Some("#aabbcc"));
        check("#abcd", Some("#aabbccdd"));
        check("#FDFFFE", Some("#fdfffe"));
        check("#0f172a80", Some("#0f172a80"));
        check("#0f172aff", Some("#0f172a"));
        check("fdfffe", Some("#fdfffe"));
        check("fff", Some("#ffffff"));
        check("white", Some("#ffffff"));
        check("black", Some("#000000"));
        check("RebeccaPurple", Some("#663399"));
        check("grey", Some("#808080"));
        check("yellowgreen", Some("#9acd32"));
        check(" teal ", Some("#008080"));
        // Not colours: nearly Tailwind, nearly hexadecimal, other syntaxes, other alphabets.
        check("violet", Some("#ee82ee"));
        check("violet-550", None);
        check("violet-", None);
        check("-500", None);
        check("violett-500", None);
        check("indigo-500 f", None);
        check("#ab", None);
        check("#abcde", None);
        check("#abcdefg", None);
        check("#ééé", None);
        check("##fff", None);
        check("transparent", None);
        check("rgb(1,2,3)", None);
        check("red;}", None);
        check("white ffffff", None);
        check("", None);
        check(&"f".repeat(100_000), None);
    }

    #[test]
    fn the_palette_is_whole() {
        let families: Vec<&str> = names::TAILWIND.lines().collect();
        assert_eq!(families.len(), 22);
        for family in families {
            let (name, _) = family.split_once(' ').unwrap();
            for shade in names::SHADES {
                assert!(Color::parse(&format!("{name}-{shade}")).is_some());
            }
            assert_eq!(family.split(' ').count(), 12, "{name}");
        }
        for (family, shades) in palette() {
            assert_eq!(shades.len(), 11, "{family}");
            for (shade, color) in shades {
                assert_eq!(Color::parse(&format!("{family}-{shade}")), Some(color));
            }
        }
        assert_eq!(palette().count(), 22);
        assert_eq!(keywords().count(), 148);
        assert_eq!(names::KEYWORDS.lines().count(), 148);
        for keyword in names::KEYWORDS.lines() {
            let (name, value) = keyword.split_once(' ').unwrap();
            assert_eq!(Color::parse(name), Color::parse(value), "{name}");
        }
    }

    #[test]
    fn contrast_is_wcags() {
        let check = |one: &str, other: &str, wanted: f64| {
            let (one, other) = (Color::parse(one).unwrap(), Color::parse(other).unwrap());
            let found = one.contrast(other);
            assert!((found - wanted).abs() < 0.005, "{found}");
            assert_eq!(found, other.contrast(one));
        };
        check("white", "black", 21.0);
        check("white", "white", 1.0);
        check("777777", "white", 4.48);
        check("767676", "white", 4.54);
        check("ff0000", "white", 4.0);
        check("0000ff", "white", 8.59);
    }

    #[test]
    fn painting_over_mixes_by_alpha() {
        let over = |top: &str, ground: &str| {
            let (top, ground) = (Color::parse(top).unwrap(), Color::parse(ground).unwrap());
            top.over(ground).css()
        };
        assert_eq!(over("#ff000080", "white"), "#ff7f7f");
        assert_eq!(over("#00000000", "#123456"), "#123456");
        assert_eq!(over("#abcdef", "#123456"), "#abcdef");
    }
}
