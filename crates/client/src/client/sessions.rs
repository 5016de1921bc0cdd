use std::collections::VecDeque;

use reqwest::Method;
use reqwest::header::HeaderMap;

use super::Client;
use crate::Error;
use crate::types::{Analysis, AnalyzeForm, Removed, Session, SessionDetail, SessionPage};

impl Client {
    /// A scenario's sessions, newest first; ask the answer for them.
    pub fn sessions(&self, scenario_id: &str) -> Sessions {
        Sessions {
            client: self.clone(),
            asked: vec![("scenario_id", scenario_id.to_owned())],
            size: 100,
            page: 0,
            ready: VecDeque::new(),
            over: false,
        }
    }

    /// A session with its transcript and results.
    ///
    /// # Errors
    /// 404, also in the first second or two after the embed said `onStop`.
    pub async fn session(&self, id: &str) -> Result<SessionDetail, Error> {
        self.get(self.at(&["sessions", id])).await
    }

    /// A session's transcript as text: `[00:03] AI: …`, blocks parted by an empty line.
    ///
    /// # Errors
    /// 404.
    pub async fn transcript(&self, id: &str) -> Result<String, Error> {
        let url = self.at(&["sessions", id, "transcript.txt"]);
        self.send(Method::GET, url, None::<&()>, HeaderMap::new())
            .await
    }

    /// Removes a session with its transcript and what was made of it; one that still runs ends first.
    ///
    /// # Errors
    /// 404.
    pub async fn delete_session(&self, id: &str) -> Result<(), Error> {
        let _: Removed = self.delete(self.at(&["sessions", id])).await?;
        Ok(())
    }

    /// The results of a session that has ended, made now if need be. `force` makes them again.
    ///
    /// # Errors
    /// 404; 409 while the session runs.
    pub async fn analyze(&self, session_id: &str, force: bool) -> Result<Analysis, Error> {
        let form = AnalyzeForm {
            session_id: session_id.to_owned(),
            force: force.then_some(true),
        };
        self.post(self.at(&["sessions", "analyze"]), &form).await
    }
}

/// A list of sessions that fetches its pages as they are needed.
///
/// A session that begins meanwhile moves the others on, so one may come twice, and none is missed.
#[derive(Clone, Debug)]
#[must_use = "nothing is asked until `next`, `all` or `page` is called"]
pub struct Sessions {
    client: Client,
    asked: Vec<(&'static str, String)>,
    size: u32,
    /// The last page that was fetched.
    page: u64,
    ready: VecDeque<Session>,
    over: bool,
}

impl Sessions {
    /// Only this visitor's, whatever the case of the letters.
    pub fn user_email(self, email: &str) -> Self {
        self.with("user_email", email)
    }

    /// Only from this day or moment on: `2030-12-31` or `2030-12-31T09:00:00Z`.
    pub fn from_date(self, date: &str) -> Self {
        self.with("from_date", date)
    }

    /// Only up to this day or moment, itself included.
    pub fn to_date(self, date: &str) -> Self {
        self.with("to_date", date)
    }

    /// How many are fetched at once: 1 to 500, and 100 unless said otherwise.
    pub fn page_size(mut self, size: u32) -> Self {
        self.size = size.clamp(1, 500);
        self
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.asked.retain(|(known, _)| *known != name);
        self.asked.push((name, value.to_owned()));
        self
    }

    /// The next session; `None` after the last.
    ///
    /// # Errors
    /// 404 for a scenario of another account; 422 for a date that is none. Asked again, it tries
    /// the same page again.
    pub async fn next(&mut self) -> Result<Option<Session>, Error> {
        while self.ready.is_empty() && !self.over {
            let page = self.page(self.page + 1).await?;
            self.page += 1;
            self.over = !page.page_meta.has_next;
            self.ready = page.sessions.into();
        }
        Ok(self.ready.pop_front())
    }

    /// Whatever is left of the list.
    ///
    /// # Errors
    /// As [`Sessions::next`].
    pub async fn all(mut self) -> Result<Vec<Session>, Error> {
        let mut all = Vec::new();
        while let Some(session) = self.next().await? {
            all.push(session);
        }
        Ok(all)
    }

    /// One page, from 1, beside the iteration.
    ///
    /// # Errors
    /// As [`Sessions::next`].
    pub async fn page(&self, number: u64) -> Result<SessionPage, Error> {
        let mut url = self.client.at(&["sessions"]);
        url.query_pairs_mut()
            .extend_pairs(&self.asked)
            .append_pair("limit", &self.size.to_string())
            .append_pair("page", &number.to_string());
        self.client.get(url).await
    }
}
