//! Channels of Tovie's chat API, their clients, and what happened in each dialog.

use serde_json::Value;
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;
use vivavoce_core::config::Secret;

use super::{Store, StoreError, Tx, json, json_text, unread};

/// A channel; its token is the credential with the same id.
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: String,
    pub account_id: String,
    pub scenario_id: String,
    pub name: String,
    /// Clients may not write where a reply has buttons.
    pub block_form: bool,
    /// Hears of answers, and where it is signed with `webhook_secret`.
    pub webhook_url: Option<String>,
    pub webhook_secret: Secret,
    /// For the items its webhook gets; `None` where it has none or was not told yet.
    pub token: Option<Secret>,
    pub created_at: i64,
}

/// Who answers in a dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    #[default]
    Agent,
    /// A person was asked for and none has come.
    Waiting,
    Human,
}

impl Mode {
    pub fn as_str(self) -> &'static str {
        match self {
            Mode::Agent => "agent",
            Mode::Waiting => "waiting",
            Mode::Human => "human",
        }
    }

    pub fn read(word: &str) -> Option<Mode> {
        [Mode::Agent, Mode::Waiting, Mode::Human]
            .into_iter()
            .find(|mode| mode.as_str() == word)
    }
}

/// A channel's client and its dialog.
#[derive(Clone, Debug, Default)]
pub struct Dialog {
    pub id: String,
    pub channel_id: String,
    pub client_id: String,
    /// The session the dialog is in; an ended one is replaced with the next message.
    pub session_id: Option<String>,
    pub mode: Mode,
    /// Who took it over.
    pub operator: String,
    /// The reply that asked for a person.
    pub handover: Option<Value>,
    /// Since when it is in this mode.
    pub since: i64,
    pub last_at: i64,
}

/// Something that happened in a dialog.
#[derive(Clone, Debug, Default)]
pub struct Happening {
    /// `userRequest`, `clientEvent`, `botResponse`, `operatorMessage`, `stateChanged`,
    /// `livechatFinished`, `noLivechatOperatorsOnline`.
    pub kind: String,
    pub question_id: String,
    pub cid: String,
    pub at: i64,
    /// The envelope without what the columns have.
    pub body: Value,
    pub choices: Option<Value>,
    /// Of a reply: `SENT`, `DELIVERED`, `READ` or `NOT_SENT`.
    pub status: Option<String>,
    /// What a request whose answer is still to come was put to the agent as.
    pub asked: Option<Value>,
}

/// Which events are wanted.
#[derive(Clone, Debug, Default)]
pub struct Wanted<'a> {
    pub from: i64,
    pub to: Option<i64>,
    /// Not only what persons and the platform said.
    pub all: bool,
    /// This connection's, and what belongs to none; empty: everybody's.
    pub cid: &'a str,
    pub newest: bool,
    pub limit: u32,
}

