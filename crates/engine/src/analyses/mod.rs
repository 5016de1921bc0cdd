//! Ended sessions are measured at once, judged where that is wanted, and whoever is to know of it
//! is told: in one transaction with the results.
//!
//! A judgement takes a model many seconds, so it runs under a lease: two processes, or two callers,
//! never ask for the same session at once.

use std::time::Duration;

use serde_json::{Map, json};
use tokio::time::{Instant, sleep, timeout};
use vivavoce_protocol::wire::{Event, Results, custom};

use crate::Engine;
use crate::heavy;
use crate::in_hand::Holding;
use crate::log::{self, append};
use crate::outbox;
use crate::runs;
use crate::settings::Settings;
use crate::spending;
use crate::store::{
    Analysis, Asked, Extraction, Judgement, Scenario, Session, StoreError, analyses, sessions,
};
use vivavoce_agent::{AgentError, By, Meter, Said};
use vivavoce_analysis::extraction::{self, Variable};
use vivavoce_analysis::model::{Case, ModelJudge, SharedJudge, for_the_owner, with_opinion};
use vivavoce_analysis::{Measure, measure};

/// How often somebody else's analysis is looked for.
const LOOK: Duration = Duration::from_millis(200);
/// What a lease has beyond the time a judgement may take, in milliseconds.
const MARGIN: i64 = 15_000;

/// Who judges, if the settings name a model.
///
/// # Errors
/// A sentence where the model's address, a header or the key cannot be sent.
pub fn judge(settings: &Settings) -> anyhow::Result<Option<SharedJudge>> {
    Ok(match settings.judge_model() {
        Some(model) => Some(std::sync::Arc::new(ModelJudge::new(model)?)),
        None => None,
    })
}

/// What an analysis is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cause {
    /// The session ended; its results must exist once, and are not replaced.
    End,
    /// Somebody asked, so results that exist are replaced.
    Call,
}

/// A session with what decides how it is analyzed.
struct Subject {
    session: Session,
    scenario: Option<Scenario>,
    history: Vec<Said>,
    measured: Results,
}

impl Subject {
    async fn read(engine: &Engine, session: Session) -> Result<Self, StoreError> {
        let scenario = engine.store.scenario(&session.scenario_id).await?;
        let (history, _) = engine.store.history(&session.id).await?;
        let rubric = scenario.as_ref().and_then(|it| it.rubrik.clone());
        let language = session.language.clone();
        // Who reads results in no language of their own reads the one they spoke.
        let interface = session
            .interface_language
            .clone()
            .or_else(|| language.clone());
        let started_at = session.created_at;
        let ended_at = session.ended_at.unwrap_or(session.last_contact_at);
        // A long talk and a long rubric take their time.
        let (history, measured) = heavy::run(move || {
            let measured = measure(&Measure {
                history: &history,
                rubric: rubric.as_deref(),
                language: language.as_deref(),
                interface: interface.as_deref(),
                started_at,
                ended_at,
            });
            (history, measured)
        })
        .await?;
        Ok(Self {
            session,
            scenario,
            history,
            measured,
        })
    }

    fn wants_judgement_by_itself(&self) -> bool {
        let of = |it: &Scenario| it.session_analysis.get("is_auto_analysis").cloned();
        self.scenario.as_ref().and_then(of) == Some(true.into())
    }

    fn has_heard_the_visitor(&self) -> bool {
        let said_something = |said: &Said| said.by == By::Visitor && !said.text.trim().is_empty();
        self.history.iter().any(said_something)
    }

    fn case(&self) -> Case {
        let scenario = self.scenario.as_ref();
        let filled = |it: &Scenario| {
            let session = &self.session;
            let known = runs::known(&session.user, &session.scenario_name, &session.variables);
            runs::quoted(&it.ai_instructions, &known)
        };
        let own = || {
            let code = scenario?.appearance.get("language_code")?.as_str()?;
            Some(code.to_owned())
        };
        Case {
            scenario_name: self.session.scenario_name.clone(),
            instructions: scenario.map(filled).unwrap_or_default(),
            rubric: scenario.and_then(|it| it.rubrik.clone()),
            history: self.history.clone(),
            language: self.session.language.clone().or_else(own),
        }
    }
}

