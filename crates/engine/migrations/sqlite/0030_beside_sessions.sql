-- What an API keeps of somebody before, or without, any session. `changed_at` is when something was noted of
-- a Tovie client last; `beside`: something may stand that no session's erasure takes along, and where no
-- transcript is kept it goes once the client, or the chat, has rested as sessions do.
ALTER TABLE tovie_clients ADD COLUMN changed_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tovie_clients ADD COLUMN beside BIGINT NOT NULL DEFAULT 0;
UPDATE tovie_clients SET changed_at = MAX(since, last_at, created_at), beside = 1;
CREATE INDEX tovie_clients_beside ON tovie_clients (changed_at) WHERE beside = 1;
CREATE INDEX tovie_clients_at_rest ON tovie_clients (channel_id, changed_at);
CREATE INDEX tovie_channels_by_scenario ON tovie_channels (scenario_id);

ALTER TABLE agentok_chats ADD COLUMN beside BIGINT NOT NULL DEFAULT 0;
UPDATE agentok_chats SET beside = 1 WHERE name <> '';
CREATE INDEX agentok_chats_beside ON agentok_chats (updated_at) WHERE beside = 1;
CREATE INDEX agentok_chats_at_rest ON agentok_chats (scenario_id, updated_at) WHERE name <> '';

-- Erased sessions kept the names of their variables, whoever made these up, and their connections' names:
-- they are erased once more.
UPDATE sessions SET erased_seq = MIN(erased_seq, 0) - 1 WHERE transcribe = 0 AND (variables <> '{}'
    OR id IN (SELECT d.session_id FROM tovie_cursors u JOIN tovie_clients d ON d.id = u.client));
