//! Every route of the server against everybody who may call it.
//!
//! [`ROWS`] is the one list of routes; a second test compares it with the router, so that a new
//! route cannot be forgotten here. Whoever adds one says in a row whose it is.

mod forgery;
mod pages;
mod world;

use std::collections::BTreeSet;

use axum::http::StatusCode;

use crate::router;
use crate::settings::{Rate, Settings};
use crate::trial::Site;
use world::{Actor, World};

/// Whose a route is.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Whose {
    /// Needs a key and names something of an account: 404 for any other account.
    Account,
    /// Needs a key and answers from the caller's own account: others get theirs.
    Own,
    /// Needs a key of the root account: 403 for any other.
    Root,
    /// Needs the session's token; nothing else opens it, no key either.
    Session,
    /// Needs a partner's key: 404 for another partner's, 401 for any other key.
    Partner,
    /// Needs the key of an agent and answers from that agent: another's gets its own, and 404 for
    /// what it names of this one's.
    Agent,
    /// Needs a key in another vendor's form, bound to less than an account: 401 for every key and
    /// token here. Whose its ids are, the tests beside that API tell.
    Elsewhere,
    /// Anybody may ask. What is private is not in the answer, whoever asks.
    Open,
}

/// A route: its line in the router, whose it is, a call of it and the status its owner gets (0: any
/// that says it was done). In a call, words such as `SCENARIO` stand for the owner's ids.
type Row = (&'static str, Whose, &'static str, &'static str, u16);

/// What destroys stands last: owners' calls are made in this order.
const ROWS: &[Row] = &[
    // Agentok's API, with and without a slash at the end.
    ("GET /chats", Whose::Elsewhere, "/chats", "", 401),
    ("POST /chats", Whose::Elsewhere, "/chats", "{}", 401),
    ("GET /chats/{id}", Whose::Elsewhere, "/chats/1", "", 401),
    ("DELETE /chats/{id}", Whose::Elsewhere, "/chats/1", "", 401),
    (
        "GET /chats/{id}/messages",
        Whose::Elsewhere,
        "/chats/1/messages",
        "",
        401,
    ),
    (
        "POST /chats/{id}/messages",
        Whose::Elsewhere,
        "/chats/1/messages",
        "{}",
        401,
    ),
    (
        "POST /chats/{id}/input",
        Whose::Elsewhere,
        "/chats/1/input",
        "{}",
        401,
    ),
    (
        "POST /chats/{id}/abort",
        Whose::Elsewhere,
        "/chats/1/abort",
        "",
        401,
    ),
    ("GET /projects", Whose::Elsewhere, "/projects", "", 401),
    ("GET /chats/", Whose::Elsewhere, "/chats/", "", 401),
    ("POST /chats/", Whose::Elsewhere, "/chats/", "{}", 401),
    ("GET /chats/{id}/", Whose::Elsewhere, "/chats/1/", "", 401),
    (
        "DELETE /chats/{id}/",
        Whose::Elsewhere,
        "/chats/1/",
        "",
        401,
    ),
    (
        "GET /chats/{id}/messages/",
        Whose::Elsewhere,
        "/chats/1/messages/",
        "",
        401,
    ),
    (
        "POST /chats/{id}/messages/",
        Whose::Elsewhere,
        "/chats/1/messages/",
        "{}",
        401,
    ),
    (
        "POST /chats/{id}/input/",
        Whose::Elsewhere,
        "/chats/1/input/",
        "{}",
        401,
    ),
    (
        "POST /chats/{id}/abort/",
        Whose::Elsewhere,
        "/chats/1/abort/",
        "",
        401,
    ),
    ("GET /projects/", Whose::Elsewhere, "/projects/", "", 401),
    ("GET /v1/chats", Whose::Elsewhere, "/v1/chats", "", 401),
    ("POST /v1/chats", Whose::Elsewhere, "/v1/chats", "{}", 401),
    (
        "GET /v1/chats/{id}",
        Whose::Elsewhere,
        "/v1/chats/1",
        "",
        401,
    ),
    (
        "DELETE /v1/chats/{id}",
        Whose::Elsewhere,
        "/v1/chats/1",
        "",
        401,
    ),
    (
        "GET /v1/chats/{id}/messages",
        Whose::Elsewhere,
        "/v1/chats/1/messages",
        "",
        401,
    ),
    (
        "POST /v1/chats/{id}/messages",
        Whose::Elsewhere,
        "/v1/chats/1/messages",
        "{}",
        401,
    ),
    (
        "POST /v1/chats/{id}/input",
        Whose::Elsewhere,
        "/v1/chats/1/input",
        "{}",
        401,
    ),
    (
        "POST /v1/chats/{id}/abort",
        Whose::Elsewhere,
        "/v1/chats/1/abort",
        "",
        401,
    ),
    (
        "GET /v1/projects",
        Whose::Elsewhere,
        "/v1/projects",
        "",
        401,
    ),
    ("GET /v1/chats/", Whose::Elsewhere, "/v1/chats/", "", 401),
    ("POST /v1/chats/", Whose::Elsewhere, "/v1/chats/", "{}", 401),
    (
        "GET /v1/chats/{id}/",
        Whose::Elsewhere,
        "/v1/chats/1/",
        "",
        401,
    ),
    (
        "DELETE /v1/chats/{id}/",
        Whose::Elsewhere,
        "/v1/chats/1/",
        "",
        401,
    ),
    (
        "GET /v1/chats/{id}/messages/",
        Whose::Elsewhere,
        "/v1/chats/1/messages/",
        "",
        401,
    ),
    (
        "POST /v1/chats/{id}/messages/",
        Whose::Elsewhere,
        "/v1/chats/1/messages/",
        "{}",
        401,
    ),
    (
        "POST /v1/chats/{id}/input/",
        Whose::Elsewhere,
        "/v1/chats/1/input/",
        "{}",
        401,
    ),
    (
        "POST /v1/chats/{id}/abort/",
        Whose::Elsewhere,
        "/v1/chats/1/abort/",
        "",
        401,
    ),
    (
        "GET /v1/projects/",
        Whose::Elsewhere,
        "/v1/projects/",
        "",
        401,
    ),
    (
        "POST /ag-ui/{scenario}",
        Whose::Open,
        "/ag-ui/SCENARIO",
        r#"{"threadId":"a-thread-nobody-guesses"}"#,
        0,
    ),
    (
        "GET /api/ag-ui/openapi.json",
        Whose::Open,
        "/api/ag-ui/openapi.json",
        "",
        200,
    ),
    (
        "GET /api/agentok/openapi.json",
        Whose::Open,
        "/api/agentok/openapi.json",
        "",
        200,
    ),
    // Pages.
    ("GET /", Whose::Open, "/", "", 0),
    // The same page at all of them; it knows nothing but what its visitor's key may see.
    ("GET /scenarios", Whose::Open, "/scenarios", "", 0),
    (
        "GET /scenarios/{id}",
        Whose::Open,
        "/scenarios/SCENARIO",
        "",
        0,
    ),
    (
        "GET /scenarios/{id}/integration",
        Whose::Open,
        "/scenarios/SCENARIO/integration",
        "",
        0,
    ),
    (
        "GET /scenarios/{id}/sessions/{session}",
        Whose::Open,
        "/scenarios/SCENARIO/sessions/SESSION",
        "",
        0,
    ),
    ("GET /keys", Whose::Open, "/keys", "", 0),
    ("GET /front/{name}", Whose::Open, "/front/front.css", "", 0),
    (
        "GET /embed/{scenario}",
        Whose::Open,
        "/embed/SCENARIO",
        "",
        0,
    ),
    (
        "GET /embed/basic/{scenario}",
        Whose::Open,
        "/embed/basic/SCENARIO",
        "",
        0,
    ),
    (
        "GET /embed/minimal/{scenario}",
        Whose::Open,
        "/embed/minimal/SCENARIO",
        "",
        0,
    ),
    (
        "GET /assets/{*name}",
        Whose::Open,
        "/assets/SCENARIO",
        "",
        404,
    ),
    ("GET /viva-voce.js", Whose::Open, "/viva-voce.js", "", 0),
    (
        concat!("GET /viva-voce@", env!("CARGO_PKG_VERSION"), ".js"),
        Whose::Open,
        concat!("/viva-voce@", env!("CARGO_PKG_VERSION"), ".js"),
        "",
        0,
    ),
    ("GET /healthz", Whose::Open, "/healthz", "", 200),
    ("GET /robots.txt", Whose::Open, "/robots.txt", "", 200),
    ("GET /api", Whose::Open, "/api", "", 200),
    ("GET /api/", Whose::Open, "/api/", "", 308),
    ("GET /api/docs", Whose::Open, "/api/docs", "", 308),
    (
        "GET /api/openapi.json",
        Whose::Open,
        "/api/openapi.json",
        "",
        200,
    ),
    (
        "GET /api/talkio/openapi.json",
        Whose::Open,
        "/api/talkio/openapi.json",
        "",
        200,
    ),
    (
        "GET /api/documents.json",
        Whose::Open,
        "/api/documents.json",
        "",
        200,
    ),
    (
        "GET /api/totebot/openapi.json",
        Whose::Open,
        "/api/totebot/openapi.json",
        "",
        200,
    ),
    (
        "GET /api/relay/openapi.json",
        Whose::Open,
        "/api/relay/openapi.json",
        "",
        200,
    ),
    (
        "GET /api/page/{name}",
        Whose::Open,
        "/api/page/SCENARIO",
        "",
        404,
    ),
    // The widget's own protocol.
    (
        "GET /api/embed/scenarios/{id}",
        Whose::Open,
        "/api/embed/scenarios/SCENARIO",
        "",
        0,
    ),
    (
        "POST /api/embed/access",
        Whose::Open,
        "/api/embed/access",
        r#"{"scenario_id":"SCENARIO","token":"nonsense"}"#,
        403,
    ),
    (
        "POST /api/embed/sessions",
        Whose::Open,
        "/api/embed/sessions",
        r#"{"scenario_id":"SCENARIO","style":"full","restore":"SESSION"}"#,
        0,
    ),
    (
        "POST /api/embed/sessions/{id}/turns",
        Whose::Session,
        "/api/embed/sessions/SESSION/turns",
        r#"{"text":"Hello"}"#,
        202,
    ),
    (
        "POST /api/embed/sessions/{id}/turns/{turn_id}/cancel",
        Whose::Session,
        "/api/embed/sessions/SESSION/turns/matrix-turn/cancel",
        "{}",
        200,
    ),
    (
        "POST /api/embed/sessions/{id}/notes",
        Whose::Session,
        "/api/embed/sessions/SESSION/notes",
        r#"{"notes":[{"text":"CANARY-NOTE","timestamp":1,"source":"host"}]}"#,
        204,
    ),
    (
        "GET /api/embed/sessions/{id}/events",
        Whose::Session,
        "/api/embed/sessions/SESSION/events?wait=0",
        "",
        200,
    ),
    // Other systems: this session talks to none.
    (
        "GET /relay/{*rest}",
        Whose::Session,
        "/relay/shop/v1/agent",
        "",
        403,
    ),
    (
        "POST /relay/{*rest}",
        Whose::Session,
        "/relay/shop/v1/chat",
        r#"{"message":"Hello"}"#,
        403,
    ),
    (
        "PUT /relay/{*rest}",
        Whose::Session,
        "/relay/shop/users/me/settings",
        "{}",
        403,
    ),
    (
        "PATCH /relay/{*rest}",
        Whose::Session,
        "/relay/shop/v1/conversations/c/messages/m/feedback",
        "{}",
        403,
    ),
    (
        "DELETE /relay/{*rest}",
        Whose::Session,
        "/relay/shop/chats/1",
        "",
        403,
    ),
    // The public API.
    (
        "GET /api/public/featured-scenarios",
        Whose::Own,
        "/api/public/featured-scenarios",
        "",
        200,
    ),
    (
        "GET /api/public/scenarios",
        Whose::Own,
        "/api/public/scenarios",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios",
        Whose::Account,
        "/api/public/scenarios",
        r#"{"id":"SCENARIO","name":"CANARY-NAME"}"#,
        200,
    ),
    (
        "GET /api/public/scenarios/{id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO",
        "",
        200,
    ),
    (
        "POST /api/public/scenario-access-token",
        Whose::Account,
        "/api/public/scenario-access-token",
        r#"{"scenario_id":"SCENARIO"}"#,
        200,
    ),
    (
        "POST /api/public/scenario-access-token/me",
        Whose::Account,
        "/api/public/scenario-access-token/me",
        r#"{"scenario_id":"SCENARIO","session_id":"SESSION"}"#,
        200,
    ),
    (
        "GET /api/public/sessions",
        Whose::Account,
        "/api/public/sessions?scenario_id=SCENARIO",
        "",
        200,
    ),
    (
        "GET /api/public/sessions/{id}",
        Whose::Account,
        "/api/public/sessions/SESSION",
        "",
        200,
    ),
    (
        "GET /api/public/sessions/{id}/transcript.txt",
        Whose::Account,
        "/api/public/sessions/SESSION/transcript.txt",
        "",
        200,
    ),
    (
        "GET /api/public/purchases",
        Whose::Own,
        "/api/public/purchases",
        "",
        200,
    ),
    (
        "POST /api/public/test",
        Whose::Own,
        "/api/public/test",
        r#"{"input":"check"}"#,
        200,
    ),
    (
        "GET /api/public/keys",
        Whose::Own,
        "/api/public/keys",
        "",
        200,
    ),
    (
        "POST /api/public/keys",
        Whose::Own,
        "/api/public/keys",
        r#"{"name":"mine"}"#,
        201,
    ),
    (
        "GET /api/public/keys/{id}",
        Whose::Account,
        "/api/public/keys/KEY",
        "",
        200,
    ),
    (
        "GET /api/public/accounts",
        Whose::Root,
        "/api/public/accounts",
        "",
        200,
    ),
    (
        "POST /api/public/accounts",
        Whose::Root,
        "/api/public/accounts",
        r#"{"name":"New"}"#,
        201,
    ),
    (
        "GET /api/public/accounts/{id}",
        Whose::Account,
        "/api/public/accounts/ACCOUNT",
        "",
        200,
    ),
    (
        "GET /api/public/balance",
        Whose::Own,
        "/api/public/balance",
        "",
        200,
    ),
    (
        "POST /api/public/purchases",
        Whose::Account,
        "/api/public/purchases",
        r#"{"id":"PURCHASE","scenario_id":"SCENARIO","user_email":"CANARY@example.com","amount":5,"currency":"EUR"}"#,
        200,
    ),
    (
        "GET /api/public/purchases/{id}",
        Whose::Account,
        "/api/public/purchases/PURCHASE",
        "",
        200,
    ),
    (
        "GET /api/public/organizations",
        Whose::Own,
        "/api/public/organizations",
        "",
        200,
    ),
    (
        "POST /api/public/organizations",
        Whose::Own,
        "/api/public/organizations",
        r#"{"slug":"matrix-school","provider":"partner"}"#,
        200,
    ),
    (
        "GET /api/public/organizations/{slug}",
        Whose::Account,
        "/api/public/organizations/matrix-school",
        "",
        200,
    ),
    (
        "GET /api/public/webhooks",
        Whose::Own,
        "/api/public/webhooks",
        "",
        200,
    ),
    (
        "POST /api/public/webhooks",
        Whose::Own,
        "/api/public/webhooks",
        r#"{"url":"https://hooks.example.com/in"}"#,
        201,
    ),
    (
        "GET /api/public/webhooks/{id}",
        Whose::Account,
        "/api/public/webhooks/WEBHOOK",
        "",
        200,
    ),
    // A partner's API.
    (
        "POST /api/partner/v3/organizations/{slug}/users",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users",
        r#"{"id":"new","userName":"New","userType":"member"}"#,
        201,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users",
        "",
        200,
    ),
    (
        "POST /api/partner/v3/organizations/{slug}/users/invite",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/invite",
        r#"{"email":"i@example.com"}"#,
        503,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u",
        "",
        200,
    ),
    (
        "PUT /api/partner/v3/organizations/{slug}/users/{user_id}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u",
        r#"{"phoneNumber":"1"}"#,
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/token",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/token",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/settings",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/settings",
        "",
        200,
    ),
    (
        "PUT /api/partner/v3/organizations/{slug}/users/{user_id}/settings",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/settings",
        r#"{"readAloudSpeed":2}"#,
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/expired-users",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/expired-users",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/expired-users/{user_id}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/expired-users/u",
        "",
        404,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/usage/stats",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/usage/stats?date=2027-01-05",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/usage/monthly-stats",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/usage/monthly-stats?month=2027-01",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/weekly-assessment/{target_week}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/weekly-assessment/2027-01-05",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/conversations",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/conversations",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/conversations/{conversation_id}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/conversations/SESSION",
        "",
        404,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/organization-preference",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/organization-preference",
        "",
        200,
    ),
    (
        "PUT /api/partner/v3/organizations/{slug}/users/{user_id}/organization-preference",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/organization-preference",
        r#"{"organizationSlug":"matrix-school"}"#,
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/{target_month}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/2027-01",
        "",
        200,
    ),
    (
        "GET /api/partner/v3/organizations/{slug}/users/{user_id}/usage/duration",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u/usage/duration?month=2027-01",
        "",
        200,
    ),
    (
        "DELETE /api/partner/v3/organizations/{slug}/users/{user_id}",
        Whose::Partner,
        "/api/partner/v3/organizations/matrix-school/users/u",
        "",
        200,
    ),
    // The pages of schools.
    (
        "GET /authentication/partner",
        Whose::Open,
        "/authentication/partner?token=nonsense",
        "",
        0,
    ),
    (
        "GET /authentication/partner/",
        Whose::Open,
        "/authentication/partner/?token=nonsense",
        "",
        0,
    ),
    (
        "GET /authentication/login",
        Whose::Open,
        "/authentication/login?organization=matrix-school",
        "",
        0,
    ),
    (
        "POST /authentication/login",
        Whose::Open,
        "/authentication/login",
        "organization=matrix-school&email=CANARY%40example.com",
        0,
    ),
    (
        "POST /authentication/password",
        Whose::Open,
        "/authentication/password",
        "change=x",
        0,
    ),
    (
        "POST /authentication/forgotten",
        Whose::Open,
        "/authentication/forgotten",
        "organization=matrix-school&email=CANARY%40example.com",
        0,
    ),
    (
        "POST /authentication/logout",
        Whose::Open,
        "/authentication/logout",
        "",
        0,
    ),
    (
        "GET /authentication/left",
        Whose::Open,
        "/authentication/left",
        "",
        0,
    ),
    ("GET /app", Whose::Open, "/app", "", 0),
    (
        "GET /app/introduction",
        Whose::Open,
        "/app/introduction",
        "",
        0,
    ),
    ("GET /app/settings", Whose::Open, "/app/settings", "", 0),
    (
        "POST /app/settings",
        Whose::Open,
        "/app/settings",
        "readAloudSpeed=2",
        0,
    ),
    ("GET /app/chat", Whose::Open, "/app/chat?t=SCENARIO", "", 0),
    ("POST /app/chat", Whose::Open, "/app/chat", "t=SCENARIO", 0),
    (
        "GET /app/chat/{id}",
        Whose::Open,
        "/app/chat/SESSION",
        "",
        0,
    ),
    (
        "GET /app/chat/{id}/remarks",
        Whose::Open,
        "/app/chat/SESSION/remarks",
        "",
        0,
    ),
    (
        "GET /app/page/{name}",
        Whose::Open,
        "/app/page/school.css",
        "",
        0,
    ),
    (
        "GET /api/public/scenarios/{id}/knowledge",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/knowledge",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios/{id}/knowledge",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/knowledge",
        r#"{"kind":"text","text":"CANARY-TEXT"}"#,
        0,
    ),
    (
        "PUT /api/public/scenarios/{id}/knowledge/{entry_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/knowledge/ENTRY",
        r#"{"title":"CANARY-TITLE"}"#,
        200,
    ),
    (
        "GET /api/public/scenarios/{id}/leads",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/leads",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios/{id}/leads",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/leads",
        r#"{"email":"CANARY@example.com"}"#,
        0,
    ),
    (
        "PUT /api/public/scenarios/{id}/leads/{lead_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/leads/LEAD",
        r#"{"note":"CANARY-NOTE"}"#,
        200,
    ),
    (
        "GET /api/public/scenarios/{id}/orders",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/orders",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios/{id}/orders",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/orders",
        r#"{"id":"ORDER","total":5,"currency":"EUR","customer_email":"CANARY@example.com"}"#,
        0,
    ),
    (
        "PUT /api/public/scenarios/{id}/orders/{order_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/orders/ORDER",
        r#"{"status":"PAID"}"#,
        200,
    ),
    (
        "GET /api/public/scenarios/{id}/integrations",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/integrations",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios/{id}/integrations",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/integrations",
        r#"{"kind":"channel","provider":"CANARY"}"#,
        0,
    ),
    (
        "PUT /api/public/scenarios/{id}/integrations/{integration_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/integrations/INTEGRATION",
        r#"{"name":"CANARY-SHOP"}"#,
        200,
    ),
    (
        "GET /api/public/scenarios/{id}/events",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/events",
        "",
        200,
    ),
    (
        "POST /api/public/scenarios/{id}/events",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/events",
        r#"{"id":"SHOPPED","type":"cart_add","product":"CANARY"}"#,
        0,
    ),
    (
        "GET /api/public/scenarios/{id}/knowledge/{entry_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/knowledge/ENTRY",
        "",
        200,
    ),
    // Totebot's public API.
    ("GET /v1/agent", Whose::Agent, "/v1/agent", "", 200),
    (
        "GET /v1/conversations",
        Whose::Agent,
        "/v1/conversations",
        "",
        200,
    ),
    ("GET /v1/analytics", Whose::Agent, "/v1/analytics", "", 200),
    (
        "GET /v1/analytics/revenue",
        Whose::Agent,
        "/v1/analytics/revenue",
        "",
        200,
    ),
    (
        "GET /v1/insights/sentiment",
        Whose::Agent,
        "/v1/insights/sentiment",
        "",
        200,
    ),
    (
        "GET /v1/insights/intents",
        Whose::Agent,
        "/v1/insights/intents",
        "",
        200,
    ),
    (
        "GET /v1/insights/products",
        Whose::Agent,
        "/v1/insights/products",
        "",
        200,
    ),
    (
        "GET /v1/insights/questions",
        Whose::Agent,
        "/v1/insights/questions",
        "",
        200,
    ),
    ("GET /v1/customers", Whose::Agent, "/v1/customers", "", 200),
    ("GET /v1/emails", Whose::Agent, "/v1/emails", "", 200),
    ("GET /v1/knowledge", Whose::Agent, "/v1/knowledge", "", 200),
    (
        "GET /v1/integrations",
        Whose::Agent,
        "/v1/integrations",
        "",
        200,
    ),
    ("GET /v1/orders", Whose::Agent, "/v1/orders", "", 200),
    ("GET /v1/leads", Whose::Agent, "/v1/leads", "", 200),
    (
        "GET /v1/conversations/{conversationId}",
        Whose::Agent,
        "/v1/conversations/SESSION",
        "",
        200,
    ),
    (
        "GET /v1/conversations/{conversationId}/messages",
        Whose::Agent,
        "/v1/conversations/SESSION/messages",
        "",
        200,
    ),
    (
        "PATCH /v1/conversations/{conversationId}/messages/{messageId}/feedback",
        Whose::Agent,
        "/v1/conversations/SESSION/messages/MESSAGE/feedback",
        r#"{"feedback":"POSITIVE"}"#,
        200,
    ),
    (
        "POST /v1/chat",
        Whose::Agent,
        "/v1/chat",
        r#"{"message":"Hello"}"#,
        200,
    ),
    // Channels of the chat API, and who takes their dialogs over.
    (
        "GET /api/public/channels",
        Whose::Own,
        "/api/public/channels",
        "",
        200,
    ),
    (
        "POST /api/public/channels",
        Whose::Account,
        "/api/public/channels",
        r#"{"name":"mine","scenario_id":"SCENARIO"}"#,
        201,
    ),
    (
        "GET /api/public/channels/{id}",
        Whose::Account,
        "/api/public/channels/CHANNEL",
        "",
        200,
    ),
    (
        "PUT /api/public/channels/{id}",
        Whose::Account,
        "/api/public/channels/CHANNEL",
        r#"{"block_form":true}"#,
        200,
    ),
    (
        "GET /api/public/operator/dialogs",
        Whose::Own,
        "/api/public/operator/dialogs?state=all",
        "",
        200,
    ),
    (
        "GET /api/public/operator/dialogs/{id}",
        Whose::Account,
        "/api/public/operator/dialogs/DIALOG",
        "",
        200,
    ),
    (
        "POST /api/public/operator/dialogs/{id}/take",
        Whose::Account,
        "/api/public/operator/dialogs/DIALOG/take",
        r#"{"operator":"Bob"}"#,
        200,
    ),
    (
        "POST /api/public/operator/dialogs/{id}/messages",
        Whose::Account,
        "/api/public/operator/dialogs/DIALOG/messages",
        r#"{"text":"Hello"}"#,
        200,
    ),
    (
        "POST /api/public/operator/dialogs/{id}/return",
        Whose::Account,
        "/api/public/operator/dialogs/DIALOG/return",
        r#"{}"#,
        200,
    ),
    // The chat API: a token in the address opens it, and no key of ours does.
    (
        "POST /chatapi/{token}",
        Whose::Open,
        "/chatapi/SCENARIO",
        r#"{"clientId":"a","query":"b"}"#,
        404,
    ),
    (
        "GET /chatapi/{token}",
        Whose::Open,
        "/chatapi/SCENARIO?clientId=a&query=b",
        "",
        404,
    ),
    (
        "POST /chatapi/{token}/async",
        Whose::Open,
        "/chatapi/SCENARIO/async",
        r#"{"clientId":"a","query":"b"}"#,
        404,
    ),
    (
        "GET /chatapi/{token}/events",
        Whose::Open,
        "/chatapi/SCENARIO/events?clientId=a",
        "",
        404,
    ),
    (
        "GET /chatapi/{token}/client/{clientId}/history",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/history",
        "",
        404,
    ),
    (
        "GET /chatapi/{token}/client/{clientId}/state",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/state",
        "",
        404,
    ),
    (
        "POST /chatapi/{token}/client/{clientId}/state",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/state",
        r#"{}"#,
        404,
    ),
    (
        "GET /chatapi/{token}/client/{clientId}/message/{questionId}/status",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/message/b/status",
        "",
        404,
    ),
    (
        "POST /chatapi/{token}/client/{clientId}/message/{questionId}/status",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/message/b/status",
        r#"{"status":"READ"}"#,
        404,
    ),
    (
        "POST /chatapi/{token}/client/{clientId}/message-statuses",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/message-statuses",
        r#"{"statuses":[]}"#,
        404,
    ),
    (
        "GET /chatapi/{token}/client/{clientId}/message-not-read-count",
        Whose::Open,
        "/chatapi/SCENARIO/client/a/message-not-read-count",
        "",
        404,
    ),
    (
        "POST /chatadapter/chatapi/{token}",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO",
        r#"{"clientId":"a","query":"b"}"#,
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO?clientId=a&query=b",
        "",
        404,
    ),
    (
        "POST /chatadapter/chatapi/{token}/async",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/async",
        r#"{"clientId":"a","query":"b"}"#,
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}/events",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/events?clientId=a",
        "",
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}/client/{clientId}/history",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/history",
        "",
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}/client/{clientId}/state",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/state",
        "",
        404,
    ),
    (
        "POST /chatadapter/chatapi/{token}/client/{clientId}/state",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/state",
        r#"{}"#,
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}/client/{clientId}/message/{questionId}/status",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/message/b/status",
        "",
        404,
    ),
    (
        "POST /chatadapter/chatapi/{token}/client/{clientId}/message/{questionId}/status",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/message/b/status",
        r#"{"status":"READ"}"#,
        404,
    ),
    (
        "POST /chatadapter/chatapi/{token}/client/{clientId}/message-statuses",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/message-statuses",
        r#"{"statuses":[]}"#,
        404,
    ),
    (
        "GET /chatadapter/chatapi/{token}/client/{clientId}/message-not-read-count",
        Whose::Open,
        "/chatadapter/chatapi/SCENARIO/client/a/message-not-read-count",
        "",
        404,
    ),
    (
        "GET /api/tovie/openapi.json",
        Whose::Open,
        "/api/tovie/openapi.json",
        "",
        200,
    ),
    // What ends something.
    (
        "POST /api/embed/sessions/{id}/leave",
        Whose::Session,
        "/api/embed/sessions/SESSION/leave",
        "{}",
        204,
    ),
    (
        "POST /api/embed/sessions/{id}/stop",
        Whose::Session,
        "/api/embed/sessions/SESSION/stop",
        "{}",
        200,
    ),
    (
        "POST /api/embed/sessions/{id}/submit",
        Whose::Session,
        "/api/embed/sessions/SESSION/submit",
        "{}",
        200,
    ),
    (
        "GET /api/embed/sessions/{id}/results",
        Whose::Session,
        "/api/embed/sessions/SESSION/results",
        "",
        0,
    ),
    (
        "POST /api/public/sessions/analyze",
        Whose::Account,
        "/api/public/sessions/analyze",
        r#"{"session_id":"SESSION"}"#,
        200,
    ),
    (
        "DELETE /api/public/organizations/{slug}",
        Whose::Account,
        "/api/public/organizations/matrix-school",
        "",
        200,
    ),
    (
        "DELETE /api/public/webhooks/{id}",
        Whose::Account,
        "/api/public/webhooks/WEBHOOK",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}/knowledge/{entry_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/knowledge/ENTRY",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}/leads/{lead_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/leads/LEAD",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}/orders/{order_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/orders/ORDER",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}/integrations/{integration_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/integrations/INTEGRATION",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}/events/{event_id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO/events/SHOPPED",
        "",
        200,
    ),
    (
        "DELETE /api/public/channels/{id}",
        Whose::Account,
        "/api/public/channels/CHANNEL",
        "",
        200,
    ),
    (
        "DELETE /api/public/scenarios/{id}",
        Whose::Account,
        "/api/public/scenarios/SCENARIO",
        "",
        200,
    ),
    (
        "DELETE /api/public/keys/{id}",
        Whose::Account,
        "/api/public/keys/KEY",
        "",
        200,
    ),
    (
        "DELETE /api/public/accounts/{id}",
        Whose::Root,
        "/api/public/accounts/ACCOUNT",
        "",
        200,
    ),
];

