//! Personal data: what is kept of a visitor in an account, found by the email they gave, and what becomes
//! of it when they are erased.
//!
//! A visitor is who said this address, whom the account's own systems call by it, and who is the same
//! client, customer or user of an API as one of these in a session that names no other address. Of all
//! tables it is known here, also of those that a vendor's API fills: a promise to erase holds in a build
//! without that API. A test knows every column.

use serde_json::Value;
use sqlx::AssertSqlSafe;
use vivavoce_protocol::person::email_key;

use super::removal::BREATH;
use super::{Going, Store, StoreError, unread};

/// Rows one write touches, and sessions one look finds.
const STEP: i64 = 200;

/// A visitor of an account.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Person {
    pub account_id: String,
    /// As it was given, its ASCII letters in lower case, as SQL does that.
    pub email: String,
}

impl Person {
    pub fn new(account_id: &str, email: &str) -> Self {
        Person {
            account_id: account_id.to_owned(),
            email: email.trim().to_ascii_lowercase(),
        }
    }
}

/// What was asked for and is not done.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Erasure {
    #[sqlx(flatten)]
    pub person: Person,
    /// A session that began later is none of it.
    pub asked_at: i64,
}

/// Sessions of a visitor: of the account $1, by the email's key $2 and the email $3. First those that are
/// theirs by another one, so that all are found again after a break. Whom a system calls by the address is
/// found by what has an `@`, of which alone there is an index.
const SESSIONS: [&str; 9] = [
    "SELECT s.id FROM sessions named JOIN sessions s \
     ON s.scenario_id = named.scenario_id AND s.visitor = named.visitor \
     WHERE named.account_id = $1 AND named.user_email <> '' \
     AND LOWER(named.user_email) IN ($2, $3) AND s.visitor <> '' AND s.user_email = ''",
    "SELECT s.id FROM former_identities f JOIN sessions named ON named.id = f.session_id \
     JOIN sessions s ON s.scenario_id = named.scenario_id AND s.visitor = f.customer_id \
     WHERE f.account_id = $1 AND f.user_email <> '' AND LOWER(f.user_email) IN ($2, $3) \
     AND f.customer_id <> '' AND s.user_email = ''",
    "SELECT f.session_id AS id FROM sessions named JOIN former_identities f \
     ON f.account_id = named.account_id AND f.customer_id = named.visitor \
     WHERE named.account_id = $1 AND named.user_email <> '' \
     AND LOWER(named.user_email) IN ($2, $3) AND f.customer_id <> '' AND f.user_email = '' \
     AND f.session_id IN (SELECT id FROM sessions WHERE scenario_id = named.scenario_id)",
    "SELECT f.session_id AS id FROM former_identities f WHERE f.account_id = $1 \
     AND f.user_email <> '' AND LOWER(f.user_email) IN ($2, $3)",
    "SELECT f.session_id AS id FROM former_identities f WHERE f.account_id = $1 \
     AND instr(f.customer_id, '@') > 0 AND LOWER(f.customer_id) IN ($2, $3)",
    "SELECT s.id FROM organizations o JOIN members m ON m.organization_id = o.id \
     JOIN sessions s ON s.visitor = m.id AND s.source = 'TALKIO' \
     WHERE o.account_id = $1 AND m.email_key = $2",
    "SELECT s.id FROM organizations o JOIN members m ON m.organization_id = o.id \
     JOIN sessions s ON s.visitor = m.id AND s.source = 'TALKIO' \
     WHERE o.account_id = $1 AND instr(m.user_id, '@') > 0 AND LOWER(m.user_id) IN ($2, $3)",
    "SELECT s.id FROM sessions s WHERE s.account_id = $1 AND instr(s.visitor, '@') > 0 \
     AND LOWER(s.visitor) IN ($2, $3)",
    "SELECT s.id FROM sessions s WHERE s.account_id = $1 AND s.user_email <> '' \
     AND LOWER(s.user_email) IN ($2, $3)",
];

