//! Host events: what there is to tell the page around us, and the line over which it hears and says it.

use std::collections::VecDeque;
use std::rc::Rc;

use vivavoce_core::failure::Failure;
use vivavoce_core::host::{About, Extra, HostEvent, Occasion, Post};
use vivavoce_core::phase::HostRecord;

use super::Fixed;
use super::effects::Effect;
use super::engine::{Happened, Inbox};
use super::parts::{HostPort, NewHostPort};
use crate::browser::clock::now;
use crate::browser::coming::Coming;
use crate::browser::host::{self, Heard};
use crate::browser::listen::Listener;
use crate::browser::task::Task;
use crate::browser::timer::Timeout;

/// What there is to tell, for a page around us.
pub(super) struct HostEvents {
    scenario: String,
    ready: bool,
    /// The visitor has done something.
    engaged: bool,
    /// The session of an earlier frame whose end was told.
    lost: String,
}

impl HostEvents {
    pub fn new(fixed: &Fixed) -> HostEvents {
        HostEvents {
            scenario: fixed.scenario.clone(),
            ready: false,
            engaged: false,
            lost: String::new(),
        }
    }

    /// Only the first time counts.
    pub fn ready(&mut self, session_id: Option<String>) -> Option<Extra> {
        let first = !std::mem::replace(&mut self.ready, true);
        first.then(|| Extra::Ready(self.about(session_id)))
    }

    /// The visitor did something; only the first time counts.
    pub fn engaged(&mut self, session_id: Option<String>) -> Option<Extra> {
        let first = !std::mem::replace(&mut self.engaged, true);
        first.then(|| Extra::Click(self.about(session_id)))
    }

    /// What an earlier frame had and told of as `told` is not gone on with; only the first time counts.
    pub fn lost(&mut self, told: HostRecord) -> Option<HostEvent> {
        let ends = told.started && !told.ended && self.lost != told.session_id;
        ends.then(|| {
            self.lost.clone_from(&told.session_id);
            HostEvent {
                event: Occasion::Terminated,
                session_id: told.session_id,
                timestamp: now() as i64,
            }
        })
    }

    /// To a host that asked for it.
    pub fn resized(&self, height: u32, session_id: Option<String>) -> Extra {
        Extra::Resize {
            scenario_id: self.scenario.clone(),
            session_id,
            height,
        }
    }

    pub fn token_needed(&self) -> Extra {
        Extra::TokenNeeded(self.about(None))
    }

