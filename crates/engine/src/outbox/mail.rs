//! Sending mail through the operator's SMTP server.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart, SinglePart};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use reqwest::Url;

use super::report::Report;
use super::sent::Sent;
use crate::settings::MailSettings;

/// Time for one answer of the server, and for a whole mail.
const ANSWER: Duration = Duration::from_secs(20);
const TOTAL: Duration = Duration::from_secs(45);
/// Answers that are about us and not about the recipient: to be tried again once set right.
const OURS: [u16; 5] = [454, 503, 530, 534, 535];

pub type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Reads the address of a mail server: `smtps://…` (TLS), `smtp://…` (STARTTLS, required), or
/// `smtp://…?tls=none` where the way there is safe; on this machine none is needed. A path is the name we greet it
/// by, else it is `name`. The error is a rule for whoever wrote it.
pub fn transport(url: &str, name: Option<&str>) -> Result<Transport, String> {
    const RULE: &str = "it must be the address of a mail server, such as \
                        smtps://user:password@mail.example.com";
    let mut url = Url::parse(url).map_err(|_| RULE)?;
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(RULE)?;
    let is_here = host == "localhost"
        || host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .parse()
            .is_ok_and(|address: std::net::IpAddr| address.is_loopback());
    let wanted = url
        .query_pairs()
        .find(|(name, _)| name == "tls")
        .map(|(_, value)| value.into_owned());
    let has_password = !url.username().is_empty() || url.password().is_some();
    match (url.scheme(), wanted.as_deref()) {
        ("smtps", None) => {}
        ("smtp", None) if is_here => {}
        ("smtp", None | Some("required")) => url.set_query(Some("tls=required")),
        ("smtp", Some("none")) if has_password && !is_here => {
            return Err("tls=none would send the password for everybody to read".to_owned());
        }
        ("smtp", Some("none")) => url.set_query(None),
        ("smtp", Some(_)) => return Err("tls must be required or none".to_owned()),
        _ => return Err(RULE.to_owned()),
    }
    if let Some(name) = name.filter(|_| matches!(url.path(), "" | "/")) {
        url.set_path(name);
    }
    let builder = Transport::from_url(url.as_str()).map_err(|_| RULE.to_owned())?;
    Ok(builder.timeout(Some(ANSWER)).build())
}

/// What we call ourselves to the mail server: the host visitors know, else the sender's domain. Many a server
/// takes nothing from who is called by an address.
fn own_name(public_url: Option<&str>, from: &Mailbox) -> Option<String> {
    let public = public_url.and_then(|url| Url::parse(url).ok());
    let public = public.as_ref().and_then(Url::domain);
    let named = [public, Some(from.email.domain())];
    let is_name = |name: &&str| {
        name.contains('.')
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
    };
    named.into_iter().flatten().find(is_name).map(str::to_owned)
}

/// Sends reports.
pub struct Mailer {
    transport: Result<Transport, String>,
    from: Mailbox,
}

impl Mailer {
    pub fn new(settings: &MailSettings, public_url: Option<&str>) -> Self {
        let name = own_name(public_url, &settings.from);
        Self {
            transport: transport(settings.url.expose(), name.as_deref()),
            from: settings.from.clone(),
        }
    }

    /// Sends `report` to one or several addresses, separated by commas, at `now` (Unix
    /// milliseconds).
    pub async fn send(&self, to: &str, report: &Report, now: i64) -> Sent {
        let transport = match &self.transport {
            Ok(transport) => transport,
            Err(rule) => return Sent::failed(format!("[mail] url: {rule}")),
        };
        let message = match self.message(to, report, now) {
            Ok(message) => message,
            Err(detail) => return Sent::Hopeless(detail),
        };
        match tokio::time::timeout(TOTAL, transport.send(message)).await {
            Err(_) => Sent::failed("the mail server took too long".to_owned()),
            Ok(Ok(_)) => Sent::Delivered,
            Ok(Err(error)) => {
                let status = error.status().map(u16::from);
                let is_ours = status.is_none_or(|status| OURS.contains(&status));
                // Not its words: they name people, and this is logged.
                let detail = match status {
                    Some(status) => format!("the mail server answered {status}"),
                    None => format!("the mail server: {error}"),
                };
                if error.is_permanent() && !is_ours {
                    Sent::Hopeless(detail)
                } else {
                    Sent::failed(detail)
                }
            }
        }
    }

