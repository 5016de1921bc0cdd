-- Marked, a closed account is gone for everybody; what it holds goes after it, some at a time.
ALTER TABLE accounts ADD COLUMN removed_at BIGINT;
CREATE INDEX accounts_closed ON accounts (closed_at) WHERE closed_at IS NOT NULL;
