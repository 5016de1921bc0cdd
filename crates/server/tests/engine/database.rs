//! One story for every store.

use serde_json::json;
use sqlx::Row as _;
use vivavoce_engine::ids;
use vivavoce_engine::store::{
    Access, AccessKind, Account, Credential, Database, SessionFilter, Store, StoreError, passcode,
};
use vivavoce_protocol::wire::Results;

use crate::site::{ACCOUNT, file, scenario, site_with};

async fn check(database: Database) {
    let store = Store::open(&database).await.unwrap();
    let account = Account {
        id: ACCOUNT.into(),
        name: "Owner".into(),
        is_root: true,
        created_at: 1,
        closed_at: None,
    };
    store.add_account(account.clone()).await.unwrap();
    assert_eq!(store.account(ACCOUNT).await.unwrap(), Some(account.clone()));
    assert_eq!(store.accounts().await.unwrap(), [account]);

    let key = ids::new_secret();
    let credential = Credential {
        id: ids::new_id(1),
        account_id: ACCOUNT.into(),
        kind: "public".into(),
        label: "first".into(),
        scope: json!({ "scenario_id": "x" }),
        created_at: 1,
        expires_at: Some(100),
        ..Credential::default()
    };
    store
        .add_credential(credential.clone(), &key)
        .await
        .unwrap();
    let again = store.add_credential(
        Credential {
            id: "b".into(),
            ..credential.clone()
        },
        &key,
    );
    assert!(matches!(again.await, Err(StoreError::Taken(_))));
    assert_eq!(
        store.credential(&key, 99).await.unwrap(),
        Some(credential.clone())
    );
    assert_eq!(store.credential(&key, 100).await.unwrap(), None, "expired");
    assert_eq!(store.credential("another", 1).await.unwrap(), None);
    for (account, revoked) in [("another", 0), (ACCOUNT, 1), (ACCOUNT, 0)] {
        let done = store.revoke_credential(account, &credential.id, false, 50);
        assert_eq!(done.await.unwrap().len(), revoked, "{account}");
    }
    assert_eq!(store.credential(&key, 60).await.unwrap(), None, "revoked");
    assert_eq!(
        store.credentials(ACCOUNT).await.unwrap()[0].revoked_at,
        Some(50)
    );

    let mut first = scenario("first");
    first.script = Some(json!([1, "two"]));
    first.starts_at = Some(5);
    first.is_featured = true;
    store.put_scenario(first.clone()).await.unwrap();
    first.name = "Renamed".into();
    store.put_scenario(first.clone()).await.unwrap();
    assert_eq!(store.scenario("first").await.unwrap(), Some(first.clone()));
    assert_eq!(
        store.scenario(&first.id).await.unwrap(),
        Some(first.clone())
    );
    assert_eq!(store.scenario("second").await.unwrap(), None);
    let second = scenario("second");
    store.put_scenario(second.clone()).await.unwrap();
    let clash = scenario("first");
    assert!(matches!(
        store.put_scenario(clash).await,
        Err(StoreError::Taken("slug"))
    ));
    assert_eq!(store.scenarios(ACCOUNT).await.unwrap().len(), 2);
    assert_eq!(store.featured_scenarios().await.unwrap(), [first.clone()]);

    let access = Access {
        scenario_id: first.id.clone(),
        kind: AccessKind::Minted,
        email: Some("a@b.c".into()),
        session_id: None,
        made_by: None,
        passcode_epoch: 0,
        is_preview: false,
        created_at: 1,
        expires_at: 10,
    };
    store.add_access(access.clone(), "secret").await.unwrap();
    assert_eq!(store.access("secret").await.unwrap(), Some(access));
    store.drop_expired_access(11).await.unwrap();
    assert_eq!(store.access("secret").await.unwrap(), None);

    // A change counts if nobody came between, and what is gone does not come back by one.
    let since = second.updated_at;
    let mut changed = second.clone();
    changed.updated_at = since + 1;
    assert!(store.change_scenario(changed.clone(), since).await.unwrap());
    assert!(!store.change_scenario(changed.clone(), since).await.unwrap());
    changed.slug = Some("first".into());
    let clash = store.change_scenario(changed.clone(), since + 1).await;
    assert!(matches!(clash, Err(StoreError::Taken("slug"))));
    store.mark_scenario_removed(&second.id, 1).await.unwrap();
    assert!(!store.change_scenario(changed, since + 1).await.unwrap());
    assert_eq!(store.scenario("second").await.unwrap(), None);

    for (kind, secret) in [
        (AccessKind::Granted, "granted"),
        (AccessKind::ByPasscode, "by passcode"),
    ] {
        let access = Access {
            scenario_id: first.id.clone(),
            kind,
            email: None,
            session_id: None,
            made_by: None,
            passcode_epoch: 0,
            is_preview: false,
            created_at: 1,
            expires_at: 10,
        };
        store.add_access(access.clone(), secret).await.unwrap();
        assert_eq!(store.access(secret).await.unwrap(), Some(access));
    }
    // Another passcode ends what the one before opened, in the same write.
    let since = first.updated_at;
    first.updated_at += 1;
    first.passcode_hash = Some("another".into());
    let changed = store.change_scenario(first.clone(), since).await;
    assert!(changed.unwrap());
    assert!(store.access("granted").await.unwrap().is_some());
    assert!(store.access("by passcode").await.unwrap().is_none());
    first.passcode_epoch += 1;

    // A closed account keeps what it has, and opens nothing.
    assert!(
        !store.close_account(ACCOUNT, 60).await.unwrap(),
        "the root's"
    );
    let tenant = Account {
        id: "tenant".into(),
        name: "Tenant".into(),
        created_at: 2,
        ..Account::default()
    };
    store.add_account(tenant).await.unwrap();
    let mut theirs = scenario("theirs");
    theirs.account_id = "tenant".into();
    theirs.is_featured = true;
    store.put_scenario(theirs.clone()).await.unwrap();
    let of_tenant = Credential {
        id: "c".into(),
        account_id: "tenant".into(),
        expires_at: None,
        ..credential
    };
    store.add_credential(of_tenant, "their key").await.unwrap();
    for (now, since, noted) in [
        (100, 40, Some(100)),
        (130, 70, Some(100)),
        (160, 100, Some(160)),
    ] {
        store.note_use("c", now, since).await.unwrap();
        let key = store.credential_by_id("c").await.unwrap().unwrap();
        assert_eq!(key.last_used_at, noted);
    }
    assert!(store.open_scenario("theirs").await.unwrap().is_some());
    assert!(store.credential("their key", 100).await.unwrap().is_some());
    for now in [200, 300] {
        assert!(store.close_account("tenant", now).await.unwrap());
    }
    let closed = store.account("tenant").await.unwrap().unwrap();
    assert_eq!(closed.closed_at, Some(200));
    assert!(store.open_scenario("theirs").await.unwrap().is_none());
    assert!(store.credential("their key", 100).await.unwrap().is_none());
    assert_eq!(store.featured_scenarios().await.unwrap(), [first]);
    assert_eq!(store.scenarios("tenant").await.unwrap(), [theirs]);

    // A job that fails, or panics, undoes its own work only.
    let results = futures_util::future::join_all((0..50).map(|number: i64| {
        store.write::<i64, StoreError, _>(move |tx| {
            Box::pin(async move {
                sqlx::query("INSERT INTO outbox (id, kind, body, due_at, created_at) VALUES ($1, 'test', '', 0, 0)")
                    .bind(number.to_string())
                    .execute(tx.conn())
                    .await?;
                match number % 10 {
                    3 => Err(StoreError::Busy),
                    7 => panic!("as ordered"),
                    _ => Ok(number),
                }
            })
        })
    }))
    .await;
    let kept = results.iter().filter(|result| result.is_ok()).count();
    let rows = sqlx::query("SELECT COUNT(*) AS n FROM outbox")
        .fetch_one(store.read())
        .await;
    assert_eq!((kept, rows.unwrap().get::<i64, _>("n")), (40, 40));
    store.close().await;
    assert!(store.put_scenario(second).await.is_err(), "closed");
}

