-- Where an account hears of its sessions. A secret signs, so it is kept as it is.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    url TEXT NOT NULL,
    description TEXT NOT NULL,
    events TEXT NOT NULL,
    secret TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE INDEX webhooks_by_account ON webhooks (account_id, created_at);

-- `target`: the webhook's id, or `mail`. Whoever holds the lease sends; `outcome` is why nobody
-- will any more, `detail` how the last try failed.
ALTER TABLE outbox ADD COLUMN target TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN owner TEXT;
ALTER TABLE outbox ADD COLUMN lease_until BIGINT;
ALTER TABLE outbox ADD COLUMN outcome TEXT;
ALTER TABLE outbox ADD COLUMN detail TEXT;
CREATE INDEX outbox_by_target ON outbox (target, created_at);
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

-- What the seller's own payment system says was bought; `id` is the seller's.
CREATE TABLE purchases (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    id TEXT NOT NULL,
    scenario_id TEXT,
    scenario_name TEXT NOT NULL,
    product_id TEXT NOT NULL,
    product_type TEXT NOT NULL,
    product_name TEXT NOT NULL,
    user_id TEXT,
    user_name TEXT NOT NULL,
    user_email TEXT NOT NULL,
    amount DOUBLE PRECISION NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    purchase_date BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    completed_at BIGINT,
    PRIMARY KEY (account_id, id)
);
-- A request sent again, however late, changes nothing.
CREATE TABLE purchase_keys (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    key_hash BLOB NOT NULL,
    body_hash BLOB NOT NULL,
    purchase_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, key_hash)
);
CREATE INDEX purchases_by_buyer ON purchases (scenario_id, user_email, status);
CREATE INDEX purchases_by_date ON purchases (account_id, purchase_date);

-- What a model made of a session, beside what was measured.
ALTER TABLE results ADD COLUMN judgement TEXT NOT NULL DEFAULT 'null';
ALTER TABLE results ADD COLUMN extraction TEXT NOT NULL DEFAULT 'null';
-- When its report went into the outbox; it does so once.
ALTER TABLE results ADD COLUMN reported_at BIGINT;

-- Analyses under way.
CREATE TABLE analyses (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    owner TEXT NOT NULL,
    lease_until BIGINT NOT NULL
);
