//! A model behind any OpenAI-compatible endpoint.

mod about;
mod answer;
mod arguments;
mod calls;
pub mod complete;
pub(crate) mod endpoint;
pub mod failure;
mod forgiven;
mod habits;
mod halves;
mod lenient;
mod loose;
pub mod objects;
mod pieces;
mod quirk;
mod refusal;
mod repetition;
mod request;
mod settings;
mod shape;
mod speech;
mod tally;
mod tools;
mod written;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::stream::{self, BoxStream, StreamExt as _};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_stream::wrappers::ReceiverStream;
use vivavoce_protocol::wire::Choice;

use self::answer::Assembly;
use self::calls::Call;
use self::endpoint::Endpoint;
use self::failure::Trouble;
use self::habits::Habits;
use self::repetition::{Repetition, is_said};
use self::request::Talk;
pub use self::settings::{ModelSettings, Times};
use self::speech::Piece;
use self::tally::Tally;
use self::tools::Outcome;
use super::scripted::keeping;
use super::{Agent, AgentContext, AgentError, Meter, Step};

/// How often a model is asked within one turn, tools' results in between.
const ROUNDS: usize = 4;
/// How often one request is put in another form because an endpoint does not take it.
const MOST_FORMS: usize = 12;
/// How long nothing may be said while an answer comes, before an empty text says that it does.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// Asks the model and streams what it says. Clones share what they learn of the endpoint.
#[derive(Clone, Debug)]
pub struct ModelAgent(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    settings: ModelSettings,
    endpoint: Endpoint,
    habits: Mutex<Habits>,
    /// The endpoint ends thoughts that it did not begin: text is kept back until it does.
    ends_thoughts: AtomicBool,
}

impl ModelAgent {
    /// Errors with a sentence where the address, a header or the key cannot be sent.
    pub fn new(settings: ModelSettings) -> anyhow::Result<Self> {
        let endpoint = Endpoint::new(&settings)?;
        Ok(Self(Arc::new(Shared {
            settings,
            endpoint,
            habits: Mutex::default(),
            ends_thoughts: AtomicBool::new(false),
        })))
    }
}

type Heard = Result<Step, AgentError>;

impl Agent for ModelAgent {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Heard> {
        let (sender, receiver) = mpsc::channel(64);
        let shared = Arc::clone(&self.0);
        let work = async move {
            let reply = Reply {
                deadline: Instant::now() + shared.settings.times.total,
                shared: &shared,
                sender: &sender,
                meter: context.meter.clone(),
                open: false,
                said: false,
                cut: false,
                sent: Instant::now(),
                told: Vec::new(),
            };
            if let Err(Stop::Trouble(trouble)) = reply.run(&context).await {
                // Whoever listened may be gone; then nobody needs to know.
                drop(sender.send(Err(trouble.error)).await);
            }
        };
        // Both halves live in one stream, so dropping it drops the request as well: no task of ours
        // goes on talking to a model nobody listens to.
        let work = stream::once(work).filter_map(|()| std::future::ready(None));
        stream::select(ReceiverStream::new(receiver), work).boxed()
    }
}

/// Why a reply ends early.
enum Stop {
    Trouble(Trouble),
    /// Nobody listens any more.
    Unheard,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Stop::Trouble(trouble)
    }
}

struct Reply<'a> {
    shared: &'a Shared,
    sender: &'a mpsc::Sender<Heard>,
    meter: Meter,
    deadline: Instant,
    /// A message is open: other text must begin another one.
    open: bool,
    /// Something of the answer that is being read reached the visitor.
    said: bool,
    /// A limit of tokens cut the reply.
    cut: bool,
    /// When the last step was sent.
    sent: Instant,
    /// What the visitor was told in the turn's rounds so far.
    told: Vec<String>,
}

/// What the rounds so far left to do at the end of the turn.
#[derive(Default)]
struct Wishes {
    end: bool,
    choices: Vec<Choice>,
    ask: bool,
    /// The visitor was told something beside a call of ours that failed. The model may put the call
    /// right, once; whatever comes of it, the turn has its text.
    corrects: bool,
}

/// What a round left of the turn.
enum Round {
    /// The turn has its text, and there is nothing to tell the model.
    Last,
    /// The model is told what came of its calls.
    More,
}

