//! Drives one run: the agent's steps into the log, until one of many ends.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use futures_util::stream::BoxStream;
use futures_util::{FutureExt as _, StreamExt as _};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;
use vivavoce_protocol::wire::Event;

use super::context::context;
use super::event_writer::EventWriter;
use super::finish::{end_by_agent, end_full_with};
use super::{Guard, Outcome, Run, close};
use crate::Engine;
use crate::heavy;
use crate::ids;
use crate::log::append_within;
use crate::spending;
use crate::store::{Lead, StoreError, leads};
use vivavoce_agent::{AgentContext, AgentError, Captured, Meter, Step, Usage};

/// What an agent does, one after another.
type Steps = BoxStream<'static, Result<Step, AgentError>>;

/// Why a reply is over.
enum End {
    Said,
    Failed(AgentError),
    Interrupted,
    /// Somebody else closed the run.
    Gone,
    /// The session has no room for more.
    Full,
    /// The store does not take it. The lease will lapse.
    Stuck(StoreError),
}

/// Begins to drive `run`, whose beginning is committed.
pub(crate) fn spawn(engine: &Engine, run: Run) {
    let token = engine.running.enter(&run);
    let engine = engine.clone();
    engine.tasks.clone().spawn(async move {
        drive(&engine, &run, &token).await;
        engine.running.leave(&run, &token);
    });
}

async fn drive(engine: &Engine, run: &Run, cancelled: &CancellationToken) {
    let mut writer = EventWriter::default();
    let meter = Meter::default();
    let end = match context(engine, run, meter.clone()).await {
        Ok(Some(context)) => reply(engine, run, context, &mut writer, cancelled).await,
        Ok(None) => End::Gone,
        Err(error) => End::Stuck(error),
    };
    let is_full = matches!(end, End::Full);
    let outcome = match end {
        End::Gone => return count_gone(engine, run, meter.total()).await,
        // What it comes to is said where the session ends.
        End::Full => Outcome::Cancelled,
        End::Said if writer.is_cut => Outcome::Cut,
        End::Said => Outcome::Finished,
        End::Interrupted => Outcome::interrupted(),
        End::Failed(error) => {
            tracing::warn!(
                code = error.code,
                cause = error.cause,
                session = run.session_id,
                "a reply failed"
            );
            Outcome::Failed {
                code: error.code,
                message: error.detail,
            }
        }
        End::Stuck(error) => {
            tracing::error!(%error, session = run.session_id, "a reply could not be stored");
            Outcome::interrupted()
        }
    };
    let ends_session = writer.ends_session && outcome == Outcome::Finished;
    let last = writer.take();
    let usage = meter.total();
    let (job, of) = (engine.clone(), run.clone());
    let closed = engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                spending::count(&job, tx, &of.session_id, Some(&of.run_id), usage).await?;
                if is_full {
                    end_full_with(&job, tx, &of).await
                } else if ends_session {
                    end_by_agent(&job, tx, &of, last).await
                } else {
                    close(&job, tx, &of, Guard::Ours, outcome, last).await
                }
            })
        })
        .await;
    if let Err(error) = closed {
        tracing::error!(%error, session = run.session_id, "could not end a run; it will lapse");
    }
}

/// Counts what a reply has cost that somebody else has closed.
async fn count_gone(engine: &Engine, run: &Run, usage: Usage) {
    let counted = spending::count_alone(engine, &run.session_id, Some(&run.run_id), usage);
    if let Err(error) = counted.await {
        tracing::error!(%error, session = run.session_id, "a reply's tokens were not counted");
    }
}

/// What the agent does. A built-in one decides that at once, of all that was said: where that is much, beside
/// the threads that answer requests. `None`: it panicked, which is its own failure and not a stream that
/// hangs until its lease lapses.
async fn first_steps(engine: &Engine, context: AgentContext) -> Option<Steps> {
    let is_long = context.length() > heavy::LONG;
    let agent = engine.agent.clone();
    let reply = move || std::panic::catch_unwind(AssertUnwindSafe(|| agent.reply(context))).ok();
    match is_long {
        true => heavy::run(reply).await.ok()?,
        false => reply(),
    }
}

