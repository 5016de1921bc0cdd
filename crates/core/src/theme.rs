//! Colours of the whole embed, derived from the few a host gives.
//!
//! [`derive`] returns CSS properties for the root element's inline style; they are set one by one
//! through CSSOM (`root.style.setProperty(name, value)`), which the strictest policy allows. Where
//! light or dark is known they carry the names the stylesheets use:
//!
//! | property | what it is for | promise |
//! |---|---|---|
//! | `--surface` | the embed's ground; may be `transparent` or have alpha | |
//! | `--surface-raised` | cards, dialogs, fields, code; always opaque | |
//! | `--line` | hairlines between things | |
//! | `--line-strong` | edges of fields and outlined buttons | 3:1 on both surfaces |
//! | `--ink`, `--ink-soft` | text, quiet text | 4.5:1 on both surfaces and `--accent-soft` |
//! | `--accent` | fills: the accent, or a hair darker where white can then be read on it | |
//! | `--accent-hover` | the same under a pointer | 4.5:1 under `--on-accent` |
//! | `--on-accent` | text and icons on `--accent`: black or white | 4.5:1 |
//! | `--accent-soft` | the tint behind a visitor's entries; always opaque | 1.1:1 on a surface that is light or dark |
//! | `--accent-text` | the accent as text or icon | 4.5:1 on both surfaces and `--accent-soft` |
//! | `--accent-edge` | an edge for a fill that nearly is the surface, else the fill itself | |
//! | `--focus` | focus rings, the pulse | 3:1 on both surfaces and `--accent-soft` |
//! | `--danger` | errors, as text or edge | 4.5:1 on both surfaces and `--accent-soft` |
//! | `--button`, `--button-hover`, `--on-button`, `--button-text`, `--button-edge` | the start button: as the five of `--accent`, from `buttonColor` where given | the same |
//! | `--scenario-name` | the title, from `scenarioNameColor` where given | 4.5:1 on both surfaces |
//!
//! With [`Scheme::Auto`] every name comes twice, as `--light-ink` and `--dark-ink`, and the
//! stylesheet chooses. (`light-dark()` would do so by itself, but came with Chrome 123 and
//! Safari 17.5.) It defines each token once per scheme, with a default for pages nobody computed
//! colours for:
//!
//! ```css
//! :root { --ink: var(--light-ink, #18181b); }
//! @media (prefers-color-scheme: dark) { :root { --ink: var(--dark-ink, #f4f4f5); } }
//! ```
//!
//! Of a transparent embed every promise about text holds on a panel of [`PANEL`] `--surface-raised`, too, over
//! anything.
//!
//! Because an inline `--ink` wins over both rules, a known scheme needs no rule of its own. The
//! first property is `color-scheme` itself. For a background that lets the host's page through it is
//! `normal`: a frame whose scheme differs from its element's is painted on an opaque canvas.

use crate::color::{Color, Oklab, ratio};
use crate::config::{Background, Config, Theme};

/// Tailwind's slate-950, what `theme=dark` stands on.
const NIGHT: Color = Color::rgb(0x02, 0x06, 0x17);
/// Tailwind's red-600, red enough on light and on dark once its lightness is adjusted.
const RED: Color = Color::rgb(0xdc, 0x26, 0x26);

/// WCAG 1.4.3, for text of any size.
const TEXT: f64 = 4.5;
/// WCAG 1.4.11, for what marks a control or a state.
const MARK: f64 = 3.0;
/// What reading at length deserves, where the surface allows it.
const COMFORT: f64 = 10.0;

/// How much a fill may lose of its lightness (1.0 is white's) for white text: nobody sees it.
const HAIR: f64 = 0.05;
/// What sets a tinted area apart from the surface that it lies on.
const APART: f64 = 1.1;

/// How much of a transparent embed's panel is its own (`style/transparent.css` gives it a little more, for
/// tints upon it): whatever photograph shines through, text on it can be read.
const PANEL: f64 = 0.8;

/// Who decides between light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Scheme {
    Light,
    Dark,
    /// The visitor's `prefers-color-scheme`; both sets of colours are delivered.
    #[default]
    Auto,
}

