//! The query string, typed.

mod parse;
mod values;

use std::fmt;

use crate::color::Color;
use crate::query;
use crate::wire::Variables;

pub use parse::{NAMES, Restyle};
pub use values::clean;

/// Everything the embed's address said. Every field is typed by the end of [`Config::parse`]; no
/// component ever sees a string it must interpret.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub scenario_access_token: Option<Secret>,
    pub user_name: Option<String>,
    pub user_email: Option<String>,
    pub prompt_user_info: bool,
    /// Title override.
    pub name: Option<String>,
    pub color: Color,
    pub background: Background,
    pub theme: Theme,
    pub show_pulse: bool,
    pub hide_powered_by: bool,
    pub variables: Variables,
    pub transcribe: Option<bool>,
    pub skip_precheck: bool,
    pub auto_start: bool,
    /// Seconds.
    pub max_duration: Option<u32>,
    pub restore_session: Option<String>,
    pub voice: Option<String>,
    /// BCP 47.
    pub language_code: Option<String>,
    pub avatar_url: Option<String>,
    pub avatar_id: Option<String>,
    pub button_start_label: Option<String>,
    pub button_stop_label: Option<String>,
    pub button_color: Option<Color>,
    pub button_icon: Option<String>,
    pub button_outline: bool,
    pub scenario_name_color: Option<Color>,
    pub backend: Option<String>,
    /// BCP 47; `None`: the browser's.
    pub lang: Option<String>,
    /// Only tried out: the session says so and is counted nowhere. Grants nothing.
    pub preview: bool,
}

/// Tailwind's violet-500.
pub const DEFAULT_COLOR: Color = Color::rgb(0x8b, 0x5c, 0xf6);

impl Default for Config {
    /// What an address without a query says.
    fn default() -> Self {
        Config {
            scenario_access_token: None,
            user_name: None,
            user_email: None,
            prompt_user_info: true,
            name: None,
            color: DEFAULT_COLOR,
            background: Background::Default,
            theme: Theme::Auto,
            show_pulse: true,
            hide_powered_by: false,
            variables: Variables::new(),
            transcribe: None,
            skip_precheck: false,
            auto_start: false,
            max_duration: None,
            restore_session: None,
            voice: None,
            language_code: None,
            avatar_url: None,
            avatar_id: None,
            button_start_label: None,
            button_stop_label: None,
            button_color: None,
            button_icon: None,
            button_outline: false,
            scenario_name_color: None,
            backend: None,
            lang: None,
            preview: false,
        }
    }
}

impl Config {
    /// Reads a query string, with or without its `?`. Never fails: a wrong parameter must not blank
    /// a customer's page, so what is wrong is replaced and warned about, in the order it stands.
    pub fn parse(query: &str) -> (Config, Vec<Warning>) {
        parse::parse(query)
    }

    /// Takes the access token out of `#scenarioAccessToken=…`; the query's own wins.
    pub fn take_fragment(&mut self, fragment: &str) {
        if self.scenario_access_token.is_none() {
            self.scenario_access_token = query::token_in_fragment(fragment)
                .as_deref()
                .and_then(values::token);
        }
    }

    /// This config with other colours, as the host's `setTheme` asks. A colour that cannot be read
    /// leaves the present one.
    pub fn restyled(&self, change: &Restyle) -> (Config, Vec<Warning>) {
        parse::restyled(self, change)
    }
}

/// Which of the three embeds the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Style {
    /// Everything, with review and results.
    #[default]
    Full,
    /// Avatar and conversation, no results.
    Basic,
    /// One button and the pulse until opened.
    Minimal,
}

impl Style {
    /// The `data-style` attribute and the wire's `style`.
    pub fn as_str(self) -> &'static str {
        match self {
            Style::Full => "full",
            Style::Basic => "basic",
            Style::Minimal => "minimal",
        }
    }
}

/// A text that must not be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: String) -> Self {
        Secret(text)
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Theme {
    /// White, where no background is given.
    Light,
    /// Tailwind's slate-950, where no background is given.
    Dark,
    /// As the visitor's system is set.
    #[default]
    Auto,
}

/// What the embed stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Background {
    /// None was given: white or slate-950, as `theme` says.
    #[default]
    Default,
    Transparent,
    Color(Color),
}

/// A parameter that was not as it should be, and what is used instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub parameter: String,
    /// A whole sentence part: `"maybe" is neither true nor false; using true`.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.parameter, self.message)
    }
}
