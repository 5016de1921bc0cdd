-- Who may be mailed on an account's behalf: an address in lower case, when its holder was asked, what of the
-- link in that mail opens their answer, and what they answered (1: yes, 0: no).
CREATE TABLE mail_recipients (
    account_id TEXT NOT NULL REFERENCES accounts (id),
    address TEXT NOT NULL,
    asked_at BIGINT,
    token_hash BLOB,
    answered_at BIGINT,
    wants BIGINT,
    PRIMARY KEY (account_id, address)
);
CREATE UNIQUE INDEX mail_recipients_by_token ON mail_recipients (token_hash);

-- Who was mailed until now goes on being mailed. Several addresses are separated by commas.
INSERT OR IGNORE INTO mail_recipients (account_id, address, wants)
SELECT account_id, lower(trim(listed.value)), 1
FROM (
    SELECT account_id,
           '["' || replace(replace(replace(json_extract(session_analysis, '$.admin_email'),
               '\', ''), '"', ''), ',', '","') || '"]' AS addresses
    FROM scenarios WHERE json_valid(session_analysis)
        AND json_type(session_analysis, '$.admin_email') = 'text'
) AS given, json_each(CASE WHEN json_valid(addresses) THEN addresses ELSE '[]' END) AS listed
WHERE trim(listed.value) <> '';

-- Mails that were put into the outbox for an account on a day.
ALTER TABLE account_spending ADD COLUMN mails BIGINT NOT NULL DEFAULT 0;
