//! The table of query parameters: each is declared here, and only here.
//!
//! A row is
//!
//! ```text
//! /// What it means, as the tables of the documents say it (markdown; links as from `docs/`).
//! field: Kind = default, "name" | "alias"…,
//!     live Command, usually "what holds without it", form Group "Label" hint "…", eg "a value";
//! ```
//!
//! where the second line may lack any of its clauses. `live` is the element's command that brings a
//! changed attribute to a frame that lives; `form` places the parameter in the playground. After a
//! change here, `cargo xtask parameters` writes the element's lists and types and the documents'
//! tables.

use crate::color::Color;
use crate::person::{EMAIL_CAP, NAME_CAP};
use crate::wire::Variables;

use super::described::{Described, Field, Group, Live};
use super::kinds::{
    Address, AvatarId, BackendName, Flag, Ground, IconName, Interface, Kind, Language, MaybeFlag,
    Mode, Seconds, SessionId, Shade, Text, Texts, Tint, Token,
};
use super::values::LABEL_CAP;
use super::{Background, Theme};

/// Characters of a title.
const TITLE_CAP: usize = 120;

/// Tailwind's violet-500.
pub const DEFAULT_COLOR: Color = Color::rgb(0x8b, 0x5c, 0xf6);

/// How the parser reads one parameter.
pub(super) struct Reader {
    pub name: &'static str,
    /// Puts the value in its place, or says what is wrong with it.
    pub read: fn(&mut Config, &str) -> Result<(), String>,
    /// An empty value is a wrong one. Elsewhere it is as if it were not there.
    pub reads_empty: bool,
}

