//! Small drawings, each one path on a 24 × 24 grid, in the colour of the text around them.

use leptos::prelude::*;

use crate::browser::piece::{IntoPiece as _, Piece};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Icon {
    path: &'static str,
    class: &'static str,
}

const THUMB: &str =
    "M7 11v9H4v-9zm0 0 4-7a2 2 0 0 1 2 2v3h5a2 2 0 0 1 2 2.300l-1.200 7a2 2 0 0 1-2 1.700H7";

impl Icon {
    pub const SEND: Icon = Icon::plain("M12 19V6m-6 6 6-6 6 6");
    pub const STOP: Icon = Icon::plain("M8 8h8v8H8z");
    pub const DOWN: Icon = Icon::plain("M12 5v13m-6-6 6 6 6-6");
    pub const FOLD: Icon = Icon {
        path: "m9 6 6 6-6 6",
        class: "icon icon-fold",
    };
    pub const CHECK: Icon = Icon::plain("m5 12.5 4.5 4.5L19 7.5");
    pub const GROW: Icon = Icon::plain("M7 17 17 7M9 7h8v8");
    pub const LOCK: Icon = Icon::plain(
        "M8 11V8a4 4 0 0 1 8 0v3M7 11h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2z",
    );
    pub const RECORD: Icon = Icon::plain(
        "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17zm0 6a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
    );
    pub const TROUBLE: Icon =
        Icon::plain("M12 7.5v5.5m0 3.4v.1M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17z");
    pub const SEARCH: Icon = Icon::plain("M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm5 12 4.5 4.5");
    pub const DOWNLOAD: Icon = Icon::plain("M12 4v11m-5-5 5 5 5-5M5 20h14");
    pub const CALL: Icon = Icon::plain(
        "M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 3 6a2 2 0 0 1 2-2",
    );
    pub const MICROPHONE: Icon = Icon::plain(
        "M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3zM6 11a6 6 0 0 0 12 0m-6 6v4",
    );
    pub const CHAT: Icon = Icon::plain(
        "M5 5h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z",
    );
    pub const PLAY: Icon = Icon::plain("M8 5.5v13l11-6.5z");
    pub const FORWARD: Icon = Icon {
        path: "M5 12h13m-6-6 6 6-6 6",
        class: "icon icon-forward",
    };
    pub const PERSON: Icon = Icon::plain("M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM5 20a7 7 0 0 1 14 0");
    pub const IDEA: Icon = Icon::plain(
        "M9.5 18h5M10 21h4M12 3a6 6 0 0 0-3.5 10.9c.7.5 1 1.2 1 2.1h5c0-.9.3-1.6 1-2.1A6 6 0 0 0 12 3z",
    );
    pub const LIST: Icon = Icon::plain("M9 7h11M9 12h11M9 17h11M4.5 7h.1M4.5 12h.1M4.5 17h.1");
    pub const SETTINGS: Icon = Icon::plain(
        "M4 8h9m5 0h2M4 16h2m5 0h9M15.500 5.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5zM8.500 13.500a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5z",
    );
    pub const CHECKS: Icon = Icon::plain("m2.5 12.500 4 4L15 8m-4 7.500 1 1L21 8");
    pub const THUMB_UP: Icon = Icon::plain(THUMB);
    pub const THUMB_DOWN: Icon = Icon {
        path: THUMB,
        class: "icon icon-down",
    };
    pub const PLUS: Icon = Icon::plain("M12 5v14M5 12h14");
    pub const CLOSE: Icon = Icon::plain("m6 6 12 12M18 6 6 18");

    const fn plain(path: &'static str) -> Icon {
        Icon {
            path,
            class: "icon",
        }
    }

    /// What the `buttonIcon` parameter may name; `None` for a word we do not know.
    pub fn named(name: &str) -> Option<Icon> {
        Some(match name.to_ascii_lowercase().as_str() {
            "call" | "phone" => Icon::CALL,
            "mic" | "microphone" => Icon::MICROPHONE,
            "chat" | "message" => Icon::CHAT,
            "play" => Icon::PLAY,
            "arrow" => Icon::FORWARD,
            _ => return None,
        })
    }
}

/// Draws it.
pub fn icon(Icon { path, class }: Icon) -> Piece {
    view! { <svg class=class viewBox="0 0 24 24" aria-hidden="true"><path d=path></path></svg> }
        .piece()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_icon_is_known_by_its_names_in_any_case() {
        assert_eq!(Icon::named("call"), Some(Icon::CALL));
        assert_eq!(Icon::named("Mic"), Some(Icon::MICROPHONE));
        assert_eq!(Icon::named("rocket"), None);
    }
}
