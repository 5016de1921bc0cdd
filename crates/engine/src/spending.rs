//! What runs and analyses spend and sessions write, and what happens where a day's ceiling is reached: no
//! run begins and no model judges, or no session begins, and the scenario's owner is told once. What is
//! under way goes on to its end.

use serde_json::json;
use vivavoce_agent::Usage;

use crate::Engine;
use crate::outbox;
use crate::runs::{Outcome, Run};
use crate::store::spending::{self, Spending, Standing, day, left_of_day};
use crate::store::{StoreError, Tx};

/// A ceiling that today's spending has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub by: By,
    pub what: What,
    /// So much may be spent in a day.
    pub most: u64,
}

/// Whose ceiling it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Scenario,
    /// All scenarios of the account together.
    Account,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Runs,
    Tokens,
    /// Of what was said and noted.
    Bytes,
}

impl By {
    pub fn word(self) -> &'static str {
        match self {
            By::Scenario => "scenario",
            By::Account => "account",
        }
    }
}

impl What {
    pub fn word(self) -> &'static str {
        match self {
            What::Runs => "runs",
            What::Tokens => "tokens",
            What::Bytes => "bytes",
        }
    }
}

/// What replies cost, and so does what else a model is asked.
const REPLIES: &[What] = &[What::Runs, What::Tokens];

/// What whoever says something, or wants to begin, is told.
pub const USED_UP: &str = "This conversation has been used as much as it may be today. Please come back \
                           tomorrow.";

impl Reached {
    /// How a run ends that may not begin. The sentence is for the visitor.
    pub fn outcome() -> Outcome {
        Outcome::Failed {
            code: "daily_limit",
            message: USED_UP.to_owned(),
        }
    }

    /// Why no model was asked, for the scenario's owner.
    pub fn detail(self) -> String {
        let whose = match self.by {
            By::Scenario => "This scenario has",
            By::Account => "This account's scenarios have",
        };
        let what = self.what.word();
        format!("{whose} used all {what} of the day, so no model was asked. Ask again tomorrow.")
    }
}

/// The ceiling of `kinds` that `standing` has come to, the scenario's before the account's.
fn reached(engine: &Engine, standing: &Standing, kinds: &[What]) -> Option<Reached> {
    let limits = &engine.settings.limits;
    let scenario = limits.per_scenario.lower(standing.own);
    [
        (By::Scenario, scenario, standing.scenario),
        (By::Account, limits.per_account, standing.account),
    ]
    .into_iter()
    .find_map(|(by, ceiling, spent)| {
        kinds.iter().find_map(|what| {
            let (most, spent) = match what {
                What::Runs => (ceiling.runs, spent.runs),
                What::Tokens => (ceiling.tokens, spent.tokens()),
                What::Bytes => (ceiling.bytes, spent.bytes),
            };
            let most = most.filter(|most| spent >= *most)?;
            Some(Reached {
                by,
                what: *what,
                most,
            })
        })
    })
}

/// Counts a run that is about to begin, within the write that begins it. Where a ceiling is reached
/// it is not counted and must not begin; the owner is told.
pub async fn take_run(
    engine: &Engine,
    tx: &mut Tx,
    run: &Run,
) -> Result<Option<Reached>, StoreError> {
    let today = day(engine.clock.now());
    let Some(standing) = spending::standing(tx.conn(), &run.session_id, today).await? else {
        return Ok(None);
    };
    if let Some(reached) = reached(engine, &standing, REPLIES) {
        tell_owner(engine, tx, &standing, reached).await?;
        return Ok(Some(reached));
    }
    spending::add_written(tx.conn(), &run.session_id, today, Spending::RUN).await?;
    Ok(None)
}

/// Whether a session of a scenario may begin; [`StoreError::UsedUp`] where a day's ceiling of what is written
/// is reached, of which the owner is told.
pub async fn admit(engine: &Engine, scenario_id: &str) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let standing = engine.store.scenario_standing(scenario_id, day(now));
    let Some(standing) = standing.await? else {
        return Ok(());
    };
    let Some(reached) = reached(engine, &standing, &[What::Bytes]) else {
        return Ok(());
    };
    if engine.outbox.sends_mail() {
        let job = engine.clone();
        let told = engine.store.write(move |tx| {
            Box::pin(async move { tell_owner(&job, tx, &standing, reached).await })
        });
        told.await?;
    }
    Err(StoreError::UsedUp {
        seconds: left_of_day(now),
    })
}

/// The ceiling that keeps a model from being asked of a session beside its runs; the owner is told of
/// it.
pub async fn check(engine: &Engine, session_id: &str) -> Result<Option<Reached>, StoreError> {
    let (job, id) = (engine.clone(), session_id.to_owned());
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                let today = day(job.clock.now());
                let standing = spending::standing(tx.conn(), &id, today).await?;
                let Some(standing) = standing else {
                    return Ok(None);
                };
                let reached = reached(&job, &standing, REPLIES);
                if let Some(reached) = reached {
                    tell_owner(&job, tx, &standing, reached).await?;
                }
                Ok(reached)
            })
        })
        .await
}

/// Counts the tokens of a session's reply, or where `run_id` is `None` of what else a model was asked
/// of it. Nothing
/// happens where the session is gone.
pub async fn count(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    run_id: Option<&str>,
    usage: Usage,
) -> Result<(), StoreError> {
    if usage.is_none() {
        return Ok(());
    }
    if let Some(run_id) = run_id {
        spending::add_to_run(tx.conn(), session_id, run_id, usage).await?;
    }
    let today = day(engine.clock.now());
    let Some(standing) = spending::standing(tx.conn(), session_id, today).await? else {
        return Ok(());
    };
    let (scenario, account) = (&standing.scenario_id, &standing.account_id);
    spending::add(tx.conn(), scenario, account, today, usage.into()).await
}

/// The same in a write of its own.
pub async fn count_alone(
    engine: &Engine,
    session_id: &str,
    run_id: Option<&str>,
    usage: Usage,
) -> Result<(), StoreError> {
    if usage.is_none() {
        return Ok(());
    }
    let (job, session_id) = (engine.clone(), session_id.to_owned());
    let run_id = run_id.map(str::to_owned);
    engine
        .store
        .write(move |tx| {
            Box::pin(async move { count(&job, tx, &session_id, run_id.as_deref(), usage).await })
        })
        .await
}

/// Mails the scenario's owner that visitors are turned away: once a day, however many are.
async fn tell_owner(
    engine: &Engine,
    tx: &mut Tx,
    standing: &Standing,
    reached: Reached,
) -> Result<(), StoreError> {
    let body = json!({
        "by": reached.by.word(),
        "what": reached.what.word(),
        "most": reached.most,
        "runs": standing.scenario.runs,
        "tokens_in": standing.scenario.tokens_in,
        "tokens_out": standing.scenario.tokens_out,
        "bytes": standing.scenario.bytes,
    });
    outbox::ceiling(engine, tx, &standing.scenario_id, body).await
}