impl Store {
    pub async fn add_channel(&self, channel: Channel) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_channels (id, account_id, scenario_id, name, block_form, \
                     webhook_url, webhook_secret, token, created_at) \
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING",
                )
                .bind(&channel.id)
                .bind(&channel.account_id)
                .bind(&channel.scenario_id)
                .bind(&channel.name)
                .bind(i64::from(channel.block_form))
                .bind(&channel.webhook_url)
                .bind(channel.webhook_secret.expose())
                .bind(channel.token.as_ref().map(Secret::expose))
                .bind(channel.created_at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// Name, button rule, webhook and its token as they are now.
    pub async fn change_channel(&self, channel: Channel) -> Result<(), StoreError> {
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET name = $1, block_form = $2, webhook_url = $3, \
                     token = $4, scenario_id = $5 WHERE id = $6",
                )
                .bind(&channel.name)
                .bind(i64::from(channel.block_form))
                .bind(&channel.webhook_url)
                .bind(channel.token.as_ref().map(Secret::expose))
                .bind(&channel.scenario_id)
                .bind(&channel.id)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    pub async fn channel(&self, id: &str) -> Result<Option<Channel>, StoreError> {
        let row = sqlx::query("SELECT * FROM tovie_channels WHERE id = $1 AND removed_at IS NULL")
            .bind(id)
            .fetch_optional(self.read())
            .await?;
        row.as_ref().map(read_channel).transpose()
    }

    /// An account's, oldest first.
    pub async fn channels(&self, account_id: &str) -> Result<Vec<Channel>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM tovie_channels WHERE account_id = $1 AND removed_at IS NULL \
             ORDER BY created_at, id",
        )
        .bind(account_id)
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read_channel).collect()
    }

    /// Takes a channel out of every list, and what was still to be sent to its webhook. What was
    /// said in it stays with its sessions.
    pub async fn remove_channel(&self, id: &str, now: i64) -> Result<(), StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_channels SET removed_at = $1, token = NULL, webhook_url = NULL \
                     WHERE id = $2",
                )
                .bind(now)
                .bind(&id)
                .execute(tx.conn())
                .await?;
                sqlx::query("DELETE FROM outbox WHERE target = $1")
                    .bind(&id)
                    .execute(tx.conn())
                    .await?;
                Ok(())
            })
        })
        .await
    }

    /// The dialog of a channel's client, if it has one.
    pub async fn dialog(
        &self,
        channel_id: &str,
        client_id: &str,
    ) -> Result<Option<Dialog>, StoreError> {
        let row =
            sqlx::query("SELECT * FROM tovie_clients WHERE channel_id = $1 AND client_id = $2")
                .bind(channel_id)
                .bind(client_id)
                .fetch_optional(self.read())
                .await?;
        row.as_ref().map(read_dialog).transpose()
    }

    /// The same; a new one where there is none, under the id `fresh`.
    pub async fn open_dialog(
        &self,
        channel_id: &str,
        client_id: &str,
        fresh: String,
        now: i64,
    ) -> Result<Dialog, StoreError> {
        if let Some(dialog) = self.dialog(channel_id, client_id).await? {
            return Ok(dialog);
        }
        let (channel_id, client_id) = (channel_id.to_owned(), client_id.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_clients (id, channel_id, client_id, since, created_at) \
                     VALUES ($1, $2, $3, $4, $4) ON CONFLICT (channel_id, client_id) DO NOTHING",
                )
                .bind(&fresh)
                .bind(&channel_id)
                .bind(&client_id)
                .bind(now)
                .execute(tx.conn())
                .await?;
                let row = sqlx::query(
                    "SELECT * FROM tovie_clients WHERE channel_id = $1 AND client_id = $2",
                )
                .bind(&channel_id)
                .bind(&client_id)
                .fetch_one(tx.conn())
                .await?;
                read_dialog(&row)
            })
        })
        .await
    }

    pub async fn dialog_by_id(&self, id: &str) -> Result<Option<Dialog>, StoreError> {
        let row = sqlx::query("SELECT * FROM tovie_clients WHERE id = $1")
            .bind(id)
            .fetch_optional(self.read())
            .await?;
        row.as_ref().map(read_dialog).transpose()
    }

    /// An account's dialogs in `mode` (`None`: in any), those longest in it first.
    pub async fn dialogs(
        &self,
        account_id: &str,
        mode: Option<Mode>,
        limit: u32,
    ) -> Result<Vec<Dialog>, StoreError> {
        let rows = sqlx::query(
            "SELECT d.* FROM tovie_clients d JOIN tovie_channels c ON c.id = d.channel_id \
             WHERE c.account_id = $1 AND c.removed_at IS NULL AND ($2 = '' OR d.mode = $2) \
             ORDER BY d.since, d.id LIMIT $3",
        )
        .bind(account_id)
        .bind(mode.map_or("", Mode::as_str))
        .bind(i64::from(limit))
        .fetch_all(self.read())
        .await?;
        rows.iter().map(read_dialog).collect()
    }

    /// The dialog goes on in `next`, unless somebody else has replaced `session` meanwhile.
    /// Answers which session it is in.
    pub async fn set_dialog_session(
        &self,
        id: &str,
        session: Option<String>,
        next: String,
    ) -> Result<String, StoreError> {
        let id = id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "UPDATE tovie_clients SET session_id = $1 WHERE id = $2 \
                     AND COALESCE(session_id, '') = $3",
                )
                .bind(&next)
                .bind(&id)
                .bind(session.unwrap_or_default())
                .execute(tx.conn())
                .await?;
                let now: Option<String> =
                    sqlx::query_scalar("SELECT session_id FROM tovie_clients WHERE id = $1")
                        .bind(&id)
                        .fetch_one(tx.conn())
                        .await?;
                Ok(now.unwrap_or(next))
            })
        })
        .await
    }

    pub async fn dialog_state(&self, id: &str) -> Result<Option<Value>, StoreError> {
        let text: Option<String> =
            sqlx::query_scalar("SELECT state FROM tovie_clients WHERE id = $1")
                .bind(id)
                .fetch_optional(self.read())
                .await?
                .flatten();
        text.map(|text| serde_json::from_str(&text).map_err(|error| unread("state", error)))
            .transpose()
    }

    /// What happened in a dialog, oldest first.
    pub async fn happenings(
        &self,
        dialog: &str,
        wanted: Wanted<'_>,
    ) -> Result<Vec<Happening>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM tovie_events WHERE client = $1 AND at >= $2 AND at <= $3 \
             AND ($4 = 1 OR kind IN ('operatorMessage', 'livechatFinished', \
             'noLivechatOperatorsOnline')) AND ($5 = '' OR cid = '' OR cid = $5) \
             ORDER BY CASE WHEN $7 = 1 THEN -at ELSE at END LIMIT $6",
        )
        .bind(dialog)
        .bind(wanted.from)
        .bind(wanted.to.unwrap_or(i64::MAX))
        .bind(i64::from(wanted.all))
        .bind(wanted.cid)
        .bind(i64::from(wanted.limit))
        .bind(i64::from(wanted.newest))
        .fetch_all(self.read())
        .await?;
        let mut found: Vec<Happening> =
            rows.iter().map(read_happening).collect::<Result<_, _>>()?;
        if wanted.newest {
            found.reverse();
        }
        Ok(found)
    }

    /// The status of a reply; `None` where the dialog has no such reply.
    pub async fn reply_status(
        &self,
        dialog: &str,
        question_id: &str,
    ) -> Result<Option<String>, StoreError> {
        let found = sqlx::query_scalar(
            "SELECT status FROM tovie_events WHERE client = $1 AND question_id = $2 \
             AND status IS NOT NULL ORDER BY at DESC LIMIT 1",
        )
        .bind(dialog)
        .bind(question_id)
        .fetch_optional(self.read())
        .await?;
        Ok(found)
    }

    /// Sets replies' statuses; which of them there were. What was read stays read.
    pub async fn set_reply_statuses(
        &self,
        dialog: &str,
        statuses: Vec<(String, String)>,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let dialog = dialog.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let mut there = Vec::new();
                for (question_id, status) in statuses {
                    sqlx::query(
                        "UPDATE tovie_events SET status = $1 WHERE client = $2 \
                         AND question_id = $3 AND status IS NOT NULL AND NOT (status = 'READ' \
                         AND $1 IN ('SENT', 'DELIVERED')) AND NOT (status = 'DELIVERED' \
                         AND $1 = 'SENT')",
                    )
                    .bind(&status)
                    .bind(&dialog)
                    .bind(&question_id)
                    .execute(tx.conn())
                    .await?;
                    let now: Option<String> = sqlx::query_scalar(
                        "SELECT status FROM tovie_events WHERE client = $1 AND question_id = $2 \
                         AND status IS NOT NULL ORDER BY at DESC LIMIT 1",
                    )
                    .bind(&dialog)
                    .bind(&question_id)
                    .fetch_optional(tx.conn())
                    .await?;
                    there.extend(now.map(|now| (question_id, now)));
                }
                Ok(there)
            })
        })
        .await
    }

    /// Replies the client has neither read nor failed to get.
    pub async fn unread_replies(&self, dialog: &str) -> Result<i64, StoreError> {
        let count = sqlx::query_scalar(
            "SELECT COUNT(DISTINCT question_id) FROM tovie_events WHERE client = $1 \
             AND status IN ('SENT', 'DELIVERED')",
        )
        .bind(dialog)
        .fetch_one(self.read())
        .await?;
        Ok(count)
    }

    pub async fn cursor(&self, dialog: &str, cid: &str) -> Result<Option<i64>, StoreError> {
        let found =
            sqlx::query_scalar("SELECT at FROM tovie_cursors WHERE client = $1 AND cid = $2")
                .bind(dialog)
                .bind(cid)
                .fetch_optional(self.read())
                .await?;
        Ok(found)
    }

    /// The connection has had everything up to `at`.
    pub async fn move_cursor(&self, dialog: &str, cid: &str, at: i64) -> Result<(), StoreError> {
        let (dialog, cid) = (dialog.to_owned(), cid.to_owned());
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_cursors (client, cid, at) VALUES ($1, $2, $3) \
                     ON CONFLICT (client, cid) DO UPDATE SET at = excluded.at \
                     WHERE tovie_cursors.at < excluded.at",
                )
                .bind(&dialog)
                .bind(&cid)
                .bind(at)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }

    /// The buttons of the newest reply.
    pub async fn offered(&self, dialog: &str) -> Result<Option<Value>, StoreError> {
        let text: Option<Option<String>> = sqlx::query_scalar(
            "SELECT choices FROM tovie_events WHERE client = $1 AND kind = 'botResponse' \
             ORDER BY at DESC LIMIT 1",
        )
        .bind(dialog)
        .fetch_optional(self.read())
        .await?;
        text.flatten()
            .map(|text| serde_json::from_str(&text).map_err(|error| unread("choices", error)))
            .transpose()
    }

    /// Requests whose answers nobody waits for any more: their dialog's id and their time. They
    /// are the caller's until `until`.
    pub async fn claim_unanswered(
        &self,
        now: i64,
        until: i64,
    ) -> Result<Vec<(String, i64)>, StoreError> {
        let lapsed: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM tovie_events WHERE lease_until < $1")
                .bind(now)
                .fetch_one(self.read())
                .await?;
        if lapsed == 0 {
            return Ok(Vec::new());
        }
        self.write(move |tx| {
            Box::pin(async move {
                let rows = sqlx::query_as(
                    "UPDATE tovie_events SET lease_until = $1 WHERE lease_until < $2 \
                     RETURNING client, at",
                )
                .bind(until)
                .bind(now)
                .fetch_all(tx.conn())
                .await?;
                Ok(rows)
            })
        })
        .await
    }

    /// Goes on waiting for an answer; `false`: it has come by another hand.
    pub async fn renew_request(
        &self,
        dialog: &str,
        at: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let dialog = dialog.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                let done = sqlx::query(
                    "UPDATE tovie_events SET lease_until = $1 WHERE client = $2 AND at = $3 \
                     AND lease_until IS NOT NULL",
                )
                .bind(until)
                .bind(&dialog)
                .bind(at)
                .execute(tx.conn())
                .await?;
                Ok(done.rows_affected() > 0)
            })
        })
        .await
    }

    pub async fn happening(&self, dialog: &str, at: i64) -> Result<Option<Happening>, StoreError> {
        let row = sqlx::query("SELECT * FROM tovie_events WHERE client = $1 AND at = $2")
            .bind(dialog)
            .bind(at)
            .fetch_optional(self.read())
            .await?;
        row.as_ref().map(read_happening).transpose()
    }

    /// When the account's operators last looked.
    pub async fn operators_seen(&self, account_id: &str) -> Result<Option<i64>, StoreError> {
        let found = sqlx::query_scalar("SELECT seen_at FROM tovie_operators WHERE account_id = $1")
            .bind(account_id)
            .fetch_optional(self.read())
            .await?;
        Ok(found)
    }

    pub async fn see_operators(&self, account_id: &str, now: i64) -> Result<(), StoreError> {
        let account_id = account_id.to_owned();
        self.write(move |tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO tovie_operators (account_id, seen_at) VALUES ($1, $2) \
                     ON CONFLICT (account_id) DO UPDATE SET seen_at = excluded.seen_at",
                )
                .bind(&account_id)
                .bind(now)
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
    }
}

