//! OKLab, where equal steps of lightness look equal, and sRGB's gamma curve.
//!
//! Roots are taken by Newton's method: Wasm has an instruction for square roots only, and the
//! general `powf` would weigh more than everything else about colours.

use super::{Color, byte};

/// A colour by lightness and two opponent axes. OKLCH is the same space in polar form: chroma is
/// the length of `(a, b)` and hue its direction, so scaling both keeps the hue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oklab {
    /// 0.0 black, 1.0 white.
    pub l: f64,
    /// Green (negative) to red, roughly -0.3 to 0.3.
    pub a: f64,
    /// Blue (negative) to yellow.
    pub b: f64,
}

impl From<Color> for Oklab {
    // Björn Ottosson, "A perceptual color space for image processing" (2020).
    fn from(color: Color) -> Self {
        let [r, g, b] = color.linear();
        let l = cube_root(0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b);
        let m = cube_root(0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b);
        let s = cube_root(0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b);
        Oklab {
            l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
            a: 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
            b: 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
        }
    }
}

impl Oklab {
    pub fn chroma(self) -> f64 {
        (self.a * self.a + self.b * self.b).sqrt()
    }

    /// The opaque sRGB colour of this lightness and hue with as much of the chroma as sRGB has.
    pub fn color(self) -> Color {
        let (mut inside, mut outside) = (0.0, 1.0);
        let mut found = self.with_chroma(1.0);
        if !is_in_gamut(found) {
            for _ in 0..10 {
                let middle = (inside + outside) / 2.0;
                if is_in_gamut(self.with_chroma(middle)) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            found = self.with_chroma(inside);
        }
        let [r, g, b] = found.map(encode_gamma);
        Color::rgb(r, g, b)
    }

    /// Linear sRGB with the chroma scaled, perhaps out of range.
    fn with_chroma(self, scale: f64) -> [f64; 3] {
        let (a, b) = (self.a * scale, self.b * scale);
        let cube = |root: f64| root * root * root;
        let l = cube(self.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
        let m = cube(self.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
        let s = cube(self.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
        ]
    }
}

/// With the slack that half a step of 8 bits leaves.
fn is_in_gamut(channels: [f64; 3]) -> bool {
    channels
        .iter()
        .all(|value| (-0.0001..=1.0001).contains(value))
}

/// sRGB's transfer function: the light of an 8-bit channel, 0.0 to 1.0.
pub(super) fn decode_gamma(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.040_45 {
        return value / 12.92;
    }
    // x^2.4 = (x · x^(1/5))², and the line is within a tenth of the root.
    let value = (value + 0.055) / 1.055;
    let mut root = 0.6 + 0.4 * value;
    for _ in 0..5 {
        let square = root * root;
        root = 0.8 * root + 0.2 * value / (square * square);
    }
    let product = value * root;
    product * product
}

/// The other way, rounded.
fn encode_gamma(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    if light <= 0.003_130_8 {
        return byte(light * 12.92 * 255.0);
    }
    // x^(1/2.4) = (x^(1/12))^5
    let root = cube_root(light.sqrt().sqrt());
    let square = root * root;
    byte((1.055 * square * square * root - 0.055) * 255.0)
}

/// For 0.0 to a little above 1.0.
fn cube_root(value: f64) -> f64 {
    if value < 1e-9 {
        return 0.0;
    }
    let (mut value, mut scale) = (value, 1.0);
    while value < 0.125 {
        value *= 8.0;
        scale *= 0.5;
    }
    // The line is within a tenth of the root, and each step doubles the digits.
    let mut root = 0.45 + 0.55 * value;
    for _ in 0..4 {
        root = (2.0 * root + value / (root * root)) / 3.0;
    }
    root * scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_the_real_ones() {
        for channel in 0..=255 {
            let value = f64::from(channel) / 255.0;
            let wanted = if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            };
            assert!((decode_gamma(channel) - wanted).abs() < 1e-9, "{channel}");
            assert_eq!(encode_gamma(wanted), channel);
        }
        for value in [1e-6, 1e-4, 0.3, 1.0, 1.01] {
            assert!((cube_root(value) - value.cbrt()).abs() < 1e-9, "{value}");
        }
    }

    #[test]
    fn colours_survive_the_way_there_and_back() {
        for value in (0..0x0100_0000_u32).step_by(4_099) {
            let [_, r, g, b] = value.to_be_bytes();
            let color = Color::rgb(r, g, b);
            assert_eq!(Oklab::from(color).color(), color, "{}", color.css());
        }
    }

    #[test]
    fn known_colours_have_their_published_values() {
        let check = |css: &str, l: f64, a: f64, b: f64| {
            let found = Oklab::from(Color::parse(css).unwrap());
            for (found, wanted) in [(found.l, l), (found.a, a), (found.b, b)] {
                assert!((found - wanted).abs() < 0.001, "{css}: {found} {wanted}");
            }
        };
        check("white", 1.0, 0.0, 0.0);
        check("black", 0.0, 0.0, 0.0);
        check("ff0000", 0.628, 0.225, 0.126);
        check("00ff00", 0.866, -0.234, 0.179);
        check("0000ff", 0.452, -0.032, -0.312);
    }

    #[test]
    fn what_srgb_lacks_loses_chroma_and_keeps_its_hue() {
        let red = Oklab::from(Color::rgb(255, 0, 0));
        let pale = Oklab::from(Oklab { l: 0.9, ..red }.color());
        assert!((pale.l - 0.9).abs() < 0.01);
        assert!(pale.chroma() < red.chroma());
        assert!((pale.b / pale.a - red.b / red.a).abs() < 0.03);
    }
}