#[tokio::test]
async fn every_store_tells_the_same_story() {
    let folder = tempfile::tempdir().unwrap();
    check(Database::Memory).await;
    check(file(folder.path())).await;
}

#[tokio::test]
async fn sessions_are_listed_newest_first_by_page_and_filter() {
    let site = site_with(&Database::Memory, crate::site::limits()).await;
    site.put(scenario("a")).await;
    let b = site.put(scenario("b")).await;
    for number in 0..7 {
        let slug = if number % 2 == 0 { "a" } else { "b" };
        let user = json!({ "name": "Ann", "email": format!("Ann{}@example.com", number % 3) });
        site.talk_in(slug, json!({ "user": user })).await;
        site.app.clock.advance(1_000);
    }
    let store = &site.app.store;
    let newest = "UPDATE sessions SET source = 'PREVIEW' WHERE created_at = \
                  (SELECT MAX(created_at) FROM sessions)";
    let tried = sqlx::query(newest).execute(store.read()).await.unwrap();
    assert_eq!(tried.rows_affected(), 1);
    let all = SessionFilter {
        account_id: Some(ACCOUNT.into()),
        ..SessionFilter::default()
    };
    let (page, total) = store.sessions(&all, 3, 0).await.unwrap();
    assert_eq!((page.len(), total), (3, 7));
    assert!(
        page.windows(2)
            .all(|pair| pair[0].created_at > pair[1].created_at)
    );
    let (rest, _) = store.sessions(&all, 100, 6).await.unwrap();
    assert_eq!(rest.len(), 1);
    let cases = [
        (
            SessionFilter {
                scenario_id: Some(b.id.clone()),
                ..all.clone()
            },
            3,
        ),
        (
            SessionFilter {
                user_email: Some("ann0@EXAMPLE.com".into()),
                ..all.clone()
            },
            3,
        ),
        (
            SessionFilter {
                source: Some("PREVIEW".into()),
                ..all.clone()
            },
            1,
        ),
        (
            SessionFilter {
                from: Some(page[1].created_at),
                ..all.clone()
            },
            2,
        ),
        (
            SessionFilter {
                to: Some(page[1].created_at),
                ..all.clone()
            },
            5,
        ),
        (
            SessionFilter {
                account_id: Some("other".into()),
                ..all
            },
            0,
        ),
    ];
    for (filter, expected) in cases {
        let (page, total) = store.sessions(&filter, 50, 0).await.unwrap();
        assert_eq!(
            (page.len(), total),
            (expected, expected as u64),
            "{filter:?}"
        );
    }
    let id = &page[0].id;
    store
        .put_results(
            id,
            &Results {
                score: Some(7.5),
                ..Results::default()
            },
            1,
        )
        .await
        .unwrap();
    assert_eq!(store.results(id).await.unwrap().unwrap().score, Some(7.5));
}

