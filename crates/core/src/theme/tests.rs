//! Contrast for every accent, and the names the stylesheets wait for.

use std::thread;

use super::*;

/// WCAG's own formula, written apart from `color`'s so that one mistake does not hide another.
struct Oracle([f64; 256]);

impl Oracle {
    fn new() -> Oracle {
        let mut light = [0.0; 256];
        for (channel, light) in light.iter_mut().enumerate() {
            let value = channel as f64 / 255.0;
            *light = if value <= 0.03928 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            };
        }
        Oracle(light)
    }

    fn contrast(&self, one: Color, other: Color) -> f64 {
        let of = |color: Color| {
            let light = |channel: u8| self.0[usize::from(channel)];
            0.2126 * light(color.r) + 0.7152 * light(color.g) + 0.0722 * light(color.b) + 0.05
        };
        let (one, other) = (of(one), of(other));
        (one / other).max(other / one)
    }

    /// Everything the module's table promises.
    fn check(&self, tokens: &Tokens, ground: Color) {
        let both = [ground, tokens.raised];
        let all = [ground, tokens.raised, tokens.accent_soft];
        let (accent, button) = (&tokens.accent, &tokens.button);
        let mut promises = Vec::with_capacity(48);
        for ground in all {
            promises.push(("ink", tokens.ink, ground, TEXT));
            promises.push(("ink-soft", tokens.ink_soft, ground, TEXT));
            promises.push(("accent-text", accent.text, ground, TEXT));
            promises.push(("danger", tokens.danger, ground, TEXT));
            promises.push(("focus", tokens.focus, ground, MARK));
        }
        for ground in both {
            promises.push(("button-text", button.text, ground, TEXT));
            promises.push(("line-strong", tokens.line_strong, ground, MARK));
            promises.push(("scenario-name", tokens.scenario_name, ground, TEXT));
        }
        for fill in [accent, button] {
            promises.push(("on", fill.on, fill.fill, TEXT));
            promises.push(("on, hovered", fill.on, fill.hover, TEXT));
            promises.push(("edge", fill.edge, ground, 1.2));
        }
        for (name, color, ground, minimum) in promises {
            let found = self.contrast(color, ground);
            let (color, ground) = (color.css(), ground.css());
            let fill = accent.fill.css();
            assert!(
                found >= minimum,
                "{name} {color} on {ground}, accent {fill}: {found}"
            );
        }
    }
}

const ACCENTS: u32 = 0x0100_0000;

fn rgb(value: u32) -> Color {
    let [_, r, g, b] = value.to_be_bytes();
    Color::rgb(r, g, b)
}

fn config(query: &str) -> Config {
    let (config, warnings) = Config::parse(query);
    assert!(warnings.is_empty(), "{warnings:?}");
    config
}

/// Runs `check` for one accent in `stride`, or for all where `VIVAVOCE_PROVE` is set; on all cores.
fn for_accents(stride: usize, check: impl Fn(Color) + Sync) {
    let prove = std::env::var_os("VIVAVOCE_PROVE").is_some_and(|value| value == "1");
    let stride = if prove { 1 } else { stride };
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for core in 0..cores {
            let check = &check;
            scope.spawn(move || {
                let accents = (0..ACCENTS).skip(core * stride).step_by(cores * stride);
                accents.for_each(|value| check(rgb(value)));
            });
        }
    });
}

#[test]
fn text_on_every_accent_can_be_read() {
    let oracle = Oracle::new();
    for_accents(41, |accent| check_fill(&oracle, accent));
    let named = (crate::color::keywords().map(|(_, color)| color)).chain(
        crate::color::palette()
            .flat_map(|(_, shades)| shades)
            .map(|(_, color)| color),
    );
    for accent in named {
        check_fill(&oracle, accent);
    }
}

/// White where at most a hair of lightness is lost for it, and else what contrasts most.
fn check_fill(oracle: &Oracle, accent: Color) {
    // Colours have 8 bits a channel, so that a step of lightness is rounded.
    const ROUNDED: f64 = 0.003;
    let (fill, on) = filled(accent);
    let named = accent.css();
    assert!(oracle.contrast(on, fill) >= TEXT, "{named}");
    let (own, lightness) = (Oklab::from(accent), Oklab::from(fill).l);
    let lost = own.l - lightness;
    if on == Color::WHITE {
        assert!(lost <= HAIR + ROUNDED, "{named} lost {lost}");
        let spare = oracle.contrast(on, fill) - TEXT;
        assert!(fill == accent || spare < 0.15, "{named}: {}", fill.css());
    } else {
        assert_eq!((on, fill), (Color::BLACK, accent), "{named}");
        let l = own.l - HAIR;
        let darker = Oklab { l, ..own }.color();
        assert!(oracle.contrast(Color::WHITE, darker) < TEXT, "{named}");
        assert!(oracle.contrast(on, accent) >= oracle.contrast(Color::WHITE, accent));
    }
}

