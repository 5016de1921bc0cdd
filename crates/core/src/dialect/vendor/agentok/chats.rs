//! The visitor's chats: listed, turned to, deleted.

use super::{Agentok, Context, ConversationFacts, Job, QUICK, VendorCommand, VendorEvent};
use crate::dialect::Event;
use crate::dialect::vendor::lenient::{id, list, text};
use crate::dialect::vendor::time;
use crate::json::{Look, Value};

impl Agentok {
    pub(super) fn asked_for(&mut self, cx: &mut Context, ask: VendorCommand) {
        match ask {
            VendorCommand::Conversations => self.list(cx),
            VendorCommand::Open { conversation } if conversation != self.chat => {
                self.turn_to(cx, conversation);
                self.poll(cx);
            }
            VendorCommand::New => self.turn_to(cx, String::new()),
            VendorCommand::Delete { conversation } => {
                let path = self.path(&[&conversation]);
                self.call(cx, Job::Delete(conversation), "DELETE", &path, None, QUICK);
            }
            _ => {}
        }
    }

    pub(super) fn turn_to(&mut self, cx: &mut Context, chat: String) {
        for (call, _) in std::mem::take(&mut self.calls) {
            cx.abort(call);
        }
        if let Some(run) = self.run.take() {
            let run = run.entry;
            cx.emit(Event::RunFinished {
                run,
                cancelled: true,
            });
        }
        if std::mem::take(&mut self.asked) {
            cx.tell(VendorEvent::Prompt(None));
        }
        self.waiting.clear();
        self.seen.clear();
        self.tools.clear();
        self.echoed.clear();
        self.doubt.clear();
        self.said.clear();
        self.look_anew();
        self.chat = chat;
        cx.emit(Event::Anew);
        self.keep(cx);
        self.tell_list(cx);
    }

    pub(super) fn list(&mut self, cx: &mut Context) {
        if !self.is_under_way(&Job::List) {
            let path = self.path(&[]);
            self.call(cx, Job::List, "GET", &path, None, QUICK);
        }
    }

    pub(super) fn tell_list(&mut self, cx: &mut Context) {
        for one in &mut self.listed {
            one.current = one.id == self.chat;
        }
        cx.tell(VendorEvent::Conversations(self.listed.clone()));
    }

    pub(super) fn listed(&mut self, cx: &mut Context, json: &Value) {
        let rows = list(json, &["chats", "data", "items"]).unwrap_or_default();
        self.listed = rows.iter().filter_map(listed).collect();
        self.listed.sort_by(|a, b| b.at.total_cmp(&a.at));
        self.tell_list(cx);
    }

    pub(super) fn deleted(&mut self, cx: &mut Context, chat: &str) {
        self.listed.retain(|one| one.id != chat);
        if chat == self.chat {
            self.turn_to(cx, String::new());
        } else {
            self.tell_list(cx);
        }
    }
}

fn listed(row: &Value) -> Option<ConversationFacts> {
    Some(ConversationFacts {
        id: id(row, &["id", "chat_id"])?,
        title: text(row, &["name", "title"]).unwrap_or_default().to_owned(),
        at: ["updated_at", "updated", "created_at", "created"]
            .iter()
            .find_map(|name| time::read(row.at(name)))
            .unwrap_or_default(),
        current: false,
        deletable: true,
    })
}