/// The root account keeps keys and accounts for everybody, and nothing else of theirs.
fn is_kept_by_root(line: &str) -> bool {
    line.contains("/keys/{id}") || line.contains("/accounts/{id}")
}

/// The status somebody other than the owner gets; `None`: any that is no fault of ours.
fn expected(whose: Whose, actor: Actor, line: &str) -> Option<u16> {
    let keeps = is_kept_by_root(line);
    Some(match (whose, actor) {
        (Whose::Open, _) => return None,
        // Its token names the session here, and that one talks to no other system.
        (Whose::Session, Actor::OtherHolder) if line.contains("/relay/") => 403,
        (Whose::Session | Whose::Elsewhere, _) => 401,
        (Whose::Agent, Actor::OtherAgent) if line.contains("{conversationId}") => 404,
        (Whose::Agent, Actor::OtherAgent) => return None,
        (Whose::Agent, _) => 401,
        (Whose::Partner, Actor::Neighbour) => 404,
        (Whose::Partner, _) => 401,
        // Without a key it lists the same.
        (_, Actor::Nobody | Actor::Misplaced) if line.contains("featured") => 200,
        (Whose::Own | Whose::Account | Whose::Root, actor) if !actor.has_key() => 401,
        (Whose::Own, _) => return None,
        (Whose::Account, Actor::Root) if keeps => return None,
        (Whose::Account, _) => 404,
        (Whose::Root, Actor::Root) => return None,
        (Whose::Root, _) => 403,
    })
}

