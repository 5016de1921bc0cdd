//! What an endpoint does not take, learnt from its refusals, and forgotten again.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::Value;
use tokio::time::Instant;

use super::about::About;
use super::quirk::{self, Quirk};
use super::refusal::Refusal;
use super::tally;

/// How long something learnt holds before one request tries without it; twice as long each time it is
/// refused again.
const FIRST: Duration = Duration::from_secs(600);
const LONGEST: Duration = Duration::from_secs(86_400);
/// While one request tries, the others do not.
const TRYING: Duration = Duration::from_secs(60);

/// How a request is put.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Form {
    quirks: BTreeMap<Quirk, u64>,
    /// What was learnt and is tried again with this request.
    tried: Option<Quirk>,
    /// What this request's refusals want.
    fresh: BTreeSet<Quirk>,
    /// What a refusal wants that may only be the endpoint's own trouble: believed when it comes again.
    doubted: Option<(Quirk, u64)>,
}

impl Form {
    pub(super) fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains_key(&quirk)
    }

    pub(super) fn number(&self, quirk: Quirk) -> Option<u64> {
        self.quirks.get(&quirk).copied()
    }

    /// Changes to what this refusal of `body` wants. `false`: there is nothing to be changed, or the same
    /// request comes first.
    pub(super) fn adapt(&mut self, refusal: &Refusal, body: &Value) -> bool {
        let before = self.quirks.clone();
        match refusal.about() {
            About::Content | About::Generation => {}
            About::Length => {
                let sent = tally::asked(body);
                self.learn(Quirk::Room, room(refusal, sent));
                self.spare_for_the_answer(refusal, body);
            }
            About::Other => {
                let is_unnamed =
                    matches!(refusal.status, Some(400 | 422)) && !refusal.may_be_chance();
                let fresh = self.fresh.clone();
                let wanted = quirk::wanted(refusal, body);
                if refusal.may_be_chance() && wanted != self.doubted {
                    self.doubted = wanted;
                    return false;
                }
                if let Some((quirk, number)) = wanted {
                    self.learn(quirk, number);
                } else if let Some(tried) = self.tried.filter(|_| is_unnamed) {
                    self.learn(tried, 0);
                } else if is_unnamed && body.get("stream_options").is_some() {
                    // Some refuse what they do not know without a name for it.
                    self.learn(Quirk::Usage, 0);
                }
                if refusal.is_passing() {
                    // This turn is put otherwise, and the next is not.
                    self.fresh = fresh;
                }
            }
        }
        self.quirks != before
    }

    fn learn(&mut self, quirk: Quirk, number: u64) {
        self.quirks.insert(quirk, number);
        self.fresh.insert(quirk);
    }

    /// Room for the answer counts where it is asked for: most of the model's memory is none.
    fn spare_for_the_answer(&mut self, refusal: &Refusal, body: &Value) {
        let asked = ["max_tokens", "max_completion_tokens"]
            .iter()
            .find_map(|name| body.get(name)?.as_u64());
        if let (Some(asked), Some(most)) = (asked, refusal.tokens().0)
            && asked > most / 4
        {
            self.learn(Quirk::AnswerCap, most / 4);
        }
    }
}

/// Bytes that may fit, of which `sent` did not.
fn room(refusal: &Refusal, sent: u64) -> u64 {
    // With some room for the answer; what is told may be told wrong, so neither too little nor too much.
    let told = match refusal.tokens() {
        (Some(most), Some(counted)) => sent * most / counted.max(1) * 9 / 10,
        (Some(most), None) if most * 3 < sent => most * 3,
        _ => sent / 2,
    };
    told.clamp(sent / 10, sent * 17 / 20)
}

/// What was learnt of one endpoint.
#[derive(Clone, Debug, Default)]
pub(super) struct Habits {
    learnt: BTreeMap<Quirk, Learnt>,
}

#[derive(Clone, Copy, Debug)]
struct Learnt {
    number: u64,
    period: Duration,
    /// When one request tries without it.
    due: Instant,
}

impl Habits {
    /// How the next request is put.
    pub(super) fn form(&mut self, now: Instant) -> Form {
        let due = self.learnt.iter_mut().filter(|(_, it)| it.due <= now);
        let tried = due.min_by_key(|(_, it)| it.due).map(|(quirk, it)| {
            it.due = now + TRYING;
            *quirk
        });
        let held = self
            .learnt
            .iter()
            .filter(|(quirk, _)| Some(**quirk) != tried);
        Form {
            quirks: held.map(|(quirk, it)| (*quirk, it.number)).collect(),
            tried,
            ..Form::default()
        }
    }

    /// A request of this form was taken: only then is known that it was right.
    pub(super) fn taken(&mut self, form: &Form, now: Instant) {
        if let Some(tried) = form.tried.filter(|tried| !form.has(*tried)) {
            self.learnt.remove(&tried);
            tracing::info!(quirk = ?tried, "the model's endpoint takes again what it had refused");
        }
        for quirk in &form.fresh {
            let number = form.number(*quirk).unwrap_or_default();
            let known = self.learnt.get(quirk);
            let period = match known {
                Some(known) if form.tried == Some(*quirk) => (known.period * 2).min(LONGEST),
                Some(known) => known.period,
                None => FIRST,
            };
            let learnt = Learnt {
                number,
                period,
                due: now + period,
            };
            self.learnt.insert(*quirk, learnt);
            tracing::info!(
                ?quirk,
                number,
                "the model's endpoint does not take everything: {}",
                quirk.told()
            );
        }
    }
}
