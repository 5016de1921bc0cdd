//! Lists of what all visitors have at a vendor, cut down to what is the caller's own.

use std::collections::HashSet;
use std::sync::Arc;

use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::pass::Call;
use super::table::{CHAT, CONVERSATION};
use super::{answer, table, theirs};
use vivavoce_http::ApiError;

/// Entries of a page of Totebot's conversations, and pages that are looked through.
const PAGE: usize = 250;
const PAGES: usize = 4;
/// Conversations or chats of a visitor's that are listed.
const LISTED: u32 = 1_000;
const NO_LIST: &str = "no JSON, where a list was expected";

impl Call {
    /// The visitor's chats out of all the key has.
    pub(super) async fn chats(self) -> Result<Response, ApiError> {
        let own = self.own(CHAT).await?;
        if own.is_empty() {
            return Ok(axum::Json(json!([])).into_response());
        }
        let mut whole = self.whole().await?;
        if whole.head.is_success() {
            let own: HashSet<String> = own.into_iter().map(|(id, _)| id).collect();
            let kept = whole.change(move |list| theirs::keep_own(list, |id| own.contains(id)));
            kept.await?
                .ok_or_else(|| answer::not_understood(&self.way, NO_LIST))?;
        }
        whole.into_answer(&self.way)
    }

    async fn own(&self, kind: table::Kind) -> Result<Vec<(String, i64)>, ApiError> {
        let id = &self.visit.visitor.id;
        Ok(self.app.store.things_of(id, kind, LISTED).await?)
    }

    /// The visitor's conversations out of all the agent has had, in pages of their own.
    pub(super) async fn conversations(mut self) -> Result<Response, ApiError> {
        let number = |name: &str, default: usize, most: usize| {
            let given = self.query.iter().find(|(known, _)| *known == name);
            let number = given.and_then(|(_, text)| text.parse().ok());
            number.unwrap_or(default).clamp(1, most)
        };
        let (page, limit) = (number("page", 1, 10_000), number("limit", 20, PAGE));
        let own = self.own(CONVERSATION).await?;
        let ids: HashSet<String> = own.iter().map(|(id, _)| id.clone()).collect();
        let ids = Arc::new(ids);
        let mut found: Vec<Value> = Vec::new();
        // Nothing of a visitor's is older than when we first saw it, clocks being clocks.
        let since = own.iter().map(|(_, at)| at - 3_600_000).min();
        let since = since.and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
        for asked in 1..=PAGES {
            let Some(since) = since else { break };
            self.query = vec![
                ("page", asked.to_string()),
                ("limit", PAGE.to_string()),
                (
                    "startDate",
                    since.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
                ),
            ];
            let mut whole = self.whole().await?;
            if !whole.head.is_success() {
                return whole.into_answer(&self.way);
            }
            let list = whole
                .json()
                .ok_or_else(|| answer::not_understood(&self.way, NO_LIST))?;
            let length = theirs::entries(list).count();
            let ids = ids.clone();
            whole
                .change(move |list| theirs::keep_own(list, |id| ids.contains(id)))
                .await?;
            let kept = whole.json().map(theirs::entries);
            found.extend(kept.into_iter().flatten().cloned());
            if length < PAGE || found.len() >= own.len() {
                break;
            }
        }
        let total = found.len();
        let shown: Vec<Value> = (found.into_iter())
            .skip((page - 1) * limit)
            .take(limit)
            .collect();
        let answer = json!({ "data": shown, "page": page, "limit": limit, "total": total });
        Ok(axum::Json(answer).into_response())
    }
}
