-- Sessions with other systems: the session is ours, what is said stays with the vendor.

-- The scenario such a backend's sessions are listed under; it stands in no list of scenarios.
CREATE TABLE relay_scenarios (
    backend TEXT PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL UNIQUE REFERENCES scenarios (id) ON DELETE CASCADE
);

-- Who has been at a backend. The key is kept on the visitor's device and here as SHA-256;
-- `vendor_user` is the account made for this visitor where the vendor has accounts.
CREATE TABLE relay_visitors (
    id TEXT PRIMARY KEY NOT NULL,
    backend TEXT NOT NULL,
    key_hash BLOB NOT NULL UNIQUE,
    vendor_user TEXT NOT NULL,
    user_made_at BIGINT,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX relay_visitors_by_sight ON relay_visitors (last_seen_at);

-- `scenario` is what the page's address called it, in the vendor's words.
CREATE TABLE relay_sessions (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    visitor_id TEXT NOT NULL,
    scenario TEXT NOT NULL
);

-- Which of the vendor's conversations, messages and other ids belong to which visitor; the first
-- to have one keeps it.
CREATE TABLE relay_things (
    backend TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing TEXT NOT NULL,
    visitor_id TEXT NOT NULL REFERENCES relay_visitors (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (backend, kind, thing)
);
CREATE INDEX relay_things_by_visitor ON relay_things (visitor_id, kind, created_at);
