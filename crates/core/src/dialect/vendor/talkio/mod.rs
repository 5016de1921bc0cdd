//! A Talkio school. Its API has no call that says anything: the school's own page is framed, logged
//! in by a link minted for this visitor, and what the API does tell stands beside it.
//!
//! Source: Partner API V3. Paths begin below the organization; `me` is the visitor's account, which
//! the relay fills in.

use super::lenient::text;
use super::{
    Activity, Context, Heard, Panel, Protocol, Start, VendorCommand, VendorEvent, Verdict, verdict,
};
use crate::dialect::{CallId, Event, Head, Link, Reading, Verb, Zone};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{Look, Value, parse_bytes, text as written};
use crate::links::safe_link;

mod panels;
#[cfg(test)]
mod tests;

const QUICK: u64 = 20_000;
/// Wakes us to try the login again.
const AGAIN: u32 = 0;
/// Milliseconds until the first try after a failed one; twice as long for each further one.
const RETRY: u64 = 1_000;
/// Tries that fail before the visitor is asked whether to go on trying.
const TRIES: u32 = 4;

/// One visitor in a Talkio school.
#[derive(Debug, Default)]
pub struct Talkio {
    /// Where to go after the login: the named template, or the dashboard.
    path: String,
    zone: Zone,
    calls: Vec<(CallId, Job)>,
    /// As the school told them, with what was entered since and not refused.
    settings: Panel,
    framed: bool,
    tries: u32,
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Login,
    Settings,
    /// Of a setting, from what it was.
    Change {
        field: String,
        before: String,
    },
    Today,
    Month,
    Week,
    List,
    Conversation,
}

impl Protocol for Talkio {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        let scenario = start.open.create.scenario_id.as_str();
        let is_template = scenario != start.open.backend.name
            && !matches!(scenario, "" | "dashboard" | "default");
        if is_template {
            self.path = ["app/chat?t=", scenario].concat();
        }
        self.zone = start.open.zone.clone();
        cx.tell(VendorEvent::Composer { open: false });
        // Until the page is framed there is nothing else to see.
        let entry = EntryId::from("opening");
        let (name, at) = ("Opening the page…".to_owned(), cx.now);
        let kind = Activity::Notice;
        cx.emit(Event::ToolStarted {
            entry,
            name,
            kind,
            at,
        });
        self.get(cx, Job::Login, "/token");
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::RetryNow if !self.framed => self.get(cx, Job::Login, "/token"),
            // It comes with the login.
            Verb::Vendor(VendorCommand::Conversations | VendorCommand::Panels) if !self.framed => {}
            Verb::Vendor(VendorCommand::Conversations) => self.list(cx),
            Verb::Vendor(VendorCommand::Panels) if self.settings.fields.is_empty() => {
                self.beside(cx)
            }
            Verb::Vendor(VendorCommand::Panels) => {
                self.figures(cx);
                self.week(cx);
            }
            Verb::Vendor(VendorCommand::Open { conversation }) => {
                let mut path = "/conversations/".to_owned();
                super::push_segment(&mut path, &conversation);
                self.get(cx, Job::Conversation, &path);
            }
            Verb::Vendor(VendorCommand::Set {
                panel,
                field,
                value,
            }) if panel == panels::SETTINGS => self.set(cx, &field, &value),
            _ => {}
        }
    }

    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>) {
        match heard {
            Heard::Answer { call, head, body } => {
                if let Some(job) = self.finish(call) {
                    self.answered(cx, &job, &head, body);
                }
            }
            Heard::Closed { call } | Heard::Broken { call } => {
                if let Some(job) = self.finish(call) {
                    self.answered(cx, &job, &Head::default(), &[]);
                }
            }
            Heard::Wake(AGAIN) if !self.framed => self.get(cx, Job::Login, "/token"),
            _ => {}
        }
    }

    fn leave(&mut self, cx: &mut Context) {
        for (call, _) in std::mem::take(&mut self.calls) {
            cx.abort(call);
        }
    }
}

