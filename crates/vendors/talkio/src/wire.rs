//! What the API takes and gives. Names and the members of requests are the vendor's
//! (documents/talkio, "User Management" to "Legacy Usage Endpoints"); where it names no member of
//! an answer, ours follow its requests.

use serde::Serialize;
use utoipa::ToSchema;

pub mod reports;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    pub data: Vec<T>,
    /// From 1 on.
    pub page: i64,
    pub limit: i64,
    /// How many there are on all pages.
    pub total: i64,
}

/// An error.
#[derive(Serialize, ToSchema)]
pub struct Refused {
    /// A sentence that says what to do.
    pub message: String,
    /// Everything wrong with the request, where it is the request.
    pub errors: Option<Vec<Mistake>>,
}

/// One member of the request that is missing or wrong.
#[derive(Serialize, ToSchema)]
pub struct Mistake {
    pub field: String,
    pub message: String,
}

/// A user to create.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({
    "id": "user-1", "userName": "User 1", "userType": "member", "email": "user-1@example.com",
    "phoneNumber": "+14155550123", "accountExpiresAt": "2037-02-22T19:35:25.000Z",
    "productId": "school-plan"
}))]
pub struct UserForm {
    /// Your own identifier of the user.
    #[schema(min_length = 1, max_length = 200)]
    pub id: String,
    #[schema(min_length = 1, max_length = 200)]
    pub user_name: String,
    /// `member` or `facilitator`.
    #[schema(pattern = "^(member|facilitator)$")]
    pub user_type: String,
    /// Unique in the organization.
    pub email: Option<String>,
    pub phone_number: Option<String>,
    /// ISO 8601. From then on the user is suspended.
    pub account_expires_at: Option<String>,
    pub product_id: Option<String>,
}

/// Changes to a user; what is not mentioned stays, `null` clears.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({ "userName": "User One", "accountExpiresAt": "2038-02-22T19:35:25.000Z" }))]
pub struct UserChanges {
    pub user_name: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub account_expires_at: Option<String>,
    pub product_id: Option<String>,
}

/// Whom to invite.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({ "email": "user-2@example.com", "accountExpiresAt": "2037-02-22T19:35:25.000Z" }))]
pub struct InviteForm {
    pub email: String,
    pub account_expires_at: Option<String>,
}

/// A user.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The partner's, or for an invited user one of ours.
    pub id: String,
    pub user_name: String,
    /// `member` or `facilitator`.
    pub user_type: String,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub account_expires_at: Option<String>,
    pub product_id: Option<String>,
    pub created_at: String,
    pub updated_at: String,
}

/// A user whose account has expired.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExpiredUser {
    #[serde(flatten)]
    pub user: User,
    pub expired_at: String,
    /// As `userType`.
    pub member_type: String,
}

/// What was done, as a sentence.
#[derive(Serialize, ToSchema)]
pub struct Done {
    pub message: String,
}

/// What signs a user in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LoginToken {
    pub token: String,
    pub expires_at: String,
    /// Opens the dashboard; add `&path=` for another place.
    pub link: String,
}

/// Which organization a user prefers.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Preference {
    /// `null`: none.
    pub organization_slug: Option<String>,
}

/// The organization a user is to prefer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(example = json!({ "organizationSlug": "partner-example-school" }))]
pub struct PreferenceForm {
    /// Of the same partner; the user must belong to it.
    pub organization_slug: String,
}

/// A conversation in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationHead {
    pub id: String,
    pub title: String,
    /// The template's slug, or its id where it has none; `null` once it was removed.
    pub prompt_template_id: Option<String>,
    pub practice_language: String,
    pub tutor: String,
    /// `active`, `completed` or `terminated`.
    pub status: String,
    pub created_at: String,
    pub updated_at: String,
}

/// A conversation with all that was said.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    #[serde(flatten)]
    pub head: ConversationHead,
    pub messages: Vec<Message>,
}

/// One thing said.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    pub id: String,
    /// `assistant` or `user`.
    pub role: String,
    pub content: String,
    /// In the user's language, where it was asked for.
    pub translation: Option<String>,
    /// In Latin letters, where it was asked for.
    pub romanization: Option<String>,
    /// On what the user said, where it was asked for.
    pub feedback: Option<String>,
    pub created_at: String,
}
