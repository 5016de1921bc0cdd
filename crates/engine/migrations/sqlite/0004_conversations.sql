-- A conversation held through another system's API goes on for as long as that system's caller
-- likes: no deadline and no silence ends it.
ALTER TABLE sessions ADD COLUMN lasting BIGINT NOT NULL DEFAULT 0;
-- Whose it is, in the words of the API it came by: a client's id, a customer's, a user's.
ALTER TABLE sessions ADD COLUMN visitor TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_by_visitor ON sessions (scenario_id, visitor, created_at);
