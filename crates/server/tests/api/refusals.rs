//! What every refusal has: a sentence.

use axum::http::StatusCode;

use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

#[tokio::test]
async fn whoever_asks_by_a_wrong_method_is_told_which_is_right() {
    let site = Site::with(Settings::default()).await;
    for (line, allowed) in [
        ("POST /", "GET"),
        ("POST /embed/x", "GET"),
        ("PUT /mail", "GET"),
        ("POST /livez", "GET"),
        ("POST /healthz", "GET"),
        ("POST /assets/x", "GET"),
        ("GET /ag-ui/x", "POST"),
        ("PUT /chats", "GET"),
        ("PUT /v1/chats", "GET"),
        ("PUT /api/embed/sessions", "POST"),
        ("PUT /api/documents.json", "GET"),
        ("DELETE /authentication/partner/", "GET"),
    ] {
        let answer = site.ask(line, &[], "").await;
        assert_eq!(answer.status, 405, "{line}: {}", answer.text);
        let allow = answer.headers.get("allow").map(|it| it.to_str().unwrap());
        assert!(
            allow.is_some_and(|it| it.contains(allowed)),
            "{line}: {allow:?}"
        );
        let detail = answer.with(StatusCode::METHOD_NOT_ALLOWED);
        assert!(
            detail["detail"]
                .as_str()
                .is_some_and(|it| it.ends_with('.')),
            "{line}: {detail}"
        );
    }
}