impl Scheme {
    /// As `PageConfig::scheme` has it.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
            Scheme::Auto => "auto",
        }
    }
}

/// What [`derive`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Derived {
    /// CSS properties for the root element, to be set through CSSOM in this order. Which names come
    /// depends on `scheme` alone, so whoever replaces one set by another removes the old names first.
    pub properties: Vec<(String, String)>,
    pub scheme: Scheme,
}

/// The colours of an embed. A given background decides between light and dark by itself; one that
/// is transparent, or none, leaves it to `theme`.
pub fn derive(config: &Config) -> Derived {
    let surface = match config.background {
        Background::Default => None,
        Background::Transparent => Some(Color::TRANSPARENT),
        Background::Color(color) => Some(color),
    };
    let opaque = surface.is_none_or(|surface| surface.a == 255);
    let mut properties = Vec::new();
    let mut derive_on = |prefix: &str, base: Color| {
        let tokens = Tokens::new(config, surface.unwrap_or(base), base);
        tokens.write(prefix, &mut properties);
        tokens.scheme
    };
    let scheme = match (surface, config.theme) {
        (Some(surface), _) if opaque => derive_on("--", surface),
        (_, Theme::Light) => derive_on("--", Color::WHITE),
        (_, Theme::Dark) => derive_on("--", NIGHT),
        (_, Theme::Auto) => {
            derive_on("--light-", Color::WHITE);
            derive_on("--dark-", NIGHT);
            Scheme::Auto
        }
    };
    let painted = match scheme {
        _ if !opaque => "normal",
        Scheme::Light => "light",
        Scheme::Dark => "dark",
        Scheme::Auto => "light dark",
    };
    properties.insert(0, ("color-scheme".to_owned(), painted.to_owned()));
    Derived { properties, scheme }
}

/// A fill with everything that goes with it.
struct Fill {
    fill: Color,
    hover: Color,
    on: Color,
    text: Color,
    edge: Color,
}

struct Tokens {
    scheme: Scheme,
    /// May have alpha; everything else is opaque.
    surface: Color,
    raised: Color,
    line: Color,
    line_strong: Color,
    ink: Color,
    ink_soft: Color,
    accent: Fill,
    accent_soft: Color,
    focus: Color,
    danger: Color,
    button: Fill,
    scenario_name: Color,
}

impl Tokens {
    /// `base` is what is assumed to show through `surface`.
    fn new(config: &Config, surface: Color, base: Color) -> Tokens {
        let ground = surface.over(base);
        let pole = ground.ink();
        let is_light = pole == Color::BLACK;
        // Raised towards the ink, which on white is all there is; on a colour between light and
        // dark, where contrast is short, away from it.
        let raised = tinted(ground, pole, if is_light { 0.035 } else { 0.07 }, 7.0)
            .unwrap_or_else(|| ground.mix(opposite(pole), 0.07));
        let accent = config.color.over(ground);
        let share = if is_light { 0.12 } else { 0.24 };
        // An accent that nearly is the surface tints nothing; one that goes towards the ink does.
        let accent_soft = ([accent, accent.mix(pole, 0.5)].into_iter())
            .filter_map(|tint| tinted(ground, tint, share, TEXT))
            .find(|soft| soft.contrast(ground) >= APART)
            .unwrap_or(raised);
        let shone_through = match surface.a {
            0 => raised.mix(pole, 1.0 - PANEL),
            _ => raised,
        };
        let grounds = Grounds::new(pole, &[ground, raised, accent_soft, shone_through]);

        let hue = Oklab::from(ground);
        let ink = Oklab {
            l: if is_light { 0.21 } else { 0.96 },
            // A breath of the surface's own hue: grey on a warm surface looks dirty.
            a: hue.a * 0.3,
            b: hue.b * 0.3,
        };
        let ink = grounds.readable(ink.color(), COMFORT);
        let edge = grounds.readable(ground.mix(ink, 0.4), MARK);
        let fill = |color: Color| {
            let (fill, on) = filled(color);
            Fill {
                fill,
                hover: fill.mix(opposite(on), 0.14),
                on,
                text: grounds.readable(color, TEXT),
                edge: if fill.contrast(ground) < 1.2 {
                    edge
                } else {
                    fill
                },
            }
        };
        Tokens {
            scheme: if is_light {
                Scheme::Light
            } else {
                Scheme::Dark
            },
            surface,
            raised,
            line: ground.mix(ink, 0.14),
            line_strong: edge,
            ink,
            ink_soft: grounds.readable(ground.mix(ink, 0.66), TEXT),
            accent: fill(accent),
            accent_soft,
            focus: grounds.readable(accent, MARK),
            danger: grounds.readable(RED, TEXT),
            button: fill(
                config
                    .button_color
                    .map_or(accent, |color| color.over(ground)),
            ),
            scenario_name: match config.scenario_name_color {
                Some(color) => grounds.readable(color.over(ground), TEXT),
                None => ink,
            },
        }
    }

