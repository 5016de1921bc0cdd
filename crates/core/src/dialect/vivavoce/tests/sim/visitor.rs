//! Someone who talks: writes, waits, presses Retry where that is offered, ends and submits.

use super::Rng;
use crate::dialect::{Delivery, Event, Open, Resume, Verb};
use crate::failure::Failure;
use crate::transcript::{Body, Entry, EntryId, Transcript};
use crate::wire::StopReason;

pub(crate) struct Visitor {
    /// What is still to be written.
    left: u32,
    pub(crate) written: Vec<EntryId>,
    /// Writes while a reply is under way, and stops some replies.
    impatient: bool,
    /// Ends the session when they have looked at the screen so often, whatever is going on.
    leaves_after: Option<u32>,
    /// The session they are in.
    session: Option<Resume>,
    runs: Vec<(EntryId, Ran)>,
    failed: Option<Failure>,
    stopped: bool,
    ended: bool,
    submitted: bool,
    done: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ran {
    Open,
    Done,
    Failed,
}

impl Visitor {
    pub(crate) fn new(turns: u32, impatient: bool) -> Self {
        Visitor {
            left: turns,
            written: Vec::new(),
            impatient,
            leaves_after: None,
            session: None,
            runs: Vec::new(),
            failed: None,
            stopped: false,
            ended: false,
            submitted: false,
            done: false,
        }
    }

    pub(crate) fn leaving_after(mut self, looks: u32) -> Self {
        self.leaves_after = Some(looks);
        self
    }

    pub(crate) fn opens(&self) -> Verb {
        Verb::Open(Box::new(Open {
            resume: self.session.clone(),
            ..Open::default()
        }))
    }

    /// Loads the page anew, unless they would lose what is just being sent.
    pub(crate) fn reload(&mut self, sending: bool) -> Option<Verb> {
        if sending || self.session.is_none() {
            return None;
        }
        self.runs.clear();
        self.failed = None;
        let opens = self.opens();
        // They know that they are in again when they see it.
        self.session = None;
        self.stopped = false;
        self.ended = false;
        self.submitted = false;
        Some(opens)
    }

    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    pub(crate) fn hears(&mut self, event: &Event) {
        match event {
            Event::Connected { session, .. } => {
                self.session = Some(Resume {
                    session_id: session.session_id.clone(),
                    session_token: session.session_token.clone(),
                });
            }
            Event::RunStarted { run } => self.ran(run, Ran::Open),
            Event::RunFinished { run, .. } => self.ran(run, Ran::Done),
            Event::RunFailed { run, .. } => self.ran(run, Ran::Failed),
            Event::Failed(failure) => self.failed = Some(failure.clone()),
            Event::Ended { .. } => self.ended = true,
            Event::Submitted => self.submitted = true,
            Event::Results(_) => self.done = true,
            _ => {}
        }
    }

    fn ran(&mut self, run: &EntryId, how: Ran) {
        match self.runs.iter_mut().find(|(known, _)| known == run) {
            Some((_, ran)) => *ran = how,
            None => self.runs.push((run.clone(), how)),
        }
    }

    /// What they do when they look at the screen.
    pub(crate) fn acts(&mut self, transcript: &Transcript, rng: &mut Rng) -> Vec<Verb> {
        if self.failed.take().is_some() {
            return vec![Verb::RetryNow];
        }
        if self.ended {
            let submit = Verb::Submit { comment: None };
            return if std::mem::replace(&mut self.submitted, true) {
                vec![]
            } else {
                vec![submit]
            };
        }
        if self.session.is_none() || self.stopped {
            return vec![];
        }
        match &mut self.leaves_after {
            Some(0) => {
                self.stopped = true;
                let reason = StopReason::Visitor;
                return vec![Verb::Stop { reason }];
            }
            Some(looks) => *looks -= 1,
            None => {}
        }
        let mut sending = 0;
        for entry in transcript.entries() {
            match delivery(entry) {
                Some(Delivery::Sending) => sending += 1,
                Some(Delivery::Failed(_)) => {
                    return vec![Verb::Resend {
                        entry: entry.id.clone(),
                    }];
                }
                _ => {}
            }
        }
        let answered = |entry: &EntryId| {
            self.runs
                .iter()
                .any(|(run, ran)| run == entry && *ran == Ran::Done)
        };
        if let Some((run, _)) = self.runs.iter().find(|(_, ran)| *ran == Ran::Failed)
            && self.written.contains(run)
        {
            // It is asked for once; what comes of it is told as a new run.
            let run = run.clone();
            self.runs.retain(|(known, _)| *known != run);
            return vec![Verb::Resend { entry: run }];
        }
        let running = self.runs.iter().any(|(_, ran)| *ran == Ran::Open);
        if running && self.impatient && rng.one_in(6) {
            return vec![Verb::Cancel];
        }
        let waiting = sending > 0 || running || self.written.iter().any(|it| !answered(it));
        if self.left > 0 && (!waiting || (self.impatient && rng.one_in(2))) {
            self.left -= 1;
            let entry = EntryId::from(format!("{:024x}", self.written.len()).as_str());
            self.written.push(entry.clone());
            let text = format!("message {} ✔", self.written.len());
            return vec![Verb::Send {
                entry,
                text,
                choice: None,
            }];
        }
        if self.left == 0 && !waiting {
            self.stopped = true;
            return vec![Verb::Stop {
                reason: StopReason::Visitor,
            }];
        }
        vec![]
    }
}

fn delivery(entry: &Entry) -> Option<&Delivery> {
    match &entry.body {
        Body::Message(message) => message.delivery.as_ref(),
        Body::Tool(_) => None,
    }
}
