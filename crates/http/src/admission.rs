//! Who may open a scenario.

use vivavoce_protocol::wire::Lock;

use crate::caller::Caller;
use crate::{ApiError, App};
use vivavoce_engine::store::{Access, Scenario};

/// How a scenario stands to whoever asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Admission {
    /// Open to everybody.
    Open,
    /// Opened by what the caller holds.
    Held(Access),
    Locked {
        lock: Lock,
        /// The caller showed something, but it opens nothing (any more).
        refused: bool,
    },
}

impl Admission {
    /// The error for a locked one: 401 where nothing was shown, 403 where it was of no use. The
    /// lock's kind stands in the body's `locked`.
    pub fn admit(self) -> Result<Option<Access>, ApiError> {
        let (lock, refused) = match self {
            Admission::Open => return Ok(None),
            Admission::Held(access) => return Ok(Some(access)),
            Admission::Locked { lock, refused } => (lock, refused),
        };
        let error = match (refused, lock) {
            (true, _) => ApiError::forbidden(
                "Your access has expired or is for something else. Ask for a new one.",
            ),
            (false, Lock::Paid) => ApiError::unauthorized(
                "This conversation has a price. Open it with the link that came with your purchase.",
            ),
            (false, Lock::Passcode) => {
                ApiError::unauthorized("This conversation opens with a passcode.")
            }
            (false, _) => ApiError::unauthorized(
                "This conversation is private. Open it with the link you were given.",
            ),
        };
        Err(error.locked(lock))
    }
}

/// What stands before a scenario without any access.
pub fn lock(scenario: &Scenario) -> Option<Lock> {
    if scenario.is_paid() {
        // A passcode is passed on too easily to be worth money.
        Some(Lock::Paid)
    } else if scenario.passcode_hash.is_some() {
        Some(Lock::Passcode)
    } else {
        (!scenario.is_public).then_some(Lock::Token)
    }
}

/// Decides by bearer first, then by the scenario's cookie. A POST must not count the cookie unless
/// [`Caller::is_own_page`].
pub async fn admission(
    app: &App,
    scenario: &Scenario,
    caller: &Caller,
    counts_cookie: bool,
) -> Result<Admission, ApiError> {
    let Some(lock) = lock(scenario) else {
        return Ok(Admission::Open);
    };
    let cookie = if counts_cookie {
        caller.cookie(&scenario.id)
    } else {
        None
    };
    let shown: Vec<&str> = caller.bearer.as_deref().into_iter().chain(cookie).collect();
    for secret in &shown {
        if let Some(access) = live_access(app, scenario, secret).await? {
            return Ok(Admission::Held(access));
        }
    }
    Ok(Admission::Locked {
        lock,
        refused: !shown.is_empty(),
    })
}

/// What `secret` opens, if that is this scenario and now. A paid one opens to what was minted for
/// somebody who has bought it, and to nothing else.
pub async fn live_access(
    app: &App,
    scenario: &Scenario,
    secret: &str,
) -> Result<Option<Access>, ApiError> {
    let access = app.store.access(secret).await?;
    let now = app.clock.now();
    let access =
        access.filter(|access| access.scenario_id == scenario.id && access.expires_at > now);
    if !scenario.is_paid() {
        return Ok(access);
    }
    let Some(email) = access.as_ref().and_then(|access| access.email.as_deref()) else {
        return Ok(None);
    };
    // Asked each time: a refund closes what stands open.
    let bought = app
        .store
        .has_bought(&scenario.account_id, &scenario.id, email)
        .await?;
    Ok(access.filter(|_| bought))
}

/// A time as a visitor reads it.
fn moment(at: i64) -> String {
    jiff::Timestamp::from_millisecond(at)
        .map(|time| time.strftime("%-d %B %Y, %H:%M UTC").to_string())
        .unwrap_or_default()
}

/// How a scenario is closed outside its dates; `None` within them.
pub fn closed(scenario: &Scenario, now: i64) -> Option<Lock> {
    let opens = scenario.starts_at.filter(|starts| now < *starts);
    let closed = scenario.ends_at.filter(|ends| now >= *ends);
    opens.map(Lock::OpensAt).or(closed.map(Lock::ClosedAt))
}

/// 403 outside the scenario's dates. Sessions under way when they pass go on to their own end.
pub fn check_dates(scenario: &Scenario, now: i64) -> Result<(), ApiError> {
    let Some(lock) = closed(scenario, now) else {
        return Ok(());
    };
    let sentence = match lock {
        Lock::ClosedAt(at) => {
            let until = moment(at);
            format!("This conversation was open until {until} and is closed now.")
        }
        _ => {
            let opens = scenario.starts_at.map(moment).unwrap_or_default();
            format!("This conversation opens on {opens}. Please come back then.")
        }
    };
    Err(ApiError::forbidden(sentence).locked(lock))
}
