//! What a database must hold before the first visitor: a root account, a key, the demos.

use serde_json::{Map, Value, json};

use crate::demos::{self, Demo};
use crate::settings::{Problem, Settings};
use vivavoce_engine::keys::{self, NewKey, Wanted};
use vivavoce_engine::store::{Scenario, Store, StoreError, empty_object};

/// The label of the key that came from `VIVAVOCE_API_KEY`.
const CHOSEN: &str = "VIVAVOCE_API_KEY";

/// What [`prepare`] did.
#[derive(Debug, Default)]
pub struct Prepared {
    /// Minted because there never was one and the operator chose none: to be printed.
    pub key: Option<String>,
    /// The demos were written.
    pub seeded: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error("the database answered")]
    Store(#[from] StoreError),
}

/// Makes an empty database usable, and the key of the settings valid. Run at every start.
/// `first_key`: mint one where the root account never had any and the settings name none.
pub async fn prepare(
    store: &Store,
    settings: &Settings,
    first_key: bool,
    now: i64,
) -> Result<Prepared, SeedError> {
    let empty = store.accounts().await?.is_empty();
    let root = store.root_account(now).await?;
    let mut prepared = Prepared::default();
    match &settings.api_key {
        Some(key) => choose(store, &root.id, key.expose(), now).await?,
        // A command may have come before the first start.
        None if first_key && store.credentials(&root.id).await?.is_empty() => {
            prepared.key = Some(mint(store, &root.id, "first key", now).await?.key)
        }
        None => {}
    }
    if empty {
        for (position, demo) in demos::scenarios().into_iter().enumerate() {
            // A list shows the oldest first.
            let at = now + i64::try_from(position).unwrap_or_default();
            store.put_scenario(scenario(demo, &root.id, at)).await?;
        }
        prepared.seeded = true;
    }
    Ok(prepared)
}

/// Makes a key of the public API.
pub async fn mint(
    store: &Store,
    account_id: &str,
    label: &str,
    now: i64,
) -> Result<NewKey, StoreError> {
    let wanted = Wanted {
        name: label.to_owned(),
        ..Wanted::default()
    };
    keys::create(store, account_id, wanted, now).await
}

/// Makes the operator's key valid and the one chosen before it invalid, so that changing the
/// variable changes the key.
async fn choose(store: &Store, root_id: &str, key: &str, now: i64) -> Result<(), SeedError> {
    let current = store.credential(key, now).await?;
    let current_id = match current {
        Some(credential) if credential.account_id == root_id => credential.id,
        Some(_) => {
            return Err(Problem(format!(
                "{CHOSEN} is a key of another account; choose another"
            ))
            .into());
        }
        None => {
            let wanted = Wanted {
                name: CHOSEN.to_owned(),
                ..Wanted::default()
            };
            let credential = wanted.credential(root_id, now);
            let id = credential.id.clone();
            match store.add_credential(credential, key).await {
                Err(StoreError::Taken(_)) => {
                    return Err(Problem(format!(
                        "{CHOSEN} is a key that was revoked; choose another"
                    ))
                    .into());
                }
                done => done?,
            }
            id
        }
    };
    for other in store.credentials(root_id).await? {
        if other.label == CHOSEN && other.id != current_id && other.revoked_at.is_none() {
            store
                .revoke_credential(root_id, &other.id, true, now)
                .await?;
        }
    }
    Ok(())
}

/// A demo as the database holds it.
pub fn scenario(demo: Demo, account_id: &str, now: i64) -> Scenario {
    let examples: Map<String, Value> = demo
        .variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect();
    Scenario {
        id: demo.id.to_owned(),
        slug: Some(demo.slug.to_owned()),
        account_id: account_id.to_owned(),
        name: demo.name.to_owned(),
        description: demo.description.to_owned(),
        user_friendly_description: Some(demo.user_friendly_description.to_owned()),
        ai_instructions: demo.ai_instructions.to_owned(),
        script: Some(demo.script),
        rubrik: Some(demo.rubric.to_owned()).filter(|rubric| !rubric.is_empty()),
        is_public: true,
        is_featured: true,
        analysis_access: "always".to_owned(),
        session_analysis: empty_object(),
        appearance: empty_object(),
        strategy: json!({ "max_duration_seconds": demo.max_duration_seconds }),
        pricing: empty_object(),
        user_metadata: json!({ "example_variables": examples }),
        created_at: now,
        updated_at: now,
        ..Scenario::default()
    }
}

#[cfg(test)]
mod tests {
    use vivavoce_protocol::Secret;

    use super::*;
    use vivavoce_engine::store::Database;

    async fn start(store: &Store, key: Option<&str>) -> Result<Prepared, SeedError> {
        let settings = Settings {
            api_key: key.map(|key| Secret::new(key.to_owned())),
            ..Settings::default()
        };
        prepare(store, &settings, true, 1_700_000_000_000).await
    }

    async fn opens(store: &Store, key: &str) -> bool {
        store
            .credential(key, 1_700_000_000_001)
            .await
            .unwrap()
            .is_some()
    }

    #[tokio::test]
    async fn an_empty_database_gets_a_key_and_the_demos_once() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let first = start(&store, None).await.unwrap();
        let key = first.key.unwrap();
        assert!(first.seeded && opens(&store, &key).await);
        let demos = store.featured_scenarios().await.unwrap();
        assert_eq!(demos.len(), demos::scenarios().len());
        let slugs = demos.iter().map(|demo| demo.slug.as_deref().unwrap());
        assert!(slugs.eq(demos::scenarios().iter().map(|demo| demo.slug)));

        let second = start(&store, None).await.unwrap();
        assert!(second.key.is_none() && !second.seeded);
        assert!(opens(&store, &key).await);
    }

    #[tokio::test]
    async fn a_command_before_the_first_start_takes_nothing_of_it() {
        let store = Store::open(&Database::Memory).await.unwrap();
        let now = 1_700_000_000_000;
        let before = prepare(&store, &Settings::default(), false, now).await;
        assert!(before.unwrap().key.is_none());
        let first = start(&store, None).await.unwrap();
        assert!(opens(&store, &first.key.unwrap()).await);
        assert!(!store.featured_scenarios().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn changing_the_variable_changes_the_key() {
        let store = Store::open(&Database::Memory).await.unwrap();
        assert!(
            start(&store, Some("first-first-first-first"))
                .await
                .unwrap()
                .key
                .is_none()
        );
        start(&store, Some("first-first-first-first"))
            .await
            .unwrap();
        assert!(opens(&store, "first-first-first-first").await);
        start(&store, Some("second-second-second")).await.unwrap();
        assert!(opens(&store, "second-second-second").await);
        assert!(!opens(&store, "first-first-first-first").await);
        let problem = start(&store, Some("first-first-first-first"))
            .await
            .unwrap_err();
        assert_eq!(
            problem.to_string(),
            "VIVAVOCE_API_KEY is a key that was revoked; choose another"
        );
    }
}
