//! Sizes, rates and times.

use std::time::Duration;

use vivavoce_protocol::caps;

/// The defaults suit a public deployment; tests shorten the times.
#[derive(Clone, Debug)]
pub struct Limits {
    pub connections: ConnectionLimits,
    /// Bytes of one session's log, all that was said and noted in it.
    pub session_bytes: usize,
    /// Events of one session's log.
    pub session_events: usize,
    /// Below so many bytes of free disk no session begins.
    pub free_disk: u64,
    /// Bytes of any request body under `/api/embed`.
    pub body_bytes: usize,
    /// Bytes of a scenario as the public API takes it: it may carry a document, as base64. Other
    /// calls take [`super::API_CALL_BYTES`], or this where it is less.
    pub api_body_bytes: usize,
    /// Bytes of bodies that have come of requests which are not answered yet, of everybody's.
    pub bodies_in_all: usize,
    /// The same of one address that is no trusted proxy.
    pub bodies_per_address: usize,
    /// A request that is not answered after this long (streams count until they begin) never is.
    pub request_total: Duration,
    /// Reading a document may take this long.
    pub document_total: Duration,
    /// A run that says nothing for this long ends as failed.
    pub run_idle: Duration,
    /// A run that lasts this long ends as failed.
    pub run_total: Duration,
    /// How long a run is believed alive without a sign of its process.
    pub run_lease: Duration,
    /// Text is gathered this long before it becomes one event.
    pub delta_every: Duration,
    /// A comment goes over every quiet stream this often.
    pub heartbeat: Duration,
    /// Without a request for this long, a session ends as lost.
    pub lost_after: Duration,
    /// A session whose page said that it goes away ends as lost after this long, unless anybody
    /// comes back. Longer than a reload takes, and than a stream's heartbeat.
    pub leave_grace: Duration,
    /// No session lasts longer, whatever the scenario says.
    pub session_total: Duration,
    /// A session in which nothing was said for this long is removed; `None`: it is kept. A scenario may
    /// keep its own for less.
    pub keep_sessions: Option<Duration>,
    /// So long after it was closed an account is removed with all it holds; `None`: it is kept.
    pub keep_closed_accounts: Option<Duration>,
    /// A conversation that nobody ends and that keeps no transcript is erased when nothing was said in it
    /// for this long.
    pub erase_after: Duration,
    /// A session token's life after the session's end.
    pub token_after_end: Duration,
    /// How long a passcode opens its scenario.
    pub passcode_access: Duration,
    /// A model's judgement of a session may take this long, everything included.
    pub analysis_total: Duration,
    /// Whoever asks for an analysis waits for it this long at most.
    pub analysis_wait: Duration,
    /// How long a parcel of the outbox is believed under way without a sign of its process.
    pub parcel_lease: Duration,
    /// How often ended, lost and lapsed things are looked for.
    pub sweep_every: Duration,
    /// When the server stops, open runs may take this long to note that they were interrupted.
    pub last_notes: Duration,
    /// Sessions one address may start: at once, and per minute after that. One in which somebody
    /// has spoken counts half.
    pub sessions_per_address: Rate,
    /// How fast they may come; who comes faster waits some seconds for their turn.
    pub session_pace: Rate,
    /// Calls that show one session's token, whatever they ask.
    pub calls_per_session: Rate,
    /// Private scenarios one address may have opened to it, and sessions resumed by that.
    pub access_per_address: Rate,
    /// Turns of one session.
    pub turns_per_session: Rate,
    /// Turns of one address, all its sessions together.
    pub turns_per_address: Rate,
    /// What one client of a Tovie channel may send.
    pub channel_client_says: Rate,
    /// How often it may look: events, history, state, statuses.
    pub channel_client_looks: Rate,
    /// Calls of one session to its backend through the relay.
    pub relay_per_session: Rate,
    /// The same of one address, all its sessions together.
    pub relay_per_address: Rate,
    /// Those of one address under way at once, streams and long polls too.
    pub relay_at_once_per_address: u32,
    pub relay: RelayTimes,
    /// Passcodes one address may try on one scenario, and passwords on one user of a school.
    pub passcodes: Rate,
    /// Wrong ones of one scenario, or one school, from everywhere; beyond it an address has a few an hour.
    pub passcodes_in_all: Rate,
    /// What may be spent in one scenario on a UTC day. A scenario may ask for less.
    pub per_scenario: Ceiling,
    /// The same in all scenarios of an account together.
    pub per_account: Ceiling,
    /// Kilobytes that visitors of one address may send in a day; beyond them it begins no session.
    pub written_per_address: u32,
    /// Mails an account's scenarios and schools may send on a UTC day.
    pub mails_per_account: u32,
    /// Calls of the public API with one key.
    pub api_calls: Rate,
    /// Calls of one address that show no key or a wrong one, or a token that opens nothing.
    pub anonymous_calls: Rate,
}

/// What a connection may take, and how many there may be.
#[derive(Clone, Debug)]
pub struct ConnectionLimits {
    /// From the first byte of a request's head, or the connection's beginning, to the head's end.
    pub head: Duration,
    /// Between an answer and the next request.
    pub idle: Duration,
    /// A write of which nothing is taken.
    pub write: Duration,
    /// Open at once.
    pub in_all: usize,
    /// Open at once from one address that is no trusted proxy.
    pub per_address: usize,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(15),
            idle: Duration::from_secs(75),
            write: Duration::from_secs(60),
            in_all: 10_000,
            // A school's pages hold a stream each and a few kept-alive sockets.
            per_address: 2_000,
        }
    }
}

