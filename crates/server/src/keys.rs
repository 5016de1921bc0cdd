//! Keys to the APIs: how they are made. Who shows one is found by [`crate::store::Store::credential`].

use serde_json::{Value, json};

use crate::store::{Credential, Store, StoreError, empty_object};
use crate::{ApiError, App, ids};

/// Characters of a key's name.
pub const NAME_CAP: usize = 200;

/// How exactly `last_used_at` is kept, in milliseconds: a write per minute, not per call.
const USE: i64 = 60_000;

/// What a key opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Api {
    /// Scenarios, sessions, access tokens: `/api/public`
    #[default]
    Public,
    /// One scenario as a Totebot agent: `/v1`
    Totebot,
    /// One channel of a scenario: `/chatapi/<token>`
    Tovie,
    /// The account's scenarios as Agentok flows and projects: `/chats` and `/v1/chats`
    Agentok,
    /// The account's organizations as a Talkio partner: `/api/partner/v3`
    Talkio,
}

impl Api {
    pub const ALL: [Api; 5] = [
        Api::Public,
        Api::Totebot,
        Api::Tovie,
        Api::Agentok,
        Api::Talkio,
    ];

    /// As the database and the API call it.
    pub fn as_str(self) -> &'static str {
        match self {
            Api::Public => "public",
            Api::Totebot => "totebot",
            Api::Tovie => "tovie",
            Api::Agentok => "agentok",
            Api::Talkio => "talkio",
        }
    }

    /// `None` for a name this version does not know.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|api| api.as_str() == name)
    }

    /// Its keys open one scenario each, named by `scope.scenario_id`.
    pub fn needs_scenario(self) -> bool {
        matches!(self, Api::Totebot | Api::Tovie)
    }

    /// A key in the form its vendor's have, with at least 160 random bits. Where the vendor has a
    /// recognizable beginning it is kept; a secret scanner can tell what it found.
    pub fn new_key(self) -> String {
        match self {
            Api::Public => format!("vv_{}", ids::new_secret()),
            Api::Totebot => format!("tb_pk_{}", ids::new_secret()),
            Api::Tovie => ids::new_channel_token(),
            Api::Agentok => format!("agk_{}", ids::new_secret()),
            Api::Talkio => format!("tk_{}", ids::new_secret()),
        }
    }
}

/// A key that is to be made.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub api: Api,
    /// What it is for, as lists show it.
    pub name: String,
    /// Unix milliseconds; `None`: until it is revoked.
    pub expires_at: Option<i64>,
    /// What it is bound to beside the account: `{"scenario_id"}` for Totebot and Tovie,
    /// `{"provider"}` for Talkio.
    pub scope: Value,
    /// The key that makes it; `None`: whoever is at the machine.
    pub made_by: Option<String>,
}

impl Default for Wanted {
    fn default() -> Self {
        Self {
            api: Api::default(),
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
            kind: self.api.as_str().to_owned(),
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
    let key = wanted.api.new_key();
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
    let key = wanted.api.new_key();
    let credential = wanted.credential(account_id, now);
    let id = credential.id.clone();
    store.add_own_credential(credential, &key).await?;
    Ok(NewKey { id, key })
}

/// The credential of a key somebody showed to `api`; `None` for one that is unknown, expired,
/// revoked, of a closed account, or of another API. Its use is noted and counts towards the key's
/// rate, which is where an error may come from.
pub async fn shown(app: &App, key: &str, api: Api) -> Result<Option<Credential>, ApiError> {
    let now = app.clock.now();
    let found = app.store.credential(key, now).await?;
    let Some(credential) = found.filter(|it| it.kind == api.as_str()) else {
        return Ok(None);
    };
    app.allow_api_call(&credential.id)?;
    note_use(app, &credential, now).await;
    Ok(Some(credential))
}

/// A call is worth more than the note of it, so a failure is only logged.
pub(crate) async fn note_use(app: &App, credential: &Credential, now: i64) {
    let since = now - USE;
    if credential.last_used_at.is_none_or(|at| at <= since)
        && let Err(error) = app.store.note_use(&credential.id, now, since).await
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
