//! What a vendor says piece by piece comes piece by piece.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::{Asked, Guest, JSON, SECRET, Vendor, heard, piece, shop};
use vivavoce_server::settings::Settings;
use vivavoce_test_server::Site;

pub type Pieces = mpsc::UnboundedSender<&'static str>;

/// One whose stream says what a test sends it, when it sends it.
async fn told() -> (Vendor, Pieces) {
    told_as(Some("text/event-stream; charset=utf-8")).await
}

/// The same of a stream that calls itself so.
pub async fn told_as(kind: Option<&'static str>) -> (Vendor, Pieces) {
    let (pieces, heard) = mpsc::unbounded_channel::<&'static str>();
    let heard = Arc::new(Mutex::new(Some(heard)));
    let vendor = Vendor::serve(move |_: &Asked| -> Response {
        let Some(heard) = heard.lock().unwrap().take() else {
            return "busy".into_response();
        };
        let stream = futures_util::stream::unfold(heard, |mut heard| async {
            let piece = heard.recv().await?;
            Some((
                Ok::<_, Infallible>(Bytes::from_static(piece.as_bytes())),
                heard,
            ))
        });
        let mut response = Body::from_stream(stream).into_response();
        if let Some(kind) = kind {
            let headers = response.headers_mut();
            headers.insert("content-type", kind.parse().unwrap());
        }
        response
    })
    .await;
    (vendor, pieces)
}

pub async fn text(body: &mut Body) -> String {
    let next = tokio::time::timeout(Duration::from_secs(60), piece(body)).await;
    let bytes = next.expect("in time").expect("a piece").expect("whole");
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn each_piece_comes_when_it_is_said_and_its_ids_count_at_once() {
    let (vendor, say) = told().await;
    let site = Site::with(shop("totebot", &vendor.url, "")).await;
    let ada = Guest::new(&site, "any").await;
    let response = ada.open("POST /v1/chat", json!({ "message": "Hi" })).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body();
    for piece in [
        "data: {\"type\":\"chunk\",\"content\":\"He",
        "llo\"}\n",
        "\n",
        ": quiet\n\n",
    ] {
        say.send(piece).unwrap();
        assert_eq!(text(&mut body).await, piece);
    }
    say.send("event: completed\ndata: {\"conversationId\":\"c9\",\"id\":\"m9\"}\n\n")
        .unwrap();
    text(&mut body).await;
    // The stream is still open.
    for line in [
        "GET /v1/conversations/c9",
        "PATCH /v1/conversations/c9/messages/m9/feedback",
    ] {
        let status = ada.call(line, json!({})).await.status;
        assert_ne!(status, 404, "{line}");
    }
    drop(say);
    assert!(piece(&mut body).await.is_none());
}

#[tokio::test]
async fn a_secret_in_pieces_is_found() {
    let (vendor, say) = told().await;
    let site = Site::with(shop("totebot", &vendor.url, "")).await;
    let ada = Guest::new(&site, "any").await;
    let mut body = ada
        .open("POST /v1/chat", json!({ "message": "Hi" }))
        .await
        .into_body();
    let (one, two) = SECRET.split_at(9);
    say.send("data: your key is ").unwrap();
    let mut got = text(&mut body).await;
    say.send(one).unwrap();
    // A test cannot wait for nothing; the pieces arrive apart all the same.
    tokio::time::sleep(Duration::from_millis(50)).await;
    say.send(two).unwrap();
    say.send("!\n\n").unwrap();
    drop(say);
    while let Some(piece) = piece(&mut body).await {
        got.push_str(&String::from_utf8_lossy(&piece.unwrap()));
    }
    assert_eq!(got, "data: your key is [secret]!\n\n");
}

#[tokio::test]
async fn whoever_leaves_ends_the_vendors_work_and_frees_the_place() {
    for wait in [false, true] {
        let (vendor, say) = told().await;
        let site = Site::with(shop("ag-ui", &vendor.url, "")).await;
        let ada = Guest::new(&site, "helper").await;
        let run = json!({ "threadId": ada.session });
        let mut body = ada.open("POST ", run).await.into_body();
        if wait {
            say.send("data: {}\n\n").unwrap();
            text(&mut body).await;
        }
        drop(body);
        tokio::time::timeout(Duration::from_secs(60), say.closed())
            .await
            .expect("the vendor hears of it");
        assert!(site.server.relay.is_idle());
    }
}

pub fn patient(mut settings: Settings, idle: u64) -> Settings {
    settings.engine.limits.relay.idle = Duration::from_millis(idle);
    settings
}

#[tokio::test]
async fn a_stream_that_breaks_off_or_falls_silent_does_not_look_whole() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut silent = Vec::new();
        for breaks in [true, false] {
            let (mut stream, _) = listener.accept().await.unwrap();
            heard(&mut stream).await;
            let half = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n8\r\ndata: 1\n\r\n";
            stream.write_all(half).await.unwrap();
            if !breaks {
                silent.push(stream);
            }
        }
        std::future::pending::<()>().await;
    });
    // Long enough for a slow machine to read the first piece, which is there.
    let site = Site::with(patient(shop("totebot", &url, ""), 3_000)).await;
    for _ in 0..2 {
        let ada = Guest::new(&site, "any").await;
        let mut body = ada
            .open("POST /v1/chat", json!({ "message": "Hi" }))
            .await
            .into_body();
        assert_eq!(text(&mut body).await, "data: 1\n");
        let end = tokio::time::timeout(Duration::from_secs(60), piece(&mut body)).await;
        assert!(end.unwrap().unwrap().is_err());
    }
}

