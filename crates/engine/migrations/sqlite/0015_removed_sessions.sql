-- Marked, a session is gone for everybody; its rows go after it, some at a time.
ALTER TABLE sessions ADD COLUMN removed_at BIGINT;
CREATE INDEX sessions_removed ON sessions (removed_at) WHERE removed_at IS NOT NULL;

-- What names a session without the schema saying so (`store::removal` does).
CREATE INDEX access_tokens_by_session ON access_tokens (session_id);
CREATE INDEX tovie_clients_by_session ON tovie_clients (session_id);

-- A dialog outlives its sessions; in which of them something of it was said. NULL: in none.
ALTER TABLE tovie_events ADD COLUMN session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE;
CREATE INDEX tovie_events_by_session ON tovie_events (session_id);
-- A request is a turn by the same name, and so is what answers it.
UPDATE tovie_events SET session_id =
    (SELECT t.session_id FROM tovie_clients d
     JOIN tovie_channels c ON c.id = d.channel_id
     JOIN sessions s ON s.scenario_id = c.scenario_id AND s.visitor = d.client_id
     JOIN turns t ON t.session_id = s.id AND t.turn_id = tovie_events.question_id
     WHERE d.id = tovie_events.client);
-- The rest came after something that is known.
UPDATE tovie_events SET session_id =
    (SELECT e.session_id FROM tovie_events e WHERE e.client = tovie_events.client
     AND e.at < tovie_events.at AND e.session_id IS NOT NULL ORDER BY e.at DESC LIMIT 1)
    WHERE session_id IS NULL;

-- Of which session a parcel repeats what was said; NULL: of none.
ALTER TABLE outbox ADD COLUMN session_id TEXT REFERENCES sessions (id) ON DELETE CASCADE;
CREATE INDEX outbox_by_session ON outbox (session_id);
