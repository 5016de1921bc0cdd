//! What other systems tell of an entry beside its text.

use super::{Body, Change, EntryId, Transcript};
use crate::dialect::guest::{Attachment, Rating, Status, Told};

/// Beside a message's text. Boxed in the message, because most have nothing of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beside {
    /// In order of arrival.
    pub attachments: Vec<Attachment>,
    /// Who speaks, where several agents talk, and to whom.
    pub from: Option<String>,
    pub to: Option<String>,
    pub status: Option<Status>,
    /// The vendor takes thumbs for it; which one it has.
    pub rating: Option<Option<Rating>>,
}

impl Transcript {
    pub(super) fn take_told(&mut self, told: &Told, changes: &mut Vec<Change>) {
        match told {
            Told::Attached { entry, attachment } => self.tell(entry, changes, |beside| {
                beside.attachments.push(attachment.clone());
                true
            }),
            Told::Text { entry, text } => self.update(entry, changes, |body| match body {
                Body::Message(message) if message.text != *text => {
                    text.clone_into(&mut message.text);
                    true
                }
                _ => false,
            }),
            Told::Author { entry, from, to } => self.tell(entry, changes, |beside| {
                let before = (
                    beside.from.replace(from.clone()),
                    std::mem::replace(&mut beside.to, to.clone()),
                );
                before != (Some(from.clone()), to.clone())
            }),
            Told::Status { entry, status } => self.tell(entry, changes, |beside| {
                beside.status.replace(*status) != Some(*status)
            }),
            Told::Rating { entry, rating } => self.tell(entry, changes, |beside| {
                beside.rating.replace(*rating) != Some(*rating)
            }),
            Told::Kind { entry, kind } => self.update(entry, changes, |body| match body {
                Body::Tool(tool) => std::mem::replace(&mut tool.kind, *kind) != *kind,
                Body::Message(_) => false,
            }),
            Told::Anew => {
                let started_at = self.started_at;
                self.clear();
                self.started_at = started_at;
            }
            // Of the conversation, not of an entry.
            _ => {}
        }
    }

    /// `change` tells whether it changed anything.
    fn tell(
        &mut self,
        entry: &EntryId,
        changes: &mut Vec<Change>,
        change: impl FnOnce(&mut Beside) -> bool,
    ) {
        self.update(entry, changes, |body| match body {
            Body::Message(message) => change(message.beside.get_or_insert_default()),
            Body::Tool(_) => false,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::guest::Activity;
    use crate::dialect::{Delivery, Event, Speaker};

    fn said(entry: &str, speaker: Speaker) -> [Event; 2] {
        let id = EntryId::from(entry);
        [
            Event::MessageStarted {
                entry: id.clone(),
                speaker,
                at: 1.0,
            },
            Event::MessageEnded { entry: id },
        ]
    }

    fn tool(entry: &str) -> Event {
        Event::ToolStarted {
            entry: entry.into(),
            name: "search".to_owned(),
            at: 2.0,
        }
    }

    fn image() -> Attachment {
        Attachment::Image {
            url: "https://cdn.example/a.png".to_owned(),
            caption: "A mug".to_owned(),
        }
    }

    fn beside(transcript: &Transcript, entry: &str) -> Beside {
        match &transcript.get(&entry.into()).unwrap().body {
            Body::Message(message) => message.beside.as_deref().cloned().unwrap_or_default(),
            Body::Tool(_) => panic!("{entry} is a tool"),
        }
    }

    /// Each line is told, and whether it changes entry `a`.
    fn check(told: &[(Told, bool)]) -> Transcript {
        let mut transcript = Transcript::default();
        for event in said("a", Speaker::Agent) {
            transcript.apply(&event);
        }
        transcript.apply(&tool("t"));
        for (told, changes) in told {
            let done = transcript.apply(&Event::Guest(told.clone()));
            assert_eq!(!done.is_empty(), *changes, "{told:?}");
        }
        transcript
    }

    #[test]
    fn what_stands_beside_a_message_is_kept_with_it() {
        let entry = || EntryId::from("a");
        let author = || Told::Author {
            entry: entry(),
            from: "Planner".to_owned(),
            to: Some("Coder".to_owned()),
        };
        let rated = |rating| Told::Rating {
            entry: entry(),
            rating,
        };
        let attached = |attachment| Told::Attached {
            entry: entry(),
            attachment,
        };
        let transcript = check(&[
            (attached(image()), true),
            (attached(image()), true),
            (author(), true),
            (author(), false),
            (rated(None), true),
            (rated(None), false),
            (rated(Some(Rating::Negative)), true),
        ]);
        assert_eq!(
            beside(&transcript, "a"),
            Beside {
                attachments: vec![image(), image()],
                from: Some("Planner".to_owned()),
                to: Some("Coder".to_owned()),
                status: None,
                rating: Some(Some(Rating::Negative)),
            }
        );
    }

    #[test]
    fn an_activity_has_a_kind_and_a_message_has_none() {
        let kind = |entry: &str| Told::Kind {
            entry: entry.into(),
            kind: Activity::HandOver,
        };
        let transcript = check(&[(kind("t"), true), (kind("t"), false), (kind("a"), false)]);
        let Body::Tool(tool) = &transcript.get(&"t".into()).unwrap().body else {
            panic!();
        };
        assert_eq!(tool.kind, Activity::HandOver);
    }

    #[test]
    fn the_whole_text_replaces_what_came_of_it() {
        let text = |entry: &str| Told::Text {
            entry: entry.into(),
            text: "All of it.".to_owned(),
        };
        let transcript = check(&[(text("a"), true), (text("a"), false), (text("t"), false)]);
        let Body::Message(message) = &transcript.get(&"a".into()).unwrap().body else {
            panic!();
        };
        assert_eq!(message.text, "All of it.");
    }

    #[test]
    fn what_is_told_of_nothing_changes_nothing() {
        check(&[
            (
                Told::Status {
                    entry: "unknown".into(),
                    status: Status::Read,
                },
                false,
            ),
            (
                Told::Attached {
                    entry: "t".into(),
                    attachment: image(),
                },
                false,
            ),
            (Told::Unread(3), false),
        ]);
    }

    #[test]
    fn another_conversation_begins_empty_also_of_what_was_being_sent() {
        let mut transcript = check(&[]);
        for event in said("v", Speaker::Visitor) {
            transcript.apply(&event);
        }
        transcript.apply(&Event::Delivery {
            entry: "v".into(),
            delivery: Delivery::Sending,
        });
        transcript.apply(&Event::Guest(Told::Anew));
        assert!(transcript.entries().is_empty());
        let changes = transcript.apply(&said("a", Speaker::Agent)[0]);
        let (entry, before) = ("a".into(), None);
        assert_eq!(changes, [Change::Added { entry, before }]);
    }

    #[test]
    fn a_body_stays_small() {
        // Entries are cloned into their signals at every painted frame.
        assert!(size_of::<Body>() <= 128, "{}", size_of::<Body>());
    }
}
