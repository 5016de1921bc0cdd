//! What outlives the page: the visitor's name on this device, and the application's state at the
//! vendor (or, where it keeps none, on this device too).

use serde::Serialize;

use super::lanes::{Job, QUICK, Verdict};
use super::{Stage, Tovie};
use crate::dialect::Millis;
use crate::dialect::vendor::{Context, VendorEvent, push_segment};
use crate::json::{self, Look, Value, parse};

/// Milliseconds after a change in which further ones are gathered.
const GATHER: u64 = 1_500;
/// Characters of a draft that are kept.
const DRAFT: usize = 10_000;
/// Where the state is kept, below the channel's address, unless the backend's entry says otherwise.
const PATH: &str = "/client/{clientId}/state";

#[derive(Clone, Debug, Default)]
pub(super) struct State {
    draft: String,
    /// The visitor has written in this frame: what is kept elsewhere is older.
    touched: bool,
    /// The vendor keeps none.
    off: bool,
    /// As the vendor has it.
    saved: String,
    saving: String,
    /// As this device has it.
    kept: String,
}

/// On this device.
#[derive(Serialize)]
struct Kept<'a> {
    client: &'a str,
    cid: &'a str,
    #[serde(serialize_with = "json::millis")]
    seen: Millis,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<&'a str>,
}

/// At the vendor.
#[derive(Serialize)]
struct Saved<'a> {
    cid: &'a str,
    #[serde(serialize_with = "json::millis")]
    seen: Millis,
    draft: &'a str,
}

/// What a person who answers is told in the visitor's name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    client_id: &'a str,
    cid: &'a str,
    query: &'a str,
}

impl Tovie {
    /// Takes the visitor's name from what this device keeps, or makes one; whether they were here
    /// before.
    pub(super) fn remember(&mut self, cx: &mut Context) -> bool {
        self.state.kept = self.start.open.kept.clone().unwrap_or_default();
        let kept = parse(&self.state.kept).unwrap_or_default();
        let client = kept.text_at("client");
        let returns =
            (8..=128).contains(&client.len()) && client.chars().all(|c| c.is_ascii_graphic());
        self.cid = kept.text_at("cid");
        self.statuses.seen_at = kept.at("seen").as_f64().unwrap_or_default();
        self.state.draft = kept.text_at("draft");
        if returns {
            self.client = client;
        } else {
            self.rename(cx);
        }
        if self.cid.is_empty() {
            self.cid = self.fresh_cid();
        }
        self.keep(cx);
        returns
    }

    /// The visitor becomes somebody nobody has heard of.
    pub(super) fn rename(&mut self, cx: &mut Context) {
        self.client = fresh_name(&self.start.open.seed, &self.start.session_id, cx);
        self.cid = self.fresh_cid();
        self.keep(cx);
    }

    fn fresh_cid(&self) -> String {
        ["vv-", &self.start.session_id].concat()
    }

    fn keep(&mut self, cx: &mut Context) {
        let draft = Some(self.state.draft.as_str());
        let kept = json::text(&Kept {
            client: &self.client,
            cid: &self.cid,
            seen: self.statuses.seen_at,
            draft: draft.filter(|it| self.state.off && !it.is_empty()),
        });
        if kept != self.state.kept {
            self.state.kept.clone_from(&kept);
            cx.tell(VendorEvent::Keep(kept));
        }
    }

    fn state_path(&self) -> String {
        let mut client = String::new();
        push_segment(&mut client, &self.client);
        let given = self.start.open.backend.state_path.as_deref();
        let template = given.filter(|it| !it.is_empty()).unwrap_or(PATH);
        let path = template.replace("{clientId}", &client);
        if path.starts_with('/') {
            path
        } else {
            ["/", &path].concat()
        }
    }

    pub(super) fn load_state(&mut self, cx: &mut Context) {
        let path = self.state_path();
        self.call(cx, Job::Load, "GET", &path, None, QUICK);
    }

    pub(super) fn state_loaded(&mut self, cx: &mut Context, verdict: Verdict) {
        match verdict {
            Verdict::Good(state) => {
                self.worked(Job::Load);
                self.state_changed(cx, &state);
            }
            Verdict::Unsupported | Verdict::Bad(_) => self.keep_here(cx),
            Verdict::Later(_, retry_after) => {
                self.retry(cx, Job::Load, retry_after);
            }
            Verdict::Unsure(_) | Verdict::Unreadable => {
                self.retry(cx, Job::Load, None);
            }
        }
    }

