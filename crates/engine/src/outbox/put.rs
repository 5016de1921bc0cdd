//! What is put into the outbox, in the write that makes it true.

use serde_json::json;

use super::ceiling::day;
use super::recipients;
use crate::store::outbox::{self, MAIL, WEBHOOK};
use crate::store::{Scenario, StoreError, Tx, webhooks};
use crate::{Engine, ids};

/// What webhooks hear of.
pub const EVENTS: [&str; 5] = [
    "session.started",
    "session.completed",
    "session.terminated",
    "session.analyzed",
    "session.extracted",
];

/// Tells the webhooks of a session's account what happened to it.
pub async fn announce(
    engine: &Engine,
    tx: &mut Tx,
    event: &'static str,
    session_id: &str,
) -> Result<(), StoreError> {
    let row: Option<(String, String, String)> =
        sqlx::query_as("SELECT account_id, scenario_id, source FROM sessions WHERE id = $1")
            .bind(session_id)
            .fetch_optional(tx.conn())
            .await?;
    let Some((account_id, scenario_id, source)) = row else {
        return Ok(());
    };
    let listening = webhooks::live_of(tx.conn(), &account_id).await?;
    if !listening.iter().any(|webhook| webhook.wants(event)) {
        return Ok(());
    }
    let now = engine.clock.now();
    let at = jiff::Timestamp::from_millisecond(now)
        .map(|time| time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default();
    let payload = json!({
        "event": event,
        "type": event,
        "id": format!("evt_{}", ids::new_id(now)),
        "ts": at,
        "timestamp": at,
        "data": {
            "session_id": session_id,
            "org_id": account_id,
            "scenario_id": scenario_id,
            "source": source,
        },
    });
    for webhook in listening.iter().filter(|webhook| webhook.wants(event)) {
        let id = ids::new_id(now);
        outbox::insert(tx.conn(), &id, WEBHOOK, &webhook.id, &payload, now).await?;
    }
    engine.outbox.wake_after(tx);
    Ok(())
}

/// Puts a parcel into the outbox: what [`crate::registry::Delivery`] of that `kind` sends to `target`. It
/// goes with the session whose words it repeats.
pub async fn put(
    engine: &Engine,
    tx: &mut Tx,
    id: &str,
    kind: &'static str,
    target: &str,
    body: &serde_json::Value,
    session_id: Option<&str>,
) -> Result<(), StoreError> {
    outbox::insert(tx.conn(), id, kind, target, body, engine.clock.now()).await?;
    if let Some(session_id) = session_id {
        outbox::belongs(tx.conn(), id, session_id).await?;
    }
    engine.outbox.wake_after(tx);
    Ok(())
}

/// Whether a parcel of this id is in the outbox, sent or not: putting it again does nothing.
pub async fn is_put(tx: &mut Tx, id: &str) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT 1 FROM outbox WHERE id = $1")
        .bind(id)
        .fetch_optional(tx.conn())
        .await?;
    Ok(found.is_some())
}

/// Whether a session's analysis is to be mailed, and to whom.
pub fn recipient(engine: &Engine, scenario: &Scenario) -> Option<String> {
    if !engine.outbox.sends_mail() {
        return None;
    }
    let of = |name: &str| scenario.session_analysis.get(name);
    let to = of("admin_email")?.as_str()?.trim();
    let is_on = |name: &str, unless_said: bool| {
        of(name)
            .and_then(serde_json::Value::as_bool)
            .unwrap_or(unless_said)
    };
    let wanted = is_on("email_analysis", true) || is_on("email_transcript", false);
    (wanted && !to.is_empty()).then(|| to.to_owned())
}

/// Mails the report of an analyzed session to those of `to` who want it: once, however often it is asked for.
pub async fn report(
    engine: &Engine,
    tx: &mut Tx,
    session_id: &str,
    to: &str,
) -> Result<(), StoreError> {
    let now = engine.clock.now();
    let account: Option<String> = sqlx::query_scalar(
        "SELECT s.account_id FROM results r JOIN sessions s ON s.id = r.session_id \
         WHERE r.session_id = $1 AND r.reported_at IS NULL",
    )
    .bind(session_id)
    .fetch_optional(tx.conn())
    .await?;
    let Some(account) = account else {
        return Ok(());
    };
    // Who says yes later is told of what comes then, and of what is asked for.
    let Some(to) = recipients::admitted(engine, tx, &account, to).await? else {
        return Ok(());
    };
    sqlx::query("UPDATE results SET reported_at = $1 WHERE session_id = $2")
        .bind(now)
        .bind(session_id)
        .execute(tx.conn())
        .await?;
    // Only what names the session: what was said stays in one place, where it can be erased.
    let body = json!({ "session_id": session_id, "to": to });
    let id = format!("report-{session_id}");
    outbox::insert(tx.conn(), &id, MAIL, MAIL, &body, now).await?;
    engine.outbox.wake_after(tx);
    Ok(())
}

/// Mails a scenario's owner that a day's ceiling is reached: once a day, whoever else asks for it.
/// `body` says which one it is and what was spent.
pub async fn ceiling(
    engine: &Engine,
    tx: &mut Tx,
    scenario_id: &str,
    mut body: serde_json::Value,
) -> Result<(), StoreError> {
    if !engine.outbox.sends_mail() {
        return Ok(());
    }
    let now = engine.clock.now();
    let today = day(now);
    let id = format!("spending-{scenario_id}-{today}");
    if is_put(tx, &id).await? {
        return Ok(());
    }
    let owner: Option<(String, Option<String>)> = sqlx::query_as(
        "SELECT account_id, CAST(json_extract(session_analysis, '$.admin_email') AS TEXT) \
         FROM scenarios WHERE id = $1",
    )
    .bind(scenario_id)
    .fetch_optional(tx.conn())
    .await?;
    let Some((account, Some(to))) = owner else {
        return Ok(());
    };
    let Some(to) = recipients::admitted(engine, tx, &account, &to).await? else {
        return Ok(());
    };
    body["scenario_id"] = scenario_id.into();
    body["to"] = to.into();
    body["day"] = today.as_str().into();
    outbox::insert(tx.conn(), &id, MAIL, MAIL, &body, now).await?;
    engine.outbox.wake_after(tx);
    Ok(())
}