#[test]
fn text_on_known_accents_is_what_a_designer_would_take() {
    let check = |accent: &str, fill: &str, on: Color| {
        let found = filled(Color::parse(accent).unwrap());
        assert_eq!((found.0.css().as_str(), found.1), (fill, on), "{accent}");
    };
    check("violet-500", "#8757f1", Color::WHITE);
    check("slate-900", "#0f172a", Color::WHITE);
    check("blue-600", "#2563eb", Color::WHITE);
    check("red", "#ee0000", Color::WHITE);
    check("amber-300", "#fcd34d", Color::BLACK);
    check("teal-500", "#14b8a6", Color::BLACK);
    check("black", "#000000", Color::WHITE);
    check("white", "#ffffff", Color::BLACK);
}

#[test]
fn every_accent_keeps_its_promises_on_white_and_on_slate_950() {
    let oracle = Oracle::new();
    for ground in [Color::WHITE, NIGHT] {
        for_accents(997, |color| {
            let tokens = Tokens::new(
                &Config {
                    color,
                    ..Config::default()
                },
                ground,
                ground,
            );
            oracle.check(&tokens, ground);
        });
    }
}

#[test]
fn a_visitors_messages_stand_out_whatever_the_accent_is() {
    let oracle = Oracle::new();
    for ground in [
        "white",
        "black",
        "slate-950",
        "lime-300",
        "blue-900",
        "fdfffe",
    ] {
        let ground = Color::parse(ground).unwrap();
        let check = |color: Color| {
            let config = Config {
                color,
                ..Config::default()
            };
            let soft = Tokens::new(&config, ground, ground).accent_soft;
            let found = oracle.contrast(soft, ground);
            assert!(
                found >= APART - 0.01,
                "{} on {}: {found}",
                color.css(),
                ground.css()
            );
        };
        check(ground);
        (0..ACCENTS).step_by(9_973).map(rgb).for_each(check);
    }
}

#[test]
fn accents_keep_their_promises_on_backgrounds_between_light_and_dark() {
    let oracle = Oracle::new();
    // The greys around which black and white change places, and colours as bright as they.
    for ground in [
        "757575", "767676", "777777", "888", "2288aa", "e11d48", "00ff00", "blue",
    ] {
        let ground = Color::parse(ground).unwrap();
        for accent in (0..ACCENTS).step_by(19_997) {
            let config = Config {
                color: rgb(accent),
                ..Config::default()
            };
            oracle.check(&Tokens::new(&config, ground, ground), ground);
        }
    }
}

#[test]
fn any_background_with_any_colours_keeps_its_promises() {
    let oracle = Oracle::new();
    let mut chance = 1_u32;
    let mut any = || {
        // Numerical Recipes' generator; its upper bits are random enough for colours.
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        rgb(chance >> 8)
    };
    for _ in 0..6_000 {
        let config = Config {
            color: Color {
                a: any().r,
                ..any()
            },
            button_color: Some(Color {
                a: any().r,
                ..any()
            }),
            scenario_name_color: Some(any()),
            ..Config::default()
        };
        let ground = any();
        oracle.check(&Tokens::new(&config, ground, ground), ground);
    }
}

#[test]
fn text_on_a_transparent_embed_can_be_read_over_any_photograph() {
    let oracle = Oracle::new();
    let sheet = include_str!("../../../../style/transparent.css");
    let (_, share) = sheet.split_once("var(--surface-raised) ").unwrap();
    let (share, _) = share.split_once('%').unwrap();
    let share: f64 = share.parse::<f64>().unwrap() / 100.0;
    assert!(share > PANEL);
    for base in [Color::WHITE, NIGHT] {
        for accent in (0..ACCENTS).step_by(9_973) {
            let config = Config {
                color: rgb(accent),
                ..Config::default()
            };
            let tokens = Tokens::new(&config, Color::TRANSPARENT, base);
            for behind in [Color::BLACK, Color::WHITE, rgb(accent)] {
                let panel = behind.mix(tokens.raised, share);
                let check = |what: &str, front: Color, back: Color, minimum: f64| {
                    let found = oracle.contrast(front, back);
                    let (front, back) = (front.css(), back.css());
                    assert!(found >= minimum, "{what} {front} on {back}: {found}");
                };
                // What is a little darker than the panel: code, tables' heads, the bar of lost connections.
                let veiled = panel.mix(tokens.ink, 0.06);
                for ground in [panel, veiled] {
                    check("ink", tokens.ink, ground, 7.0);
                    check("ink-soft", tokens.ink_soft, ground, TEXT);
                    check("accent-text", tokens.accent.text, ground, TEXT);
                    check("danger", tokens.danger, ground, TEXT);
                    check("scenario-name", tokens.scenario_name, ground, TEXT);
                }
                check("focus", tokens.focus, panel, MARK);
                check("line-strong", tokens.line_strong, panel, MARK);
            }
        }
    }
}

