//! Keys to the APIs: their kinds, and how they are made. Who shows one is found by
//! [`crate::store::Store::credential`].

use serde_json::{Value, json};

use crate::ids;
use crate::store::{Credential, Store, StoreError, empty_object};

/// Characters of a key's name.
pub const NAME_CAP: usize = 200;

/// How exactly `last_used_at` is kept, in milliseconds: a write per minute, not per call.
const USE: i64 = 60_000;

/// One kind of key.
#[derive(Clone, Copy, Debug)]
pub struct KeyKind {
    /// The API it opens, as the database, the public API and the command line call it.
    pub name: &'static str,
    /// What it opens, for whoever chooses one.
    pub opens: &'static str,
    /// What it is bound to beside its account.
    pub scope: KeyScope,
    /// What a key begins with, so that a secret scanner can tell what it found; empty: nothing of its
    /// own.
    pub prefix: &'static str,
    /// A new one, with at least 160 random bits.
    pub make: fn() -> String,
}

/// What a key is bound to beside its account, kept in [`Credential::scope`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyScope {
    Account,
    /// One scenario: `{"scenario_id"}`.
    Scenario,
    /// One provider, whose name goes with each call: `{"provider"}`.
    Provider,
}

/// Keys to our own API: scenarios, sessions, access tokens.
pub const PUBLIC: KeyKind = KeyKind {
    name: "public",
    opens: "Scenarios, sessions, access tokens: `/api/public`",
    scope: KeyScope::Account,
    prefix: "vv_",
    make: || format!("vv_{}", ids::new_secret()),
};

impl PartialEq for KeyKind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub kind: KeyKind,
    /// What it is for, as lists show it.
    pub name: String,
    /// Unix milliseconds; `None`: until it is revoked.
    pub expires_at: Option<i64>,
    /// What it is bound to beside the account, as its kind's [`KeyScope`] says.
    pub scope: Value,
    /// The key that makes it; `None`: whoever is at the machine.
    pub made_by: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            kind: PUBLIC,
            name: String::new(),
            expires_at: None,
            scope: empty_object(),
            made_by: None,
        }
    }
}

impl Wanted {
    /// What the store keeps beside the hash.
    pub fn credential(self, account_id: &str, now: i64) -> Credential {
        Credential {
            id: ids::new_id(now),
            account_id: account_id.to_owned(),
            kind: self.kind.name.to_owned(),
            label: self.name,
            scope: self.scope,
            created_at: now,
            expires_at: self.expires_at,
            made_by: self.made_by,
            ..Credential::default()
        }
    }
}

/// A key as its holder gets to see it, once.
pub struct NewKey {
    pub id: String,
    pub key: String,
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Makes a key of at least 160 random bits. Only its SHA-256 is kept.
pub async fn create(
    store: &Store,
    account_id: &str,
    wanted: Wanted,
    now: i64,
) -> Result<NewKey, StoreError> {
    let key = (wanted.kind.make)();
    let credential = wanted.credential(account_id, now);
    let id = credential.id.clone();
    store.add_credential(credential, &key).await?;
    Ok(NewKey { id, key })
}

/// The same for a key an account makes itself. [`StoreError::Full`] where it has too many.
pub async fn create_own(
    store: &Store,
    account_id: &str,
    wanted: Wanted,
    now: i64,
) -> Result<NewKey, StoreError> {
    let key = (wanted.kind.make)();
    let credential = wanted.credential(account_id, now);
    let id = credential.id.clone();
    store.add_own_credential(credential, &key).await?;
    Ok(NewKey { id, key })
}

/// A call is worth more than the note of it, so a failure is only logged.
pub async fn note_use(store: &Store, credential: &Credential, now: i64) {
    let since = now - USE;
    if credential.last_used_at.is_none_or(|at| at <= since)
        && let Err(error) = store.note_use(&credential.id, now, since).await
    {
        tracing::warn!(%error, key = credential.id, "a key's use was not noted");
    }
}

/// The account's scenario a key is to be bound to, by id or slug, as the key's scope.
/// `None`: the account has no such scenario.
pub async fn scenario_scope(
    store: &Store,
    account_id: &str,
    id_or_slug: &str,
) -> Result<Option<Value>, StoreError> {
    let found = store.open_scenario(id_or_slug).await?;
    Ok(found
        .filter(|it| it.account_id == account_id)
        .map(|it| json!({ "scenario_id": it.id })))
}
