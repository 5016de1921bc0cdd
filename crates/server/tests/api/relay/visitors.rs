//! Nobody reaches what is another visitor's, whichever the vendor.

use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};

use super::{Asked, Guest, Vendor, events, reply, shop};
use vivavoce_test_server::Site;

/// Makes each call as `guest`, who must get 404 and the vendor nothing.
async fn refused(vendor: &Vendor, guest: &Guest<'_>, calls: &[(&str, Value)]) {
    for (line, body) in calls {
        let before = vendor.seen().len();
        let answer = guest.call(line, body.clone()).await;
        assert_eq!(answer.status, 404, "{line} {body}: {}", answer.text);
        assert_eq!(vendor.seen().len(), before, "{line} reached the vendor");
    }
}

/// Makes each call as `guest`, who must get an answer of the vendor's.
async fn granted(guest: &Guest<'_>, calls: &[(&str, Value)]) {
    for (line, body) in calls {
        let answer = guest.call(line, body.clone()).await;
        assert_eq!(answer.status, 200, "{line} {body}: {}", answer.text);
    }
}

const ADA: &str = "9f86d081884c7d659a2feaa0c55ad015";
const BOB: &str = "60303ae22b998861bce3b28f33eec1be";

#[tokio::test]
async fn a_tovie_client_is_the_first_visitors_alone() {
    let vendor = Vendor::serve(|asked: &Asked| {
        let client = asked.body["clientId"].as_str().unwrap_or_default();
        match asked.line.as_str() {
            "POST /chatapi/CANARY-secret:0123456789/async" => {
                reply(200, &json!({ "questionId": format!("async-{client}") }))
            }
            line if line.contains("/events") => reply(
                200,
                &json!({ "events": [{ "type": "botResponse", "event": { "questionId": "polled" } }] }),
            ),
            _ => reply(200, &json!({ "questionId": format!("q-{client}"), "clientId": client })),
        }
    })
    .await;
    let site = Site::with(shop("tovie", &format!("{}/chatapi", vendor.url), "")).await;
    let (ada, bob) = (
        Guest::new(&site, "any").await,
        Guest::new(&site, "any").await,
    );
    let path = |client: &str, more: &str| format!("/client/{client}/{more}");
    let own = |client: &str, query: &str| {
        let question = format!("message/{query}/status");
        vec![
            (
                format!("GET {}", path(client, "history?from=0")),
                Value::Null,
            ),
            (format!("GET {}", path(client, "state")), Value::Null),
            (
                format!("POST {}", path(client, "state")),
                json!({ "step": 1 }),
            ),
            (format!("GET {}", path(client, &question)), Value::Null),
            (
                format!("POST {}", path(client, &question)),
                json!({ "status": "READ" }),
            ),
            (
                format!("POST {}", path(client, "message-statuses")),
                json!({ "statuses": [{ "questionId": query, "status": "READ" }] }),
            ),
            (
                format!("GET {}", path(client, "message-not-read-count")),
                Value::Null,
            ),
            (format!("GET /events?clientId={client}&ts=1"), Value::Null),
            (format!("GET ?clientId={client}&query=hi"), Value::Null),
            (
                "POST ".to_owned(),
                json!({ "clientId": client, "query": "hi" }),
            ),
            (
                "POST /async".to_owned(),
                json!({ "clientId": client, "query": "hi" }),
            ),
        ]
    };
    let hello = |client: &str| [("POST ", json!({ "clientId": client, "query": "hello" }))];
    granted(&ada, &hello(ADA)).await;
    granted(&bob, &hello(BOB)).await;
    let owned = own(ADA, &format!("q-{ADA}"));
    let calls: Vec<(&str, Value)> = owned.iter().map(|(l, b)| (l.as_str(), b.clone())).collect();
    granted(&ada, &calls).await;
    refused(&vendor, &bob, &calls).await;
    // With a client of his own he still names no message of hers, wherever she saw it.
    for message in [
        format!("q-{ADA}"),
        format!("async-{ADA}"),
        "polled".to_owned(),
    ] {
        let status = format!("GET {}", path(BOB, &format!("message/{message}/status")));
        let statuses = format!("POST {}", path(BOB, "message-statuses"));
        let body = json!({ "statuses": [{ "questionId": message }] });
        refused(
            &vendor,
            &bob,
            &[(&status, Value::Null), (&statuses, body.clone())],
        )
        .await;
        let (hers, hers_too) = (status.replace(BOB, ADA), statuses.replace(BOB, ADA));
        granted(&ada, &[(&hers, Value::Null), (&hers_too, body)]).await;
    }
    for guessed in [
        "ada@example.com",
        "1",
        "visitor-1",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        let body = json!({ "clientId": guessed, "query": "hi" });
        let answer = ada.call("POST ", body).await;
        assert_eq!(answer.status, 422, "{guessed}: {}", answer.text);
    }
}