#[tokio::test]
async fn passcodes_are_kept_as_hashes_that_only_they_match() {
    let hash = passcode::hash("1234").await.unwrap();
    assert!(!hash.contains("1234"));
    assert_ne!(hash, passcode::hash("1234").await.unwrap(), "salted");
    for (given, hash, expected) in [
        ("1234", hash.as_str(), true),
        ("1235", &hash, false),
        ("", &hash, false),
        ("1234", "broken", false),
        ("1234", "", false),
    ] {
        assert_eq!(
            passcode::matches(given, hash).await,
            expected,
            "{given} {hash}"
        );
    }
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_left_alone_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let database = file(folder.path());
    let store = Store::open(&database).await.unwrap();
    store
        .write::<_, StoreError, _>(|tx| {
            Box::pin(async move {
                sqlx::query(
                    "INSERT INTO _sqlx_migrations (version, description, success, checksum, \
                     execution_time) VALUES (9999, 'later', 1, x'00', 0)",
                )
                .execute(tx.conn())
                .await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    store.close().await;
    for beside in [false, true] {
        let opened = match beside {
            false => Store::open(&database).await,
            true => Store::open_beside(&database).await,
        };
        let Err(refused) = opened else {
            panic!("it was opened");
        };
        let told = refused.to_string();
        assert!(told.contains("newer version"), "{told}");
        assert!(told.contains("9999"), "{told}");
    }
}

#[test]
fn a_database_address_is_understood_or_explained() {
    let file = |path: &str| Ok(Database::Sqlite(path.into()));
    let cases = [
        ("memory:", Ok(Database::Memory)),
        ("sqlite://vivavoce.db", file("vivavoce.db")),
        ("sqlite:///var/lib/v.db?mode=rwc", file("/var/lib/v.db")),
        ("sqlite://", Err("names no file")),
        ("postgres://localhost/v", Err("not supported yet")),
        ("mysql://localhost", Err("not understood")),
    ];
    for (url, expected) in cases {
        match (Database::parse(url), expected) {
            (Ok(database), Ok(expected)) => assert_eq!(database, expected),
            (Err(sentence), Err(part)) => assert!(sentence.contains(part), "{sentence}"),
            (found, expected) => panic!("{url}: {found:?}, not {expected:?}"),
        }
    }
}

/// Whoever waits for an answer may go away at any context; the connection must not go with them.
#[tokio::test]
async fn a_memory_database_outlives_readers_that_go_away() {
    async fn patience(rounds: usize) {
        for _ in 0..rounds {
            tokio::task::yield_now().await;
        }
    }
    let store = Store::open(&Database::Memory).await.unwrap();
    let mut gone = 0;
    for round in 0..4_000 {
        tokio::select! {
            biased;
            () = patience(round % 40) => gone += 1,
            _ = store.accounts() => {}
        }
        tokio::select! {
            biased;
            () = patience(round % 40) => gone += 1,
            _ = sqlx::query("SELECT * FROM accounts, accounts").fetch_all(store.read()) => {}
        }
    }
    assert!(gone > 1_000, "only {gone} went away");
    store.accounts().await.unwrap();
}