/// Analyzes an ended session if nobody has yet. Where a model is to judge and there is no room for
/// it just now, nothing is done: the sweep comes by again.
pub async fn after_end(engine: &Engine, session_id: &str) -> Result<(), StoreError> {
    let Some(session) = engine.store.session(session_id).await? else {
        return Ok(());
    };
    if session.ended_at.is_none() || engine.store.analysis(session_id).await?.is_some() {
        return Ok(());
    }
    let subject = Subject::read(engine, session).await?;
    let judge = engine.judge.clone();
    let Some(judge) = judge.filter(|_| subject.wants_judgement_by_itself()) else {
        let mail = subject.wants_judgement_by_itself();
        let results = Analysis {
            results: subject.measured.clone(),
            judgement: None,
            extraction: None,
        };
        store(engine, &subject, results, Cause::End, mail, false).await?;
        return Ok(());
    };
    let Ok(permit) = engine.judging.clone().try_acquire_owned() else {
        return Ok(());
    };
    let Some(held) = claim(engine, session_id).await? else {
        return Ok(());
    };
    let engine = engine.clone();
    engine.tasks.clone().spawn(async move {
        // Until the end: so many judgements run at once and no more, and nobody here begins this
        // one anew.
        let _held = (permit, held);
        let id = subject.session.id.clone();
        if let Err(error) = judged(&engine, subject, judge, Cause::End).await {
            tracing::error!(%error, session = id, "could not analyze; the sweep tries again");
        }
    });
    Ok(())
}

/// The analysis of an ended session, made now where need be: with a model's judgement where one is
/// configured, and anew where `force` says so. `false` beside it: it is not ready yet, and what
/// stands there is measured.
pub async fn on_call(
    engine: &Engine,
    session: Session,
    force: bool,
) -> Result<(Analysis, bool), StoreError> {
    let until = Instant::now() + engine.settings.limits.analysis_wait;
    let id = session.id.clone();
    let mut force = force;
    let held = loop {
        let known = engine.store.analysis(&id).await?;
        let judges = engine.judge.is_some();
        match known {
            // Without a transcript (it is not kept for every session) the first results stand.
            Some(known)
                if session.erased_at.is_some()
                    || !force && (!judges || known.judgement.is_some()) =>
            {
                mail_if_new(engine, &session).await?;
                return Ok((known, true));
            }
            _ => {}
        }
        if let Some(held) = claim(engine, &id).await? {
            break held;
        }
        // Somebody is at it, and theirs will do.
        force = false;
        if Instant::now() >= until {
            return so_far(engine, session).await;
        }
        sleep(LOOK).await;
    };
    let subject = Subject::read(engine, session.clone()).await?;
    let job = engine.clone();
    // Of its own, so that a caller who leaves ends nothing.
    let work = engine.tasks.spawn(async move {
        let _held = held;
        match job.judge.clone() {
            Some(judge) => {
                let _room = job.judging.clone().acquire_owned().await;
                // The lease is for the judgement, not for waiting until there is room.
                let id = &subject.session.id;
                let until = lease(&job, job.clock.now());
                if !job.store.renew_analysis(id, &job.process, until).await? {
                    return Ok(());
                }
                judged(&job, subject, judge, Cause::Call).await
            }
            None => {
                let analysis = Analysis {
                    results: subject.measured.clone(),
                    judgement: None,
                    extraction: None,
                };
                store(&job, &subject, analysis, Cause::Call, true, true).await
            }
        }
    });
    match timeout(until.saturating_duration_since(Instant::now()), work).await {
        Ok(Ok(Ok(()))) => match engine.store.analysis(&id).await? {
            Some(analysis) => Ok((analysis, true)),
            None => so_far(engine, session).await,
        },
        Ok(Ok(Err(error))) => Err(error),
        _ => so_far(engine, session).await,
    }
}

/// Whether this process analyzes a session just now.
pub fn is_under_way(engine: &Engine, session_id: &str) -> bool {
    engine.analyzing.has(&session_id.to_owned())
}