/// One that numbers its chats and tells of everybody's.
async fn agentok(generation: u8) -> (Vendor, Site) {
    let last = AtomicU64::new(100);
    let vendor = Vendor::serve(move |asked: &Asked| {
        let line = asked.line.replace("/v1/", "/");
        match line.trim_end_matches('/') {
            "POST /chats" => {
                let id = last.fetch_add(1, Ordering::SeqCst);
                let id = if generation == 1 {
                    json!(format!("c{id}"))
                } else {
                    json!(id)
                };
                reply(
                    200,
                    &json!({ "id": id, "status": "ready", "user_id": "owner" }),
                )
            }
            "GET /chats" => {
                let all: Vec<Value> = (0..200)
                    .map(|id| {
                        if generation == 1 {
                            json!(format!("c{id}"))
                        } else {
                            json!(id)
                        }
                    })
                    .map(|id| json!({ "id": id, "name": "somebody's" }))
                    .collect();
                reply(200, &json!(all))
            }
            _ => reply(200, &Value::Null),
        }
    })
    .await;
    let site = Site::with(shop(
        "agentok",
        &vendor.url,
        &format!("generation = {generation}"),
    ))
    .await;
    (vendor, site)
}

#[tokio::test]
async fn an_agentok_chat_is_its_visitors_alone_in_both_generations() {
    for generation in [1, 2] {
        let (vendor, site) = agentok(generation).await;
        let (ada, bob) = (Guest::new(&site, "12").await, Guest::new(&site, "12").await);
        let (prefix, slash, from) = match generation {
            1 => ("", "/", "from_flow"),
            _ => ("/v1", "", "from_project"),
        };
        let create = format!("POST {prefix}/chats{slash}");
        let body = json!({ "name": "Mine", "from_type": "x", from: 12, "user_id": "boss", "owner": "boss" });
        let mut chats = Vec::new();
        for guest in [&ada, &bob, &ada] {
            let made = guest.call(&create, body.clone()).await.json();
            chats.push(made["id"].to_string().trim_matches('"').to_owned());
        }
        let sent = &vendor.seen()[0].body;
        assert_eq!((&sent["user_id"], &sent["owner"]), (&json!(""), &json!("")));
        let chat = &chats[0];
        let owned = [
            (format!("GET {prefix}/chats/{chat}"), Value::Null),
            (format!("GET {prefix}/chats/{chat}/messages"), Value::Null),
            (
                format!("POST {prefix}/chats/{chat}/messages"),
                json!({ "type": "user", "content": "Hi", "chat": chats[1] }),
            ),
            (
                format!("POST {prefix}/chats/{chat}/input"),
                json!({ "content": "yes" }),
            ),
            (format!("POST {prefix}/chats/{chat}/abort"), Value::Null),
            (format!("DELETE {prefix}/chats/{chat}"), Value::Null),
        ];
        let calls: Vec<(&str, Value)> =
            owned.iter().map(|(l, b)| (l.as_str(), b.clone())).collect();
        refused(&vendor, &bob, &calls).await;
        granted(&ada, &calls).await;
        // Which chat a message is for, its address says.
        let messages: Vec<Value> = (vendor.seen().into_iter())
            .filter(|asked| asked.line.contains("POST") && asked.line.contains("/messages"))
            .map(|asked| asked.body["chat"].clone())
            .collect();
        assert_eq!(messages, [json!(chat)]);
        for (guest, own) in [
            // One is gone, whatever the vendor lists.
            (&ada, [&chats[2]].as_slice()),
            (&bob, &[&chats[1]]),
        ] {
            let listed = guest
                .call(&format!("GET {prefix}/chats{slash}"), None)
                .await
                .json();
            let listed: Vec<String> = (listed.as_array().unwrap().iter())
                .map(|chat| chat["id"].to_string().trim_matches('"').to_owned())
                .collect();
            assert_eq!(
                listed.iter().collect::<Vec<_>>(),
                own,
                "generation {generation}"
            );
        }
        // What is begun is the page's flow, and no other of the account's.
        for (from, id) in [
            ("from_flow", json!("13")),
            ("from_project", json!(13)),
            ("name", json!("x")),
        ] {
            let answer = ada.call(&create, json!({ "name": "x", from: id })).await;
            assert_eq!(answer.status, 422, "{}", answer.text);
        }
        let both = json!({ "name": "x", "from_flow": 12, "from_template": 13 });
        assert_eq!(ada.call(&create, both).await.status, 422);
    }
}