impl Talkio {
    fn get(&mut self, cx: &mut Context, job: Job, path: &str) {
        if self.calls.iter().any(|(_, known)| *known == job) {
            return;
        }
        let path = ["/users/me", path].concat();
        let call = cx.call("GET", &path, None, Reading::Whole, QUICK);
        self.calls.push((call, job));
    }

    /// All that stands beside the frame. Asked for after the login, which is what the relay makes an
    /// account for where there is none.
    fn beside(&mut self, cx: &mut Context) {
        self.get(cx, Job::Settings, "/settings");
        self.figures(cx);
        self.list(cx);
    }

    fn list(&mut self, cx: &mut Context) {
        self.get(cx, Job::List, "/conversations?page=1&limit=50");
    }

    fn figures(&mut self, cx: &mut Context) {
        let day = self.today(cx);
        let mut zone = String::new();
        if !self.zone.name.is_empty() {
            zone.push_str("&timezone=");
            super::push_segment(&mut zone, &self.zone.name);
        }
        let path = ["/usage/stats?date=", &day, &zone].concat();
        self.get(cx, Job::Today, &path);
        let month = day.get(..7).unwrap_or(&day);
        let path = ["/usage/monthly-stats?month=", month, &zone].concat();
        self.get(cx, Job::Month, &path);
    }

    /// The week is that of the language the visitor practises, which the settings tell.
    fn week(&mut self, cx: &mut Context) {
        let mut path = ["/weekly-assessment/", &self.today(cx)].concat();
        let mut fields = self.settings.fields.iter();
        if let Some(language) = fields.find(|it| it.id == panels::LANGUAGE) {
            path.push_str("?practiceLanguage=");
            super::push_segment(&mut path, &language.value);
        }
        self.get(cx, Job::Week, &path);
    }

    /// The day on the visitor's calendar.
    fn today(&self, cx: &Context) -> String {
        day(cx.now + f64::from(self.zone.ahead) * 60_000.0)
    }

    fn set(&mut self, cx: &mut Context, field: &str, value: &str) {
        let Some(json) = panels::value(&self.settings, field, value) else {
            // What was entered is none of it: the panel shows again what counts.
            return cx.tell(VendorEvent::Panel(self.settings.clone()));
        };
        let before = self.enter(cx, field, value).unwrap_or_default();
        let body = ["{", &written(field), ":", &json, "}"].concat();
        let path = "/users/me/settings";
        let call = cx.call("PUT", path, Some(body), Reading::Whole, QUICK);
        let field = field.to_owned();
        self.calls.push((call, Job::Change { field, before }));
    }

    /// Shows `value` in a setting; answers what it was.
    fn enter(&mut self, cx: &mut Context, field: &str, value: &str) -> Option<String> {
        let mut fields = self.settings.fields.iter_mut();
        let known = fields.find(|it| it.id == field)?;
        let before = std::mem::replace(&mut known.value, value.to_owned());
        cx.tell(VendorEvent::Panel(self.settings.clone()));
        Some(before)
    }

    fn finish(&mut self, call: CallId) -> Option<Job> {
        let at = self.calls.iter().position(|(known, _)| *known == call)?;
        Some(self.calls.swap_remove(at).1)
    }

