-- A channel of Tovie's chat API; its id is that of the credential its token is. The token itself is
-- kept only where the items sent to a webhook have to name it.
CREATE TABLE tovie_channels (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    scenario_id TEXT NOT NULL,
    name TEXT NOT NULL,
    block_form BIGINT NOT NULL DEFAULT 0,
    webhook_url TEXT,
    webhook_secret TEXT NOT NULL,
    token TEXT,
    created_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE INDEX tovie_channels_by_account ON tovie_channels (account_id, created_at);

-- A channel's client: one dialog, whatever sessions it takes. `mode`: `agent`, `waiting` for a
-- person, or `human`. `handover` is the reply that asked for a person, `last_at` the time of the
-- newest event.
CREATE TABLE tovie_clients (
    id TEXT PRIMARY KEY NOT NULL,
    channel_id TEXT NOT NULL REFERENCES tovie_channels (id) ON DELETE CASCADE,
    client_id TEXT NOT NULL,
    session_id TEXT,
    state TEXT,
    mode TEXT NOT NULL DEFAULT 'agent',
    operator TEXT NOT NULL DEFAULT '',
    handover TEXT,
    since BIGINT NOT NULL,
    last_at BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    UNIQUE (channel_id, client_id)
);
CREATE INDEX tovie_clients_by_mode ON tovie_clients (channel_id, mode, since);

-- Everything that happened in a dialog, each at a time of its own. A request whose answer is still
-- to come has a lease of whoever waits for it; `choices` are the buttons a reply offered.
CREATE TABLE tovie_events (
    client TEXT NOT NULL REFERENCES tovie_clients (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    question_id TEXT NOT NULL,
    cid TEXT NOT NULL,
    body TEXT NOT NULL,
    choices TEXT,
    status TEXT,
    asked TEXT,
    lease_until BIGINT,
    PRIMARY KEY (client, at)
);
CREATE INDEX tovie_events_by_question ON tovie_events (client, question_id);
CREATE INDEX tovie_events_open ON tovie_events (lease_until) WHERE lease_until IS NOT NULL;

-- Up to where a connection has had a dialog's events.
CREATE TABLE tovie_cursors (
    client TEXT NOT NULL REFERENCES tovie_clients (id) ON DELETE CASCADE,
    cid TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (client, cid)
);

-- When an account's operators last looked at what waits.
CREATE TABLE tovie_operators (
    account_id TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    seen_at BIGINT NOT NULL
);
