-- Whatever refers to a row is found without reading the rest of its table.
CREATE INDEX access_tokens_by_scenario ON access_tokens (scenario_id, kind);
CREATE INDEX agentok_chats_by_scenario ON agentok_chats (scenario_id);
CREATE INDEX agentok_sessions_by_session ON agentok_sessions (session_id);
CREATE INDEX agentok_projects_by_account ON agentok_projects (account_id);
CREATE INDEX orders_by_session ON orders (session_id);
CREATE INDEX shop_events_by_session ON shop_events (session_id);
CREATE INDEX organization_preferences_by_organization ON organization_preferences (organization_id);

-- What is due and what is under way of a target, however much was sent to it before.
CREATE INDEX outbox_open ON outbox (target, due_at, id) WHERE done_at IS NULL;
CREATE INDEX outbox_held ON outbox (target, lease_until)
    WHERE done_at IS NULL AND lease_until IS NOT NULL;

-- Marked, it is gone for everybody; its rows go after it, some at a time.
ALTER TABLE scenarios ADD COLUMN removed_at BIGINT;
CREATE INDEX scenarios_removed ON scenarios (removed_at) WHERE removed_at IS NOT NULL;
ALTER TABLE organizations ADD COLUMN removed_at BIGINT;
CREATE INDEX organizations_removed ON organizations (removed_at) WHERE removed_at IS NOT NULL;
