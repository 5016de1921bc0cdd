-- Origins whose pages may show a scenario, as a JSON list; empty: those the deployment names.
ALTER TABLE scenarios ADD COLUMN allowed_hosts TEXT NOT NULL DEFAULT '[]';
