-- How often a scenario's passcode was changed, and which one opened an access: what an earlier passcode
-- opened opens nothing from the change on, and goes when it expires.
ALTER TABLE scenarios ADD COLUMN passcode_epoch BIGINT NOT NULL DEFAULT 0;
ALTER TABLE access_tokens ADD COLUMN passcode_epoch BIGINT NOT NULL DEFAULT 0;