/// Where so many calls with nothing valid are made, none may be refused for their number.
async fn busy() -> Site {
    let mut settings = Settings::default();
    settings.limits.anonymous_calls = Rate {
        burst: 1_000_000,
        per_minute: 1_000_000,
    };
    Site::with(settings).await
}

#[tokio::test]
async fn nothing_of_an_account_reaches_anybody_else() {
    let site = busy().await;
    let world = World::make(&site).await;
    let mut leaks = Vec::new();
    for (line, whose, path, body, _) in ROWS {
        let others = (*whose == Whose::Agent).then_some(Actor::OtherAgent);
        for actor in Actor::STRANGERS.into_iter().chain(others) {
            // What is the root's to do, it would do.
            if actor == Actor::Root && line.starts_with("DELETE") && is_kept_by_root(line) {
                continue;
            }
            let answer = world.call(actor, line, path, body).await;
            let wanted = expected(*whose, actor, line);
            let leaks_something = answer.text.contains("CANARY") && !may_see(line, actor);
            if leaks_something
                || answer.status >= 500
                || wanted.is_some_and(|wanted| answer.status != wanted)
            {
                leaks.push(format!(
                    "{line} as {actor:?}: {} {:.200} (expected {wanted:?})",
                    answer.status, answer.text
                ));
            }
        }
    }
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));

    // And all of it is there for whom it belongs to.
    let mut missing = Vec::new();
    for (line, whose, path, body, status) in ROWS {
        let actor = match whose {
            Whose::Open | Whose::Elsewhere => continue,
            Whose::Session => Actor::Holder,
            Whose::Root => Actor::Root,
            Whose::Account | Whose::Own | Whose::Partner => Actor::Owner,
            Whose::Agent => Actor::Agent,
        };
        let answer = world.call(actor, line, path, body).await;
        let is_fine = match status {
            0 => (200..300).contains(&answer.status),
            status => answer.status == *status,
        };
        if !is_fine {
            missing.push(format!("{line}: {} {:.200}", answer.status, answer.text));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The root account sees everybody's names of accounts and keys.
fn may_see(line: &str, actor: Actor) -> bool {
    actor == Actor::Root && (line.contains("/accounts") || line.contains("/keys/{id}"))
}

#[tokio::test]
async fn a_sessions_token_opens_nothing_once_it_has_expired() {
    let site = Site::new().await;
    let world = World::make(&site).await;
    site.app.clock.advance(14 * 3_600_000);
    for (line, whose, path, body, _) in ROWS {
        if *whose == Whose::Session {
            let answer = world.call(Actor::Holder, line, path, body).await;
            assert_eq!(answer.status, 401, "{line}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn the_list_has_every_route_of_the_router_and_no_other() {
    let site = Site::new().await;
    let table = format!("{:?}", router(site.app.clone()));
    let paths: BTreeSet<&str> = table
        .split('"')
        .filter(|part| part.starts_with('/') && !part.contains("__private"))
        // Where nothing is, below our own protocol.
        .filter(|path| !["/api/embed", "/api/partner/v3/organizations/{slug}"].contains(path))
        .collect();
    assert!(
        paths.len() > 20,
        "the router's routes cannot be read: {table:.500}"
    );
    let mut found = BTreeSet::new();
    for path in paths {
        let concrete = path.replace(['{', '}', '*'], "");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let answer = site.ask(&format!("{method} {concrete}"), &[], "").await;
            if answer.status != StatusCode::METHOD_NOT_ALLOWED.as_u16() {
                found.insert(format!("{method} {path}"));
            }
        }
    }
    let listed: BTreeSet<String> = ROWS.iter().map(|row| row.0.to_owned()).collect();
    let forgotten: Vec<_> = found.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&found).collect();
    assert!(
        forgotten.is_empty() && gone.is_empty(),
        "add a row for each of {forgotten:?}; remove {gone:?}"
    );
}