/// What becomes of rows.
#[derive(Clone, Copy, Debug)]
enum Erased {
    /// They go, with what refers to them.
    Removed,
    /// They go; nothing refers to them.
    Deleted,
    /// They stay, for the account's own books, and no longer say whose they are. As SQL.
    Forgets(&'static str),
}
use Erased::{Deleted, Forgets, Removed};

/// A table, which of its rows, and what becomes of them.
type Place = (&'static str, &'static str, Erased);

/// What calls by name the customer whom the session is held with, unless only one before them is meant.
const OF_CUSTOMER: &str = "customer_id IS NOT NULL AND (scenario_id, customer_id) IN \
         (SELECT scenario_id, visitor FROM sessions WHERE id = $1 AND visitor <> '' \
         AND (LOWER(user_email) IN ($2, $3) OR NOT EXISTS (SELECT 1 FROM former_identities f \
         WHERE f.session_id = $1 AND LOWER(f.user_email) IN ($2, $3))))";
/// What calls by name a customer whom the session was held with before: they have records of their own.
const OF_FORMER_CUSTOMER: &str = "customer_id IS NOT NULL AND (scenario_id, customer_id) IN \
         (SELECT s.scenario_id, f.customer_id FROM former_identities f \
         JOIN sessions s ON s.id = f.session_id WHERE f.session_id = $1 \
         AND f.customer_id <> '' AND LOWER(f.user_email) IN ($2, $3))";

/// What goes before a session $1 of an erased visitor, whose email stands in $2 and $3, and would outlive it. Who has another session keeps
/// their dialog and what is theirs at a backend.
const OF_SESSION: [Place; 9] = [
    (
        "leads",
        "session_id = $1 AND (origin = 'agent' OR email = '')",
        Deleted,
    ),
    (
        "orders",
        "session_id = $1 AND (customer_id IS NOT NULL OR customer_email <> '')",
        Forgets("customer_id = NULL, customer_email = ''"),
    ),
    (
        "orders",
        OF_CUSTOMER,
        Forgets("customer_id = NULL, customer_email = ''"),
    ),
    (
        "orders",
        OF_FORMER_CUSTOMER,
        Forgets("customer_id = NULL, customer_email = ''"),
    ),
    (
        "shop_events",
        "session_id = $1 AND customer_id IS NOT NULL",
        Forgets("customer_id = NULL"),
    ),
    ("shop_events", OF_CUSTOMER, Forgets("customer_id = NULL")),
    (
        "shop_events",
        OF_FORMER_CUSTOMER,
        Forgets("customer_id = NULL"),
    ),
    (
        "tovie_clients",
        "(channel_id, client_id) IN (SELECT c.id, s.visitor FROM sessions s \
         JOIN tovie_channels c ON c.account_id = s.account_id AND c.scenario_id = s.scenario_id \
         WHERE s.id = $1) AND NOT EXISTS (SELECT 1 FROM sessions s JOIN sessions other \
         ON other.scenario_id = s.scenario_id AND other.visitor = s.visitor AND other.id <> s.id \
         WHERE s.id = $1 AND other.removed_at IS NULL)",
        Removed,
    ),
    (
        "relay_visitors",
        "id = (SELECT visitor FROM sessions WHERE id = $1 AND backend IS NOT NULL) \
         AND NOT EXISTS (SELECT 1 FROM sessions s JOIN sessions other \
         ON other.scenario_id = s.scenario_id AND other.visitor = s.visitor AND other.id <> s.id \
         WHERE s.id = $1 AND other.removed_at IS NULL)",
        Removed,
    ),
];

/// What is found by the address alone, bound as in [`SESSIONS`].
const OF_EMAIL: [Place; 15] = [
    (
        "leads",
        "email = $2 AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1)",
        Deleted,
    ),
    // Before the orders that say whose they are.
    (
        "shop_events",
        "customer_id IS NOT NULL AND (scenario_id, customer_id) IN \
         (SELECT o.scenario_id, o.customer_id FROM scenarios c JOIN orders o ON o.scenario_id = c.id \
         WHERE c.account_id = $1 AND o.customer_email = $2)",
        Forgets("customer_id = NULL"),
    ),
    (
        "shop_events",
        "instr(customer_id, '@') > 0 AND LOWER(customer_id) IN ($2, $3) \
         AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1)",
        Forgets("customer_id = NULL"),
    ),
    (
        "orders",
        "customer_email = $2 AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1)",
        Forgets("customer_id = NULL, customer_email = ''"),
    ),
    (
        "orders",
        "instr(customer_id, '@') > 0 AND LOWER(customer_id) IN ($2, $3) \
         AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1)",
        Forgets("customer_id = NULL, customer_email = ''"),
    ),
    (
        "purchases",
        "account_id = $1 AND user_email = $2",
        Forgets("user_id = NULL, user_name = '', user_email = ''"),
    ),
    (
        "purchases",
        "account_id = $1 AND instr(user_id, '@') > 0 AND LOWER(user_id) IN ($2, $3)",
        Forgets("user_id = NULL, user_name = '', user_email = ''"),
    ),
    (
        "access_tokens",
        "email IS NOT NULL AND LOWER(email) IN ($2, $3) \
         AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1)",
        Deleted,
    ),
    // Of whom somebody else has a session, only what was said before one.
    (
        "tovie_clients",
        "channel_id IN (SELECT id FROM tovie_channels WHERE account_id = $1) \
         AND (LOWER(client_id) IN ($2, $3) OR EXISTS (SELECT 1 FROM tovie_events e \
         WHERE e.client = tovie_clients.id AND +e.session_id IS NULL \
         AND LOWER(json_extract(e.body, '$.data.email')) IN ($2, $3))) \
         AND NOT EXISTS (SELECT 1 FROM tovie_events e JOIN sessions s ON s.id = e.session_id \
         WHERE e.client = tovie_clients.id AND s.removed_at IS NULL)",
        Removed,
    ),
    (
        "tovie_events",
        "rowid IN (SELECT e.rowid FROM tovie_channels c JOIN tovie_clients d ON d.channel_id = c.id \
         JOIN tovie_events e ON e.client = d.id WHERE c.account_id = $1 AND +e.session_id IS NULL \
         AND LOWER(json_extract(e.body, '$.data.email')) IN ($2, $3))",
        Deleted,
    ),
    // Mail to a user, and why it could not be delivered.
    (
        "outbox",
        "id IN (SELECT p.id FROM organizations o JOIN members m ON m.organization_id = o.id \
         JOIN outbox p ON (p.id >= 'invitation-' || m.id || '-' AND p.id < 'invitation-' || m.id || '.') \
         OR (p.id >= 'reminder-' || m.id || '-' AND p.id < 'reminder-' || m.id || '.') \
         WHERE o.account_id = $1 AND (m.email_key = $2 \
         OR (instr(m.user_id, '@') > 0 AND LOWER(m.user_id) IN ($2, $3))))",
        Deleted,
    ),
    (
        "organization_preferences",
        "account_id = $1 AND (provider, user_id) IN (SELECT o.provider, m.user_id \
         FROM organizations o JOIN members m ON m.organization_id = o.id \
         WHERE o.account_id = $1 AND m.email_key = $2)",
        Deleted,
    ),
    (
        "organization_preferences",
        "account_id = $1 AND LOWER(user_id) IN ($2, $3)",
        Deleted,
    ),
    (
        "members",
        "email_key = $2 AND organization_id IN (SELECT id FROM organizations WHERE account_id = $1)",
        Removed,
    ),
    (
        "members",
        "instr(user_id, '@') > 0 AND LOWER(user_id) IN ($2, $3) \
         AND organization_id IN (SELECT id FROM organizations WHERE account_id = $1)",
        Removed,
    ),
];

/// Mail of an account $1 that names what is gone with it.
const MAIL_OF_ACCOUNT: [Place; 3] = [
    (
        "outbox",
        "id >= 'question-' || $1 || '-' AND id < 'question-' || $1 || '.'",
        Deleted,
    ),
    (
        "outbox",
        "id IN (SELECT p.id FROM scenarios c JOIN outbox p ON p.id >= 'spending-' || c.id || '-' \
         AND p.id < 'spending-' || c.id || '.' WHERE c.account_id = $1)",
        Deleted,
    ),
    (
        "outbox",
        "id IN (SELECT p.id FROM organizations o JOIN members m ON m.organization_id = o.id \
         JOIN outbox p ON (p.id >= 'invitation-' || m.id || '-' AND p.id < 'invitation-' || m.id || '.') \
         OR (p.id >= 'reminder-' || m.id || '-' AND p.id < 'reminder-' || m.id || '.') \
         WHERE o.account_id = $1)",
        Deleted,
    ),
];

/// A kind of records that an export has: from which table, which rows (bound as in [`SESSIONS`]; `THEIRS`
/// stands for the ids of a visitor's sessions), and what is told of each.
pub struct Kept {
    pub kind: &'static str,
    pub table: &'static str,
    which: &'static str,
    /// A JSON object, as SQL. Members whose names end in `at` or `date` are times in Unix milliseconds.
    pub told: &'static str,
}

macro_rules! kept {
    ($($kind:literal: $table:literal where $which:literal: $told:literal,)*) => {
        [$(Kept { kind: $kind, table: $table, which: $which, told: $told }),*]
    };
}

impl Kept {
    /// Those after the row $4, up to $5.
    fn sql(&self) -> String {
        let theirs = format!(
            "(SELECT id FROM sessions WHERE removed_at IS NULL AND scenario_id NOT IN \
             (SELECT id FROM scenarios WHERE removed_at IS NOT NULL) AND id IN ({}))",
            SESSIONS.join(" UNION ")
        );
        // What is somebody's is found by whose it is, and not by going through the table.
        format!(
            "SELECT rowid, {} FROM {} WHERE ({}) AND +rowid > $4 ORDER BY +rowid LIMIT $5",
            self.told,
            self.table,
            self.which.replace("THEIRS", &theirs)
        )
    }
}

/// The kind of a session. Whoever exports tells of it what they tell of any session.
pub const SESSION: &str = "session";

/// All that is kept of a visitor, but for hashes and secrets.
pub static KEPT: [Kept; 19] = kept![
    "session": "sessions" where "id IN THEIRS": "json_object('id', id)",
    // Where they are one of those before, it is of somebody else.
    "identity": "identities" where "session_id IN THEIRS AND (NOT EXISTS (SELECT 1 FROM former_identities f \
         WHERE f.session_id = identities.session_id AND LOWER(f.user_email) IN ($2, $3)) \
         OR EXISTS (SELECT 1 FROM sessions own WHERE own.id = identities.session_id \
         AND LOWER(own.user_email) IN ($2, $3)))":
        "json_object('session_id', session_id, 'phone', phone, 'metadata', json(metadata))",
    "former_identity": "former_identities" where
        "account_id = $1 AND ((user_email <> '' AND LOWER(user_email) IN ($2, $3)) \
         OR (instr(customer_id, '@') > 0 AND LOWER(customer_id) IN ($2, $3)) \
         OR (user_email = '' AND session_id IN THEIRS AND (customer_id <> '' AND EXISTS (SELECT 1 FROM sessions named \
         WHERE named.account_id = $1 AND named.user_email <> '' AND LOWER(named.user_email) IN ($2, $3) \
         AND named.visitor = former_identities.customer_id))))":
        "json_object('session_id', session_id, 'customer_id', customer_id, 'user_name', user_name, \
         'user_email', user_email, 'phone', phone, 'metadata', json(metadata), 'replaced_at', replaced_at)",
    "remark": "remarks" where "session_id IN THEIRS":
        "json_object('session_id', session_id, 'message_id', message_id, 'kind', kind, \
         'language', language, 'body', body, 'created_at', created_at)",
    "feedback": "message_feedback" where "session_id IN THEIRS":
        "json_object('session_id', session_id, 'message_id', message_id, 'value', value, 'at', at)",
    "insight": "conversation_insights" where "session_id IN THEIRS":
        "json_object('session_id', session_id, 'sentiment', sentiment, 'intents', json(intents), \
         'questions', json(questions), 'emails', json(emails))",
    "unsent_message": "outbox" where "session_id IN THEIRS AND done_at IS NULL":
        "json_object('session_id', session_id, 'kind', kind, 'body', json(body), 'created_at', created_at)",
    "chat": "agentok_chats" where
        "id IN (SELECT chat_id FROM agentok_sessions WHERE session_id IN THEIRS)":
        "json_object('id', id, 'name', name, 'from_type', from_type, 'from_id', from_id, \
         'created_at', created_at, 'updated_at', updated_at, 'deleted_at', deleted_at)",
    "client": "tovie_clients" where
        "channel_id IN (SELECT id FROM tovie_channels WHERE account_id = $1) AND (LOWER(client_id) IN ($2, $3) \
         OR EXISTS (SELECT 1 FROM tovie_events e WHERE e.client = tovie_clients.id \
         AND (e.session_id IN THEIRS OR (+e.session_id IS NULL \
         AND LOWER(json_extract(e.body, '$.data.email')) IN ($2, $3)))))":
        "json_object('channel_id', channel_id, 'client_id', client_id, 'state', json(state), \
         'mode', mode, 'operator', operator, 'handover', json(handover), 'created_at', created_at)",
    "client_event": "tovie_events" where
        "rowid IN (SELECT rowid FROM tovie_events WHERE session_id IN THEIRS UNION \
         SELECT e.rowid FROM tovie_channels c JOIN tovie_clients d ON d.channel_id = c.id \
         JOIN tovie_events e ON e.client = d.id WHERE c.account_id = $1 AND +e.session_id IS NULL \
         AND (LOWER(d.client_id) IN ($2, $3) OR LOWER(json_extract(e.body, '$.data.email')) IN ($2, $3)))":
        "json_object('session_id', session_id, 'kind', kind, 'question_id', question_id, 'cid', cid, \
         'body', json(body), 'choices', json(choices), 'status', status, 'asked', json(asked), 'at', at)",
    "backend_visitor": "relay_visitors" where
        "id IN (SELECT visitor FROM sessions WHERE id IN THEIRS AND backend IS NOT NULL)":
        "json_object('id', id, 'backend', backend, 'vendor_user', vendor_user, \
         'created_at', created_at, 'last_seen_at', last_seen_at)",
    "backend_id": "relay_things" where
        "visitor_id IN (SELECT visitor FROM sessions WHERE id IN THEIRS AND backend IS NOT NULL)":
        "json_object('visitor_id', visitor_id, 'backend', backend, 'kind', kind, 'id', thing, \
         'created_at', created_at)",
    "lead": "leads" where
        "scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL) \
         AND (email = $2 OR (session_id IN THEIRS AND (origin = 'agent' OR email = '')))":
        "json_object('id', id, 'scenario_id', scenario_id, 'session_id', session_id, 'name', name, \
         'email', email, 'phone', phone, 'note', note, 'origin', origin, 'created_at', created_at, \
         'updated_at', updated_at)",
    "order": "orders" where
        "scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL) \
         AND (customer_email = $2 OR session_id IN THEIRS \
         OR (instr(customer_id, '@') > 0 AND LOWER(customer_id) IN ($2, $3)) OR (customer_id IS NOT NULL \
         AND (scenario_id, customer_id) IN (SELECT scenario_id, visitor FROM sessions \
         WHERE visitor <> '' AND id IN THEIRS)))":
        "json_object('id', id, 'scenario_id', scenario_id, 'session_id', session_id, \
         'customer_id', customer_id, 'customer_email', customer_email, 'status', status, \
         'total', total, 'currency', currency, 'items', json(items), 'placed_at', placed_at, \
         'created_at', created_at, 'updated_at', updated_at)",
    "shop_event": "shop_events" where
        "scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL) \
         AND (session_id IN THEIRS OR (instr(customer_id, '@') > 0 AND LOWER(customer_id) IN ($2, $3)) \
         OR (customer_id IS NOT NULL AND (scenario_id, customer_id) IN \
         (SELECT scenario_id, visitor FROM sessions WHERE visitor <> '' AND id IN THEIRS \
         UNION SELECT o.scenario_id, o.customer_id FROM scenarios c JOIN orders o ON o.scenario_id = c.id \
         WHERE c.account_id = $1 AND o.customer_email = $2)))":
        "json_object('id', id, 'scenario_id', scenario_id, 'session_id', session_id, 'kind', kind, \
         'customer_id', customer_id, 'product', product, 'quantity', quantity, 'at', at)",
    "purchase": "purchases" where
        "account_id = $1 AND (user_email = $2 OR (instr(user_id, '@') > 0 AND LOWER(user_id) IN ($2, $3)))":
        "json_object('id', id, 'scenario_id', scenario_id, 'scenario_name', scenario_name, \
         'product_id', product_id, 'product_type', product_type, 'product_name', product_name, \
         'user_id', user_id, 'user_name', user_name, 'user_email', user_email, 'amount', amount, \
         'currency', currency, 'status', status, 'purchase_date', purchase_date, \
         'created_at', created_at, 'updated_at', updated_at, 'completed_at', completed_at)",
    "access_token": "access_tokens" where
        "email IS NOT NULL AND LOWER(email) IN ($2, $3) \
         AND scenario_id IN (SELECT id FROM scenarios WHERE account_id = $1 AND removed_at IS NULL)":
        "json_object('scenario_id', scenario_id, 'kind', kind, 'email', email, \
         'session_id', session_id, 'created_at', created_at, 'expires_at', expires_at)",
    "user": "members" where
        "(email_key = $2 OR (instr(user_id, '@') > 0 AND LOWER(user_id) IN ($2, $3))) AND organization_id IN (SELECT id FROM organizations WHERE account_id = $1 \
         AND removed_at IS NULL)":
        "json_object('id', id, 'organization_id', organization_id, 'user_id', user_id, \
         'user_name', user_name, 'user_type', user_type, 'email', email, \
         'phone_number', phone_number, 'product_id', product_id, 'settings', json(settings), \
         'account_expires_at', account_expires_at, 'introduced_at', introduced_at, \
         'created_at', created_at, 'updated_at', updated_at)",
    "preference": "organization_preferences" where
        "account_id = $1 AND (provider, user_id) IN (SELECT o.provider, m.user_id \
         FROM organizations o JOIN members m ON m.organization_id = o.id \
         WHERE o.account_id = $1 AND m.email_key = $2) OR (account_id = $1 AND LOWER(user_id) IN ($2, $3))":
        "json_object('provider', provider, 'user_id', user_id, 'organization_id', organization_id)",
];

/// One record of an export.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its place among those of its kind.
    pub row: i64,
    pub data: Value,
    /// Bytes of it.
    pub size: usize,
}

