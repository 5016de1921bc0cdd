use serde::{Deserialize, Serialize};

/// Which scenario a token is to open, for how long and for whom.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schema", schema(example = json!({"scenario_id": "demo-interview", "valid_for_hours": 1})))]
pub struct AccessTokenForm {
    /// Its id or slug.
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub scenario_id: String,
    /// 1 unless said otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 24))]
    pub valid_for_hours: Option<u32>,
    /// Another word for `valid_for_hours`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(minimum = 1, maximum = 24))]
    pub duration_hours: Option<u32>,
    /// Whose token it is: a paid scenario's buyer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(format = "email", max_length = 320))]
    pub email: Option<String>,
    /// Its holder may resume this session, too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(max_length = 200))]
    pub session_id: Option<String>,
    /// For trying the scenario out: what it opens may say that it is a preview, and counts nowhere then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<bool>,
}

impl AccessTokenForm {
    /// For an hour, for anybody.
    pub fn new(scenario_id: impl Into<String>) -> Self {
        AccessTokenForm {
            scenario_id: scenario_id.into(),
            ..AccessTokenForm::default()
        }
    }
}

/// What opens a private scenario for a while.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct AccessToken {
    /// Shown once.
    pub access_token: String,
    pub expires_at: String,
    pub scenario_id: String,
    /// The address to put into the iframe's `src`.
    pub iframe_src: String,
}

/// Without the token, which stands in the address, too.
impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessToken")
            .field("scenario_id", &self.scenario_id)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
