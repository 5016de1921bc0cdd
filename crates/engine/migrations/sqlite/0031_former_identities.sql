-- With whom a conversation was held before the caller of an API named somebody else in it.
CREATE TABLE former_identities (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    account_id TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_email TEXT NOT NULL,
    phone TEXT NOT NULL,
    metadata TEXT NOT NULL,
    replaced_at BIGINT NOT NULL,
    PRIMARY KEY (session_id, customer_id, user_email)
);
CREATE INDEX former_identities_by_email ON former_identities (account_id, LOWER(user_email)) WHERE user_email <> '';
CREATE INDEX former_identities_by_customer ON former_identities (account_id, customer_id) WHERE customer_id <> '';
CREATE INDEX former_identities_called_by_address ON former_identities (account_id, LOWER(customer_id))
    WHERE instr(customer_id, '@') > 0;
