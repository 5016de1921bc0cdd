-- Bytes of what was said and noted in a day, beside what replies cost.
ALTER TABLE scenario_spending ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE account_spending ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;

-- How much of a session's log is counted there. What was written before counts for no day.
ALTER TABLE sessions ADD COLUMN counted_bytes BIGINT NOT NULL DEFAULT 0;
UPDATE sessions SET counted_bytes = log_bytes;