    fn write(&self, prefix: &str, properties: &mut Vec<(String, String)>) {
        let (accent, button) = (&self.accent, &self.button);
        for (name, color) in [
            ("surface", self.surface),
            ("surface-raised", self.raised),
            ("line", self.line),
            ("line-strong", self.line_strong),
            ("ink", self.ink),
            ("ink-soft", self.ink_soft),
            ("accent", accent.fill),
            ("accent-hover", accent.hover),
            ("on-accent", accent.on),
            ("accent-soft", self.accent_soft),
            ("accent-text", accent.text),
            ("accent-edge", accent.edge),
            ("focus", self.focus),
            ("danger", self.danger),
            ("button", button.fill),
            ("button-hover", button.hover),
            ("on-button", button.on),
            ("button-text", button.text),
            ("button-edge", button.edge),
            ("scenario-name", self.scenario_name),
        ] {
            let value = if color.a == 0 {
                "transparent".to_owned()
            } else {
                color.css()
            };
            properties.push(([prefix, name].concat(), value));
        }
    }
}

/// `color` as a fill, and the text on it: white where a hair darker is dark enough for that, else black or
/// white, whichever contrasts more.
fn filled(color: Color) -> (Color, Color) {
    let under_white = Grounds::new(Color::BLACK, &[Color::WHITE]);
    let accent = Oklab::from(color);
    let darkest = Oklab {
        l: accent.l - HAIR,
        ..accent
    };
    if under_white.carries(darkest.color(), TEXT) {
        (under_white.readable(color, TEXT), Color::WHITE)
    } else {
        (color, color.ink())
    }
}

fn opposite(pole: Color) -> Color {
    if pole == Color::BLACK {
        Color::WHITE
    } else {
        Color::BLACK
    }
}

/// `ground` with a share of `tint`, if `ground`'s best ink keeps `minimum` on it.
fn tinted(ground: Color, tint: Color, share: f64, minimum: f64) -> Option<Color> {
    let mixed = ground.mix(tint, share);
    (mixed.contrast(ground.ink()) >= minimum).then_some(mixed)
}

/// Surfaces that the same text stands on.
struct Grounds {
    /// Black or white, whichever can be read on all of them.
    pole: Color,
    luminances: Vec<f64>,
}

impl Grounds {
    fn new(pole: Color, grounds: &[Color]) -> Grounds {
        Grounds {
            pole,
            luminances: grounds.iter().map(|ground| ground.luminance()).collect(),
        }
    }

    fn carries(&self, color: Color, minimum: f64) -> bool {
        let luminance = color.luminance();
        (self.luminances.iter()).all(|ground| ratio(*ground, luminance) >= minimum)
    }

    /// `color`, moved in lightness towards the pole only as far as it takes to reach `minimum`; the
    /// pole itself where nothing less does.
    fn readable(&self, color: Color, minimum: f64) -> Color {
        if self.carries(color, minimum) {
            return color;
        }
        let start = Oklab::from(color);
        let (mut too_near, mut enough) = (start.l, Oklab::from(self.pole).l);
        let mut found = self.pole;
        for _ in 0..10 {
            let l = (too_near + enough) / 2.0;
            let tried = Oklab { l, ..start }.color();
            if self.carries(tried, minimum) {
                enough = l;
                found = tried;
            } else {
                too_near = l;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests;
