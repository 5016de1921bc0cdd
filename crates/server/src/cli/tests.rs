//! Each command as it is typed, and what it prints.

use clap::CommandFactory as _;

use super::*;
use crate::seed;
use vivavoce_engine::store::Database;

async fn said(store: &Store, line: &str) -> String {
    let words = std::iter::once("vivavoce-server").chain(line.split_whitespace());
    let command = Cli::try_parse_from(words).unwrap().command.unwrap();
    match run(store, command, 1_700_000_000_000).await {
        Ok(Output { out, note }) => out + &note,
        Err(error) => format!("error: {:#}", anyhow::Error::from(error)),
    }
}

#[test]
fn the_command_line_is_well_formed() {
    Cli::command().debug_assert();
}

#[tokio::test]
async fn keys_are_made_listed_and_revoked() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let made = said(&store, "key create --label deploy").await;
    let key = made.lines().next().unwrap();
    assert!(key.starts_with("vv_") && key.len() == 46, "{made}");
    let (_, rest) = made.split_once("Its id is ").unwrap();
    let (id, _) = rest.split_once(';').unwrap();
    let found = store
        .credential(key, 1_700_000_000_001)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.id, id);

    let list = said(&store, "key list").await;
    assert!(
        list.contains("2023-11-14 22:13             valid  deploy"),
        "{list}"
    );
    assert!(!list.contains(key));

    assert_eq!(
        said(&store, &format!("key revoke {id}")).await,
        format!("The key {id} opens nothing any more.\n")
    );
    assert!(
        store
            .credential(key, 1_700_000_000_001)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        said(&store, "key list")
            .await
            .contains("revoked 2023-11-14 22:13  deploy")
    );
    let long = "x".repeat(201);
    let refused = said(&store, &format!("key create --name {long}")).await;
    assert!(refused.contains("at most 200 characters"), "{refused}");
    let refused = said(&store, "key revoke nope").await;
    assert!(refused.contains("no key with the id \"nope\""), "{refused}");
}

#[tokio::test]
async fn a_vendors_key_has_its_form_and_is_bound_to_what_it_opens() {
    let store = Store::open(&Database::Memory).await.unwrap();
    seed::prepare(
        &store,
        &crate::Settings::default(),
        false,
        1_700_000_000_000,
    )
    .await
    .unwrap();
    let cases = [
        ("totebot --scenario demo-support", "tb_pk_"),
        ("agentok", "agk_"),
        ("talkio --provider example", "tk_"),
        ("totebot", "error: a totebot key opens one scenario"),
        ("totebot --scenario nowhere", "error: the account"),
        ("talkio", "error: a talkio key goes with a provider"),
        (
            "agentok --scenario demo-support",
            "error: agentok keys are not bound",
        ),
        (
            "public --provider example",
            "error: public keys have no provider",
        ),
    ];
    for (line, begins) in cases {
        let text = said(&store, &format!("key create --api {line}")).await;
        assert!(text.starts_with(begins), "{line}: {text}");
    }
    let made = said(&store, "key create --api tovie --scenario demo-support").await;
    let (letters, digits) = made.lines().next().unwrap().split_once(':').unwrap();
    assert!(letters.len() == 8 && digits.len() == 40, "{made}");
}

#[tokio::test]
async fn an_organization_is_made_listed_and_removed() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let cases = [
        (
            "organization create north --provider example --name North",
            "north\n",
        ),
        (
            "organization create north --provider other",
            "error: the slug \"north\" is taken; `organization list`",
        ),
        (
            "organization create No --provider example",
            "error: \"No\" is no slug",
        ),
        (
            "organization create south --provider e --logout-url javascript:1",
            "error: \"javascript:1\" is no",
        ),
        (
            "organization create south --provider e --logout-url https://example.com",
            "south\n",
        ),
        (
            "organization create west --provider=",
            "error: a provider needs a name",
        ),
        (
            "organization remove nowhere",
            "error: there is no organization",
        ),
        (
            "organization remove south",
            "The organization south is gone",
        ),
    ];
    for (line, begins) in cases {
        let text = said(&store, line).await;
        assert!(text.starts_with(begins), "{line}: {text}");
    }
    let list = said(&store, "organization list").await;
    assert_eq!(list.lines().count(), 2, "{list}");
    assert!(
        list.contains("north  example   2023-11-14 22:13  North"),
        "{list}"
    );
}

