//! Requests of our protocol that are made outside the machine.

use crate::json;
use crate::wire::{AccessRequest, StopReason, StopRequest};

/// `POST /api/embed/access`: path and JSON body. The answer is [`crate::wire::AccessGranted`].
/// Exactly one of `token` and `passcode` is to be set.
pub fn access(request: &AccessRequest) -> (String, String) {
    ("/api/embed/access".to_owned(), json::text(request))
}

/// `GET /api/embed/scenarios/{id}`: the path. The answer is [`crate::wire::ScenarioFacts`].
pub fn scenario(id: &str) -> String {
    let mut path = "/api/embed/scenarios/".to_owned();
    push_segment(&mut path, id);
    path
}

/// The stop of a page that is going away: path and body, to be sent as `text/plain` by
/// `sendBeacon`, which has no headers, hence the token inside. Idempotent on the server, and less
/// than 1 kB.
pub fn stop_beacon(session_id: &str, session_token: &str, reason: StopReason) -> (String, String) {
    let body = StopRequest {
        session_token: Some(session_token.to_owned()),
        reason,
        ..StopRequest::default()
    };
    (session_path(session_id, &["stop"]), json::text(&body))
}

/// [`stop_beacon`] for somebody who is not to have the token, in the visitor's name.
pub fn ticket_beacon(session_id: &str, stop_ticket: &str) -> (String, String) {
    let body = StopRequest {
        stop_ticket: Some(stop_ticket.to_owned()),
        reason: StopReason::Visitor,
        ..StopRequest::default()
    };
    (session_path(session_id, &["stop"]), json::text(&body))
}

/// What a page that goes away says where its session may be carried on with: like
/// [`stop_beacon`], and the server gives it a moment first.
pub fn leave_beacon(session_id: &str, session_token: &str) -> (String, String) {
    let (_, body) = stop_beacon(session_id, session_token, StopReason::Lost);
    (session_path(session_id, &["leave"]), body)
}

/// `/api/embed/sessions/{id}/…`.
pub(super) fn session_path(session_id: &str, rest: &[&str]) -> String {
    let mut path = "/api/embed/sessions/".to_owned();
    push_segment(&mut path, session_id);
    for segment in rest {
        path.push('/');
        push_segment(&mut path, segment);
    }
    path
}

/// Appends `segment` as one segment of a path, percent-encoded. Ids come from outside (the address,
/// storage, a vendor): they must not change which path is asked.
pub(crate) fn push_segment(path: &mut String, segment: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in segment.as_bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'~') {
            path.push(char::from(byte));
            continue;
        }
        path.push('%');
        for nibble in [byte >> 4, byte & 15] {
            let digit = HEX.get(usize::from(nibble)).copied().unwrap_or(b'0');
            path.push(char::from(digit));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_beacon_carries_its_token_and_stays_small() {
        let token = "t".repeat(400);
        let (path, body) = stop_beacon("67bf56c23f44cdf6055a8165", &token, StopReason::Visitor);
        assert_eq!(path, "/api/embed/sessions/67bf56c23f44cdf6055a8165/stop");
        assert_eq!(
            body,
            format!(r#"{{"session_token":"{token}","reason":"visitor"}}"#)
        );
        assert!(body.len() < 1_000);
    }

    #[test]
    fn a_ticket_stops_without_a_token() {
        let (path, body) = ticket_beacon("67bf56c23f44cdf6055a8165", "tick");
        assert_eq!(path, "/api/embed/sessions/67bf56c23f44cdf6055a8165/stop");
        assert_eq!(body, r#"{"stop_ticket":"tick","reason":"visitor"}"#);
    }

    #[test]
    fn a_leave_says_what_a_stop_would() {
        let (path, body) = leave_beacon("67bf56c23f44cdf6055a8165", "tok");
        assert_eq!(path, "/api/embed/sessions/67bf56c23f44cdf6055a8165/leave");
        assert_eq!(body, r#"{"session_token":"tok","reason":"lost"}"#);
    }

    #[test]
    fn an_id_cannot_change_the_path() {
        assert_eq!(
            scenario("../../x?a=ü#"),
            "/api/embed/scenarios/%2E%2E%2F%2E%2E%2Fx%3Fa%3D%C3%BC%23"
        );
    }

    #[test]
    fn the_access_exchange_sends_exactly_one_secret() {
        let (path, body) = access(&AccessRequest {
            scenario_id: "demo".to_owned(),
            passcode: Some("1234".to_owned()),
            ..AccessRequest::default()
        });
        assert_eq!(path, "/api/embed/access");
        assert_eq!(body, r#"{"scenario_id":"demo","passcode":"1234"}"#);
    }
}
