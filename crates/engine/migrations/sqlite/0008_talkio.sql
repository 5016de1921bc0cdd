-- A partner's schools. A partner is an account and the name it gives as `x-provider`.
CREATE TABLE organizations (
    id TEXT PRIMARY KEY NOT NULL,
    account_id TEXT NOT NULL REFERENCES accounts (id),
    provider TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    -- Where its users land after signing out; none: a page of ours.
    logout_url TEXT,
    -- The scenarios its users may talk in, as a JSON list of ids; null: all of the account's.
    templates TEXT NOT NULL DEFAULT 'null',
    created_at BIGINT NOT NULL
);
CREATE INDEX organizations_by_partner ON organizations (account_id, provider, created_at);

-- Users of an organization. `user_id` is the partner's; one whose `account_expires_at` has passed is
-- suspended. Passwords are Argon2id hashes.
CREATE TABLE members (
    id TEXT PRIMARY KEY NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_type TEXT NOT NULL,
    email TEXT,
    -- The same in lower case, for look-ups.
    email_key TEXT,
    phone_number TEXT,
    product_id TEXT,
    account_expires_at BIGINT,
    settings TEXT NOT NULL,
    introduced_at BIGINT,
    password_hash TEXT,
    temporary_hash TEXT,
    temporary_until BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX members_by_id ON members (organization_id, user_id);
CREATE UNIQUE INDEX members_by_email ON members (organization_id, email_key)
    WHERE email_key IS NOT NULL;
CREATE INDEX members_by_date ON members (organization_id, created_at);
CREATE INDEX members_of_user ON members (user_id);

-- What signs a user in: links made for the partner (`link`), and the cookies they became
-- (`cookie`); only their SHA-256.
CREATE TABLE member_tokens (
    token_hash BLOB PRIMARY KEY NOT NULL,
    member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    uses BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX member_tokens_by_member ON member_tokens (member_id);
CREATE INDEX member_tokens_by_expiry ON member_tokens (expires_at);

-- A user's sessions: their source is TALKIO, their visitor the member's id.
CREATE INDEX sessions_of_members ON sessions (visitor, created_at) WHERE source = 'TALKIO';

-- Which of a partner's organizations a user prefers; users of several have one id in all of them.
CREATE TABLE organization_preferences (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    provider TEXT NOT NULL,
    user_id TEXT NOT NULL,
    organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    PRIMARY KEY (account_id, provider, user_id)
);

-- What a model made of a message for whoever learns: translation, romanization, feedback.
CREATE TABLE remarks (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    message_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, message_id, kind)
);