#[tokio::test]
async fn a_chat_that_has_anothers_number_is_theirs_for_whom_it_was_made() {
    let vendor = Vendor::serve(|asked: &Asked| match asked.line.as_str() {
        "POST /v1/chats" => reply(200, &json!({ "id": 7, "status": "ready" })),
        _ => reply(200, &Value::Null),
    })
    .await;
    let site = Site::with(shop("agentok", &vendor.url, "")).await;
    let (ada, bob) = (Guest::new(&site, "12").await, Guest::new(&site, "12").await);
    let made = [(
        "POST /v1/chats",
        json!({ "name": "Mine", "from_project": 12 }),
    )];
    let own = [("GET /v1/chats/7/messages", Value::Null)];
    granted(&ada, &made).await;
    granted(&ada, &own).await;
    refused(&vendor, &bob, &own).await;
    // The vendor has forgotten the first one, and counts from the beginning.
    granted(&bob, &made).await;
    granted(&bob, &own).await;
    refused(&vendor, &ada, &own).await;
    // Nobody's, though the vendor makes one of this number by another way.
    granted(&bob, &[("DELETE /v1/chats/7", Value::Null)]).await;
    refused(&vendor, &bob, &own).await;
}

/// One that numbers its conversations and messages, among others of the agent's.
async fn totebot() -> (Vendor, Site) {
    let last = AtomicU64::new(1);
    let vendor = Vendor::serve(move |asked: &Asked| {
        let path = asked.line.split('?').next().unwrap();
        match path {
            "POST /v1/chat" => {
                let turn = last.fetch_add(1, Ordering::SeqCst);
                let id = match &asked.body["conversationId"] {
                    Value::Null => json!(format!("c{turn}")),
                    id => id.clone(),
                };
                events(&[
                    json!({ "type": "tool_call", "name": "x", "arguments": { "conversationId": "whatsapp-1" },
                        "conversationId": "whatsapp-2" }),
                    json!({ "type": "chunk", "content": "{\"conversationId\":\"whatsapp-3\"}",
                        "metadata": { "conversationId": "whatsapp-4" } }),
                    json!({ "type": "completed", "conversationId": id, "messageId": format!("m{turn}") }),
                ])
            }
            "GET /v1/conversations" => {
                let all: Vec<Value> = ["c4", "whatsapp-1", "c2", "c1", "mail-1"]
                    .iter()
                    .map(|id| json!({ "id": id, "customerId": "somebody" }))
                    .collect();
                reply(200, &json!({ "data": all, "page": 1, "limit": 250, "total": 5, "customers": ["x"] }))
            }
            path if path.ends_with("/messages") => {
                let of = path.split('/').nth(3).unwrap();
                reply(200, &json!({ "data": [{ "id": format!("of-{of}"), "role": "user" }] }))
            }
            _ => reply(200, &json!({ "ok": true })),
        }
    })
    .await;
    let site = Site::with(shop("totebot", &vendor.url, "requests_per_minute = 10000")).await;
    (vendor, site)
}

