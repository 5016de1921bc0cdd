//! Colours of the whole embed, derived from the few a host gives.

use crate::config::Config;

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
    /// CSS properties for the root element, to be set through CSSOM in this order.
    pub properties: Vec<(String, String)>,
    pub scheme: Scheme,
}

/// The colours of an embed.
pub fn derive(_config: &Config) -> Derived {
    Derived::default()
}