/// Over a real connection, for what is lost is lost between our answer and the wire; with an id to learn, for then the
/// break is there as soon as the words are. `llama-index-protocols-ag-ui` 0.6.0 ends each run that fails in this way.
#[tokio::test]
async fn the_last_words_before_a_break_arrive() {
    const LAST: &str = "data: {\"type\":\"completed\",\"conversationId\":\"c9\",\"id\":\"m9\"}\n\n";
    let vendor = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", vendor.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = vendor.accept().await.unwrap();
        heard(&mut stream).await;
        // What is no size of a chunk is the break, in one piece with what stands before it.
        let half = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n{:x}\r\n{LAST}\r\nno size\r\n",
            LAST.len()
        );
        stream.write_all(half.as_bytes()).await.unwrap();
    });
    let site = Site::with(shop("totebot", &url, "")).await;
    let ada = Guest::new(&site, "any").await;
    let ours = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = ours.local_addr().unwrap();
    let router = site.router.clone();
    tokio::spawn(async move { axum::serve(ours, router).await.unwrap() });
    let mut visitor = TcpStream::connect(address).await.unwrap();
    let body = json!({ "message": "Hi" }).to_string();
    let request = format!(
        "POST /relay/shop/v1/chat HTTP/1.1\r\nhost: x\r\n{}\r\n{JSON}\r\ncontent-length: {}\r\n\r\n{body}",
        ada.bearer,
        body.len()
    );
    visitor.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    visitor.read_to_end(&mut answer).await.ok();
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains(LAST), "{answer}");
    // And still it does not look whole.
    assert!(!answer.ends_with("0\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn a_stream_nobody_asked_for_is_not_handed_on() {
    let (vendor, _say) = told().await;
    let site = Site::with(shop("agentok", &vendor.url, "")).await;
    let ada = Guest::new(&site, "12").await;
    let answer = ada
        .call("POST /v1/chats", json!({ "name": "x", "from_project": 12 }))
        .await;
    assert_eq!(answer.status, 502, "{}", answer.text);
}

#[tokio::test]
async fn a_session_has_so_many_calls_under_way_and_no_more() {
    busy_beside(vivavoce_relay::SEATS, false).await;
}

#[tokio::test]
async fn an_address_has_so_many_calls_under_way_whatever_its_sessions() {
    busy_beside(5, true).await;
}

/// Whoever calls beside `most` calls of a session is told to wait: in that session, or in `another` of
/// its address, which may have no more.
async fn busy_beside(most: u32, another: bool) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/chatapi", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut open = Vec::new();
        loop {
            open.push(listener.accept().await.unwrap());
        }
    });
    let mut settings = shop("tovie", &url, "");
    if another {
        settings.engine.limits.relay_at_once_per_address = most;
    }
    let site = Site::with(settings).await;
    let (ada, bob) = (
        Guest::new(&site, "any").await,
        Guest::new(&site, "any").await,
    );
    let events = |client: &str| format!("GET /events?clientId={client}");
    let (hers, his) = (
        events("9f86d081884c7d659a2feaa0c55ad015"),
        events("60303ae22b998861bce3b28f33eec1be"),
    );
    let ada_polls = || ada.call(&hers, None);
    let polls = futures_util::future::join_all((0..most).map(|_| ada_polls()));
    let busy = async {
        while site.server.relay.under_way(&ada.session) != most {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        match another {
            true => bob.call(&his, None).await,
            false => ada_polls().await,
        }
    };
    tokio::select! {
        _ = polls => panic!("nobody answered them"),
        busy = busy => assert_eq!(busy.status, 429, "{}", busy.text),
    }
    assert!(site.server.relay.is_idle());
}
