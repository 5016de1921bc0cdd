-- Days after which a session in which nothing more was said is removed; NULL: as the deployment says.
ALTER TABLE scenarios ADD COLUMN retention_days BIGINT;
CREATE INDEX scenarios_retained ON scenarios (retention_days) WHERE retention_days IS NOT NULL;