    fn answered(&mut self, cx: &mut Context, job: &Job, head: &Head, body: &[u8]) {
        let failure = if cx.offline {
            Failure::Offline
        } else {
            Failure::Unreachable
        };
        let verdict = verdict(head, body, failure);
        let json = parse_bytes(body).unwrap_or_default();
        match (job, verdict) {
            (Job::Login, verdict) => self.logged_in(cx, verdict, &json),
            (Job::Settings, verdict) => {
                if verdict == Verdict::Good {
                    self.settings = panels::settings(&json);
                    cx.tell(VendorEvent::Panel(self.settings.clone()));
                }
                self.week(cx);
            }
            (Job::Change { field, before }, verdict) => {
                if verdict != Verdict::Good {
                    self.enter(cx, field, before);
                }
                // Read again what counts now; an answer under way may be older than this change.
                if let Some(at) = self.calls.iter().position(|(_, job)| *job == Job::Settings) {
                    cx.abort(self.calls.swap_remove(at).0);
                }
                self.get(cx, Job::Settings, "/settings");
            }
            (Job::Today, Verdict::Good) => cx.tell(VendorEvent::Panel(panels::today(&json))),
            (Job::Month, Verdict::Good) => cx.tell(VendorEvent::Panel(panels::month(&json))),
            (Job::Week, Verdict::Good) => {
                let panel = panels::week(&json);
                if !panel.fields.is_empty() {
                    cx.tell(VendorEvent::Panel(panel));
                }
            }
            (Job::List, Verdict::Good) => {
                cx.tell(VendorEvent::Conversations(panels::conversations(&json)));
            }
            (Job::Conversation, Verdict::Good) => {
                cx.tell(VendorEvent::Panel(panels::conversation(&json)));
            }
            // The school itself is in the frame; these stand beside it.
            _ => {}
        }
    }

    fn logged_in(&mut self, cx: &mut Context, verdict: Verdict, json: &Value) {
        match verdict {
            Verdict::Good => match self.link(json) {
                Some(url) => {
                    self.framed = true;
                    if std::mem::take(&mut self.tries) > 0 {
                        cx.emit(Event::Link(Link::Restored));
                    }
                    cx.tell(VendorEvent::Framed { url });
                    self.beside(cx);
                }
                None => self.no_login(cx, Failure::Protocol),
            },
            Verdict::Again(failure, _) if self.tries + 1 >= TRIES => self.no_login(cx, failure),
            Verdict::Again(_, retry_after) => {
                let wait = RETRY << self.tries.min(4);
                self.lose(cx);
                cx.wake_after(AGAIN, retry_after.unwrap_or(0).clamp(wait, 60_000));
            }
            // There is no such active user: the account has expired, or is gone.
            Verdict::Bad(Failure::Missing) => self.no_login(cx, Failure::Refused),
            Verdict::Bad(failure) => self.no_login(cx, failure),
        }
    }

    /// Nothing can be framed, until the visitor tries again.
    fn no_login(&mut self, cx: &mut Context, failure: Failure) {
        self.lose(cx);
        cx.emit(Event::Failed(failure));
    }

    /// What is restored once a page is framed.
    fn lose(&mut self, cx: &mut Context) {
        self.tries += 1;
        let attempt = self.tries;
        cx.emit(Event::Link(Link::Lost { attempt }));
    }

    /// The login link with where to go. History, settings and statistics stand beside the frame, so
    /// the page's own sidebar is hidden.
    fn link(&self, json: &Value) -> Option<String> {
        let inner = json.at("data");
        let body = if inner.is_object() { inner } else { json };
        let link = text(body, &["link", "loginLink", "login_link", "url"])?;
        let mut link = safe_link(link)?;
        if !(link.starts_with("https://") || link.starts_with("http://")) {
            return None;
        }
        // A fragment would swallow what is appended.
        if let Some(at) = link.find('#') {
            link.truncate(at);
        }
        link.push(if link.contains('?') { '&' } else { '?' });
        if !self.path.is_empty() {
            link.push_str("path=");
            super::push_segment(&mut link, &self.path);
            link.push('&');
        }
        link.push_str("hide-chat-sidebar=true");
        Some(link)
    }
}

/// The day of Unix milliseconds, `2027-01-05`.
fn day(now: f64) -> String {
    // Howard Hinnant's "civil from days".
    let days = (now / 86_400_000.0).floor() as i64 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let two = |number: i64| {
        let text = (100 + number).to_string();
        text.get(1..).unwrap_or_default().to_owned()
    };
    [&year.to_string(), "-", &two(month), "-", &two(day)].concat()
}
