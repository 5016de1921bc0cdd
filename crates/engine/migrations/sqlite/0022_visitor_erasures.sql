-- Visitors who are to be erased from an account, until they are. `email` is as it was asked for, its
-- ASCII letters in lower case.
CREATE TABLE visitor_erasures (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    email TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, email)
);

-- What is somebody's is found without reading everybody's.
CREATE INDEX sessions_by_email ON sessions (account_id, LOWER(user_email)) WHERE user_email <> '';
CREATE INDEX access_tokens_by_email ON access_tokens (scenario_id, LOWER(email)) WHERE email IS NOT NULL;
CREATE INDEX leads_by_email ON leads (scenario_id, email);
CREATE INDEX orders_by_email ON orders (scenario_id, customer_email);
CREATE INDEX orders_by_customer ON orders (scenario_id, customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX shop_events_by_customer ON shop_events (scenario_id, customer_id)
    WHERE customer_id IS NOT NULL;
CREATE INDEX purchases_by_email ON purchases (account_id, user_email);