/// Listens to the agent and writes what it says, a batch per [`crate::settings::Limits::delta_every`].
/// What is still in the writer at the end belongs into the closing transaction.
async fn reply(
    engine: &Engine,
    run: &Run,
    context: AgentContext,
    writer: &mut EventWriter,
    cancelled: &CancellationToken,
) -> End {
    let limits = &engine.settings.limits;
    let steps = tokio::select! {
        steps = first_steps(engine, context) => steps,
        () = cancelled.cancelled() => return End::Gone,
    };
    let Some(steps) = steps else {
        return End::Failed(panicked());
    };
    let mut steps = AssertUnwindSafe(steps).catch_unwind().fuse();
    let begun = Instant::now();
    let mut heard = begun;
    let mut written = begun.checked_sub(limits.delta_every).unwrap_or(begun);
    let mut renewal = interval((limits.run_lease / 3).max(Duration::from_millis(10)));
    renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    renewal.tick().now_or_never();
    loop {
        let due = written + limits.delta_every;
        tokio::select! {
            biased;
            () = cancelled.cancelled() => return End::Gone,
            () = engine.stopping.cancelled() => return End::Interrupted,
            () = sleep_until(begun + limits.run_total) => return End::Failed(too_slow("total")),
            () = sleep_until(due), if !writer.is_empty() => {
                match write(engine, run, writer.take()).await {
                    Ok(Written::Done) => written = Instant::now(),
                    Ok(Written::NotOurs) => return End::Gone,
                    Ok(Written::NoRoom) => return End::Full,
                    Err(error) => return End::Stuck(error),
                }
            }
            _ = renewal.tick() => match write(engine, run, Vec::new()).await {
                Ok(Written::Done) => {}
                Ok(Written::NotOurs) => return End::Gone,
                Ok(Written::NoRoom) => return End::Full,
                // The next renewal may succeed; if none does, the lease lapses.
                Err(error) => tracing::warn!(%error, "could not renew a lease"),
            },
            step = steps.next() => {
                heard = Instant::now();
                match step {
                    None => return End::Said,
                    Some(Err(_)) => return End::Failed(panicked()),
                    Some(Ok(Err(error))) => return End::Failed(error),
                    Some(Ok(Ok(Step::Lead(lead)))) => {
                        // A reply is worth more than the note of it.
                        if let Err(error) = keep_lead(engine, run, lead).await {
                            tracing::error!(%error, session = run.session_id, "a lead was not kept");
                        }
                    }
                    Some(Ok(Ok(step))) => {
                        let closes = step == Step::EndSession;
                        writer.write(step, engine.clock.now());
                        if writer.is_full() {
                            return End::Failed(too_long());
                        }
                        if closes {
                            return End::Said;
                        }
                    }
                }
            }
            () = sleep_until(heard + limits.run_idle) => return End::Failed(too_slow("idle")),
        }
    }
}

/// What became of a batch of a run's events.
enum Written {
    Done,
    /// The run is not ours any more.
    NotOurs,
    /// The session's log takes no more.
    NoRoom,
}

/// Appends to a run that is still ours and renews its lease.
async fn write(engine: &Engine, run: &Run, events: Vec<Event>) -> Result<Written, StoreError> {
    let (engine, run) = (engine.clone(), run.clone());
    let store = engine.store.clone();
    store
        .write(move |tx| {
            Box::pin(async move {
                let now = engine.clock.now();
                let lease = engine.settings.limits.run_lease.as_millis();
                let until = now.saturating_add(i64::try_from(lease).unwrap_or(i64::MAX));
                let ours = sqlx::query(
                    "UPDATE runs SET lease_until = $1 WHERE session_id = $2 AND run_id = $3 \
                     AND owner = $4 AND outcome IS NULL",
                )
                .bind(until)
                .bind(&run.session_id)
                .bind(&run.run_id)
                .bind(&*engine.process)
                .execute(tx.conn())
                .await?;
                if ours.rows_affected() == 0 {
                    return Ok(Written::NotOurs);
                }
                if !events.is_empty()
                    && append_within(&engine, tx, &run.session_id, &events)
                        .await?
                        .is_none()
                {
                    return Ok(Written::NoRoom);
                }
                Ok(Written::Done)
            })
        })
        .await
}

/// Keeps whom the agent was asked to have contacted, while the run is still ours.
async fn keep_lead(engine: &Engine, run: &Run, captured: Captured) -> Result<(), StoreError> {
    let Some(captured) = captured.checked() else {
        return Ok(());
    };
    let (now, process, run) = (engine.clock.now(), engine.process.clone(), run.clone());
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                let scenario_id: Option<String> = sqlx::query_scalar(
                    "SELECT s.scenario_id FROM sessions s JOIN runs r ON r.session_id = s.id \
                     WHERE s.id = $1 AND r.run_id = $2 AND r.owner = $3 AND r.outcome IS NULL",
                )
                .bind(&run.session_id)
                .bind(&run.run_id)
                .bind(&*process)
                .fetch_optional(tx.conn())
                .await?;
                let Some(scenario_id) = scenario_id else {
                    return Ok(());
                };
                let lead = Lead {
                    id: ids::new_id(now),
                    scenario_id,
                    session_id: Some(run.session_id),
                    name: captured.name,
                    email: captured.email,
                    phone: captured.phone,
                    note: captured.note,
                    origin: "agent".to_owned(),
                    created_at: now,
                    updated_at: now,
                };
                leads::capture(tx.conn(), lead).await
            })
        })
        .await
}

fn too_slow(which: &str) -> AgentError {
    AgentError {
        code: "timeout",
        detail: "The reply took too long. Please try again.".to_owned(),
        cause: format!("the agent exceeded the {which} time limit of a run"),
    }
}

fn too_long() -> AgentError {
    AgentError {
        code: "protocol",
        detail: "The reply became too long and was cut.".to_owned(),
        cause: "the agent exceeded the size limit of a reply".to_owned(),
    }
}

fn panicked() -> AgentError {
    AgentError {
        code: "protocol",
        detail: "The reply failed. Please try again.".to_owned(),
        cause: "the agent panicked".to_owned(),
    }
}
