use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Method, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;

mod accounts;
mod purchases;
mod scenarios;
mod sessions;
mod visitors;
mod webhooks;

pub use sessions::Sessions;

/// Longer than any call takes but the upload of a large document over a slow line.
const PATIENCE: Duration = Duration::from_secs(120);

/// One account's access to a server; cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
    authorization: HeaderValue,
}

/// Without the key.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}

impl Client {
    /// `server` is its address, with or without `/api/public`; `key` what `vivavoce-server key
    /// create` or `POST /keys` showed.
    ///
    /// # Errors
    /// [`Error::Settings`] for an address or a key that cannot be used.
    pub fn new(server: &str, key: &str) -> Result<Self, Error> {
        // Whichever provider the process chose before stays.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let http = reqwest::Client::builder()
            .timeout(PATIENCE)
            .build()
            .map_err(|error| Error::Settings(format!("no HTTP client: {error}")))?;
        Client::with_http(http, server, key)
    }

    /// Over an HTTP client of your own, with its timeouts and proxies.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_http(http: reqwest::Client, server: &str, key: &str) -> Result<Self, Error> {
        let wrong =
            |what: &str| Error::Settings(format!("{server:?} is no address of a server: {what}"));
        let mut base = Url::parse(server.trim()).map_err(|error| wrong(&error.to_string()))?;
        if !matches!(base.scheme(), "http" | "https") {
            return Err(wrong("it must begin with https:// or http://"));
        }
        let path = base.path().trim_end_matches('/').to_owned();
        if path.ends_with("/api/public") {
            base.set_path(&path);
        } else {
            base.set_path(&format!("{path}/api/public"));
        }
        base.set_query(None);
        base.set_fragment(None);
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", key.trim()))
            .map_err(|_| Error::Settings("the key has characters no key has".to_owned()))?;
        authorization.set_sensitive(true);
        Ok(Client {
            http,
            base,
            authorization,
        })
    }

    /// `base/part/part`, each part encoded.
    fn at(&self, parts: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.extend(parts);
        }
        url
    }

    async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        read(
            &self
                .send(Method::GET, url, None::<&()>, HeaderMap::new())
                .await?,
        )
    }

    async fn post<T: DeserializeOwned>(&self, url: Url, body: &impl Serialize) -> Result<T, Error> {
        read(
            &self
                .send(Method::POST, url, Some(body), HeaderMap::new())
                .await?,
        )
    }

    async fn delete<T: DeserializeOwned>(&self, url: Url) -> Result<T, Error> {
        read(
            &self
                .send(Method::DELETE, url, None::<&()>, HeaderMap::new())
                .await?,
        )
    }

    /// The body of a successful answer.
    async fn send(
        &self,
        method: Method,
        url: Url,
        body: Option<&impl Serialize>,
        headers: HeaderMap,
    ) -> Result<String, Error> {
        let mut request = self
            .http
            .request(method, url)
            .headers(headers)
            .header(AUTHORIZATION, self.authorization.clone());
        if let Some(body) = body {
            request = request.json(body);
        }
        // The address may carry somebody's email.
        let unreachable = |error: reqwest::Error| Error::Unreachable(error.without_url());
        let answer = request.send().await.map_err(unreachable)?;
        let status = answer.status();
        let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let retry_after = header(RETRY_AFTER.as_str())
            .and_then(|seconds| seconds.parse().ok())
            .map(Duration::from_secs);
        let request_id = header("x-request-id");
        let text = answer.text().await.map_err(unreachable)?;
        if status.is_success() {
            return Ok(text);
        }
        Err(Error::refused(
            status.as_u16(),
            retry_after,
            request_id,
            &text,
        ))
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Unreadable(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_with_and_without_the_api_s_path() {
        let cases = [
            (
                "https://v.example",
                Some("https://v.example/api/public/scenarios/a%2Fb"),
            ),
            (
                "https://v.example/",
                Some("https://v.example/api/public/scenarios/a%2Fb"),
            ),
            (
                "http://v.example:8787/api/public/",
                Some("http://v.example:8787/api/public/scenarios/a%2Fb"),
            ),
            (
                "https://v.example/talk?x#y",
                Some("https://v.example/talk/api/public/scenarios/a%2Fb"),
            ),
            ("v.example", None),
            ("ftp://v.example", None),
            ("", None),
        ];
        for (server, expected) in cases {
            let client = Client::new(server, "vv_key");
            let found = client
                .ok()
                .map(|it| it.at(&["scenarios", "a/b"]).to_string());
            assert_eq!(found.as_deref(), expected, "{server}");
        }
    }

    #[test]
    fn a_key_is_not_shown_and_a_wrong_one_is_refused() {
        let client = Client::new("https://v.example", "vv_secret").unwrap();
        assert!(!format!("{client:?}").contains("vv_secret"));
        let error = Client::new("https://v.example", "vv_\nsecret").unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