/// Notes what happened, at a time of its own; answers that.
pub(crate) async fn happen(
    tx: &mut Tx,
    dialog: &str,
    now: i64,
    what: &Happening,
    lease_until: Option<i64>,
) -> Result<i64, StoreError> {
    let at: i64 = sqlx::query_scalar(
        "UPDATE tovie_clients SET last_at = CASE WHEN last_at >= $1 THEN last_at + 1 ELSE $1 END \
         WHERE id = $2 RETURNING last_at",
    )
    .bind(now)
    .bind(dialog)
    .fetch_one(tx.conn())
    .await?;
    sqlx::query(
        "INSERT INTO tovie_events (client, at, kind, question_id, cid, body, choices, status, \
         asked, lease_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(dialog)
    .bind(at)
    .bind(&what.kind)
    .bind(&what.question_id)
    .bind(&what.cid)
    .bind(json_text(&what.body))
    .bind(what.choices.as_ref().map(json_text))
    .bind(&what.status)
    .bind(what.asked.as_ref().map(json_text))
    .bind(lease_until)
    .execute(tx.conn())
    .await?;
    Ok(at)
}

/// A request is answered: nobody waits for it any more. `false`: it was before.
pub(crate) async fn close_request(tx: &mut Tx, dialog: &str, at: i64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE tovie_events SET lease_until = NULL WHERE client = $1 AND at = $2 \
         AND lease_until IS NOT NULL",
    )
    .bind(dialog)
    .bind(at)
    .execute(tx.conn())
    .await?;
    Ok(done.rows_affected() > 0)
}