#[tokio::test]
async fn what_the_api_would_not_take_the_command_line_does_not() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let long = "n".repeat(201);
    let made = said(&store, "account create Example").await;
    let id = made.lines().next().unwrap();
    said(&store, &format!("account revoke {id}")).await;
    for (line, begins) in [
        (
            format!("account create {long}"),
            "error: an account has a name of",
        ),
        (
            format!("organization create west --provider {long}"),
            "error: a provider has a name of",
        ),
        (
            format!("organization create west --provider p --name {long}"),
            "error: an organization has a name of",
        ),
        (
            format!("organization create west --provider p --account {id}"),
            "error: the account",
        ),
        (
            "key create --api talkio --provider=".to_owned(),
            "error: a provider needs a name",
        ),
    ] {
        let text = said(&store, &line).await;
        assert!(text.starts_with(begins), "{line}: {text}");
    }
}

#[tokio::test]
async fn an_account_has_keys_of_its_own() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let made = said(&store, "account create Example").await;
    let id = made.lines().next().unwrap();
    said(&store, &format!("key create --account {id}")).await;
    let list = said(&store, &format!("key list --account {id}")).await;
    assert_eq!(list.lines().count(), 2, "{list}");
    let refused = said(&store, "key list --account nobody").await;
    assert!(
        refused.contains("no account with the id \"nobody\""),
        "{refused}"
    );
}

#[tokio::test]
async fn a_closed_account_has_no_keys_and_gets_none() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let made = said(&store, "account create Example").await;
    let id = made.lines().next().unwrap();
    let made = said(
        &store,
        &format!("key create --account {id} --name ci --valid-days 30"),
    )
    .await;
    let key = made.lines().next().unwrap();
    let found = store.credential(key, 1_700_000_000_001).await.unwrap();
    assert_eq!(
        found.unwrap().expires_at,
        Some(1_700_000_000_000 + 30 * 86_400_000)
    );
    let closed = said(&store, &format!("account revoke {id}")).await;
    assert!(closed.contains("(Example) is closed"), "{closed}");
    let found = store.credential(key, 1_700_000_000_001).await.unwrap();
    assert!(found.is_none());
    let accounts = said(&store, "account list").await;
    assert!(accounts.contains("closed 2023-11-14 22:13"), "{accounts}");
    let refused = said(&store, &format!("key create --account {id}")).await;
    assert!(refused.contains("is closed"), "{refused}");
    said(&store, "key list").await;
    let root = store.accounts().await.unwrap();
    let root = root.iter().find(|account| account.is_root).unwrap();
    let refused = said(&store, &format!("account revoke {}", root.id)).await;
    assert!(refused.contains("cannot be closed"), "{refused}");
}

#[tokio::test]
async fn a_closed_account_and_a_visitor_are_marked_to_go() {
    let store = Store::open(&Database::Memory).await.unwrap();
    let made = said(&store, "account create Ben").await;
    let id = made.lines().next().unwrap();
    let open = said(&store, &format!("account purge {id}")).await;
    assert!(
        open.contains(&format!("close it first with `account revoke {id}`")),
        "{open}"
    );
    said(&store, &format!("account revoke {id}")).await;
    let gone = said(&store, &format!("account purge {id}")).await;
    assert!(gone.contains("is removed"), "{gone}");
    assert_eq!(store.removed_accounts().await.unwrap(), [id]);
    assert!(!said(&store, "account list").await.contains(id));
    let again = said(&store, &format!("account purge {id}")).await;
    assert!(again.contains("no account with the id"), "{again}");

    let refused = said(&store, "visitor erase ann").await;
    assert!(refused.contains("is no email address"), "{refused}");
    let unknown = said(&store, "visitor erase Ann@Example.com").await;
    assert!(
        unknown.starts_with("error: nothing is kept of ann@example.com in the account"),
        "{unknown}"
    );
    assert_eq!(store.erasures().await.unwrap().len(), 0);
    let account = store.root_account(1_700_000_000_000).await.unwrap();
    store
        .put_scenario(seed::scenario(
            crate::demos::scenarios().remove(0),
            &account.id,
            1_700_000_000_000,
        ))
        .await
        .unwrap();
    let lead = vivavoce_engine::store::Lead {
        id: "lead".to_owned(),
        scenario_id: crate::demos::scenarios().remove(0).id.to_owned(),
        email: "ann@example.com".to_owned(),
        origin: "api".to_owned(),
        ..Default::default()
    };
    store.put_lead(lead, None).await.unwrap();
    let erased = said(&store, "visitor erase Ann@Example.com").await;
    assert!(
        erased.starts_with("ann@example.com goes from the account"),
        "{erased}"
    );
    assert_eq!(store.erasures().await.unwrap().len(), 1);
}
