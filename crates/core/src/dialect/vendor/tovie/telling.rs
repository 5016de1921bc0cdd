//! An exchange as the conversation shows it, once, however often and whichever way it arrives.

use super::envelope::{Envelope, Notice};
use super::reply::{Reply, Switch};
use super::turns::{START, State};
use super::{Stage, Tovie, entry_id, tell_all};
use crate::dialect::vendor::{
    Activity, Attachment, Context, PERSON_ABSENT, PERSON_COMING, PERSON_ENDED, VendorEvent,
};
use crate::dialect::{Event, Millis, Speaker};
use crate::event::EntryId;
use crate::wire::Choice;

/// Replies remembered to recognise them in the history.
const LIVE: usize = 60;

/// The agent's entries of one exchange, as they come to stand there.
struct Telling<'a> {
    /// What the entries' names begin with.
    base: &'a str,
    at: Millis,
    /// The person who says it.
    person: Option<&'a str>,
    /// The message that what follows belongs to.
    message: Option<EntryId>,
    choices: Vec<Choice>,
    entries: Vec<EntryId>,
}

impl Tovie {
    /// Takes an exchange in. `place`: it answers that turn. VendorEvent twice, it changes nothing.
    pub(super) fn take(
        &mut self,
        cx: &mut Context,
        envelope: &Envelope,
        place: Option<usize>,
        from_history: bool,
    ) {
        let place = place.or_else(|| self.turn_of(envelope));
        let is_reply = !envelope.replies.is_empty() || envelope.notice.is_some();
        let known = self.is_known(envelope, is_reply, from_history);
        if let Some(place) = place {
            self.accepted(cx, place, &envelope.question);
        } else if !known {
            self.tell_visitor(cx, envelope);
        }
        if !known {
            self.tell_replies(cx, envelope, from_history);
        }
        if let Some(state) = &envelope.state
            && !known
        {
            self.state_changed(cx, state);
        }
        if is_reply && let Some(place) = place {
            self.answered_turn(cx, place);
        }
    }

    /// Whose answer it is: by name, or by what was said where the name is not known yet.
    fn turn_of(&self, envelope: &Envelope) -> Option<usize> {
        let named = |question: &str| !question.is_empty() && question == envelope.question;
        let by_name = self.turns.iter().position(|turn| named(&turn.question));
        by_name.or_else(|| {
            let query = envelope.query.as_deref()?;
            if self.asked.contains(&envelope.question) {
                return None;
            }
            self.turns.iter().position(|turn| {
                let open = match turn.state {
                    // Awaited: it was accepted without a name.
                    State::Posting | State::Unsure | State::Awaiting => true,
                    State::Failed { unsure } => unsure,
                    _ => false,
                };
                open && turn.question.is_empty() && turn.query == query
            })
        })
    }

    fn is_known(&mut self, envelope: &Envelope, is_reply: bool, from_history: bool) -> bool {
        let key = envelope.key();
        let is_named = key.is_some();
        if let Some(mut key) = key {
            // A request and its reply may bear the same time.
            key.push(if is_reply { 'r' } else { 'q' });
            if envelope.state.is_some() {
                key.push('s');
            }
            if !self.told.insert(key) {
                return true;
            }
        }
        if envelope.replies.is_empty() {
            return !is_named && !is_reply && envelope.state.is_none();
        }
        let same = |(question, replies): &(String, Vec<Reply>)| {
            question == &envelope.question && replies == &envelope.replies
        };
        if (from_history || !is_named) && self.live.iter().any(same) {
            return true;
        }
        if !from_history || !is_named {
            if self.live.len() >= LIVE {
                self.live.pop_front();
            }
            let replies = envelope.replies.clone();
            self.live.push_back((envelope.question.clone(), replies));
        }
        false
    }