#[tokio::test]
async fn a_totebot_conversation_is_its_visitors_alone() {
    let (vendor, site) = totebot().await;
    let (ada, bob) = (
        Guest::new(&site, "any").await,
        Guest::new(&site, "any").await,
    );
    let say = |id: Value| {
        (
            "POST /v1/chat",
            json!({ "message": "Hi", "conversationId": id }),
        )
    };
    granted(&ada, &[say(Value::Null)]).await;
    granted(&bob, &[say(Value::Null)]).await;
    granted(&ada, &[say(json!("c1")), say(Value::Null)]).await;
    granted(&ada, &[("GET /v1/conversations/c1/messages", Value::Null)]).await;
    let thumbs = json!({ "feedback": "POSITIVE" });
    let hers = [
        say(json!("c1")),
        ("GET /v1/conversations/c1", Value::Null),
        (
            "GET /v1/conversations/c1/messages?page=1&limit=10",
            Value::Null,
        ),
        (
            "PATCH /v1/conversations/c1/messages/m1/feedback",
            thumbs.clone(),
        ),
        (
            "PATCH /v1/conversations/c1/messages/of-c1/feedback",
            thumbs.clone(),
        ),
    ];
    granted(&ada, &hers).await;
    refused(&vendor, &bob, &hers).await;
    let other_name = json!({ "message": "Hi", "conversationId": "c2", "conversation_id": "c1" });
    let mixed = [
        ("PATCH /v1/conversations/c2/messages/m1/feedback", thumbs),
        ("POST /v1/chat", other_name),
    ];
    refused(&vendor, &bob, &mixed).await;
    // Whatever the agent says of other conversations makes them nobody's.
    for guest in [&ada, &bob] {
        for id in [
            "whatsapp-1",
            "whatsapp-2",
            "whatsapp-3",
            "whatsapp-4",
            "mail-1",
        ] {
            let read = format!("GET /v1/conversations/{id}");
            refused(&vendor, guest, &[say(json!(id)), (&read, Value::Null)]).await;
        }
    }
    let wrong = bob
        .call(
            "POST /v1/chat",
            json!({ "message": "Hi", "conversationId": ["c1"] }),
        )
        .await;
    assert_eq!(wrong.status, 422);
    for (guest, own) in [(&ada, vec!["c4", "c1"]), (&bob, vec!["c2"])] {
        let answer = guest.call("GET /v1/conversations", None).await;
        let list = answer.json();
        let ids: Vec<&str> = (list["data"].as_array().unwrap().iter())
            .map(|one| one["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, own);
        assert_eq!(list["total"], own.len());
        assert!(!answer.text.contains("customers"), "{}", answer.text);
    }
    let second = ada
        .call("GET /v1/conversations?page=2&limit=1", None)
        .await
        .json();
    assert_eq!(
        second["data"],
        json!([{ "id": "c1", "customerId": "somebody" }])
    );
    let new = Guest::new(&site, "any").await;
    let before = vendor.seen().len();
    let list = new.call("GET /v1/conversations", None).await.json();
    assert_eq!((&list["data"], vendor.seen().len()), (&json!([]), before));
}

#[tokio::test]
async fn who_a_visitor_is_to_totebot_the_visitor_does_not_choose() {
    let (vendor, site) = totebot().await;
    let ada = Guest::new(&site, "any").await;
    let body = json!({ "message": "Hi", "identity": { "id": "cust-1", "name": "Ann" }, "customerId": "cust-1" });
    assert_eq!(ada.call("POST /v1/chat", body).await.status, 200);
    let sent = &vendor.seen()[0].body;
    assert_ne!(sent["identity"]["id"], "cust-1");
    assert_eq!(sent["identity"]["name"], "Ann");
    assert!(sent.get("customerId").is_none());
}

#[tokio::test]
async fn a_returning_visitor_has_what_was_theirs_and_nobody_elses_key_has() {
    let (vendor, site) = totebot().await;
    let ada = Guest::new(&site, "any").await;
    granted(&ada, &[("POST /v1/chat", json!({ "message": "Hi" }))]).await;
    let key = ada.key.clone().unwrap();
    let goes_on = (
        "POST /v1/chat",
        json!({ "message": "Me again", "conversationId": "c1" }),
    );
    let again = Guest::back(&site, "shop", "any", Some(&key)).await;
    assert_eq!(again.key, None, "a key is told once");
    granted(&again, std::slice::from_ref(&goes_on)).await;
    for wrong in [None, Some("guessed"), Some(ada.session.as_str())] {
        let stranger = Guest::back(&site, "shop", "any", wrong).await;
        assert!(stranger.key.is_some_and(|new| new != key));
        refused(
            &vendor,
            &Guest {
                key: None,
                ..Guest::back(&site, "shop", "any", wrong).await
            },
            std::slice::from_ref(&goes_on),
        )
        .await;
    }
    // A key is one backend's; a session too.
    let elsewhere = Guest::back(&site, "other", "any", Some(&key)).await;
    assert!(elsewhere.key.is_some());
    assert_eq!(elsewhere.call(goes_on.0, goes_on.1).await.status, 403);
}

#[tokio::test]
async fn a_talkio_account_is_its_visitors_alone() {
    let vendor = Vendor::serve(|asked: &Asked| {
        let path = asked.line.split('?').next().unwrap();
        let user = path.split('/').nth(7).unwrap_or_default();
        match path {
            path if path.starts_with("POST ") && asked.body["email"] == "ada@example.com" => {
                reply(422, &json!({ "message": "This email is taken." }))
            }
            path if path.starts_with("POST ") => reply(201, &asked.body),
            path if path.ends_with("/token") => reply(
                200,
                &json!({ "token": format!("t-{user}"), "link": format!("https://s.example/?token=t-{user}") }),
            ),
            path if path.ends_with("/conversations") => {
                reply(200, &json!({ "data": [{ "id": format!("c-{user}") }] }))
            }
            _ => reply(200, &json!({ "id": user, "path": path })),
        }
    })
    .await;
    let more = "organization = \"school\"\nprovider = \"p1\"\nframe = \"https://s.example\"";
    let site = Site::with(shop("talkio", &vendor.url, more)).await;
    let (ada, bob) = (
        Guest::new(&site, "books").await,
        Guest::new(&site, "books").await,
    );
    let user = |text: &str| text.split("t-vv-").nth(1).unwrap()[..43].to_owned();
    let base = "/api/partner/v3/organizations/school/users";
    let hers = user(&ada.call("GET /users/me/token", None).await.text);
    let his = user(&bob.call(&format!("GET {base}/me/token"), None).await.text);
    assert_ne!(hers, his);
    let seen = vendor.seen();
    assert_eq!(seen[0].line, format!("POST {base}"));
    assert_eq!(seen[0].headers["x-api-key"], super::SECRET);
    assert_eq!(seen[0].headers["x-provider"], "p1");
    // Her email is somebody else's there, so she is let in without it.
    assert_eq!(
        seen[1].body,
        json!({ "id": format!("vv-{hers}"), "userName": "Ada", "userType": "member" })
    );
    let own = [
        ("GET /users/me", Value::Null),
        ("GET /users/me/settings", Value::Null),
        ("PUT /users/me/settings", json!({ "readAloudSpeed": 2 })),
        (
            "GET /users/me/usage/stats?date=2027-01-05&timezone=Europe%2FOslo",
            Value::Null,
        ),
        (
            "GET /users/me/usage/monthly-stats?month=2027-01",
            Value::Null,
        ),
        ("GET /users/me/weekly-assessment/2027-01-05", Value::Null),
        ("GET /users/me/conversations?page=1&limit=10", Value::Null),
    ];
    granted(&ada, &own).await;
    granted(&bob, &own).await;
    let conversation = format!("GET /users/me/conversations/c-vv-{hers}");
    granted(&ada, &[(&conversation, Value::Null)]).await;
    refused(&vendor, &bob, &[(&conversation, Value::Null)]).await;
    // No name but "me" names anybody, one's own included, and there is no list.
    for name in [
        format!("vv-{hers}"),
        format!("vv-{his}"),
        "ada@example.com".to_owned(),
        "ME".to_owned(),
    ] {
        for more in ["", "/token", "/settings", "/conversations"] {
            for base in ["/users", base] {
                refused(
                    &vendor,
                    &bob,
                    &[(&format!("GET {base}/{name}{more}"), Value::Null)],
                )
                .await;
            }
        }
    }
    let never = [
        ("GET /users", Value::Null),
        ("GET /expired-users", Value::Null),
        (
            "POST /users",
            json!({ "id": "x", "userName": "x", "userType": "facilitator" }),
        ),
        ("POST /users/invite", json!({ "email": "x@example.com" })),
        ("DELETE /users/me", Value::Null),
        (
            "PUT /users/me",
            json!({ "accountExpiresAt": "2099-01-01T00:00:00Z" }),
        ),
        (
            "GET /api/partner/v3/organizations/another/users/me/token",
            Value::Null,
        ),
    ];
    refused(&vendor, &bob, &never).await;
    // A returning visitor has the same account, which is not made again.
    let again = Guest::back(&site, "shop", "books", ada.key.as_deref()).await;
    let before = vendor.seen().len();
    assert_eq!(
        user(&again.call("GET /users/me/token", None).await.text),
        hers
    );
    assert_eq!(vendor.seen().len(), before + 1);
}

#[tokio::test]
async fn an_ag_ui_thread_is_its_visitors_alone() {
    let vendor = Vendor::serve(|_: &Asked| events(&[json!({ "type": "RUN_STARTED" })])).await;
    let site = Site::with(shop("ag-ui", &vendor.url, "")).await;
    let (ada, bob) = (
        Guest::new(&site, "helper").await,
        Guest::new(&site, "helper").await,
    );
    let run = |thread: &str| json!({ "threadId": thread, "runId": "r1", "messages": [], "thread_id": "1" });
    for (guest, thread) in [(&ada, ADA), (&bob, BOB), (&ada, &ada.session)] {
        for path in ["POST ", "POST /helper", "POST /agent/helper/run"] {
            granted(guest, &[(path, run(thread))]).await;
        }
    }
    assert!(
        vendor
            .seen()
            .iter()
            .all(|asked| asked.body.get("thread_id").is_none())
    );
    for thread in [ADA, &ada.session] {
        refused_or_invalid(&vendor, &bob, run(thread)).await;
    }
    refused(
        &vendor,
        &bob,
        &[("POST ", run(ADA)), ("POST /other", run(BOB))],
    )
    .await;
    for thread in [json!("1"), json!(7), Value::Null, json!([ADA])] {
        let answer = bob.call("POST ", json!({ "threadId": thread })).await;
        assert_eq!(answer.status, 422, "{}", answer.text);
    }
}

async fn refused_or_invalid(vendor: &Vendor, guest: &Guest<'_>, body: Value) {
    let before = vendor.seen().len();
    let answer = guest.call("POST ", body).await;
    assert!(matches!(answer.status, 404 | 422), "{}", answer.text);
    assert_eq!(vendor.seen().len(), before);
}
