//! The kinds of parameter: what each holds, how it is read and what is said where it is wrong.

use crate::Secret;
use crate::color::Color;
use crate::json::{self, Value};
use crate::language::{self, INTERFACE, interface, meant};
use crate::text::clean;

use super::described::Shape;
use super::values::{self, LABEL_CAP};
use super::{Background, Theme};

/// What one can do with a colour that was not understood.
const COLOR_FORMS: &str = "a colour is a Tailwind shade (violet-500), a hexadecimal value with its \
                           # written as %23 (%238b5cf6) or a CSS name (teal)";

/// A kind of parameter.
pub trait Kind {
    type Held;
    const SHAPE: Shape;
    /// Whether an empty value is a wrong one. Templates write `userName=` when they have none; but
    /// `color=#ff0000` arrives as an empty colour.
    const READS_EMPTY: bool = false;

    /// Puts what `text` says in its place, or says what is wrong with it and what is used instead.
    fn read(text: &str, held: &mut Self::Held) -> Result<(), String>;
}

/// An access token.
pub struct Token;
/// A line of text for people, at most so many characters.
pub struct Text<const CAP: usize>;
/// `true` or `false`.
pub struct Flag;
/// `true`, `false` or not given.
pub struct MaybeFlag;
/// A colour that is always there.
pub struct Shade;
/// A colour in place of the usual one.
pub struct Tint;
/// A colour or `transparent`.
pub struct Ground;
/// Light, dark or the visitor's.
pub struct Mode;
/// Whole seconds, up to a day.
pub struct Seconds;
/// A BCP 47 tag.
pub struct Language;
/// A language of the interface.
pub struct Interface;
/// An owner's texts: a JSON object of languages and keys.
pub struct Texts;
/// The address of a picture.
pub struct Address;

impl Kind for Token {
    type Held = Option<Secret>;
    const SHAPE: Shape = Shape::Secret;

    fn read(text: &str, held: &mut Option<Secret>) -> Result<(), String> {
        *held = values::token(text);
        // Without the value: it may be a secret with a slip.
        let wrong = "this is no access token; going on without one";
        held.is_some().then_some(()).ok_or_else(|| wrong.to_owned())
    }
}

impl<const CAP: usize> Kind for Text<CAP> {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Line;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        line(text, CAP, held)
    }
}

fn line(text: &str, cap: usize, held: &mut Option<String>) -> Result<(), String> {
    let line = clean(text, cap);
    *held = (!line.is_empty()).then_some(line);
    // Two more: the next character may come with a space.
    let whole = clean(text, cap + 2).chars().nth(cap).is_none();
    let wrong = || format!("longer than {cap} characters; cut");
    whole.then_some(()).ok_or_else(wrong)
}

impl Kind for Flag {
    type Held = bool;
    const SHAPE: Shape = Shape::Flag;

    fn read(text: &str, held: &mut bool) -> Result<(), String> {
        let Some(given) = values::boolean(text.trim()) else {
            let text = quoted(text);
            return Err(format!("{text} is neither true nor false; using {held}"));
        };
        *held = given;
        Ok(())
    }
}

impl Kind for MaybeFlag {
    type Held = Option<bool>;
    const SHAPE: Shape = Shape::MaybeFlag;

    fn read(text: &str, held: &mut Option<bool>) -> Result<(), String> {
        let wrong = " is neither true nor false; ignored";
        put(held, values::boolean(text).map(Some), text, wrong)
    }
}

impl Kind for Shade {
    type Held = Color;
    const SHAPE: Shape = Shape::Color;
    const READS_EMPTY: bool = true;

    fn read(text: &str, held: &mut Color) -> Result<(), String> {
        let Some(color) = values::color(text) else {
            return Err(not_a_color(text, &held.css()));
        };
        *held = color;
        Ok(())
    }
}

impl Kind for Tint {
    type Held = Option<Color>;
    const SHAPE: Shape = Shape::Color;
    const READS_EMPTY: bool = true;

    fn read(text: &str, held: &mut Option<Color>) -> Result<(), String> {
        let Some(color) = values::color(text) else {
            return Err(not_a_color(text, "the usual colour"));
        };
        *held = Some(color);
        Ok(())
    }
}

impl Kind for Ground {
    type Held = Background;
    const SHAPE: Shape = Shape::Background;

    fn read(text: &str, held: &mut Background) -> Result<(), String> {
        let Some(background) = values::background(text) else {
            return Err(not_a_color(text, "what the theme says"));
        };
        *held = background;
        Ok(())
    }
}