/// Mails the report of a session whose analysis nobody had asked for before.
async fn mail_if_new(engine: &Engine, session: &Session) -> Result<(), StoreError> {
    let scenario = engine.store.scenario(&session.scenario_id).await?;
    let to = scenario.and_then(|scenario| outbox::recipient(engine, &scenario));
    let Some(to) = to else { return Ok(()) };
    if engine.store.is_reported(&session.id).await? {
        return Ok(());
    }
    let (job, id) = (engine.clone(), session.id.clone());
    engine
        .store
        .write(move |tx| Box::pin(async move { outbox::report(&job, tx, &id, &to).await }))
        .await
}

/// What can be said while somebody is still at it.
async fn so_far(engine: &Engine, session: Session) -> Result<(Analysis, bool), StoreError> {
    if let Some(known) = engine.store.analysis(&session.id).await? {
        return Ok((known, false));
    }
    let subject = Subject::read(engine, session).await?;
    let analysis = Analysis {
        results: subject.measured,
        judgement: None,
        extraction: None,
    };
    Ok((analysis, false))
}

/// Takes a session's analysis for this process; `None` while somebody else has it, or this process
/// itself, however late its lease is.
pub async fn claim(
    engine: &Engine,
    session_id: &str,
) -> Result<Option<Holding<String>>, StoreError> {
    let Some(held) = engine.analyzing.take(session_id.to_owned()) else {
        return Ok(None);
    };
    let now = engine.clock.now();
    let until = lease(engine, now);
    let is_ours = engine
        .store
        .claim_analysis(session_id, &engine.process, now, until)
        .await?;
    Ok(is_ours.then_some(held))
}

/// Until when a judgement that begins now may take.
pub fn lease(engine: &Engine, now: i64) -> i64 {
    let total = engine.settings.limits.analysis_total.as_millis();
    now + i64::try_from(total).unwrap_or(i64::MAX / 4) + MARGIN
}

/// Asks the model, and keeps what comes of it. The lease must be ours; it is given back.
async fn judged(
    engine: &Engine,
    subject: Subject,
    judge: SharedJudge,
    cause: Cause,
) -> Result<(), StoreError> {
    let id = &subject.session.id;
    let analysis = if !subject.has_heard_the_visitor() {
        let detail = "The visitor said nothing, so there is nothing to judge.";
        skipped(engine, &subject, detail, "The visitor said nothing.")
    } else if let Some(reached) = spending::check(engine, id).await? {
        let detail = reached.detail();
        skipped(engine, &subject, &detail, &detail)
    } else {
        let total = engine.settings.limits.analysis_total;
        let meter = Meter::default();
        let asked = timeout(total, ask(engine, &subject, judge, &meter));
        let asked = tokio::select! {
            asked = asked => Some(asked.unwrap_or_else(|_| late(engine, &subject))),
            () = engine.stopping.cancelled() => None,
        };
        // Paid for, whatever becomes of it.
        spending::count_alone(engine, id, None, meter.total()).await?;
        let Some(asked) = asked else {
            // The next process need not wait for the lease to lapse.
            return engine.store.release_analysis(id, &engine.process).await;
        };
        asked
    };
    let mail = cause == Cause::Call || subject.wants_judgement_by_itself();
    store(engine, &subject, analysis, cause, mail, true).await
}

/// The analysis where no model is asked, and why: a sentence each for judgement and extraction.
fn skipped(engine: &Engine, subject: &Subject, detail: &str, of_extraction: &str) -> Analysis {
    let wanted = wanted(subject);
    Analysis {
        results: subject.measured.clone(),
        judgement: Some(judgement(engine, Asked::Skipped, Some(detail.to_owned()))),
        extraction: (!wanted.is_empty()).then(|| Extraction {
            state: Asked::Skipped,
            values: empty(&wanted),
            detail: Some(of_extraction.to_owned()),
        }),
    }
}

async fn ask(engine: &Engine, subject: &Subject, judge: SharedJudge, meter: &Meter) -> Analysis {
    let wanted = wanted(subject);
    let opinion = judge.judge(subject.case(), meter.clone());
    let found = async {
        if wanted.is_empty() {
            return None;
        }
        Some(
            judge
                .extract(subject.case(), wanted.clone(), meter.clone())
                .await,
        )
    };
    let (opinion, found) = tokio::join!(opinion, found);
    let judgement = match &opinion {
        Ok(opinion) => Judgement {
            intents: Some(opinion.intents.clone()),
            ..judgement(engine, Asked::Done, None)
        },
        Err(error) => {
            noted(subject, error, "judgement");
            judgement(engine, Asked::Failed, Some(error.detail.clone()))
        }
    };
    let extraction = found.map(|found| match found {
        Ok(values) => Extraction {
            state: Asked::Done,
            values,
            detail: None,
        },
        Err(error) => {
            noted(subject, &error, "extraction");
            Extraction {
                state: Asked::Failed,
                values: empty(&wanted),
                detail: Some(error.detail),
            }
        }
    });
    Analysis {
        results: with_opinion(subject.measured.clone(), opinion),
        judgement: Some(judgement),
        extraction,
    }
}

