//! What stories about other systems' conversations say: settings, commands, events.

use super::cut;
use crate::dialect::Open;
use crate::event::vendor::{
    Attachment, Card, FieldKind, Panel, Prompt, Rating, Status, VendorCommand, VendorEvent,
};

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
        "show" => open.backend.show = value.split(' ').map(str::to_owned).collect(),
        _ => panic!("no such setting: {what} {value}"),
    }
}

pub(crate) fn ask(name: &str, rest: &str) -> VendorCommand {
    let (id, text) = cut(rest);
    match name {
        "rate" => VendorCommand::Rate {
            entry: id.into(),
            rating: match text {
                "positive" => Rating::Positive,
                _ => Rating::Negative,
            },
        },
        "seen" => VendorCommand::Seen { entry: id.into() },
        "draft" => VendorCommand::Draft(rest.to_owned()),
        "conversations" => VendorCommand::Conversations,
        "panels" => VendorCommand::Panels,
        "pick" => VendorCommand::Open {
            conversation: rest.to_owned(),
        },
        "new" => VendorCommand::New,
        "delete" => VendorCommand::Delete {
            conversation: rest.to_owned(),
        },
        "set" => {
            let (field, value) = cut(text);
            VendorCommand::Set {
                panel: id.to_owned(),
                field: field.to_owned(),
                value: value.to_owned(),
            }
        }
        _ => panic!("no such verb: {name} {rest}"),
    }
}

pub(crate) fn show(told: &VendorEvent) -> String {
    match told {
        VendorEvent::Attached { entry, attachment } => {
            format!("attached {entry} {}", attached(attachment))
        }
        VendorEvent::Author { entry, from, to } => {
            let to = to
                .as_deref()
                .map_or(String::new(), |to| format!(" to {to}"));
            format!("author {entry} {from}{to}")
        }
        VendorEvent::Composer { open: true } => "composer open".to_owned(),
        VendorEvent::Composer { open: false } => "composer closed".to_owned(),
        VendorEvent::Prompt(None) => "prompt over".to_owned(),
        VendorEvent::Prompt(Some(Prompt {
            text,
            choices,
            closed,
        })) => {
            let choices: Vec<&str> = choices.iter().map(|it| it.text.as_str()).collect();
            let closed = if *closed { " closed" } else { "" };
            format!("prompt {text:?} {choices:?}{closed}")
        }
        VendorEvent::Status { entry, status } => match status {
            Status::Sent => format!("status {entry} sent"),
            Status::Delivered => format!("status {entry} delivered"),
            Status::Read => format!("status {entry} read"),
            Status::NotSent => format!("status {entry} not sent"),
        },
        VendorEvent::Rating { entry, rating } => format!("rating {entry} {rating:?}"),
        VendorEvent::Unread(count) => format!("unread {count}"),
        VendorEvent::Agent(facts) => format!(
            "agent is {:?} {:?} {}",
            facts.name,
            facts.detail,
            facts.avatar_url.as_deref().unwrap_or("-")
        ),
        VendorEvent::Human(human) => format!("human {human}"),
        VendorEvent::Conversations(conversations) => {
            let shown = conversations.iter().map(|it| {
                let current = if it.current { "*" } else { "" };
                format!(" {}{current} {:?} {}", it.id, it.title, it.at)
            });
            format!("conversations{}", shown.collect::<String>())
        }
        VendorEvent::Keep(kept) => format!("keep {kept}"),
        VendorEvent::Draft(text) => format!("draft {text:?}"),
        VendorEvent::Framed { url } => format!("framed {url}"),
        VendorEvent::Panel(panel) => shown_panel(panel),
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