    /// What the visitor said elsewhere: before, or in another tab.
    fn tell_visitor(&mut self, cx: &mut Context, envelope: &Envelope) {
        let Some(query) = envelope.query.as_deref().filter(|it| *it != START) else {
            return;
        };
        let question = &envelope.question;
        if !question.is_empty() && !self.asked.insert(question.clone()) {
            return;
        }
        let at = envelope.at.unwrap_or(cx.now);
        let entry = match question.as_str() {
            "" => entry_id(&["said-", &at.to_string()]),
            question => entry_id(&[question, "-q"]),
        };
        cx.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at,
        });
        let text = self.labels.get(query).map_or(query, String::as_str);
        cx.emit(Event::MessageDelta {
            entry: entry.clone(),
            text: text.to_owned(),
        });
        cx.emit(Event::MessageEnded {
            entry: entry.clone(),
        });
        self.arrived(cx, entry);
    }

    fn tell_replies(&mut self, cx: &mut Context, envelope: &Envelope, from_history: bool) {
        let at = envelope.at.unwrap_or(cx.now);
        let base = match envelope.question.as_str() {
            "" => ["at-", &at.to_string()].concat(),
            question => question.to_owned(),
        };
        let mut telling = Telling {
            base: &base,
            at,
            person: envelope.person.as_deref().filter(|name| !name.is_empty()),
            message: None,
            choices: Vec::new(),
            entries: Vec::new(),
        };
        let is_switch = |reply: &Reply| matches!(reply, Reply::Switch(_));
        let switches = envelope.replies.iter().any(is_switch);
        let bot = envelope.classified && !envelope.replies.is_empty() && !switches;
        let ends = envelope.notice.is_some() || bot;
        if ends && self.human.take().is_some() {
            tell_all(cx, [VendorEvent::Human(false)]);
        }
        if envelope.person.is_some() && !ends {
            self.taken_over(cx);
        }
        let mut silence = None;
        for reply in &envelope.replies {
            match reply {
                Reply::Timeout(seconds) => silence = Some(*seconds),
                Reply::Switch(switch) => self.hand_over(cx, &mut telling, switch),
                said => self.tell_reply(cx, &mut telling, said),
            }
        }
        self.offer(cx, &mut telling);
        if let Some(notice) = envelope.notice {
            self.tell_notice(cx, &mut telling, notice);
        }
        if !envelope.replies.is_empty() {
            let sendable = telling.choices.iter().any(|choice| choice.url.is_none());
            self.compose(
                cx,
                !envelope.block_form || !sendable || self.human.is_some(),
            );
        } else if envelope.notice.is_some() {
            self.compose(cx, true);
        }
        if let Some(seconds) = silence.filter(|_| self.stage == Stage::Live) {
            self.expect_word(cx, seconds);
        }
        let entries = std::mem::take(&mut telling.entries);
        if !entries.is_empty() {
            self.heard_out(cx);
        }
        self.said(cx, envelope, at, entries, from_history);
    }

    fn tell_reply(&mut self, cx: &mut Context, telling: &mut Telling<'_>, reply: &Reply) {
        match reply {
            Reply::Text(text) => self.message(cx, telling, text),
            Reply::Attached(attachment) => self.attach(cx, telling, attachment.clone()),
            Reply::Choices(choices) => {
                self.ensure_message(cx, telling);
                for choice in choices {
                    self.remember_label(choice);
                }
                telling.choices.extend_from_slice(choices);
            }
            Reply::Carousel { text, cards } => {
                if !text.trim().is_empty() {
                    self.message(cx, telling, text);
                }
                for card in cards {
                    if let Some(choice) = &card.button {
                        self.remember_label(choice);
                    }
                    self.attach(cx, telling, Attachment::Card(card.clone()));
                }
            }
            Reply::Switch(_) | Reply::Timeout(_) => {}
        }
    }

    fn next_entry(&mut self, telling: &Telling<'_>) -> EntryId {
        let count = self.entries.entry(telling.base.to_owned()).or_default();
        *count += 1;
        entry_id(&[telling.base, "-", &count.to_string()])
    }

    fn message(&mut self, cx: &mut Context, telling: &mut Telling<'_>, text: &str) {
        let entry = self.next_entry(telling);
        cx.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Agent,
            at: telling.at,
        });
        if !text.is_empty() {
            cx.emit(Event::MessageDelta {
                entry: entry.clone(),
                text: text.to_owned(),
            });
        }
        cx.emit(Event::MessageEnded {
            entry: entry.clone(),
        });
        if let Some(name) = telling.person {
            cx.tell(VendorEvent::Author {
                entry: entry.clone(),
                from: name.to_owned(),
                to: None,
            });
        }
        telling.entries.push(entry.clone());
        telling.message = Some(entry);
    }

    fn ensure_message(&mut self, cx: &mut Context, telling: &mut Telling<'_>) -> Option<EntryId> {
        if telling.message.is_none() {
            self.message(cx, telling, "");
        }
        telling.message.clone()
    }

    fn attach(&mut self, cx: &mut Context, telling: &mut Telling<'_>, attachment: Attachment) {
        if let Some(entry) = self.ensure_message(cx, telling) {
            cx.tell(VendorEvent::Attached { entry, attachment });
        }
    }

    /// All buttons of one answer stand under its last message.
    fn offer(&mut self, cx: &mut Context, telling: &mut Telling<'_>) {
        if telling.choices.is_empty() {
            return;
        }
        if let Some(entry) = self.ensure_message(cx, telling) {
            let choices = telling.choices.clone();
            cx.emit(Event::Offered { entry, choices });
        }
    }

    fn remember_label(&mut self, choice: &Choice) {
        if choice.id != choice.text {
            self.labels.insert(choice.id.clone(), choice.text.clone());
        }
    }

    /// A row of its own, whose name is a code of what happened: people read it in their language.
    fn row(&mut self, cx: &mut Context, telling: &mut Telling<'_>, kind: Activity, code: &str) {
        let entry = self.next_entry(telling);
        cx.emit(Event::ToolStarted {
            entry: entry.clone(),
            name: code.to_owned(),
            kind,
            at: telling.at,
        });
        cx.emit(Event::ToolEnded { entry });
    }

    fn hand_over(&mut self, cx: &mut Context, telling: &mut Telling<'_>, switch: &Switch) {
        if !switch.first_message.trim().is_empty() {
            self.message(cx, telling, &switch.first_message);
        }
        let place = switch.destination.trim();
        let code = [PERSON_COMING, " ", place].concat();
        self.row(cx, telling, Activity::HandOver, code.trim_end());
        if let Some(phrase) = switch.close_phrases.first().filter(|_| switch.offers_close) {
            telling.choices.push(Choice {
                id: phrase.clone(),
                text: phrase.clone(),
                url: None,
            });
        }
        if self.human.replace(switch.clone()).is_none() {
            cx.tell(VendorEvent::Human(true));
        }
    }

    /// A person answers although nobody asked for one; in their own time, so nothing is waited for.
    fn taken_over(&mut self, cx: &mut Context) {
        if self.human.is_some() {
            return;
        }
        self.human = Some(Switch::default());
        cx.tell(VendorEvent::Human(true));
        for place in 0..self.turns.len() {
            if self.turns.get(place).map(|turn| turn.state) == Some(State::Awaiting) {
                self.answered_turn(cx, place);
            }
        }
    }

    fn tell_notice(&mut self, cx: &mut Context, telling: &mut Telling<'_>, notice: Notice) {
        match notice {
            Notice::LiveChatFinished => {
                self.row(cx, telling, Activity::HandOver, PERSON_ENDED);
            }
            Notice::NoOperators => self.row(cx, telling, Activity::Notice, PERSON_ABSENT),
        }
    }

    fn compose(&mut self, cx: &mut Context, open: bool) {
        if self.composer_closed == open {
            self.composer_closed = !open;
            cx.tell(VendorEvent::Composer { open });
        }
    }
}
