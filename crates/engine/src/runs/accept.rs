//! How a turn is taken, and taken back.

use vivavoce_protocol::text;
use vivavoce_protocol::wire::{CreateTurn, TurnCancelled, TurnCreated};

use super::begin::{set_state, start, start_waiting};
use super::finish::end_full;
use super::{Guard, Outcome, Run, close};
use crate::Engine;
use crate::Refusal;
use crate::ids;
use crate::log::{self, has_room};
use crate::store::{SessionStatus, StoreError, Tx, sessions};

/// Turns that may wait while a reply is being written.
const WAITING: i64 = 20;

/// Events of the shortest exchange: what is said, an answer, and how it ended.
const EXCHANGE: usize = 8;

/// A turn that was taken.
#[derive(Debug)]
pub struct Accepted {
    pub turn: TurnCreated,
    /// Not one that is sent again.
    pub is_new: bool,
}

/// Takes a turn under its idempotency key `turn_id`: it begins at once, or after the run that is
/// open. The same turn again gives the first answer; and where its reply failed, that is begun
/// again (without repeating what the visitor said). Errors: 404, 409, 422 (it says nothing), 429.
pub async fn accept(
    engine: &Engine,
    session_id: &str,
    turn_id: &str,
    turn: CreateTurn,
) -> Result<Accepted, Refusal> {
    if text::is_blank(&turn.text) {
        return Err(Refusal::Invalid {
            member: "text",
            sentence: "The message is empty.".to_owned(),
        });
    }
    let job = engine.clone();
    let (session_id, turn_id) = (session_id.to_owned(), turn_id.to_owned());
    let taken = engine
        .store
        .write(move |tx| {
            Box::pin(async move { accept_in(&job, tx, session_id, turn_id, turn).await })
        })
        .await?;
    taken.ok_or_else(|| Refusal::Conflict(log::FULL.to_owned()))
}