    /// The vendor keeps no state: this device does.
    fn keep_here(&mut self, cx: &mut Context) {
        self.state.off = true;
        if !self.state.touched && !self.state.draft.is_empty() {
            cx.tell(VendorEvent::Draft(self.state.draft.clone()));
        }
        self.keep(cx);
    }

    /// The state as it was saved on an earlier visit or in another tab.
    pub(super) fn state_changed(&mut self, cx: &mut Context, state: &Value) {
        if !state.is_object() {
            return;
        }
        let draft = state.at("draft").as_str();
        if let Some(draft) = draft.filter(|it| !self.state.touched && *it != self.state.draft) {
            self.state.draft = draft.to_owned();
            cx.tell(VendorEvent::Draft(draft.to_owned()));
        }
        let seen = state.at("seen").as_f64().unwrap_or_default();
        self.seen_elsewhere(cx, seen);
        self.state.saved = json::text(&Saved {
            cid: state.at("cid").as_str().unwrap_or_default(),
            seen,
            draft: draft.unwrap_or_default(),
        });
        self.keep(cx);
    }

    fn state_text(&self) -> String {
        json::text(&Saved {
            cid: &self.cid,
            seen: self.statuses.seen_at,
            draft: &self.state.draft,
        })
    }

    pub(super) fn draft(&mut self, cx: &mut Context, text: String) {
        self.state.touched = true;
        self.state.draft = text.chars().take(DRAFT).collect();
        self.state_moved(cx);
    }

    pub(super) fn seen_moved(&mut self, cx: &mut Context) {
        self.keep(cx);
        self.state_moved(cx);
    }

    fn state_moved(&mut self, cx: &mut Context) {
        if self.state.off {
            self.keep(cx);
        } else if self.lanes.of(Job::Save).is_idle() && self.state_text() != self.state.saved {
            self.arm(cx, Job::Save, GATHER);
        }
    }

    pub(super) fn save_state(&mut self, cx: &mut Context) {
        let text = self.state_text();
        let is_loading = self.lanes.of(Job::Load).call.is_some();
        if self.state.off || self.stage == Stage::Left || text == self.state.saved || is_loading {
            return;
        }
        self.state.saving.clone_from(&text);
        let path = self.state_path();
        self.call(cx, Job::Save, "POST", &path, Some(text), QUICK);
    }

    pub(super) fn state_saved(&mut self, cx: &mut Context, verdict: Verdict) {
        match verdict {
            Verdict::Good(_) | Verdict::Unreadable => {
                self.worked(Job::Save);
                self.state.saved = std::mem::take(&mut self.state.saving);
                self.state_moved(cx);
            }
            Verdict::Unsupported | Verdict::Bad(_) => self.keep_here(cx),
            Verdict::Later(_, retry_after) => {
                self.retry(cx, Job::Save, retry_after);
            }
            Verdict::Unsure(_) => {
                self.retry(cx, Job::Save, None);
            }
        }
    }

    /// A person who answers is told that the visitor leaves, in the words agreed upon.
    pub(super) fn hand_back(&mut self, cx: &mut Context) {
        let phrase = self.human.take();
        let Some(phrase) = phrase.and_then(|it| it.close_phrases.into_iter().next()) else {
            return;
        };
        let body = json::text(&Said {
            client_id: &self.client,
            cid: &self.cid,
            query: &phrase,
        });
        let path = if self.sync { "" } else { "/async" };
        self.call(cx, Job::Send, "POST", path, Some(body), QUICK);
    }
}

/// 128 bits in hex: the device's own, or, where none were handed in, what chance gives, spread by
/// the session's name.
fn fresh_name(seed: &str, session: &str, cx: &Context) -> String {
    if seed.len() >= 32 && seed.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return seed.to_owned();
    }
    let mut name = String::with_capacity(32);
    let mut hash = cx.chance.to_bits() ^ 0xcbf2_9ce4_8422_2325;
    for round in 0_u8..2 {
        for byte in session
            .bytes()
            .chain([round])
            .chain(cx.now.to_bits().to_le_bytes())
        {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            hash ^= hash >> 29;
        }
        for nibble in 0..16 {
            let digit = char::from_digit((hash >> (nibble * 4)) as u32 & 15, 16);
            name.push(digit.unwrap_or('0'));
        }
    }
    name
}
