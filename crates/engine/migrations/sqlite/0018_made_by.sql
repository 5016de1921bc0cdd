-- The key that made a key, or minted an access token: what it made ends with it.
ALTER TABLE credentials ADD COLUMN made_by TEXT REFERENCES credentials (id) ON DELETE SET NULL;
CREATE INDEX credentials_by_maker ON credentials (made_by);
ALTER TABLE access_tokens ADD COLUMN made_by TEXT REFERENCES credentials (id) ON DELETE CASCADE;
CREATE INDEX access_tokens_by_maker ON access_tokens (made_by);
