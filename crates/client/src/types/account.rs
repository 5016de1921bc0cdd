use serde::{Deserialize, Serialize};

use super::Spending;
use crate::grown::grown;
use crate::words::words;

words! {
    /// Whether a key opens anything.
    KeyState {
        Valid = "valid",
        Expired = "expired",
        Revoked = "revoked",
    }
}

/// A key to make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"name": "the web shop", "valid_for_days": 365})))]
#[serde(default)]
pub struct KeyForm {
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    /// Which API it opens: `public`, `totebot`, `tovie`, `agentok` or `talkio`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schema(
            pattern = "^(public|totebot|tovie|agentok|talkio)$",
            example = "public"
        )
    )]
    pub api: Option<String>,
    /// The scenario a `totebot` or `tovie` key opens, by id or slug; not for other keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub scenario_id: Option<String>,
    /// The value of the `x-provider` header that goes with a `talkio` key; not for other keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub provider: Option<String>,
    /// Without it and `expires_at`: until it is revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 3_650))]
    pub valid_for_days: Option<u32>,
    /// In the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = DateTime, example = "2040-01-01T00:00:00Z"))]
    pub expires_at: Option<String>,
    /// Whose key it is; another account than the caller's is for the root account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub account_id: Option<String>,
}

grown! {
    /// A key, without the key itself.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct Key {
        pub id: String,
        pub account_id: String,
        pub api: String,
        pub name: String,
        /// What a `totebot` or `tovie` key opens.
        pub scenario_id: Option<String>,
        /// What goes with a `talkio` key in the `x-provider` header.
        pub provider: Option<String>,
        pub state: KeyState,
        pub created_at: String,
        pub expires_at: Option<String>,
        /// To the minute.
        pub last_used_at: Option<String>,
        pub revoked_at: Option<String>,
        /// The id of the key that made it, which it does not outlive; `null`: made at the server.
        pub made_by: Option<String>,
    }

    /// A key that was just made: the only answer the key itself stands in.
    #[derive(Clone, PartialEq, Serialize, Deserialize)]
    #[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
    pub struct NewKey: Key {
        /// Shown once; keep it where secrets are kept.
        pub key: String,
    }
}

/// Without the key.
impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey")
            .field("id", &self.id)
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// An account's keys, revoked ones too.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeyList {
    pub keys: Vec<Key>,
}

/// The key opens nothing any more.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct KeyRevoked {
    pub success: bool,
    pub id: String,
    pub revoked_at: String,
    /// Ids of the keys it had made, which end with it.
    #[serde(default)]
    pub revoked_with_it: Vec<String>,
}

/// An account to make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"name": "Acme Corp"})))]
pub struct AccountForm {
    #[cfg_attr(feature = "schema", schema(min_length = 1, max_length = 200))]
    pub name: String,
}

/// Who owns scenarios, sessions and keys.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Account {
    pub id: String,
    pub name: String,
    /// Makes and closes accounts, and features scenarios.
    pub is_root: bool,
    /// `open` or `closed`.
    pub state: String,
    pub created_at: String,
    pub closed_at: Option<String>,
    /// Replies and analyses of today, in all scenarios of the account.
    #[serde(default)]
    pub spending: Spending,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountList {
    pub accounts: Vec<Account>,
}

/// The account's keys open nothing any more; what it holds is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct AccountClosed {
    pub success: bool,
    pub id: String,
    pub closed_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"input": "check"})))]
#[serde(default)]
pub struct CheckForm {
    pub input: String,
}

/// The key works.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Check {
    pub success: bool,
    pub message: String,
}

/// What is left to talk. A server of one's own meters no minutes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Balance {
    /// `null`: there is no limit.
    pub available_minutes: Option<f64>,
    pub is_unlimited: bool,
    pub last_updated: String,
}
