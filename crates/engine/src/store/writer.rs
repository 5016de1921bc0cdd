//! One task commits everybody's writes, so that many share one sync of the disk.

use std::any::Any;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Sqlite, SqlitePool, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::StoreError;

/// How many jobs one commit may carry. Bounds how long the first of a group waits.
const GROUP: usize = 256;

/// The transaction a job works in. It is committed together with those of other jobs.
pub struct Tx {
    inner: Transaction<'static, Sqlite>,
    after: Vec<Box<dyn FnOnce() + Send>>,
}

impl Tx {
    pub fn conn(&mut self) -> &mut SqliteConnection {
        &mut self.inner
    }

    /// Runs `then` once this job's work is durable, and never if it is not; also where the caller
    /// has stopped waiting. It must not block.
    pub fn after_commit(&mut self, then: impl FnOnce() + Send + 'static) {
        self.after.push(Box::new(then));
    }
}

/// Sends jobs to the writer.
#[derive(Clone)]
pub(super) struct Writer {
    jobs: mpsc::Sender<Message>,
}

enum Message {
    Job(Box<dyn Work>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the task; it ends after [`Writer::close`] or with the last handle.
    pub fn start(pool: SqlitePool) -> Self {
        let (jobs, inbox) = mpsc::channel(4 * GROUP);
        tokio::spawn(commit_groups(pool, inbox));
        Self { jobs }
    }

    pub async fn write<T, E, F>(&self, job: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job = Message::Job(Box::new(Job { job, reply }));
        if self.jobs.send(job).await.is_err() {
            return Err(closed().into());
        }
        answer.await.unwrap_or_else(|_| Err(closed().into()))
    }

    /// Commits what was asked before, refuses what is asked after.
    pub async fn close(&self) {
        let (done, finished) = oneshot::channel();
        if self.jobs.send(Message::Close(done)).await.is_ok() {
            finished.await.ok();
        }
    }
}

fn closed() -> StoreError {
    StoreError::Database("the store is closed".to_owned())
}

/// A job with the caller's types forgotten.
trait Work: Send {
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Done>;
    fn refuse(self: Box<Self>, why: StoreError);
}

/// A job's outcome, to be told once the commit is decided.
struct Done {
    /// Its changes are wanted.
    keep: bool,
    tell: Box<dyn FnOnce(Result<(), StoreError>) + Send>,
}

struct Job<F, T, E> {
    job: F,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> Work for Job<F, T, E>
where
    F: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T, E>> + Send + 'static,
    T: Send + 'static,
    E: From<StoreError> + Send + 'static,
{
    fn run(self: Box<Self>, tx: &mut Tx) -> BoxFuture<'_, Done> {
        let Job { job, reply } = *self;
        Box::pin(async move {
            // A panicking job must not take everybody's writer with it.
            let outcome = AssertUnwindSafe(async { job(tx).await })
                .catch_unwind()
                .await
                .unwrap_or_else(|panic| Err(StoreError::Database(words(&*panic)).into()));
            Done {
                keep: outcome.is_ok(),
                tell: Box::new(move |committed| {
                    let answer = match (outcome, committed) {
                        (Ok(_), Err(error)) => Err(error.into()),
                        (outcome, _) => outcome,
                    };
                    // Nobody may be waiting any more.
                    reply.send(answer).ok();
                }),
            }
        })
    }

    fn refuse(self: Box<Self>, why: StoreError) {
        self.reply.send(Err(why.into())).ok();
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!("a write panicked: {}", text.unwrap_or("no words"))
}

async fn commit_groups(pool: SqlitePool, mut inbox: mpsc::Receiver<Message>) {
    let mut messages = Vec::with_capacity(GROUP);
    loop {
        // While one group is synced to disk the next gathers; nobody waits longer than that.
        if inbox.recv_many(&mut messages, GROUP).await == 0 {
            return;
        }
        let mut closing = Vec::new();
        let mut jobs = Vec::with_capacity(messages.len());
        for message in messages.drain(..) {
            match message {
                Message::Job(job) => jobs.push(job),
                Message::Close(done) => closing.push(done),
            }
        }
        if !jobs.is_empty() {
            commit(&pool, jobs).await;
        }
        if !closing.is_empty() {
            inbox.close();
            for done in closing {
                done.send(()).ok();
            }
        }
    }
}

async fn commit(pool: &SqlitePool, jobs: Vec<Box<dyn Work>>) {
    let mut tx = match pool.begin_with("BEGIN IMMEDIATE").await {
        Ok(inner) => Tx {
            inner,
            after: Vec::new(),
        },
        Err(error) => {
            let error = StoreError::from(error);
            jobs.into_iter().for_each(|job| job.refuse(error.clone()));
            return;
        }
    };
    let mut outcomes = Vec::with_capacity(jobs.len());
    let mut broken = None;
    for job in jobs {
        if broken.is_some() {
            job.refuse(StoreError::Busy);
            continue;
        }
        match run_apart(&mut tx, job).await {
            Ok(tell) => outcomes.push(tell),
            Err((tell, error)) => {
                outcomes.push(tell);
                broken = Some(error);
            }
        }
    }
    let Tx { inner, after } = tx;
    let committed = match broken {
        None => inner.commit().await.map_err(StoreError::from),
        Some(error) => Err(error),
    };
    if let Err(error) = &committed {
        tracing::error!(%error, jobs = outcomes.len(), "a group of writes was not committed");
    } else {
        after.into_iter().for_each(|then| then());
    }
    for tell in outcomes {
        tell(committed.clone());
    }
}

type Tell = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// Runs one job between savepoints, so that its failure undoes its own work only. An error means
/// that the transaction as a whole cannot be trusted any more.
async fn run_apart(tx: &mut Tx, job: Box<dyn Work>) -> Result<Tell, (Tell, StoreError)> {
    if let Err(error) = sqlx::query("SAVEPOINT job").execute(tx.conn()).await {
        let error = StoreError::from(error);
        job.refuse(error.clone());
        return Err((Box::new(|_| ()), error));
    }
    let mark = tx.after.len();
    let done = job.run(tx).await;
    if !done.keep {
        tx.after.truncate(mark);
        if let Err(error) = sqlx::query("ROLLBACK TO job").execute(tx.conn()).await {
            return Err((done.tell, error.into()));
        }
    }
    match sqlx::query("RELEASE job").execute(tx.conn()).await {
        Ok(_) => Ok(done.tell),
        Err(error) => Err((done.tell, error.into())),
    }
}
