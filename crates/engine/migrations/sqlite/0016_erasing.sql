-- Up to which event what was said is erased, where no transcript is kept; less than 0: there is more to
-- erase, though the log has not grown.
ALTER TABLE sessions ADD COLUMN erased_seq BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sessions_unerased ON sessions (changed_at)
    WHERE transcribe = 0 AND last_seq > erased_seq;
DROP INDEX sessions_to_erase;
