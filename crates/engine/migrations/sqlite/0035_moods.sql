-- How visitors feel was only known in English, and everything else counted as neutral. What can be read again is read
-- again; where nothing is left to be read, nobody knows.
UPDATE conversation_insights SET sentiment = 'UNKNOWN'
    WHERE sentiment = 'NEUTRAL' AND compound = 0 AND session_id IN (
        SELECT s.id FROM sessions s WHERE s.transcribe = 0
        AND LOWER(COALESCE(s.language, 'en')) <> 'en' AND LOWER(COALESCE(s.language, 'en')) NOT LIKE 'en-%'
    );
UPDATE conversation_insights SET seq = -1
    WHERE session_id IN (SELECT s.id FROM sessions s WHERE s.transcribe = 1);