impl Kind for Mode {
    type Held = Theme;
    const SHAPE: Shape = Shape::Choice(&["auto", "light", "dark"]);

    fn read(text: &str, held: &mut Theme) -> Result<(), String> {
        let wrong = " is not light, dark or auto; ignored";
        put(held, values::theme(text), text, wrong)
    }
}

impl Kind for Seconds {
    type Held = Option<u32>;
    const SHAPE: Shape = Shape::Number;

    fn read(text: &str, held: &mut Option<u32>) -> Result<(), String> {
        match values::seconds(text) {
            Some(Err(longest)) => {
                *held = Some(longest);
                Err(format!("more than a day; using {longest} seconds"))
            }
            given => {
                let wrong = " is no number of seconds above 0; ignored";
                put(held, given.map(Result::ok), text, wrong)
            }
        }
    }
}

impl Kind for Language {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Language;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let wrong = " is no language tag such as en-US; ignored";
        put(held, language::tag(text.trim()).map(Some), text, wrong)
    }
}

impl Kind for Interface {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Language;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let text = text.trim();
        if interface(text).is_some() {
            return Language::read(text, held);
        }
        let mut wrong = quoted(text) + " is none of ours: " + &INTERFACE.join(", ");
        if let Some(meant) = meant(text) {
            wrong.push_str("; did you mean ");
            wrong.push_str(meant);
            wrong.push('?');
        }
        Err(wrong)
    }
}

impl Kind for Texts {
    type Held = Option<Value>;
    const SHAPE: Shape = Shape::Line;

    fn read(text: &str, held: &mut Option<Value>) -> Result<(), String> {
        let given = json::parse(text).filter(Value::is_object).map(Some);
        let wrong = r#" is no JSON object such as {"*": {"start": "Begin"}}; ignored"#;
        put(held, given, text, wrong)
    }
}

impl Kind for Address {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Address;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let wrong = " is no address of a picture; ignored";
        put(held, values::address(text).map(Some), text, wrong)
    }
}

/// The id of a session of ours: 24 hexadecimal digits.
pub struct SessionId;
/// One of the widget's own faces.
pub struct AvatarId;
/// An icon of a button.
pub struct IconName;
/// A backend the deployment has configured: a name, so that it can never be an address.
pub struct BackendName;

impl Kind for SessionId {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Name;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let is_digit = |byte: u8| byte.is_ascii_hexdigit();
        let id = values::identifier(text.trim());
        let id = id.filter(|id| id.len() == 24 && id.bytes().all(is_digit));
        let wrong = " is not a session's id, which has 24 hexadecimal digits; ignored";
        put(held, id.map(Some), text, wrong)
    }
}

impl Kind for AvatarId {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Numbered;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        *held = values::identifier(text.trim());
        // Any number is counted round the faces there are.
        let is_face = matches!(text.trim(), "1" | "2" | "3" | "4" | "5");
        let wrong = || quoted(text) + " is none of the faces 1 to 5; showing one of them";
        is_face.then_some(()).ok_or_else(wrong)
    }
}

impl Kind for IconName {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Known(&["phone", "mic", "chat", "play", "arrow"]);

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let icon = values::icon(text.trim());
        let wrong = " is none of phone, mic, chat, play and arrow; ignored";
        put(held, icon.map(Some), text, wrong)
    }
}

impl Kind for BackendName {
    type Held = Option<String>;
    const SHAPE: Shape = Shape::Name;

    fn read(text: &str, held: &mut Option<String>) -> Result<(), String> {
        let wrong = " is not a backend's name (never an address: the deployment knows those); \
                     ignored";
        put(held, values::identifier(text.trim()).map(Some), text, wrong)
    }
}

/// Puts a value in its place; without one, says what `text` is not.
fn put<T>(held: &mut T, value: Option<T>, text: &str, wrong: &str) -> Result<(), String> {
    let Some(value) = value else {
        return Err(quoted(text) + wrong);
    };
    *held = value;
    Ok(())
}

fn not_a_color(text: &str, instead: &str) -> String {
    let what = if text.trim().is_empty() {
        "empty".to_owned()
    } else {
        quoted(text) + " is no colour"
    };
    format!("{what}; using {instead} ({COLOR_FORMS})")
}

/// The value in quotation marks, fit for a console: short and without characters that hide.
fn quoted(value: &str) -> String {
    let mut quoted = String::from("\"");
    let shown = clean(value, LABEL_CAP);
    quoted.push_str(&shown);
    if shown != clean(value, LABEL_CAP + 2) {
        quoted.push('…');
    }
    quoted.push('"');
    quoted
}