macro_rules! parameters {
    (
        $(#[$about:meta])*
        $config:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident: $kind:ty = $default:expr,
                $name:literal $(| $alias:literal)*
                $(, live $live:ident)?
                $(, usually $usually:literal)?
                $(, form $group:ident $label:literal $(hint $hint:literal)?)?
                $(, eg $example:literal)?;
            )*
        }
        $(#[doc = $rest_doc:literal])+
        $rest:ident: $held:ty = $rest_default:expr, $rest_name:literal, eg $rest_example:literal;
    ) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $config {
            $($(#[doc = $doc])+ pub $field: <$kind as Kind>::Held,)*
            $(#[doc = $rest_doc])+
            pub $rest: $held,
        }

        impl Default for $config {
            /// What an address without a query says.
            fn default() -> Self {
                $config { $($field: $default,)* $rest: $rest_default }
            }
        }

        /// What the parser knows of each parameter.
        pub(super) static READERS: &[Reader] = &[$(Reader {
            name: $name,
            read: |config, text| <$kind>::read(text, &mut config.$field),
            reads_empty: <$kind>::READS_EMPTY,
        },)*];

        /// Every parameter but the `t_` ones, under its own name.
        pub const NAMES: &[&str] = &[$($name,)*];

        /// The older or shorter name, and the parameter it stands for.
        pub const ALIASES: &[(&str, &str)] = &[$($(($alias, $name),)*)*];

        /// What people and other programs are told of each parameter. The widget never links this.
        pub static DESCRIBED: &[Described] = &[$(Described {
            name: $name,
            aliases: &[$($alias),*],
            shape: <$kind as Kind>::SHAPE,
            live: parameters!(@live $($live)?),
            written_default: stringify!($default),
            usually: concat!("", $($usually)?),
            form: parameters!(@form $($group $label $($hint)?)?),
            example: concat!("", $($example)?),
            meaning: concat!($($doc, "\n",)+),
        },)*];

        /// The same of the `t_` ones, all of which have one row.
        pub static VARIABLES: Described = Described {
            name: $rest_name,
            aliases: &[],
            shape: super::described::Shape::Line,
            live: None,
            written_default: "",
            usually: "",
            form: None,
            example: $rest_example,
            meaning: concat!($($rest_doc, "\n",)+),
        };
    };
    (@live) => { None };
    (@live $live:ident) => { Some(Live::$live) };
    (@form) => { None };
    (@form $group:ident $label:literal $($hint:literal)?) => {
        Some(Field { group: Group::$group, label: $label, hint: concat!("", $($hint)?) })
    };
}

parameters! {
    /// Everything the embed's address said. Every field is typed by the end of [`Config::parse`]; no
    /// component ever sees a string it must interpret.
    Config {
        /// private access; exchanged for a session, then removed from the address. Better behind the
        /// `#`; see [private scenarios](embedding.md#private-scenarios)
        scenario_access_token: Token = None, "scenarioAccessToken", eg "sat_…";
        /// prefills the dialog; with `userEmail` it is skipped. Unverified: grants nothing
        user_name: Text<NAME_CAP> = None, "userName",
            live SetUser, form Visitor "Name" hint "With name and email given, the embed asks for neither",
            eg "Ada";
        /// prefills the dialog, as `userName` does
        user_email: Text<EMAIL_CAP> = None, "userEmail",
            live SetUser, form Visitor "Email", eg "ada@example.com";
        /// `false` lets a visitor in without the dialog
        prompt_user_info: Flag = true, "promptUserInfo", form Visitor "Ask for name and email";
        /// title, up to 120 characters
        name: Text<TITLE_CAP> = None, "name",
            usually "the scenario's", form Look "Title" hint "Instead of the scenario’s name",
            eg "Talk to us";
        /// accent: Tailwind family-shade, `#hex` (in an address `%23hex`), CSS colour name; see
        /// [theming.md](theming.md)
        color: Shade = DEFAULT_COLOR, "color",
            live SetTheme, usually "`violet-500`",
            form Colour "Accent" hint "Tailwind name, hex or CSS name", eg "teal-500";
        /// what the embed stands on: a colour, or `transparent`. Decides light or dark text
        background: Ground = Background::Default, "background" | "bg",
            live SetTheme, usually "by `theme`", form Colour "Background" hint "Decides light or dark text",
            eg "slate-900";
        /// `light`, `dark`, or the visitor's; a given `background` wins
        theme: Mode = Theme::Auto, "theme",
            live SetTheme, form Colour "Theme" hint "Used where no background is given", eg "dark";
        /// colour of the title
        scenario_name_color: Tint = None, "scenarioNameColor",
            usually "by the background", form Look "Title’s colour", eg "rose-600";
        /// the moving ring around the avatar
        show_pulse: Flag = true, "showPulse" | "pulse", form Look "Pulse around the avatar";
        /// hides the footer line
        hide_powered_by: Flag = false, "hidePoweredBy", form Look "Hide the footer line";
        /// one of the faces 1 to 5
        avatar_id: AvatarId = None, "avatarId", usually "1", form Look "Avatar" hint "1 to 5", eg "3";
        /// picture, from the same origin or the operator's `image_hosts`
        avatar_url: Address = None, "avatarUrl",
            usually "the scenario's",
            form Look "Avatar’s picture" hint "From this server, or from the deployment’s image hosts",
            eg "/picture.png";
        /// label of the start button, up to 40 characters
        button_start_label: Text<LABEL_CAP> = None, "buttonStartLabel",
            usually "Start", form Button "Start label", eg "Begin";
        /// label of the end button
        button_stop_label: Text<LABEL_CAP> = None, "buttonStopLabel",
            usually "End", form Button "End label", eg "Leave";
        /// colour of the start button
        button_color: Tint = None, "buttonColor", usually "the accent", form Button "Colour", eg "amber-400";
        /// `phone`, `mic`, `chat`, `play` or `arrow` on the start button
        button_icon: IconName = None, "buttonIcon", form Button "Icon", eg "phone";
        /// draws the start button as an outline
        button_outline: Flag = false, "buttonOutline", form Button "Outline only";
        /// starts without the button once the visitor is known
        auto_start: Flag = false, "autoStart", form Conversation "Start without the button";
        /// `false` keeps no transcript once the results are there
        transcribe: MaybeFlag = None, "transcribe",
            usually "the scenario's", form Conversation "Keep the transcript after the results", eg "false";
        /// seconds, up to a day; the smaller of this and the scenario's own is enforced by the server
        max_duration: Seconds = None, "maxDuration",
            usually "the scenario's",
            form Conversation "Longest duration" hint "Seconds; the scenario’s own limit holds too",
            eg "600";
        /// session to carry on with, for whoever holds access to it
        restore_session: SessionId = None, "restoreSession",
            form Conversation "Session to carry on with" hint "For whoever holds access to it",
            eg "67bf57183f44cdf6055a8166";
        /// accepted; concerns voice, which is not there yet
        skip_precheck: Flag = false, "skipPrecheck",
            form Conversation "Skip the microphone check" hint "Concerns voice, which is not there yet";
        /// accepted; concerns voice, which is not there yet
        voice: Text<LABEL_CAP> = None, "voice",
            form Conversation "Voice" hint "Concerns voice, which is not there yet", eg "alloy";
        /// language of the conversation, BCP 47; `accent` is that of speech, never a colour
        language_code: Language = None, "languageCode" | "accent",
            form Conversation "Language of the conversation" hint "BCP 47", eg "en-GB";
        /// language of the interface, BCP 47; see [languages.md](languages.md)
        lang: Interface = None, "lang",
            usually "`languageCode`'s, else the browser's", form Deployment "Language of the interface" hint "BCP 47; else the browser’s",
            eg "de";
        /// what the interface says instead of our own words, JSON: `{"<language or *>": {"<key>": "<text>"}}`;
        /// the keys stand in [languages.md](languages.md)
        texts: Texts = None, "texts",
            usually "the scenario's",
            form Deployment "Texts" hint "JSON: by language or *, and key",
            eg r#"{"*":{"start":"Begin"}}"#;
        /// which configured backend to talk to: a name, never an address
        backend: BackendName = None, "backend",
            usually "the deployment's",
            form Deployment "Backend" hint "The name of one that the server is configured with", eg "shop";
        /// marks the session as tried out (`source: "PREVIEW"`) for whoever shows that they may: it counts nowhere, and grants nothing
        preview: Flag = false, "preview";
    }
    /// fills `{{ NAME }}` in the scenario; missing ones stay as written
    variables: Variables = Variables::new(), "t_NAME", eg "Acme";
}
