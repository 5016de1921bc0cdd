//! Annotations: what other systems tell of a message beside its text. Kept beside the transcript, which
//! knows no vendor.

use crate::event::EntryId;
use crate::event::vendor::{Attachment, Rating, Status, VendorEvent};

/// Beside one message's text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// In order of arrival.
    pub attachments: Vec<Attachment>,
    /// Who speaks, where several agents talk, and to whom.
    pub from: Option<String>,
    pub to: Option<String>,
    pub status: Option<Status>,
    /// The vendor takes thumbs for it; which one it has.
    pub rating: Option<Option<Rating>>,
}

/// Whose annotation an event is; `None` for what is of the conversation as a whole.
pub fn annotated(told: &VendorEvent) -> Option<&EntryId> {
    match told {
        VendorEvent::Attached { entry, .. }
        | VendorEvent::Author { entry, .. }
        | VendorEvent::Status { entry, .. }
        | VendorEvent::Rating { entry, .. } => Some(entry),
        _ => None,
    }
}

impl Annotations {
    /// Takes in what is told of this message ([`annotated`]); whether that changes anything.
    pub fn take(&mut self, told: &VendorEvent) -> bool {
        match told {
            VendorEvent::Attached { attachment, .. } => {
                self.attachments.push(attachment.clone());
                true
            }
            VendorEvent::Author { from, to, .. } => {
                let before = (
                    self.from.replace(from.clone()),
                    std::mem::replace(&mut self.to, to.clone()),
                );
                before != (Some(from.clone()), to.clone())
            }
            VendorEvent::Status { status, .. } => self.status.replace(*status) != Some(*status),
            VendorEvent::Rating { rating, .. } => self.rating.replace(*rating) != Some(*rating),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image() -> Attachment {
        Attachment::Image {
            url: "https://cdn.example/a.png".to_owned(),
            caption: "A mug".to_owned(),
        }
    }

    #[test]
    fn what_stands_beside_a_message_is_kept_and_told_twice_changes_nothing() {
        let entry = || EntryId::from("a");
        let author = || VendorEvent::Author {
            entry: entry(),
            from: "Planner".to_owned(),
            to: Some("Coder".to_owned()),
        };
        let rated = |rating| VendorEvent::Rating {
            entry: entry(),
            rating,
        };
        let attached = || VendorEvent::Attached {
            entry: entry(),
            attachment: image(),
        };
        let mut annotations = Annotations::default();
        for (told, changes) in [
            (attached(), true),
            (attached(), true),
            (author(), true),
            (author(), false),
            (rated(None), true),
            (rated(None), false),
            (rated(Some(Rating::Negative)), true),
            (VendorEvent::Unread(3), false),
        ] {
            assert_eq!(annotations.take(&told), changes, "{told:?}");
        }
        assert_eq!(
            annotations,
            Annotations {
                attachments: vec![image(), image()],
                from: Some("Planner".to_owned()),
                to: Some("Coder".to_owned()),
                status: None,
                rating: Some(Some(Rating::Negative)),
            }
        );
    }

    #[test]
    fn what_is_told_of_the_conversation_annotates_no_entry() {
        let status = VendorEvent::Status {
            entry: "a".into(),
            status: Status::Read,
        };
        assert_eq!(annotated(&status), Some(&"a".into()));
        assert_eq!(annotated(&VendorEvent::Unread(3)), None);
    }
}
