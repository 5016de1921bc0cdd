//! Keys to the APIs: how they are made. Who shows one is found by [`crate::store::Store::credential`].

use crate::ids;
use crate::store::{Credential, Store, StoreError, empty_object};

/// Valid keys one account may have, so that a loop gone wrong does not fill the database.
pub const MOST: usize = 500;
/// Characters of a key's name.
pub const NAME_CAP: usize = 200;

/// What a key opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Api {
    /// Scenarios, sessions, access tokens: `/api/public`
    #[default]
    Public,
}

impl Api {
    /// As the database and the API call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Api::Public => "public",
        }
    }

    /// `None` for a name this version does not know.
    pub fn read(name: &str) -> Option<Self> {
        [Api::Public].into_iter().find(|api| api.as_str() == name)
    }

    /// What its keys begin with, so that a secret scanner can tell what it found.
    fn prefix(self) -> &'static str {
        match self {
            Api::Public => "vv_",
        }
    }
}

/// A key that is to be made.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub api: Api,
    /// What it is for, as lists show it.
    pub name: String,
    /// Unix milliseconds; `None`: until it is revoked.
    pub expires_at: Option<i64>,
}

impl Wanted {
    /// What the store keeps beside the hash.
    pub fn credential(self, account_id: &str, now: i64) -> Credential {
        Credential {
            id: ids::new_id(now),
            account_id: account_id.to_owned(),
            kind: self.api.as_str().to_owned(),
            label: self.name,
            scope: empty_object(),
            created_at: now,
            expires_at: self.expires_at,
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

/// Makes a key of 256 random bits. Only its SHA-256 is kept.
pub async fn create(
    store: &Store,
    account_id: &str,
    wanted: Wanted,
    now: i64,
) -> Result<NewKey, StoreError> {
    let key = format!("{}{}", wanted.api.prefix(), ids::new_secret());
    let credential = wanted.credential(account_id, now);
    let id = credential.id.clone();
    store.add_credential(credential, &key).await?;
    Ok(NewKey { id, key })
}