/// How long a backend may take.
#[derive(Clone, Debug)]
pub struct RelayTimes {
    pub connect: Duration,
    /// Until it begins to answer.
    pub answer: Duration,
    /// The same for what it holds until there is something to tell, and for streams.
    pub poll: Duration,
    /// From the beginning of an answer to its end.
    pub body: Duration,
    /// Between two pieces of a stream.
    pub idle: Duration,
    /// A stream as a whole.
    pub stream: Duration,
    /// For a backend that answers only when all the work is done.
    pub work: Duration,
    /// How long a visitor waits for that.
    pub work_wait: Duration,
}

impl Default for RelayTimes {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connect: seconds(10),
            answer: seconds(30),
            poll: seconds(60),
            body: seconds(15),
            idle: seconds(60),
            stream: seconds(600),
            work: seconds(600),
            work_wait: seconds(15),
        }
    }
}

const GIGABYTE: u64 = 1024 * 1024 * 1024;

/// Bytes of a request body of the public API that carries no document.
pub const API_CALL_BYTES: usize = 1024 * 1024;

/// A token bucket: `burst` at once, refilled with `per_minute`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub burst: u32,
    pub per_minute: u32,
}

/// What may be spent on one UTC day; `None`: as much as anybody likes. What is under way when it is
/// reached goes on, so a little more may be spent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ceiling {
    /// Runs that begin.
    pub runs: Option<u64>,
    /// Tokens of requests to models and of their answers together.
    pub tokens: Option<u64>,
    /// Bytes written of sessions: beyond them no session begins.
    pub bytes: Option<u64>,
}

impl Ceiling {
    /// The lower one of both, of each kind.
    pub fn lower(self, other: Ceiling) -> Ceiling {
        let lower = |one: Option<u64>, other| one.into_iter().chain(other).min();
        Ceiling {
            runs: lower(self.runs, other.runs),
            tokens: lower(self.tokens, other.tokens),
            bytes: lower(self.bytes, other.bytes),
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            connections: ConnectionLimits::default(),
            session_bytes: 8 * 1024 * 1024,
            session_events: 20_000,
            free_disk: 512 * 1024 * 1024,
            body_bytes: caps::BODY_BYTES,
            // A PDF file of 20 MB, with room for the rest.
            api_body_bytes: 30 * 1024 * 1024,
            bodies_in_all: 256 * 1024 * 1024,
            bodies_per_address: 32 * 1024 * 1024,
            request_total: seconds(90),
            document_total: seconds(20),
            run_idle: seconds(45),
            run_total: seconds(300),
            run_lease: seconds(10),
            delta_every: Duration::from_millis(30),
            heartbeat: seconds(15),
            lost_after: seconds(600),
            leave_grace: seconds(25),
            session_total: seconds(12 * 3600),
            keep_sessions: None,
            keep_closed_accounts: None,
            erase_after: seconds(3600),
            token_after_end: seconds(3600),
            passcode_access: seconds(12 * 3600),
            analysis_total: seconds(80),
            analysis_wait: seconds(70),
            parcel_lease: seconds(90),
            sweep_every: seconds(2),
            last_notes: seconds(2),
            // A school is one address: 300 begin within 20 seconds.
            sessions_per_address: Rate {
                burst: 900,
                per_minute: 60,
            },
            session_pace: Rate {
                burst: 60,
                per_minute: 1_800,
            },
            // A page asks a few times a second where it cannot hold a stream.
            calls_per_session: Rate {
                burst: 300,
                per_minute: 600,
            },
            access_per_address: Rate {
                burst: 600,
                per_minute: 600,
            },
            turns_per_session: Rate {
                burst: 20,
                per_minute: 60,
            },
            turns_per_address: Rate {
                burst: 600,
                per_minute: 1_200,
            },
            channel_client_says: Rate {
                burst: 40,
                per_minute: 60,
            },
            channel_client_looks: Rate {
                burst: 120,
                per_minute: 240,
            },
            // A conversation that is looked at twice a second, and room for what else it asks.
            relay_per_session: Rate {
                burst: 120,
                per_minute: 300,
            },
            // A school's, each looking twice a second.
            relay_per_address: Rate {
                burst: 6_000,
                per_minute: 36_000,
            },
            relay_at_once_per_address: 600,
            relay: RelayTimes::default(),
            // Some pupils of a class mistype it.
            passcodes: Rate {
                burst: 30,
                per_minute: 2,
            },
            // Six digits take three weeks.
            passcodes_in_all: Rate {
                burst: 300,
                per_minute: 30,
            },
            // Some ten thousand long conversations.
            per_scenario: Ceiling {
                bytes: Some(4 * GIGABYTE),
                ..Ceiling::default()
            },
            per_account: Ceiling {
                bytes: Some(16 * GIGABYTE),
                ..Ceiling::default()
            },
            written_per_address: 256 * 1024,
            mails_per_account: 1_000,
            api_calls: Rate {
                burst: 120,
                per_minute: 600,
            },
            anonymous_calls: Rate {
                burst: 300,
                per_minute: 300,
            },
        }
    }
}
