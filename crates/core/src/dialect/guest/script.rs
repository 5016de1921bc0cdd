//! Stories about one vendor's protocol, in the lines of [`crate::dialect::script`].
//!
//! Our own session stands behind the scene: its calls are answered at once and not told, nor its
//! timers, so that `#1` is the protocol's first call. [`check`] begins with a session that stands:
//! `with` lines first, then `open s`, are what comes before the first line of a story that has no
//! `open` or `resume` itself.
//!
//! ```text
//! check::<Totebot>(
//!     r#"
//!     with kept {"conversation":"c1"}
//!     open agent
//!     send e1 Hello
//!     #1 open
//!     #1 bytes data: {"type":"chunk","content":"Hi"}\n\n
//!     #1 closed
//!     "#,
//!     expect![[""]],   // UPDATE_EXPECT=1 cargo test fills it in: read what it wrote
//! );
//! ```
//!
//! | line | feeds |
//! |---|---|
//! | `with kept text` | `Open::kept` |
//! | `with user name <email>`, `with variable name value`, `with language en`, `with zone Europe/Oslo 60`, `with backend name` | what the session begins with |
//! | `with address https://…`, `with generation 1`, `with state /path` | what the deployment says of the backend |
//! | `open scenario [bearer]`, `resume s1 t1` | our session begins (id `s1`, token `t1`), or is carried on with |
//! | `rate e1 positive`, `seen e1`, `draft text`, `conversations`, `panels`, `pick id`, `new`, `delete id`, `set panel field value` | [`Ask`] |
//! | `ended reason` | from now on our server says that the session is over; it is asked every 15 s |
//!
//! Calls come out with the relay's base, `> #1 POST /relay/shop/v1/chat [Bearer t1] [stream] body`;
//! [`Told`] as `= attached e1 image https://… "caption"` and the like, see [`show`].

use expect_test::Expect;

use super::{
    Ask, Attachment, Card, FieldKind, Guest, Panel, Prompt, Protocol, Rating, Status, Told,
};
use crate::dialect::Open;
use crate::dialect::script::{cut, play_beside};

/// What the story gives, without what opening our session gives.
pub(crate) fn check<P: Protocol + Default + 'static>(story: &str, expected: Expect) {
    expected.assert_eq(&play::<P>(story));
}

pub(crate) fn play<P: Protocol + Default + 'static>(story: &str) -> String {
    let lines = || story.lines().map(str::trim);
    let opens = lines().any(|line| line.starts_with("open ") || line.starts_with("resume "));
    let mut script = String::from("with backend shop\n");
    if opens {
        script += story;
    } else {
        let (with, rest): (Vec<&str>, Vec<&str>) = lines().partition(|it| it.starts_with("with "));
        script += &format!("{}\nopen agent\n{}", with.join("\n"), rest.join("\n"));
    }
    let created = r#"{"session_id":"s1","session_token":"t1","last_seq":1,"started_at":1000000}"#;
    let page = r#"{"events":[{"seq":1,"timestamp":1000000,"type":"CUSTOM","name":"session.started","value":{"started_at":1000000}}],"last_seq":1}"#;
    play_beside(
        &mut Guest::speaking::<P>(),
        &script,
        vec![
            ("/api/embed/sessions/s1/events", page.to_owned()),
            ("/api/embed/sessions/s1/", "{}".to_owned()),
            ("/api/embed/sessions", created.to_owned()),
        ],
    )
}

/// A `with` line.
pub(crate) fn set(open: &mut Open, rest: &str) {
    let (what, value) = cut(rest);
    let value = value.to_owned();
    match what {
        "kept" => open.kept = Some(value),
        "user" => {
            let (name, email) = value.split_once('<').unwrap_or((&value, ""));
            open.create.user.name = name.trim().to_owned();
            open.create.user.email = email.trim_end_matches('>').to_owned();
        }
        "variable" => {
            let (name, value) = cut(&value);
            let variables = &mut open.create.variables;
            variables.insert(name.to_owned(), value.to_owned());
        }
        "language" => open.create.language = Some(value),
        "backend" => {
            open.create.backend = Some(value.clone());
            open.backend.name = value;
        }
        "zone" => {
            let (name, ahead) = cut(&value);
            open.zone.name = name.to_owned();
            open.zone.ahead = ahead.parse().expect("minutes ahead of UTC");
        }
        "address" => open.backend.address = Some(value),
        "generation" => open.backend.generation = value.parse().ok(),
        "state" => open.backend.state_path = Some(value),
        _ => panic!("no such setting: {what} {value}"),
    }
}