impl Store {
    /// Up to `limit` records of a kind that tell of a visitor, in order, after a row.
    pub async fn personal_records(
        &self,
        person: &Person,
        kept: &Kept,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Record>, StoreError> {
        let rows: Vec<(i64, String)> = sqlx::query_as(AssertSqlSafe(kept.sql()))
            .bind(&person.account_id)
            .bind(email_key(&person.email))
            .bind(&person.email)
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(self.read())
            .await?;
        let records = rows.into_iter().map(|(row, text)| {
            let data = serde_json::from_str(&text).map_err(|error| unread(kept.kind, error))?;
            let size = text.len();
            Ok(Record { row, data, size })
        });
        records.collect()
    }

    /// A visitor is to be erased, as they stand at `now`. [`crate::removals`] does it.
    pub async fn ask_erasure(&self, person: Person, now: i64) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO visitor_erasures (account_id, email, asked_at) VALUES ($1, $2, $3) \
                     ON CONFLICT (account_id, email) DO UPDATE SET asked_at = excluded.asked_at",
                )
                .bind(&person.account_id)
                .bind(&person.email)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Some of the erasures that are not done, those asked for first before the others.
    pub async fn erasures(&self) -> Result<Vec<Erasure>, StoreError> {
        let sql = "SELECT * FROM visitor_erasures ORDER BY asked_at LIMIT $1";
        let query = sqlx::query_as(sql).bind(STEP);
        Ok(query.fetch_all(self.read()).await?)
    }