#[test]
fn the_background_decides_the_scheme_and_else_the_theme() {
    let check = |query: &str, scheme: &str, painted: &str, surface: &[(&str, &str)]| {
        let found = derive(&config(query));
        assert_eq!(found.scheme.as_str(), scheme, "{query}");
        let own = |text: &str| text.to_owned();
        assert_eq!(
            found.properties[0],
            (own("color-scheme"), own(painted)),
            "{query}"
        );
        let surfaces: Vec<(&str, &str)> = (found.properties.iter())
            .filter(|(name, _)| name.ends_with("-surface"))
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(surfaces, surface, "{query}");
    };
    let both = [
        ("--light-surface", "#ffffff"),
        ("--dark-surface", "#020617"),
    ];
    let clear = [
        ("--light-surface", "transparent"),
        ("--dark-surface", "transparent"),
    ];
    check("", "auto", "light dark", &both);
    check("theme=light", "light", "light", &[("--surface", "#ffffff")]);
    check("theme=dark", "dark", "dark", &[("--surface", "#020617")]);
    check("bg=black", "dark", "dark", &[("--surface", "#000000")]);
    check(
        "bg=black&theme=light",
        "dark",
        "dark",
        &[("--surface", "#000000")],
    );
    check(
        "bg=amber-50&theme=dark",
        "light",
        "light",
        &[("--surface", "#fffbeb")],
    );
    check("bg=transparent", "auto", "normal", &clear);
    check(
        "bg=transparent&theme=dark",
        "dark",
        "normal",
        &[("--surface", "transparent")],
    );
    check(
        "bg=%23ffffff80&theme=light",
        "light",
        "normal",
        &[("--surface", "#ffffff80")],
    );
    // What shines through decides: half black over white is still light enough for dark text.
    check(
        "bg=%2300000080&theme=light",
        "light",
        "normal",
        &[("--surface", "#00000080")],
    );
}

#[test]
fn the_default_colours_are_these() {
    let shown: String = (derive(&config("theme=light")).properties.iter())
        .map(|(name, value)| format!("{name}: {value};\n"))
        .collect();
    expect_test::expect![[r#"
        color-scheme: light;
        --surface: #ffffff;
        --surface-raised: #f6f6f6;
        --line: #dfdfdf;
        --line-strong: #898989;
        --ink: #181818;
        --ink-soft: #676767;
        --accent: #8757f1;
        --accent-hover: #744bcf;
        --on-accent: #ffffff;
        --accent-soft: #f1ebfe;
        --accent-text: #7d4be5;
        --accent-edge: #8757f1;
        --focus: #8b5cf6;
        --danger: #d51b1f;
        --button: #8757f1;
        --button-hover: #744bcf;
        --on-button: #ffffff;
        --button-text: #7d4be5;
        --button-edge: #8757f1;
        --scenario-name: #181818;
    "#]]
    .assert_eq(&shown);
    let shown: String = (derive(&config("theme=dark&color=amber-300"))
        .properties
        .iter())
    .map(|(name, value)| format!("{name}: {value};\n"))
    .collect();
    expect_test::expect![[r#"
        color-scheme: dark;
        --surface: #020617;
        --surface-raised: #141727;
        --line: #232737;
        --line-strong: #7c808e;
        --ink: #eef2fa;
        --ink-soft: #9ea2ad;
        --accent: #fcd34d;
        --accent-hover: #fcd966;
        --on-accent: #000000;
        --accent-soft: #3e3724;
        --accent-text: #fcd34d;
        --accent-edge: #fcd34d;
        --focus: #fcd34d;
        --danger: #ff7568;
        --button: #fcd34d;
        --button-hover: #fcd966;
        --on-button: #000000;
        --button-text: #fcd34d;
        --button-edge: #fcd34d;
        --scenario-name: #eef2fa;
    "#]]
    .assert_eq(&shown);
    let both = derive(&config("")).properties;
    let count = derive(&config("theme=dark")).properties.len() - 1;
    assert_eq!(both.len(), 2 * count + 1);
}

#[test]
fn an_accent_that_is_the_surface_still_has_an_edge() {
    let found = derive(&config("color=white&bg=white")).properties;
    let value = |wanted: &str| {
        let found = found.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone()).unwrap()
    };
    assert_eq!(value("--accent"), "#ffffff");
    assert_eq!(value("--accent-edge"), value("--line-strong"));
    assert_eq!(value("--on-accent"), "#000000");
}