pub(crate) fn ask(name: &str, rest: &str) -> Ask {
    let (id, text) = cut(rest);
    match name {
        "rate" => Ask::Rate {
            entry: id.into(),
            rating: match text {
                "positive" => Rating::Positive,
                _ => Rating::Negative,
            },
        },
        "seen" => Ask::Seen { entry: id.into() },
        "draft" => Ask::Draft(rest.to_owned()),
        "conversations" => Ask::Conversations,
        "panels" => Ask::Panels,
        "pick" => Ask::Open {
            conversation: rest.to_owned(),
        },
        "new" => Ask::New,
        "delete" => Ask::Delete {
            conversation: rest.to_owned(),
        },
        "set" => {
            let (field, value) = cut(text);
            Ask::Set {
                panel: id.to_owned(),
                field: field.to_owned(),
                value: value.to_owned(),
            }
        }
        _ => panic!("no such verb: {name} {rest}"),
    }
}

pub(crate) fn show(told: &Told) -> String {
    match told {
        Told::Attached { entry, attachment } => {
            format!("attached {entry} {}", attached(attachment))
        }
        Told::Text { entry, text } => format!("text {entry} {text:?}"),
        Told::Author { entry, from, to } => {
            let to = to
                .as_deref()
                .map_or(String::new(), |to| format!(" to {to}"));
            format!("author {entry} {from}{to}")
        }
        Told::Kind { entry, kind } => format!("kind {entry} {kind:?}"),
        Told::Composer { open: true } => "composer open".to_owned(),
        Told::Composer { open: false } => "composer closed".to_owned(),
        Told::Prompt(None) => "prompt over".to_owned(),
        Told::Prompt(Some(Prompt {
            text,
            choices,
            closed,
        })) => {
            let choices: Vec<&str> = choices.iter().map(|it| it.text.as_str()).collect();
            let closed = if *closed { " closed" } else { "" };
            format!("prompt {text:?} {choices:?}{closed}")
        }
        Told::Status { entry, status } => match status {
            Status::Sent => format!("status {entry} sent"),
            Status::Delivered => format!("status {entry} delivered"),
            Status::Read => format!("status {entry} read"),
            Status::NotSent => format!("status {entry} not sent"),
        },
        Told::Rating { entry, rating } => format!("rating {entry} {rating:?}"),
        Told::Unread(count) => format!("unread {count}"),
        Told::Agent(facts) => format!(
            "agent is {:?} {:?} {}",
            facts.name,
            facts.detail,
            facts.avatar_url.as_deref().unwrap_or("-")
        ),
        Told::Human(human) => format!("human {human}"),
        Told::Conversations(conversations) => {
            let shown = conversations.iter().map(|it| {
                let current = if it.current { "*" } else { "" };
                format!(" {}{current} {:?} {}", it.id, it.title, it.at)
            });
            format!("conversations{}", shown.collect::<String>())
        }
        Told::Anew => "anew".to_owned(),
        Told::Keep(kept) => format!("keep {kept}"),
        Told::Draft(text) => format!("draft {text:?}"),
        Told::Framed { url } => format!("framed {url}"),
        Told::Panel(panel) => shown_panel(panel),
    }
}

fn attached(attachment: &Attachment) -> String {
    match attachment {
        Attachment::Image { url, caption } => format!("image {url} {caption:?}"),
        Attachment::Audio { url, name } => format!("audio {url} {name:?}"),
        Attachment::File { url, name } => format!("file {url} {name:?}"),
        Attachment::Card(Card {
            title,
            description,
            image,
            button,
        }) => {
            let image = image.as_deref().unwrap_or("-");
            let button = button.as_ref().map(|it| (&it.id, &it.text, &it.url));
            format!("card {title:?} {description:?} {image} {button:?}")
        }
    }
}

fn shown_panel(panel: &Panel) -> String {
    let fields = panel.fields.iter().map(|field| {
        let kind = match field.kind {
            FieldKind::Text => "",
            FieldKind::Edit => " edit",
            FieldKind::Flag => " flag",
            FieldKind::Number { .. } => " number",
        };
        format!("; {} {:?}={:?}{kind}", field.id, field.label, field.value)
    });
    let fields = fields.collect::<String>();
    format!("panel {} {:?}{fields}", panel.id, panel.title)
}