impl Reply<'_> {
    async fn run(mut self, context: &AgentContext) -> Result<(), Stop> {
        let mut talk = Talk::new(context);
        let mut wishes = Wishes::default();
        for round in 1..=ROUNDS {
            match self.round(&mut talk, round == ROUNDS, &mut wishes).await {
                Ok(Round::Last) => return self.finish(wishes).await,
                Ok(Round::More) if self.cut => return self.finish(wishes).await,
                Ok(Round::More) => {}
                // All was said that had to be: only the buttons are missing.
                Err(Stop::Trouble(trouble)) if wishes.corrects && !self.said => {
                    tracing::warn!(
                        cause = trouble.error.cause,
                        "a tool's call was not put right; the reply goes without it"
                    );
                    return self.finish(wishes).await;
                }
                Err(stop) => return Err(stop),
            }
        }
        if !self.told.is_empty() {
            return self.finish(wishes).await;
        }
        Err(Trouble::silent("the model only called tools and said nothing").into())
    }

    /// One request and its answer.
    async fn round(
        &mut self,
        talk: &mut Talk<'_>,
        is_last: bool,
        wishes: &mut Wishes,
    ) -> Result<Round, Stop> {
        let mut assembly = self.listen(talk, is_last).await?;
        let mut spoken = !assembly.text.trim().is_empty();
        self.cut = assembly.is_cut();
        if assembly.calls.all.is_empty() {
            return Ok(Round::Last);
        }
        assembly.calls.name_apart(&talk.rounds);
        talk.rounds.push(assembly.message());
        let corrected = std::mem::take(&mut wishes.corrects);
        spoken |= corrected;
        // Calls that came to nothing: of ours, and of tools there are not.
        let (mut failed, mut unknown) = (false, false);
        for call in &assembly.calls.all {
            let outcome = tools::call(&call.name, &call.arguments);
            let told = match outcome {
                Outcome::End { say } => {
                    wishes.end = true;
                    spoken |= self.say_instead(spoken, say).await?;
                    "The session ends after your reply. If you have not said goodbye yet, do so now.".to_owned()
                }
                Outcome::Offer { choices, say } => {
                    wishes.choices = choices;
                    spoken |= self.say_instead(spoken, say).await?;
                    "The buttons will show under your reply. If you have not asked the question yet, do so now.".to_owned()
                }
                Outcome::Lead(lead) => {
                    if std::mem::take(&mut self.open) {
                        self.send(Step::Break).await?;
                    }
                    for step in keeping(lead) {
                        self.send(step).await?;
                    }
                    "Their contact details are kept. If you have not said so yet, do so now."
                        .to_owned()
                }
                Outcome::Ask { say } => {
                    wishes.ask = true;
                    spoken |= self.say_instead(spoken, say).await?;
                    "Your reply ends here and waits for the visitor. If you have not asked the question yet, do so now.".to_owned()
                }
                Outcome::Failed(why) => {
                    let is_ours = tools::is_ours(&call.name);
                    failed |= is_ours;
                    unknown |= !is_ours;
                    why
                }
            };
            talk.rounds
                .push(json!({ "role": "tool", "tool_call_id": call.id, "content": told }));
        }
        if !spoken || unknown || (failed && !corrected) {
            wishes.corrects = spoken && failed && !unknown;
            return Ok(Round::More);
        }
        Ok(Round::Last)
    }

    async fn say_instead(&mut self, spoken: bool, say: Option<String>) -> Result<bool, Stop> {
        match say {
            Some(text) if !spoken => {
                // A call that is made once more brings its question along.
                if !is_said(&self.told, &text) {
                    self.told.push(text.clone());
                    self.say(text).await?;
                }
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn finish(&mut self, wishes: Wishes) -> Result<(), Stop> {
        if wishes.end {
            // Buttons on a conversation that is over would do nothing.
            return self.send(Step::EndSession).await;
        }
        if !wishes.choices.is_empty() {
            self.send(Step::Choices(wishes.choices)).await?;
        }
        if wishes.ask {
            self.send(Step::Ask).await?;
        }
        if self.cut {
            self.send(Step::Cut).await?;
        }
        Ok(())
    }

    /// Asks, in a form that the endpoint takes; and once more where nothing was heard yet and that could
    /// help.
    async fn listen(&mut self, talk: &Talk<'_>, is_last: bool) -> Result<Assembly, Stop> {
        let mut asked_again = false;
        let mut forms = 1;
        let settings = &self.shared.settings;
        let mut form = self.habits().form(Instant::now());
        let mut body = talk.body(settings, &form, is_last);
        loop {
            self.said = false;
            let result = self.listen_once(&body).await;
            if result.is_ok() || self.said {
                self.habits().taken(&form, Instant::now());
            }
            let trouble = match result {
                Err(Stop::Trouble(trouble)) => trouble,
                done => return done,
            };
            if self.said {
                // Part of this answer was heard; another would contradict it.
                return Err(trouble.into());
            }
            if let Some(refusal) = &trouble.refusal
                && forms < MOST_FORMS
                && form.adapt(refusal, &body)
            {
                forms += 1;
                let adapted = talk.body(settings, &form, is_last);
                if adapted != body {
                    let cause = &trouble.error.cause;
                    tracing::info!(cause, "asking the model in another form");
                    body = adapted;
                    asked_again = false;
                    continue;
                }
            }
            if trouble.is_too_long() {
                return Err(talk.too_long(trouble.error.cause).into());
            }
            match trouble.again {
                Some(pause) if !asked_again && Instant::now() + pause < self.deadline => {
                    asked_again = true;
                    let cause = &trouble.error.cause;
                    tracing::info!(cause, "asking the model once more");
                    sleep(pause).await;
                }
                _ => return Err(trouble.into()),
            }
        }
    }

    fn habits(&self) -> MutexGuard<'_, Habits> {
        let habits = self.shared.habits.lock();
        habits.unwrap_or_else(PoisonError::into_inner)
    }

    async fn listen_once(&mut self, body: &Value) -> Result<Assembly, Stop> {
        let mut tally = Tally::new(&self.meter, body);
        let asked = self.shared.endpoint.ask(body, self.deadline).await;
        let mut answer = asked.inspect_err(|trouble| tally.failed(trouble))?;
        let keeps = self.shared.ends_thoughts.load(Ordering::Relaxed);
        let forgiven = self.shared.endpoint.forgiven.clone();
        let mut assembly = Assembly::new(keeps, forgiven);
        let mut fresh = true;
        let mut repetition = Repetition::of(&self.told);
        while let Some(value) = answer.next().await? {
            tally.hear(&value);
            let pieces = assembly.take(&value)?;
            answer.heard();
            if assembly.finish.is_some() {
                answer.over();
            }
            self.tell(pieces, &mut fresh, &mut repetition).await?;
            self.stay_alive().await?;
        }
        self.tell(assembly.close(), &mut fresh, &mut repetition)
            .await?;
        self.hear(repetition.rest(), &mut fresh).await?;
        if let Some(ends) = assembly.ends_thoughts() {
            self.shared.ends_thoughts.store(ends, Ordering::Relaxed);
        }
        assembly.verdict(answer.is_complete())?;
        if assembly.is_cut() {
            tracing::info!(
                reason = assembly.finish,
                max_tokens = self.shared.settings.max_tokens,
                "a limit of tokens or a filter cut the model's answer"
            );
        }
        for call in &assembly.calls.all {
            if !tools::is_ours(&call.name) {
                self.show_call(call).await?;
            }
        }
        if !assembly.text.trim().is_empty() {
            self.told.push(assembly.text.clone());
        } else if self.told.is_empty() && assembly.calls.all.is_empty() {
            return Err(Trouble::silent("the model's answer is empty").into());
        }
        Ok(assembly)
    }

    /// Passes on what an answer brought.
    async fn tell(
        &mut self,
        pieces: Vec<Piece>,
        fresh: &mut bool,
        repetition: &mut Repetition,
    ) -> Result<(), Stop> {
        for piece in pieces {
            match piece {
                Piece::Text(text) => self.hear(repetition.without(text), fresh).await?,
                Piece::Withdraw => {
                    *repetition = Repetition::of(&self.told);
                    if !*fresh {
                        self.send(Step::Withdraw).await?;
                        // Nothing of this answer stands any more.
                        self.said = false;
                        self.open = false;
                    }
                }
            }
        }
        Ok(())
    }

    /// Says a piece of an answer, in a message of its own.
    async fn hear(&mut self, text: String, fresh: &mut bool) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        if std::mem::take(fresh) && self.open {
            self.send(Step::Break).await?;
        }
        self.say(text).await
    }

    /// An answer that is not said yet is no dead one, to whoever waits for steps.
    async fn stay_alive(&mut self) -> Result<(), Stop> {
        if self.sent.elapsed() < SIGN_OF_LIFE {
            return Ok(());
        }
        self.sent = Instant::now();
        let sign = Ok(Step::Text(String::new()));
        self.sender.send(sign).await.map_err(|_| Stop::Unheard)
    }

    /// Shows a call that is not carried out by us.
    async fn show_call(&mut self, call: &Call) -> Result<(), Stop> {
        if std::mem::take(&mut self.open) {
            self.send(Step::Break).await?;
        }
        // By chance, because endpoints number their calls anew in every answer.
        let id = format!("call-{:016x}", rand::random::<u64>());
        let steps = [
            Step::ToolStart {
                id: id.clone(),
                name: call.name.clone(),
            },
            Step::ToolInput {
                id: id.clone(),
                delta: call.arguments.clone(),
            },
            Step::ToolEnd { id: id.clone() },
            Step::ToolResult {
                id,
                content: "This tool is not available here.".to_owned(),
            },
        ];
        for step in steps {
            self.send(step).await?;
        }
        Ok(())
    }

    async fn say(&mut self, text: String) -> Result<(), Stop> {
        self.open = true;
        self.send(Step::Text(text)).await
    }

    async fn send(&mut self, step: Step) -> Result<(), Stop> {
        self.said = true;
        self.sent = Instant::now();
        self.sender.send(Ok(step)).await.map_err(|_| Stop::Unheard)
    }
}

#[cfg(test)]
mod tests;
