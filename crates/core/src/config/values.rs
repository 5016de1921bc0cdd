//! One value of the query at a time: what it means, or nothing.

use crate::Secret;
use crate::color::Color;

use super::{Background, Theme};

/// Characters of a button's label.
pub(super) const LABEL_CAP: usize = 40;
/// Bytes of an access token; ours have some 300.
const TOKEN_CAP: usize = 4_096;
/// Bytes of an address.
const ADDRESS_CAP: usize = 2_048;
/// Bytes of an identifier.
const IDENTIFIER_CAP: usize = 64;
/// The longest session a query can ask for: a day.
pub(super) const LONGEST: u32 = 86_400;

/// `true`, `false`, `1` or `0`, in any case.
pub(super) fn boolean(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    if is("true") || text == "1" {
        Some(true)
    } else if is("false") || text == "0" {
        Some(false)
    } else {
        None
    }
}

pub(super) fn theme(text: &str) -> Option<Theme> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    match () {
        () if is("light") => Some(Theme::Light),
        () if is("dark") => Some(Theme::Dark),
        () if is("auto") => Some(Theme::Auto),
        () => None,
    }
}

/// A colour one can see.
pub(super) fn color(text: &str) -> Option<Color> {
    Color::parse(text).filter(|color| color.a > 0)
}

pub(super) fn background(text: &str) -> Option<Background> {
    if text.trim().eq_ignore_ascii_case("transparent") {
        return Some(Background::Transparent);
    }
    Some(match Color::parse(text)? {
        Color { a: 0, .. } => Background::Transparent,
        color => Background::Color(color),
    })
}

/// Whole seconds, at least one. `Err` carries [`LONGEST`] where more is asked for.
pub(super) fn seconds(text: &str) -> Option<Result<u32, u32>> {
    let digits = text.trim().trim_start_matches('0');
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.parse() {
        Ok(seconds) if seconds <= LONGEST => Some(Ok(seconds)),
        _ => Some(Err(LONGEST)),
    }
}

/// A name of something: letters, digits, `.`, `_` and `-`. So it can never be an address.
pub(super) fn identifier(text: &str) -> Option<String> {
    let fits = !text.is_empty() && text.len() <= IDENTIFIER_CAP;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    (fits && text.bytes().all(plain)).then(|| text.to_owned())
}

/// The name of an icon that buttons can have, or another word for one, in any case.
pub(super) fn icon(text: &str) -> Option<String> {
    const WORDS: [&str; 8] = [
        "phone",
        "call",
        "mic",
        "microphone",
        "chat",
        "message",
        "play",
        "arrow",
    ];
    let known = WORDS.into_iter().find(|it| it.eq_ignore_ascii_case(text));
    known.map(str::to_owned)
}

/// Anything printable; whether it is a good one, the server knows.
pub(super) fn token(text: &str) -> Option<Secret> {
    let fits = (1..=TOKEN_CAP).contains(&text.len());
    (fits && text.bytes().all(|byte| byte.is_ascii_graphic())).then(|| Secret::new(text.to_owned()))
}

/// An address of a picture: on our own origin (`/pictures/ann.png`) or absolute. Whether its host
/// is allowed, the deployment says ([`crate::links::image_source`]).
pub(super) fn address(text: &str) -> Option<String> {
    let text = text.trim();
    let local = text.starts_with('/') && !text.starts_with("//") && !text.contains('\\');
    let absolute = crate::links::safe_link(text).filter(|link| link.starts_with("http"));
    if text.len() > ADDRESS_CAP || text.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    if local {
        return Some(text.to_owned());
    }
    absolute
}
