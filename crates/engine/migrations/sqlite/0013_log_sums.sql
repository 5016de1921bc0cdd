-- Bytes of a session's log, so that its cap is checked without reading it. How many events there
-- are, `last_seq` says.
ALTER TABLE sessions ADD COLUMN log_bytes BIGINT NOT NULL DEFAULT 0;
UPDATE sessions SET log_bytes =
    (SELECT COALESCE(SUM(LENGTH(CAST(body AS BLOB))), 0) FROM events WHERE session_id = sessions.id)
    WHERE ended_at IS NULL;

-- Notes a session has, as SHA-256 of their JSON: one that is there already is not added again.
CREATE TABLE session_notes (
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    note_hash BLOB NOT NULL,
    PRIMARY KEY (session_id, note_hash)
);

-- Written now and then to see whether anything can be.
CREATE TABLE health (
    id BIGINT PRIMARY KEY NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO health (id, at) VALUES (1, 0);
