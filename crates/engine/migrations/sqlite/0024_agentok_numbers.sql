-- The last number given out of each kind: none is given again, also after what had it was removed.
CREATE TABLE agentok_numbers (
    kind TEXT PRIMARY KEY NOT NULL,
    last BIGINT NOT NULL
);
INSERT INTO agentok_numbers (kind, last) SELECT 'chat', COALESCE(MAX(id), 0) FROM agentok_chats;
INSERT INTO agentok_numbers (kind, last) SELECT 'project', COALESCE(MAX(id), 0) FROM agentok_projects;
