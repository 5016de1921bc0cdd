//! What was said before and elsewhere: conversations, their messages, and what is thought of them.

use super::{Context, Job, QUICK, Rateable, Rating, Totebot, VendorCommand, VendorEvent, history};
use crate::dialect::vendor::ConversationFacts;
use crate::dialect::vendor::push_segment;
use crate::dialect::{Event, Reading, Speaker};
use crate::event::EntryId;
use crate::json::Value;

impl Totebot {
    pub(super) fn asked(&mut self, cx: &mut Context, ask: VendorCommand) {
        match ask {
            VendorCommand::Rate { entry, rating } => self.rate(cx, entry, rating),
            VendorCommand::Conversations => self.list(cx),
            VendorCommand::Open { conversation } if conversation != self.conversation => {
                self.turn_to(cx, conversation);
                self.ask_history(cx);
            }
            VendorCommand::New => self.turn_to(cx, String::new()),
            _ => {}
        }
    }

    /// Another conversation: what is under way here is dropped.
    pub(super) fn turn_to(&mut self, cx: &mut Context, conversation: String) {
        self.queue.clear();
        self.cancel(cx);
        // What is still to come of the other one does not belong here.
        self.calls.retain(|(call, job)| {
            let other = *job == Job::History;
            if other {
                cx.abort(*call);
            }
            !other
        });
        self.turn = None;
        self.held = false;
        self.messages.clear();
        self.said.clear();
        self.conversation = conversation;
        cx.emit(Event::Anew);
        self.keep(cx);
        if !self.listed.is_empty() {
            for one in &mut self.listed {
                one.current = one.id == self.conversation;
            }
            cx.tell(VendorEvent::Conversations(self.listed.clone()));
        }
    }

    pub(super) fn rate(&mut self, cx: &mut Context, entry: EntryId, rating: Rating) {
        let Some(known) = self.messages.get_mut(&entry) else {
            return;
        };
        let before = known.rating.replace(rating);
        let mut path = "/v1/conversations/".to_owned();
        push_segment(&mut path, &known.conversation);
        path.push_str("/messages/");
        push_segment(&mut path, &known.message);
        path.push_str("/feedback");
        let word = match rating {
            Rating::Positive => "POSITIVE",
            Rating::Negative => "NEGATIVE",
        };
        let body = ["{\"feedback\":\"", word, "\"}"].concat();
        let call = cx.call("PATCH", &path, Some(body), Reading::Whole, QUICK);
        cx.tell(VendorEvent::Rating {
            entry: entry.clone(),
            rating: Some(rating),
        });
        self.calls.push((call, Job::Rate { entry, before }));
    }

    pub(super) fn list(&mut self, cx: &mut Context) {
        self.ask(cx, Job::List, "/v1/conversations?limit=50");
    }

    /// Names a conversation by what was said first in it.
    pub(super) fn title(&mut self, conversation: &str, said: &str) {
        let title = history::shortened(said);
        if !conversation.is_empty() && !title.is_empty() {
            let titles = &mut self.titles;
            titles.entry(conversation.to_owned()).or_insert(title);
        }
    }

    pub(super) fn list_came(&mut self, cx: &mut Context, mut all: Vec<ConversationFacts>) {
        for one in all.iter_mut().filter(|one| one.title.is_empty()) {
            let title = self.titles.get(&one.id);
            one.title = title.cloned().unwrap_or_default();
        }
        // Of those that are forgotten there nothing is kept here.
        let current = &self.conversation;
        let listed = |id: &String| id == current || all.iter().any(|one| one.id == *id);
        self.titles.retain(|id, _| listed(id));
        self.listed.clone_from(&all);
        cx.tell(VendorEvent::Conversations(all));
    }

    pub(super) fn ask_history(&mut self, cx: &mut Context) {
        let mut path = "/v1/conversations/".to_owned();
        push_segment(&mut path, &self.conversation);
        path.push_str("/messages?limit=250");
        self.ask(cx, Job::History, &path);
    }

    pub(super) fn replay(&mut self, cx: &mut Context, json: &Value) {
        let said = history::messages(json);
        let first = said.iter().find(|it| it.speaker == Speaker::Visitor);
        if let Some(first) = first {
            let conversation = self.conversation.clone();
            self.title(&conversation, &first.text);
        }
        for said in said {
            let entry = EntryId::from(said.id.as_str());
            cx.emit(Event::MessageStarted {
                entry: entry.clone(),
                speaker: said.speaker,
                at: if said.at > 0.0 { said.at } else { cx.now },
            });
            cx.emit(Event::MessageDelta {
                entry: entry.clone(),
                text: said.text,
            });
            cx.emit(Event::MessageEnded {
                entry: entry.clone(),
            });
            if said.speaker == Speaker::Agent {
                self.rateable(cx, entry, said.id, said.rating);
            }
        }
    }

    pub(super) fn rateable(
        &mut self,
        cx: &mut Context,
        entry: EntryId,
        message: String,
        rating: Option<Rating>,
    ) {
        cx.tell(VendorEvent::Rating {
            entry: entry.clone(),
            rating,
        });
        let conversation = self.conversation.clone();
        self.messages.insert(
            entry,
            Rateable {
                conversation,
                message,
                rating,
            },
        );
    }
}
