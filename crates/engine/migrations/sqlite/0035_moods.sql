-- Who read a conversation: what an older reader made of it is read again, where it still can be.
ALTER TABLE conversation_insights ADD COLUMN reader BIGINT NOT NULL DEFAULT 0;

-- How visitors feel was only known in English, and everything else counted as neutral. Where nothing is left to be read,
-- nobody knows.
UPDATE conversation_insights SET sentiment = 'UNKNOWN'
    WHERE sentiment = 'NEUTRAL' AND compound = 0 AND session_id IN (
        SELECT s.id FROM sessions s WHERE s.transcribe = 0
        AND LOWER(COALESCE(s.language, 'en')) <> 'en' AND LOWER(COALESCE(s.language, 'en')) NOT LIKE 'en-%'
    );