/// `None`: the session has no room for it, and ends.
async fn accept_in(
    engine: &Engine,
    tx: &mut Tx,
    session_id: String,
    turn_id: String,
    turn: CreateTurn,
) -> Result<Option<Accepted>, Refusal> {
    let Some(session) = sessions::session_in(tx.conn(), &session_id).await? else {
        return Err(Refusal::Unknown("There is no such session.".to_owned()));
    };
    let run = Run {
        session_id,
        run_id: turn_id,
    };
    let body =
        serde_json::to_string(&turn).map_err(|error| StoreError::Unreadable(error.to_string()))?;
    let hash = ids::hash(&body);
    if let Some(known) = known_turn(tx, &run).await? {
        // A page that was loaded anew knows from the log what was said, and not the choice.
        let is_asked_again =
            known.answer_failed && turn.choice.is_none() && turn.text == known.text;
        if known.body_hash != hash && !is_asked_again {
            return Err(Refusal::Conflict(
                "This Idempotency-Key was used for another message. Use a new key for each."
                    .to_owned(),
            ));
        }
        if known.answer_failed && session.status == SessionStatus::Active {
            set_state(tx, &run, "again").await?;
            close_lapsed(engine, tx, &run.session_id).await?;
            start_waiting(engine, tx, &run.session_id).await?;
        }
        return Ok(Some(Accepted {
            turn: TurnCreated {
                turn_id: run.run_id,
                seq: known.seq,
            },
            is_new: false,
        }));
    }
    if session.status != SessionStatus::Active {
        return Err(Refusal::Conflict(
            "This session has ended. Start a new one to go on.".to_owned(),
        ));
    }
    if !has_room(engine, tx, &run.session_id, EXCHANGE, turn.text.len()).await? {
        end_full(engine, tx, &run.session_id).await?;
        return Ok(None);
    }
    close_lapsed(engine, tx, &run.session_id).await?;
    let (position, waiting, open): (i64, i64, i64) = sqlx::query_as(
        "SELECT COALESCE(MAX(position), 0) + 1, \
         COUNT(CASE WHEN state <> 'started' THEN 1 END), \
         (SELECT COUNT(*) FROM runs WHERE session_id = $1 AND outcome IS NULL) \
         FROM turns WHERE session_id = $1",
    )
    .bind(&run.session_id)
    .fetch_one(tx.conn())
    .await
    .map_err(StoreError::from)?;
    if waiting >= WAITING {
        return Err(Refusal::TooMany {
            sentence: "Too many messages are waiting for an answer. Wait for the next reply."
                .to_owned(),
            seconds: 5,
        });
    }
    let (state, seq) = if open + waiting == 0 {
        let begun = start(engine, tx, &run, Some(&turn.text)).await?;
        ("started", begun.seq)
    } else {
        // Nothing of it stands in the log yet.
        ("waiting", session.last_seq)
    };
    sqlx::query(
        "INSERT INTO turns (session_id, turn_id, position, body_hash, text, choice, seq, state, \
         accepted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(&run.session_id)
    .bind(&run.run_id)
    .bind(position)
    .bind(hash)
    .bind(&turn.text)
    .bind(&turn.choice)
    .bind(i64::try_from(seq).unwrap_or(i64::MAX))
    .bind(state)
    .bind(engine.clock.now())
    .execute(tx.conn())
    .await
    .map_err(StoreError::from)?;
    Ok(Some(Accepted {
        turn: TurnCreated {
            turn_id: run.run_id,
            seq,
        },
        is_new: true,
    }))
}

/// Begins a greeting again that failed, as long as nobody has said anything; the same again changes
/// nothing. Errors: 404 (the session has no such greeting), 409.
pub async fn greet_again(
    engine: &Engine,
    session_id: &str,
    run_id: &str,
) -> Result<TurnCreated, Refusal> {
    let run = Run {
        session_id: session_id.to_owned(),
        run_id: run_id.to_owned(),
    };
    let job = engine.clone();
    engine
        .store
        .write(move |tx| Box::pin(async move { greet_again_in(&job, tx, run).await }))
        .await
}

async fn greet_again_in(engine: &Engine, tx: &mut Tx, run: Run) -> Result<TurnCreated, Refusal> {
    let session = sessions::session_in(tx.conn(), &run.session_id).await?;
    let known: Option<(Option<String>, u64, i64)> = sqlx::query_as(
        "SELECT outcome, first_seq, (SELECT COUNT(*) FROM turns WHERE session_id = $1) \
         FROM runs WHERE session_id = $1 AND run_id = $2 AND run_id NOT IN \
         (SELECT turn_id FROM turns WHERE session_id = $1)",
    )
    .bind(&run.session_id)
    .bind(&run.run_id)
    .fetch_optional(tx.conn())
    .await
    .map_err(StoreError::from)?;
    let (Some(session), Some((outcome, first, turns))) = (session, known) else {
        return Err(Refusal::Unknown(
            "This session has no such greeting.".to_owned(),
        ));
    };
    let mut seq = first;
    if outcome.as_deref() == Some("failed") {
        if session.status != SessionStatus::Active {
            return Err(Refusal::Conflict(
                "This session has ended. Start a new one to go on.".to_owned(),
            ));
        }
        if turns > 0 {
            return Err(Refusal::Conflict(
                "The conversation has gone on without it.".to_owned(),
            ));
        }
        seq = start(engine, tx, &run, None).await?.seq;
    }
    Ok(TurnCreated {
        turn_id: run.run_id,
        seq,
    })
}

/// A turn taken before.
#[derive(sqlx::FromRow)]
struct Known {
    body_hash: Vec<u8>,
    text: String,
    /// What was answered.
    seq: u64,
    /// Its reply failed, and nobody has asked again.
    answer_failed: bool,
}

async fn known_turn(tx: &mut Tx, run: &Run) -> Result<Option<Known>, StoreError> {
    Ok(sqlx::query_as(
        "SELECT t.body_hash, t.text, t.seq, CASE WHEN t.state = 'started' \
         AND r.outcome = 'failed' THEN 1 ELSE 0 END AS answer_failed FROM turns t \
         LEFT JOIN runs r ON r.session_id = t.session_id AND r.run_id = t.turn_id \
         WHERE t.session_id = $1 AND t.turn_id = $2",
    )
    .bind(&run.session_id)
    .bind(&run.run_id)
    .fetch_optional(tx.conn())
    .await?)
}

/// Closes the session's open run if its process has been silent for too long.
async fn close_lapsed(engine: &Engine, tx: &mut Tx, session_id: &str) -> Result<(), StoreError> {
    let open: Option<String> =
        sqlx::query_scalar("SELECT run_id FROM runs WHERE session_id = $1 AND outcome IS NULL")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await?;
    if let Some(run_id) = open {
        let run = Run {
            session_id: session_id.to_owned(),
            run_id,
        };
        close(
            engine,
            tx,
            &run,
            Guard::Lapsed,
            Outcome::interrupted(),
            Vec::new(),
        )
        .await?;
    }
    Ok(())
}

/// Stops a turn, whatever it is doing: `cancelled`, or what had become of it already. 404 for a
/// turn the session never had.
pub async fn cancel(
    engine: &Engine,
    session_id: &str,
    turn_id: &str,
) -> Result<TurnCancelled, Refusal> {
    let run = Run {
        session_id: session_id.to_owned(),
        run_id: turn_id.to_owned(),
    };
    let job = engine.clone();
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                let status = cancel_in(&job, tx, &run).await?;
                Ok(TurnCancelled {
                    turn_id: run.run_id,
                    status,
                })
            })
        })
        .await
}