/// The analysis where the model took longer than everything may take together.
fn late(engine: &Engine, subject: &Subject) -> Analysis {
    let error = AgentError {
        code: "timeout",
        detail: for_the_owner("timeout").to_owned(),
        cause: "the judgement exceeded its time in all".to_owned(),
    };
    noted(subject, &error, "judgement");
    let wanted = wanted(subject);
    Analysis {
        judgement: Some(judgement(engine, Asked::Failed, Some(error.detail.clone()))),
        extraction: (!wanted.is_empty()).then(|| Extraction {
            state: Asked::Failed,
            values: empty(&wanted),
            detail: Some(error.detail.clone()),
        }),
        results: with_opinion(subject.measured.clone(), Err(error)),
    }
}

fn wanted(subject: &Subject) -> Vec<Variable> {
    let of = |it: &Scenario| extraction::wanted(&it.session_analysis);
    subject.scenario.as_ref().map(of).unwrap_or_default()
}

fn empty(wanted: &[Variable]) -> Map<String, serde_json::Value> {
    let members = wanted.iter().map(|it| (it.name.clone(), json!(null)));
    members.collect()
}

fn judgement(engine: &Engine, state: Asked, detail: Option<String>) -> Judgement {
    Judgement {
        state,
        detail,
        at: engine.clock.now(),
        intents: None,
    }
}

fn noted(subject: &Subject, error: &AgentError, what: &str) {
    tracing::warn!(
        code = error.code,
        cause = error.cause,
        session = subject.session.id,
        "a model's {what} failed"
    );
}

/// Keeps an analysis and tells of it. `held`: we have the lease, and nothing is kept where it was
/// lost.
async fn store(
    engine: &Engine,
    subject: &Subject,
    analysis: Analysis,
    cause: Cause,
    mail: bool,
    held: bool,
) -> Result<(), StoreError> {
    let to = subject
        .scenario
        .as_ref()
        .filter(|_| mail)
        .and_then(|scenario| outbox::recipient(engine, scenario));
    let rubric = subject.scenario.as_ref().and_then(|it| it.rubrik.clone());
    let (job, id) = (engine.clone(), subject.session.id.clone());
    engine
        .store
        .write(move |tx| {
            Box::pin(async move {
                if held && !analyses::release(tx.conn(), &id, &job.process).await? {
                    return Ok(());
                }
                let Some(session) = sessions::session_in(tx.conn(), &id).await? else {
                    // It was removed meanwhile.
                    return Ok(());
                };
                // A judgement may come after what it is about has gone.
                let analysis = match session.erased_at {
                    Some(_) => log::without_words(analysis, rubric.as_deref()),
                    None => analysis,
                };
                let now = job.clock.now();
                let first = sqlx::query(
                    "UPDATE sessions SET analyzed_at = $1 WHERE id = $2 AND analyzed_at IS NULL",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                let is_first = first.rows_affected() > 0;
                if !is_first && cause == Cause::End {
                    return Ok(());
                }
                analyses::upsert(tx.conn(), &id, &analysis, now).await?;
                if is_first {
                    let event = Event::Custom {
                        name: custom::SESSION_ANALYZED.to_owned(),
                        value: json!({}),
                    };
                    append(tx, &job.hub, &id, now, &[event]).await?;
                }
                outbox::announce(&job, tx, "session.analyzed", &id).await?;
                if analysis
                    .extraction
                    .is_some_and(|it| it.state == Asked::Done)
                {
                    outbox::announce(&job, tx, "session.extracted", &id).await?;
                }
                if let Some(to) = to {
                    outbox::report(&job, tx, &id, &to).await?;
                }
                Ok(())
            })
        })
        .await
}
