//! Sending to a webhook, signed as <https://www.standardwebhooks.com> says.

use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac as _};
use rand::Rng as _;
use reqwest::Client;
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use serde_json::Value;
use sha2::Sha256;
use vivavoce_agent::outgoing;
use vivavoce_protocol::Secret;

use super::address::{self, Careful};
use super::sent::Sent;
use crate::settings::WebhookSettings;
use crate::store::Webhook;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Time for connecting, and for a whole delivery.
const CONNECT: Duration = Duration::from_secs(10);
const TOTAL: Duration = Duration::from_secs(20);
/// A receiver may ask for a longer pause, up to a day.
const LONGEST_PAUSE: Duration = Duration::from_secs(86_400);

/// A new secret of 256 bits.
pub fn new_secret() -> Secret {
    let bytes: [u8; 32] = rand::rng().random();
    Secret::new(format!("{PREFIX}{}", STANDARD.encode(bytes)))
}

/// The `webhook-signature` of a message; `None` for a secret that is none.
pub fn signature(secret: &Secret, id: &str, seconds: i64, body: &str) -> Option<String> {
    let key = secret.expose().strip_prefix(PREFIX)?;
    let key = STANDARD.decode(key).ok()?;
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).ok()?;
    mac.update(format!("{id}.{seconds}.{body}").as_bytes());
    Some(format!(
        "v1,{}",
        STANDARD.encode(mac.finalize().into_bytes())
    ))
}

/// Sends messages; follows no redirect, uses no proxy, keeps to the internet.
pub struct Sender {
    client: OnceLock<Result<Client, String>>,
    allow_private: bool,
}

impl Sender {
    pub fn new(settings: &WebhookSettings) -> Self {
        Self {
            client: OnceLock::new(),
            allow_private: settings.allow_private,
        }
    }

    /// Sends `payload`, whose `id` is the message's, at `now` (Unix milliseconds).
    pub async fn send(&self, webhook: &Webhook, payload: &Value, now: i64) -> Sent {
        let id = payload["id"].as_str().unwrap_or_default();
        self.post(&webhook.url, &webhook.secret, id, payload, now)
            .await
    }

    /// Sends `payload` to `url` as the message `id`.
    pub async fn post(
        &self,
        url: &str,
        secret: &Secret,
        id: &str,
        payload: &Value,
        now: i64,
    ) -> Sent {
        let client = match self.client.get_or_init(|| client(self.allow_private)) {
            Ok(client) => client,
            Err(error) => return Sent::failed(format!("no HTTP client: {error}")),
        };
        // Looked at again: the setting may have changed since the address was taken.
        let url = match address::check(url, self.allow_private) {
            Ok(url) => url,
            Err(problem) => return Sent::Hopeless(problem.to_owned()),
        };
        let (body, seconds) = (payload.to_string(), now / 1_000);
        let Some(signature) = signature(secret, id, seconds, &body) else {
            return Sent::Hopeless("the webhook's secret cannot be used".to_owned());
        };
        let request = client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds.to_string())
            .header("webhook-signature", signature)
            .body(body);
        // What the address answers is not kept: it would tell an account what our network sees.
        match request.send().await {
            Err(error) => Sent::failed(reason(&error)),
            Ok(response) if response.status().is_success() => Sent::Delivered,
            Ok(response) if response.status() == 410 => Sent::Gone,
            Ok(response) => Sent::Failed {
                detail: format!("the address answered {}", response.status().as_u16()),
                pause: pause(response.headers()),
            },
        }
    }
}

fn client(allow_private: bool) -> Result<Client, String> {
    outgoing::client()
        .no_proxy()
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        .dns_resolver(Arc::new(Careful { allow_private }))
        .build()
        .map_err(|error| error.to_string())
}

/// How long the receiver asks to be left alone.
fn pause(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?;
    Some(outgoing::retry_after(text)?.min(LONGEST_PAUSE))
}

/// The innermost cause, without the address.
fn reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the address did not answer in time".to_owned();
    }
    let mut inner: &dyn Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    if std::ptr::addr_eq(inner, error) {
        "the address could not be reached".to_owned()
    } else {
        inner.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_what_the_standard_says() {
        // The example of the Standard Webhooks libraries.
        let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned());
        let signed = signature(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(
            signed.unwrap(),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
        assert_eq!(signature(&Secret::new("x".to_owned()), "a", 0, ""), None);
    }

    #[test]
    fn a_receiver_asks_for_a_pause_in_seconds_or_by_a_date() {
        let wanted = |text: &str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, text.parse().unwrap())]);
            pause(&headers)
        };
        assert_eq!(wanted("120"), Some(Duration::from_secs(120)));
        assert_eq!(
            wanted("Wed, 21 Oct 2015 07:28:00 GMT"),
            Some(Duration::ZERO)
        );
        assert_eq!(wanted("Tue, 01 Jan 2999 00:00:00 GMT"), Some(LONGEST_PAUSE));
        assert_eq!(wanted("9999999"), Some(LONGEST_PAUSE));
        assert_eq!(wanted("later"), None);
        assert_eq!(pause(&HeaderMap::new()), None);
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_not_asked() {
        let ask = async |allow_private: bool| {
            let client = client(allow_private).unwrap();
            // Nobody listens there, so whoever gets through is refused by the system.
            let answer = client.get("http://localhost:1/").send().await;
            reason(&answer.unwrap_err())
        };
        assert!(ask(false).await.contains("own network"));
        assert!(!ask(true).await.contains("own network"));
    }

    #[test]
    fn a_secret_is_new_and_of_the_standards_form() {
        let (a, b) = (new_secret(), new_secret());
        assert_ne!(a, b);
        let key = a.expose().strip_prefix("whsec_").unwrap();
        assert_eq!(STANDARD.decode(key).unwrap().len(), 32);
    }
}