async fn cancel_in(engine: &Engine, tx: &mut Tx, run: &Run) -> Result<String, Refusal> {
    if close(
        engine,
        tx,
        run,
        Guard::Anyones,
        Outcome::Cancelled,
        Vec::new(),
    )
    .await?
    {
        return Ok("cancelled".to_owned());
    }
    let turn: Option<String> =
        sqlx::query_scalar("SELECT state FROM turns WHERE session_id = $1 AND turn_id = $2")
            .bind(&run.session_id)
            .bind(&run.run_id)
            .fetch_optional(tx.conn())
            .await
            .map_err(StoreError::from)?;
    match turn.as_deref() {
        Some("waiting") => {
            set_state(tx, run, "withdrawn").await?;
            return Ok("cancelled".to_owned());
        }
        Some("again") => set_state(tx, run, "started").await?,
        Some("withdrawn") => return Ok("cancelled".to_owned()),
        _ => {}
    }
    let outcome: Option<Option<String>> =
        sqlx::query_scalar("SELECT outcome FROM runs WHERE session_id = $1 AND run_id = $2")
            .bind(&run.session_id)
            .bind(&run.run_id)
            .fetch_optional(tx.conn())
            .await
            .map_err(StoreError::from)?;
    outcome
        .flatten()
        .ok_or_else(|| Refusal::Unknown("This session has no such turn.".to_owned()))
}

/// Stops the run that is open in a session and takes back what waits behind it; whether there was any.
pub async fn stop_all(engine: &Engine, session_id: &str) -> Result<bool, Refusal> {
    let open: Vec<String> = sqlx::query_scalar(
        "SELECT turn_id FROM turns WHERE session_id = $1 AND state <> 'started' AND state <> 'withdrawn' \
         UNION SELECT run_id FROM runs WHERE session_id = $1 AND outcome IS NULL",
    )
    .bind(session_id)
    .fetch_all(engine.store.read())
    .await
    .map_err(StoreError::from)?;
    for turn in &open {
        cancel(engine, session_id, turn).await?;
    }
    Ok(!open.is_empty())
}
