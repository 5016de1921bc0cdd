//! Organizations: the schools of a partner's, whose users Talkio's API keeps.

use serde::{Deserialize, Serialize};

use super::PageMeta;

/// An organization to make, or with the slug of one that exists, to change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"slug": "partner-example-school", "name": "Example School", "provider": "example"})))]
pub struct OrganizationForm {
    /// Lower-case letters, digits and hyphens; unique on the server.
    #[cfg_attr(feature = "schema", schema(min_length = 2, max_length = 80))]
    pub slug: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub name: Option<String>,
    /// The partner: the value of the `x-provider` header that goes with its keys. Needed to make
    /// one; it cannot be changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub provider: Option<String>,
    /// Where users land after signing out, an http(s) address; a page of ours without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 2_000))]
    pub logout_url: Option<String>,
    /// Ids or slugs of the scenarios its users may talk in; all of the account's without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<String>>,
}

/// A school of a partner's.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Organization {
    pub id: String,
    pub slug: String,
    pub name: String,
    pub provider: String,
    pub logout_url: Option<String>,
    pub templates: Option<Vec<String>>,
    /// Where its users sign in who were invited by mail.
    pub login_path: String,
    pub created_at: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganizationList {
    pub organizations: Vec<Organization>,
    pub page_meta: PageMeta,
}

/// The organization is gone, and its users with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OrganizationRemoved {
    pub success: bool,
    pub slug: String,
}
