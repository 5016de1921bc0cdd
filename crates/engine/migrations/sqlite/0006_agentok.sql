-- Chats of the Agentok API. Ids are numbers there, so they are given out here.
CREATE TABLE agentok_chats (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    from_type TEXT NOT NULL,
    -- As the caller named it.
    from_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    deleted_at BIGINT
);
CREATE INDEX agentok_chats_by_account ON agentok_chats (account_id, id);

-- A chat outlives its sessions: after an agent ended one, the next message begins another.
CREATE TABLE agentok_sessions (
    chat_id BIGINT NOT NULL REFERENCES agentok_chats (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    PRIMARY KEY (chat_id, position)
);

-- Projects are numbers there too: an account's scenarios in the order they were first asked for.
CREATE TABLE agentok_projects (
    id BIGINT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    scenario_id TEXT NOT NULL UNIQUE REFERENCES scenarios (id) ON DELETE CASCADE
);