pub(crate) async fn set_state(tx: &mut Tx, dialog: &str, state: &Value) -> Result<(), StoreError> {
    sqlx::query("UPDATE tovie_clients SET state = $1 WHERE id = $2")
        .bind(json_text(state))
        .bind(dialog)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The dialog as this transaction sees it.
pub(crate) async fn dialog_in(tx: &mut Tx, id: &str) -> Result<Option<Dialog>, StoreError> {
    let row = sqlx::query("SELECT * FROM tovie_clients WHERE id = $1")
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    row.as_ref().map(read_dialog).transpose()
}

/// Who answers from now on.
pub(crate) async fn set_mode(
    tx: &mut Tx,
    dialog: &str,
    mode: Mode,
    operator: &str,
    handover: Option<&Value>,
    now: i64,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE tovie_clients SET mode = $1, operator = $2, handover = $3, since = $4 \
         WHERE id = $5",
    )
    .bind(mode.as_str())
    .bind(operator)
    .bind(handover.map(json_text))
    .bind(now)
    .bind(dialog)
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn read_channel(row: &SqliteRow) -> Result<Channel, StoreError> {
    Ok(Channel {
        id: row.try_get("id")?,
        account_id: row.try_get("account_id")?,
        scenario_id: row.try_get("scenario_id")?,
        name: row.try_get("name")?,
        block_form: row.try_get::<i64, _>("block_form")? != 0,
        webhook_url: row.try_get("webhook_url")?,
        webhook_secret: Secret::new(row.try_get::<String, _>("webhook_secret")?),
        token: row.try_get::<Option<String>, _>("token")?.map(Secret::new),
        created_at: row.try_get("created_at")?,
    })
}

fn read_dialog(row: &SqliteRow) -> Result<Dialog, StoreError> {
    let mode: String = row.try_get("mode")?;
    let handover: Option<String> = row.try_get("handover")?;
    Ok(Dialog {
        id: row.try_get("id")?,
        channel_id: row.try_get("channel_id")?,
        client_id: row.try_get("client_id")?,
        session_id: row.try_get("session_id")?,
        mode: Mode::read(&mode).ok_or_else(|| unread("mode", mode))?,
        operator: row.try_get("operator")?,
        handover: handover
            .map(|text| serde_json::from_str(&text).map_err(|error| unread("handover", error)))
            .transpose()?,
        since: row.try_get("since")?,
        last_at: row.try_get("last_at")?,
    })
}

fn read_happening(row: &SqliteRow) -> Result<Happening, StoreError> {
    let object = |column: &'static str| -> Result<Option<Value>, StoreError> {
        let text: Option<String> = row.try_get(column)?;
        text.map(|text| serde_json::from_str(&text).map_err(|error| unread(column, error)))
            .transpose()
    };
    Ok(Happening {
        kind: row.try_get("kind")?,
        question_id: row.try_get("question_id")?,
        cid: row.try_get("cid")?,
        at: row.try_get("at")?,
        body: json(row, "body")?,
        choices: object("choices")?,
        status: row.try_get("status")?,
        asked: object("asked")?,
    })
}