    /// Whether a visitor is still to be erased.
    pub async fn is_erasing(&self, person: &Person) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM visitor_erasures WHERE account_id = $1 AND email = $2";
        let found = sqlx::query(sql)
            .bind(&person.account_id)
            .bind(&person.email)
            .fetch_optional(self.read())
            .await?;
        Ok(found.is_some())
    }

    /// Nothing is left of it, and it is itself forgotten, unless it was asked for again.
    pub async fn finish_erasure(&self, erasure: Erasure) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "DELETE FROM visitor_erasures WHERE account_id = $1 AND email = $2 \
                     AND asked_at = $3",
                )
                .bind(&erasure.person.account_id)
                .bind(&erasure.person.email)
                .bind(erasure.asked_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Some of the sessions that go with a visitor and are not marked yet.
    pub async fn sessions_to_erase(&self, erasure: &Erasure) -> Result<Vec<String>, StoreError> {
        for theirs in SESSIONS {
            let sql = format!(
                "SELECT id FROM sessions WHERE id IN ({theirs}) AND removed_at IS NULL \
                 AND created_at <= $4 LIMIT $5"
            );
            let found: Vec<String> = sqlx::query_scalar(AssertSqlSafe(sql))
                .bind(&erasure.person.account_id)
                .bind(email_key(&erasure.person.email))
                .bind(&erasure.person.email)
                .bind(erasure.asked_at)
                .bind(STEP)
                .fetch_all(self.read())
                .await?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// Erases what would outlive a session of an erased visitor. Mark the session then.
    pub async fn erase_beside_session(
        &self,
        person: &Person,
        session_id: &str,
    ) -> Result<(), StoreError> {
        let email = &person.email;
        for place in OF_SESSION {
            let bound = vec![session_id.to_owned(), email_key(email), email.clone()];
            self.erase(place, bound).await?;
        }
        Ok(())
    }

    /// Erases what is found by a visitor's address alone. Their sessions are marked before.
    pub async fn erase_by_email(&self, person: &Person) -> Result<(), StoreError> {
        let Person { account_id, email } = person.clone();
        for place in OF_EMAIL {
            let bound = vec![account_id.clone(), email_key(&email), email.clone()];
            self.erase(place, bound).await?;
        }
        Ok(())
    }

    /// Erases what is still to be mailed about an account.
    pub(super) async fn erase_mail_of(&self, account_id: &str) -> Result<(), StoreError> {
        for place in MAIL_OF_ACCOUNT {
            self.erase(place, vec![account_id.to_owned()]).await?;
        }
        Ok(())
    }

    /// Goes some rows at a time; which ones is read beside the writer.
    async fn erase(&self, place: Place, bound: Vec<String>) -> Result<(), StoreError> {
        let (table, which, erased) = place;
        let (found, most) = match erased {
            Removed => ("id", 1),
            Deleted | Forgets(_) => ("CAST(rowid AS TEXT)", STEP),
        };
        let look = format!("SELECT {found} FROM {table} WHERE {which} LIMIT {most}");
        let change = match erased {
            Removed | Deleted => format!("DELETE FROM {table}"),
            Forgets(what) => format!("UPDATE {table} SET {what}"),
        };
        let change =
            format!("{change} WHERE rowid IN (SELECT CAST(value AS INTEGER) FROM json_each($1))");
        loop {
            let mut query = sqlx::query_scalar(AssertSqlSafe(look.clone()));
            for value in &bound {
                query = query.bind(value);
            }
            let found: Vec<String> = query.fetch_all(self.read()).await?;
            let Some(first) = found.first() else {
                return Ok(());
            };
            if matches!(erased, Removed) {
                self.remove_rows(table, Going::Is("id", first.clone()))
                    .await?;
                continue;
            }
            let (sql, rows) = (change.clone(), Value::from(found).to_string());
            self.write::<_, StoreError, _>(move |tx| {
                Box::pin(async move {
                    let query = sqlx::query(AssertSqlSafe(sql)).bind(rows);
                    query.execute(tx.conn()).await?;
                    Ok(())
                })
            })
            .await?;
            tokio::time::sleep(BREATH).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Database;

    #[tokio::test]
    async fn what_is_somebodys_is_found_by_an_index_and_not_among_everybodys() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let sessions = SESSIONS.map(str::to_owned);
        let places = OF_SESSION.into_iter().chain(OF_EMAIL);
        let places = places.chain(MAIL_OF_ACCOUNT);
        let places = places.map(|(table, which, _)| format!("SELECT 1 FROM {table} WHERE {which}"));
        let kept = KEPT.iter().map(Kept::sql);
        let mut scans = Vec::new();
        for sql in sessions.into_iter().chain(places).chain(kept) {
            let plan: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
                    .fetch_all(store.read())
                    .await
                    .unwrap();
            let scan = |(.., step): &(i64, i64, i64, String)| {
                // A list that was made before, and what is marked as removed, are small.
                step.starts_with("SCAN") && !step.contains("subquery") && !step.contains("removed")
            };
            if plan.iter().any(scan) {
                scans.push((sql, plan));
            }
        }
        assert!(scans.is_empty(), "{scans:#?}");
    }
}
