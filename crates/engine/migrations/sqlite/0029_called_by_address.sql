-- Some systems call their users, clients and customers by an address. Whoever asks for their data gave it
-- with letters of another case perhaps, and is found by these. Only what has an @ is in them, so that
-- hardly any write keeps one of them.
CREATE INDEX sessions_called_by_address ON sessions (account_id, LOWER(visitor))
    WHERE instr(visitor, '@') > 0;
CREATE INDEX orders_called_by_address ON orders (scenario_id, LOWER(customer_id))
    WHERE instr(customer_id, '@') > 0;
CREATE INDEX shop_events_called_by_address ON shop_events (scenario_id, LOWER(customer_id))
    WHERE instr(customer_id, '@') > 0;
CREATE INDEX purchases_called_by_address ON purchases (account_id, LOWER(user_id))
    WHERE instr(user_id, '@') > 0;
CREATE INDEX members_called_by_address ON members (organization_id, LOWER(user_id))
    WHERE instr(user_id, '@') > 0;
