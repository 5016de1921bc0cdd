-- One SQL text for every engine: TEXT, BIGINT, DOUBLE PRECISION and BLOB columns; ids are text,
-- times Unix milliseconds, truth values BIGINT 0 or 1, structured values JSON in TEXT.

CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    is_root BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
);

-- Keys are shown once; only their SHA-256 stays.
CREATE TABLE credentials (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    kind TEXT NOT NULL,
    key_hash BLOB NOT NULL UNIQUE,
    label TEXT NOT NULL,
    scope TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX credentials_by_account ON credentials (account_id, created_at);

CREATE TABLE scenarios (
    id TEXT PRIMARY KEY NOT NULL,
    slug TEXT UNIQUE,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    user_friendly_description TEXT,
    ai_instructions TEXT NOT NULL,
    script TEXT,
    rubrik TEXT,
    pdf_context TEXT,
    is_public BIGINT NOT NULL,
    is_featured BIGINT NOT NULL,
    passcode_hash TEXT,
    is_recording BIGINT NOT NULL,
    analysis_access TEXT NOT NULL,
    session_analysis TEXT NOT NULL,
    appearance TEXT NOT NULL,
    strategy TEXT NOT NULL,
    pricing TEXT NOT NULL,
    user_metadata TEXT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX scenarios_by_account ON scenarios (account_id, created_at);

-- What opens a private scenario: tokens minted by its owner, and the bearers they (or a passcode)
-- were exchanged for.
CREATE TABLE access_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    email TEXT,
    session_id TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    scenario_name TEXT NOT NULL,
    style TEXT NOT NULL,
    status TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_email TEXT NOT NULL,
    variables TEXT NOT NULL,
    language TEXT,
    backend TEXT,
    source TEXT NOT NULL,
    transcribe BIGINT NOT NULL,
    max_duration_seconds BIGINT,
    created_at BIGINT NOT NULL,
    deadline_at BIGINT NOT NULL,
    last_contact_at BIGINT NOT NULL,
    ended_at BIGINT,
    stop_reason TEXT,
    submitted_at BIGINT,
    comment TEXT,
    analyzed_at BIGINT,
    erased_at BIGINT,
    last_seq BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_scenario ON sessions (scenario_id, created_at);
CREATE INDEX sessions_by_account ON sessions (account_id, created_at);
CREATE INDEX sessions_open ON sessions (deadline_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_silent ON sessions (last_contact_at) WHERE ended_at IS NULL;
CREATE INDEX sessions_unanalyzed ON sessions (ended_at)
    WHERE ended_at IS NOT NULL AND analyzed_at IS NULL;
CREATE INDEX sessions_to_erase ON sessions (ended_at)
    WHERE transcribe = 0 AND analyzed_at IS NOT NULL AND erased_at IS NULL;
CREATE INDEX sessions_changed ON sessions (changed_at);

CREATE TABLE session_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL
);
CREATE INDEX session_tokens_by_session ON session_tokens (session_id);

-- The truth about what was said: append-only, `seq` without gaps from 1.
CREATE TABLE events (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
);

-- A turn's id is its idempotency key; `position` is the order of acceptance.
CREATE TABLE turns (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    turn_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    body_hash BLOB NOT NULL,
    text TEXT NOT NULL,
    choice TEXT,
    seq BIGINT NOT NULL,
    state TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, turn_id)
);
CREATE INDEX turns_waiting ON turns (session_id, position) WHERE state <> 'started';

-- Who is writing a reply, and until when that is believed.
CREATE TABLE runs (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    first_seq BIGINT NOT NULL,
    outcome TEXT,
    PRIMARY KEY (session_id, run_id)
);
CREATE UNIQUE INDEX runs_one_open ON runs (session_id) WHERE outcome IS NULL;
CREATE INDEX runs_lapsing ON runs (lease_until) WHERE outcome IS NULL;

CREATE TABLE results (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Mail and webhooks yet to be delivered.
CREATE TABLE outbox (
    id TEXT PRIMARY KEY NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    due_at BIGINT NOT NULL,
    done_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE done_at IS NULL;
