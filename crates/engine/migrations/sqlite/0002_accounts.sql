-- A closed account's keys open nothing and its scenarios admit nobody; what it holds is kept.
ALTER TABLE accounts ADD COLUMN closed_at BIGINT;
ALTER TABLE credentials ADD COLUMN last_used_at BIGINT;
-- What the vendor's API says of a scenario and this server keeps without acting on it.
ALTER TABLE scenarios ADD COLUMN vendor TEXT NOT NULL DEFAULT '{}';
