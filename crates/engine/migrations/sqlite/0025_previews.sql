-- Minted by whoever tries a scenario out: sessions that it opens are previews, and count nowhere.
ALTER TABLE access_tokens ADD COLUMN is_preview BIGINT NOT NULL DEFAULT 0;