    pub fn error(&self, failure: Option<&Failure>, session_id: Option<String>) -> Extra {
        let (code, message) = match failure {
            Some(Failure::Offline) => ("offline", "The visitor's browser is offline."),
            Some(Failure::Unreachable) => ("unreachable", "The server could not be reached."),
            Some(Failure::Refused) => ("refused", "Access was refused, or it has expired."),
            Some(Failure::Missing) => ("missing", "There is no such scenario or session."),
            Some(Failure::Busy { .. }) => ("busy", "The server asks to try again later."),
            Some(Failure::Rejected { detail }) => ("rejected", detail.as_str()),
            Some(Failure::Agent { detail }) => ("agent", detail.as_str()),
            _ => (
                "protocol",
                "The server answered in a way that was not understood.",
            ),
        };
        Extra::Error {
            scenario_id: self.scenario.clone(),
            session_id,
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    fn about(&self, session_id: Option<String>) -> About {
        About {
            scenario_id: self.scenario.clone(),
            session_id,
        }
    }
}

/// Milliseconds between one try to fetch the chunk and the next; after the last of them the host
/// hears what it can without.
const PAUSES: [u64; 2] = [500, 2_000];
/// What waits for the chunk at most, beside the documented four. A loader repeats what is not answered.
const WAITING_CAP: usize = 64;

/// The line to the page around us, which is in a chunk. What passes over it waits for the chunk, in
/// order. Where that does not come, the documented four are posted without it: those that waited when
/// the last try failed or the document goes away, and each later one at once. All else waits on, for
/// a chunk that is fetched when the network or the visitor is back; meanwhile the loader tells its
/// page that commands are not answered.
pub(super) struct HostLine {
    inbox: Inbox,
    load: fn() -> Coming<NewHostPort>,
    is_framed: bool,
    coming: Option<Task>,
    pause: Option<Timeout>,
    tries: usize,
    port: Option<Rc<dyn HostPort>>,
    waiting: VecDeque<Said>,
    listener: Option<Listener>,
}

/// What passes over the line.
pub(super) enum Said {
    /// By the page around us.
    Heard(Heard),
    /// To it.
    Told(Post),
}

impl HostLine {
    pub fn new(inbox: Inbox, load: fn() -> Coming<NewHostPort>) -> HostLine {
        let heard = inbox.clone();
        HostLine {
            inbox,
            load,
            is_framed: host::is_framed(),
            coming: None,
            pause: None,
            tries: 0,
            port: None,
            waiting: VecDeque::new(),
            listener: host::listen(move |message| heard.happen(Happened::Message(message))),
        }
    }

    pub fn port(&self) -> Option<&Rc<dyn HostPort>> {
        self.port.as_ref()
    }

    /// Nothing of the page around us is heard any more.
    pub fn turn_away(&mut self) {
        self.listener = None;
    }

    pub fn tell(&mut self, post: impl Into<Post>) -> Option<Effect> {
        self.pass(Said::Told(post.into()))
    }

    pub fn heard(&mut self, message: Heard) -> Option<Effect> {
        self.pass(Said::Heard(message))
    }

    fn pass(&mut self, said: Said) -> Option<Effect> {
        if !self.is_framed {
            return None;
        }
        if self.port.is_some() {
            return Some(Effect::Pass(said));
        }
        if self.tries == 0 {
            self.fetch();
        }
        match said {
            Said::Told(Post::Event(event)) if self.gave_up() => {
                return Some(Effect::PostAlone(event));
            }
            Said::Told(Post::Event(_)) => self.waiting.push_back(said),
            _ if self.waiting.len() < WAITING_CAP => self.waiting.push_back(said),
            _ => {}
        }
        None
    }

    /// The last try has failed, and none is under way: what is posted alone then overtakes nothing
    /// that waits.
    fn gave_up(&self) -> bool {
        self.tries > PAUSES.len() && self.coming.is_none()
    }

    /// The network or the visitor is back.
    pub fn look_again(&mut self) {
        if self.tries > 0 && self.coming.is_none() && self.port.is_none() {
            self.fetch();
        }
    }

    pub fn fetch(&mut self) {
        self.tries = self.tries.saturating_add(1);
        self.pause = None;
        let (inbox, port) = (self.inbox.clone(), (self.load)());
        self.coming = Some(Task::start(async move {
            inbox.happen(Happened::HostPort(port.await.ok()));
        }));
    }

    /// The chunk came, or did not.
    pub fn came(&mut self, port: Option<NewHostPort>) -> Vec<Effect> {
        self.coming = None;
        if let Some(port) = port {
            return vec![Effect::BeginPort(port)];
        }
        let inbox = self.inbox.clone();
        match PAUSES.get(self.tries.saturating_sub(1)) {
            Some(pause) => {
                let next = move || inbox.happen(Happened::HostPortWanted);
                self.pause = Some(Timeout::new(*pause, next));
                Vec::new()
            }
            None => self.speak_alone(),
        }
    }

    /// What of it can be posted without the chunk is.
    pub fn speak_alone(&mut self) -> Vec<Effect> {
        let mut alone = Vec::new();
        let mut rest = VecDeque::new();
        for said in self.waiting.drain(..) {
            match said {
                Said::Told(Post::Event(event)) => alone.push(Effect::PostAlone(event)),
                said => rest.push_back(said),
            }
        }
        self.waiting = rest;
        alone
    }

    /// It stands; returns what waited for it.
    pub fn stands(&mut self, port: Rc<dyn HostPort>) -> VecDeque<Said> {
        self.port = Some(port);
        std::mem::take(&mut self.waiting)
    }
}