    fn message(&self, to: &str, report: &Report, now: i64) -> Result<Message, String> {
        let mut message = Message::builder()
            .from(self.from.clone())
            .subject(&report.subject)
            .date(SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0)))
            // The same for every try: a mail server that got it twice can tell.
            .message_id(Some(format!(
                "<{}@{}>",
                report.id,
                self.from.email.domain()
            )))
            // No auto-reply is wanted.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        for one in addresses(to) {
            let mailbox: Mailbox = one
                .parse()
                .map_err(|_| "admin_email is no mail address".to_owned())?;
            message = message.to(mailbox);
        }
        let part = |kind, text: &str| SinglePart::builder().header(kind).body(text.to_owned());
        message
            .multipart(
                MultiPart::alternative()
                    .singlepart(part(ContentType::TEXT_PLAIN, &report.text))
                    .singlepart(part(ContentType::TEXT_HTML, &report.html)),
            )
            .map_err(|error| format!("the mail could not be written: {error}"))
    }
}

/// The addresses of a list that commas separate, as `admin_email` may be one.
pub(super) fn addresses(to: &str) -> impl Iterator<Item = &str> {
    to.split(',').map(str::trim).filter(|one| !one.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_understood_or_explained() {
        let cases = [
            ("smtps://user:p%40ss@mail.example.com", Ok(())),
            ("smtps://mail.example.com:4650", Ok(())),
            ("smtp://user:pass@mail.example.com", Ok(())),
            ("smtp://user:pass@mail.example.com?tls=required", Ok(())),
            ("smtp://mail:1025?tls=none", Ok(())),
            ("smtp://127.0.0.1:1025", Ok(())),
            ("smtp://user:pass@localhost:1025?tls=none", Ok(())),
            (
                "smtp://user:pass@mail.example.com?tls=none",
                Err("everybody to read"),
            ),
            ("smtp://mail.example.com?tls=maybe", Err("required or none")),
            ("https://mail.example.com", Err("address of a mail server")),
            ("mail.example.com", Err("address of a mail server")),
            ("smtp://", Err("address of a mail server")),
        ];
        for (url, expected) in cases {
            match (transport(url, None), expected) {
                (Ok(_), Ok(())) => {}
                (Err(rule), Err(part)) => assert!(rule.contains(part), "{url}: {rule}"),
                (found, _) => panic!("{url}: {:?}", found.map(drop)),
            }
        }
    }

    // crazy-max/diun#165, containrrr/watchtower#572: servers take nothing from who has no full name.
    #[test]
    fn we_greet_a_mail_server_by_a_name_of_ours() {
        for (public_url, from, name) in [
            (
                Some("https://talk.example.com"),
                "a@mail.example.com",
                "talk.example.com",
            ),
            (
                Some("https://talk.example.com:8443"),
                "a@mail.example.com",
                "talk.example.com",
            ),
            (
                Some("http://192.0.2.7:8787"),
                "a@mail.example.com",
                "mail.example.com",
            ),
            (
                Some("http://localhost:8787"),
                "Ann <a@mail.example.com>",
                "mail.example.com",
            ),
            (None, "a@mail.example.com", "mail.example.com"),
            (None, "a@localhost", ""),
        ] {
            let greeted = own_name(public_url, &from.parse().unwrap());
            assert_eq!(greeted.unwrap_or_default(), name, "{public_url:?} {from}");
        }
    }
}
