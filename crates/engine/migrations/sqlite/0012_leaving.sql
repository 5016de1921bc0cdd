-- When a page that was going away said so; NULL again once anybody came back.
ALTER TABLE sessions ADD COLUMN leaving_at BIGINT;
CREATE INDEX sessions_leaving ON sessions (leaving_at)
    WHERE ended_at IS NULL AND leaving_at IS NOT NULL;
