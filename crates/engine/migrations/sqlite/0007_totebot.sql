-- What an agent answers from beside its instructions. `text` is what was understood of it.
CREATE TABLE knowledge (
    id TEXT PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    question TEXT,
    text TEXT NOT NULL,
    url TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX knowledge_by_scenario ON knowledge (scenario_id, created_at);

-- The same in pieces an answer can be made of; `terms` are the stems they are found by.
CREATE TABLE knowledge_passages (
    knowledge_id TEXT NOT NULL REFERENCES knowledge (id) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    text TEXT NOT NULL,
    terms TEXT NOT NULL,
    PRIMARY KEY (knowledge_id, position)
);

-- Who wants to be contacted: what the agent's tool or an API call recorded.
CREATE TABLE leads (
    id TEXT PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    note TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX leads_by_scenario ON leads (scenario_id, created_at);
CREATE INDEX leads_by_session ON leads (session_id);

-- Orders as the shop's own system says; `id` is the shop's.
CREATE TABLE orders (
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    customer_id TEXT,
    customer_email TEXT NOT NULL,
    status TEXT NOT NULL,
    total DOUBLE PRECISION NOT NULL,
    currency TEXT NOT NULL,
    items TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (scenario_id, id)
);
CREATE INDEX orders_by_date ON orders (scenario_id, placed_at);

-- What happened in the shop: carts filled, checkouts begun. `id` is the shop's or ours.
CREATE TABLE shop_events (
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    session_id TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    customer_id TEXT,
    product TEXT,
    quantity BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (scenario_id, id)
);
CREATE INDEX shop_events_by_date ON shop_events (scenario_id, at);

-- Channels and shops an agent is connected to, and what the shop sells.
CREATE TABLE integrations (
    id TEXT PRIMARY KEY NOT NULL,
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    provider TEXT NOT NULL,
    name TEXT NOT NULL,
    is_active BIGINT NOT NULL,
    products TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX integrations_by_scenario ON integrations (scenario_id, created_at);

-- Embed pages served, by the hour they were served in.
CREATE TABLE embed_opens (
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    hour BIGINT NOT NULL,
    opens BIGINT NOT NULL,
    PRIMARY KEY (scenario_id, hour)
);

CREATE TABLE message_feedback (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL,
    value TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (session_id, message_id)
);

-- What an API's caller says of whom it speaks for, beside what stands in the session itself.
CREATE TABLE identities (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    phone TEXT NOT NULL,
    metadata TEXT NOT NULL
);

-- What was read out of a conversation up to `seq`. `words`, `questions` and `emails` are empty where
-- no transcript is kept.
CREATE TABLE conversation_insights (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    seq BIGINT NOT NULL,
    messages BIGINT NOT NULL,
    last_message_at BIGINT,
    sentiment TEXT,
    compound DOUBLE PRECISION NOT NULL,
    positive DOUBLE PRECISION NOT NULL,
    negative DOUBLE PRECISION NOT NULL,
    neutral DOUBLE PRECISION NOT NULL,
    intents TEXT NOT NULL,
    questions TEXT NOT NULL,
    emails TEXT NOT NULL,
    words TEXT NOT NULL
);
