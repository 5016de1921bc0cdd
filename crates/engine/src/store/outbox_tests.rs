//! Who is sent to next, and what looking for that costs.

use std::time::Instant;

use sqlx::{AssertSqlSafe, Row as _};

use super::*;
use crate::store::Database;

/// `due` parcels of a target that takes its time and as many that were sent to it, and one parcel of
/// another that is younger than all of them.
async fn filled(due: i64) -> Store {
    let store = Store::open(&Database::Memory).await.unwrap();
    for (prefix, done) in [("due", "NULL"), ("done", "3")] {
        let sql = format!(
            "WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n \
             WHERE value < $1) \
             INSERT INTO outbox (id, kind, target, body, due_at, created_at, done_at) \
             SELECT '{prefix}' || value, 'webhook', 'slow', '{{}}', 1, 1, {done} FROM n"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(due)
            .execute(store.read())
            .await
            .unwrap();
    }
    let mut conn = store.read().acquire().await.unwrap();
    let body = serde_json::json!({});
    insert(&mut conn, "young", "webhook", "quick", &body, 2)
        .await
        .unwrap();
    drop(conn);
    store
}

#[tokio::test]
async fn a_target_with_a_backlog_keeps_no_other_waiting() {
    for due in [10, 20_000] {
        let store = filled(due).await;
        let began = Instant::now();
        let taken = store
            .claim_parcels("me", 5, 100, 16, &Except::default())
            .await
            .unwrap();
        println!("{due} behind: {:?}", began.elapsed());
        let of = |target: &str| taken.iter().filter(|it| it.target == target).count();
        assert_eq!((of("slow"), of("quick")), (4, 1));
        // As many are under way as may be, whoever asks.
        let more = store
            .claim_parcels("other", 6, 100, 16, &Except::default())
            .await
            .unwrap();
        assert!(more.is_empty(), "{more:?}");
        let settled = Settled::Delivered;
        store
            .settle_parcel(&taken[0].id, "me", settled, 7)
            .await
            .unwrap();
        let more = store
            .claim_parcels("other", 8, 100, 16, &Except::default())
            .await
            .unwrap();
        assert_eq!(more.len(), 1);
        // A lease that has lapsed is nobody's.
        let more = store
            .claim_parcels("other", 101, 200, 16, &Except::default())
            .await
            .unwrap();
        assert_eq!(more.len(), 5);
    }
}

#[tokio::test]
async fn nothing_is_looked_for_row_by_row() {
    let store = filled(10).await;
    for sql in [DUE, CLAIM] {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")))
            .fetch_all(store.read())
            .await
            .unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get("detail")).collect();
        let all = plan.join("\n");
        assert!(!all.contains("SCAN outbox"), "{all}");
        assert!(
            !all.contains("SCAN o\n") && !all.contains("SCAN of"),
            "{all}"
        );
        assert!(!all.contains("SCAN held"), "{all}");
        // What was sent long ago is in neither of these.
        assert!(!all.contains("outbox_by_target"), "{all}");
    }
}
