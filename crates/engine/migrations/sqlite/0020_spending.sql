-- How often a run's agent was asked (0: a ceiling or the visitor came before it), and the tokens that cost.
ALTER TABLE runs ADD COLUMN begun BIGINT NOT NULL DEFAULT 1;
ALTER TABLE runs ADD COLUMN tokens_in BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN tokens_out BIGINT NOT NULL DEFAULT 0;

-- What visitors may spend in a scenario on one day; NULL: as the deployment says.
ALTER TABLE scenarios ADD COLUMN runs_per_day BIGINT;
ALTER TABLE scenarios ADD COLUMN tokens_per_day BIGINT;

-- What was spent, by UTC days since 1970. An account's is kept apart: a scenario's goes with it, and
-- must not make room under the account's ceiling.
CREATE TABLE scenario_spending (
    scenario_id TEXT NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
    day BIGINT NOT NULL,
    runs BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    PRIMARY KEY (scenario_id, day)
);
CREATE TABLE account_spending (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    day BIGINT NOT NULL,
    runs BIGINT NOT NULL,
    tokens_in BIGINT NOT NULL,
    tokens_out BIGINT NOT NULL,
    PRIMARY KEY (account_id, day)
);
