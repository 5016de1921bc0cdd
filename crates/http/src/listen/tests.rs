use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::StatusCode;
use axum::routing::{get, post};
use futures_util::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::*;

/// `/` says the peer's address, `/slow` takes 80 s, `/events` says something every 20 s, `/much`
/// never stops, `/all` takes a body, and `/none` answers without one.
fn router() -> Router {
    async fn slow() -> &'static str {
        tokio::time::sleep(Duration::from_secs(80)).await;
        "slow"
    }
    async fn events() -> Body {
        Body::from_stream(futures_util::stream::iter(0..10).then(|_| async {
            tokio::time::sleep(Duration::from_secs(20)).await;
            Ok::<_, Infallible>("event")
        }))
    }
    async fn much() -> Body {
        Body::from_stream(futures_util::stream::repeat_with(|| {
            Ok::<_, Infallible>("x".repeat(10_000))
        }))
    }
    Router::new()
        .route(
            "/",
            get(|ConnectInfo(Peer(peer)): ConnectInfo<Peer>| async move { peer.ip().to_string() }),
        )
        .route("/slow", get(slow))
        .route("/events", get(events))
        .route("/much", get(much))
        .route(
            "/all",
            post(|body: Bytes| async move { body.len().to_string() }),
        )
        .route(
            "/none",
            post(async || (StatusCode::TOO_MANY_REQUESTS, "a sentence")),
        )
}

/// A connection without a socket, so that its time is the test's.
fn connect() -> DuplexStream {
    let (ours, theirs) = tokio::io::duplex(1_000);
    let peer = Peer("192.0.2.7:1".parse().unwrap());
    tokio::spawn(connection(
        theirs,
        peer,
        router(),
        ConnectionLimits::default(),
        CancellationToken::new(),
    ));
    ours
}

fn request(line: &str) -> String {
    format!("{line} HTTP/1.1\r\nhost: x\r\n\r\n")
}

/// What is read until the other side closes, and after how many seconds it did.
async fn until_closed(stream: &mut DuplexStream) -> (String, u64) {
    let began = Instant::now();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok();
    let text = String::from_utf8_lossy(&answer).into_owned();
    (text, began.elapsed().as_secs())
}

#[tokio::test(start_paused = true)]
async fn a_connection_that_says_nothing_or_half_a_head_is_closed() {
    let mut silent = connect();
    assert_eq!(until_closed(&mut silent).await, (String::new(), 15));

    // A byte every ten seconds is no head either.
    let mut trickling = connect();
    let (mut read, mut write) = tokio::io::split(trickling);
    let began = Instant::now();
    let writer = tokio::spawn(async move {
        write.write_all(b"GET / HTTP/1.1\r\nX: ").await.ok();
        loop {
            tokio::time::sleep(Duration::from_secs(10)).await;
            if write.write_all(b"x").await.is_err() {
                return;
            }
        }
    });
    let mut answer = Vec::new();
    read.read_to_end(&mut answer).await.ok();
    assert_eq!(began.elapsed().as_secs(), 15);
    writer.abort();

    // The same between two requests.
    trickling = connect();
    trickling
        .write_all(request("GET /").as_bytes())
        .await
        .unwrap();
    tokio::time::sleep(Duration::from_secs(30)).await;
    trickling.write_all(b"GET / HT").await.unwrap();
    let (answer, seconds) = until_closed(&mut trickling).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(seconds, 15);

    // And where it comes together with what stands before it.
    let half = "GET / HTTP/1.1\r\nX:";
    let (get, all) = (request("GET /"), "POST /all HTTP/1.1\r\nhost: x\r\n");
    for before in [
        get.clone(),
        get.repeat(3),
        format!("{all}content-length: 4\r\n\r\n\r\n\r\n"),
        format!("{all}transfer-encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"),
    ] {
        let mut stream = connect();
        let both = format!("{before}{half}");
        stream.write_all(both.as_bytes()).await.unwrap();
        let (answer, seconds) = until_closed(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(seconds, 15, "{before}");
        // Without it the connection may rest.
        let mut stream = connect();
        stream.write_all(before.as_bytes()).await.unwrap();
        assert_eq!(until_closed(&mut stream).await.1, 75, "{before}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_connection_may_rest_a_while_between_two_requests() {
    let mut stream = connect();
    for _ in 0..3 {
        stream.write_all(request("GET /").as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_secs(70)).await;
    }
    // It was silent for 70 s of its 75 already.
    let (answer, seconds) = until_closed(&mut stream).await;
    assert_eq!(answer.matches("192.0.2.7").count(), 3, "{answer}");
    assert_eq!(seconds, 5);
}

#[tokio::test(start_paused = true)]
async fn an_answer_takes_the_time_it_takes() {
    let mut stream = connect();
    let both = request("GET /slow") + &request("GET /events");
    stream.write_all(both.as_bytes()).await.unwrap();
    let (answer, seconds) = until_closed(&mut stream).await;
    assert!(answer.contains("slow"), "{answer}");
    assert_eq!(answer.matches("event").count(), 10, "{answer}");
    assert_eq!(seconds, 80 + 200 + 75);

    // A body comes slower than any head may.
    let mut stream = connect();
    stream
        .write_all(
            b"POST /all HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 4\r\n\r\n",
        )
        .await
        .unwrap();
    for _ in 0..4 {
        tokio::time::sleep(Duration::from_secs(20)).await;
        stream.write_all(b"x").await.unwrap();
    }
    let (answer, _) = until_closed(&mut stream).await;
    assert!(answer.ends_with("\r\n4"), "{answer}");
}

#[tokio::test(start_paused = true)]
async fn whoever_reads_nothing_is_left() {
    let mut stream = connect();
    stream
        .write_all(request("GET /much").as_bytes())
        .await
        .unwrap();
    // Slow is not stalled.
    let mut piece = [0; 1_000];
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_secs(50)).await;
        stream.read_exact(&mut piece).await.unwrap();
    }
    tokio::time::sleep(Duration::from_secs(61)).await;
    let (rest, seconds) = until_closed(&mut stream).await;
    assert!(
        rest.len() <= 1_000 && seconds == 0,
        "{} {seconds}",
        rest.len()
    );
}

/// A server on a socket of this machine.
async fn listening(limits: ConnectionLimits) -> (SocketAddr, CancellationToken) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stopping = CancellationToken::new();
    let asked = stopping.clone();
    tokio::spawn(async move { serve(listener, router(), limits, &[], asked).await });
    (address, stopping)
}

async fn ask(address: SocketAddr, target: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.ok();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn an_ordinary_request_passes_with_its_peer() {
    let (address, _) = listening(ConnectionLimits::default()).await;
    let answer = ask(address, "/").await;
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"),
        "{answer}"
    );
}

#[tokio::test]
async fn what_no_server_takes_is_answered_with_a_sentence() {
    let (address, _) = listening(ConnectionLimits::default()).await;
    let long = "x".repeat(100_000);
    for (request, status, sentence) in [
        (
            format!("GET /?name={long} HTTP/1.1\r\nhost: x\r\n\r\n"),
            "414",
            "This address is too long",
        ),
        (
            format!("GET / HTTP/1.1\r\nhost: x\r\nx: {long}\r\n\r\n"),
            "431",
            "The headers of a request may have 64 kB",
        ),
        (
            format!(
                "GET / HTTP/1.1\r\nhost: x\r\n{}\r\n",
                "x: y\r\n".repeat(101)
            ),
            "431",
            "there may be 100 of them",
        ),
        (
            "GET / HTTP/1.1\r\nho st: x\r\n\r\n".to_owned(),
            "400",
            "This is no HTTP request",
        ),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer:.200}"
        );
        assert!(answer.contains(sentence), "{answer:.2000}");
        assert!(answer.contains("connection: close"), "{answer:.2000}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_head_is_held_up_to_its_limit_and_no_further() {
    // Bytes of a header that goes on, whether it ends, and what is answered before anything more comes.
    for (bytes, ends, status) in [
        (HEAD - 1_000, true, "200"),
        (HEAD + 1, true, "431"),
        (HEAD + 8 * 1024, false, "431"),
    ] {
        let (mut read, mut write) = tokio::io::split(connect());
        let sending = async {
            let end = if ends { "\r\n\r\n" } else { "" };
            let head = format!("GET / HTTP/1.1\r\nx: {}{end}", "x".repeat(bytes));
            write.write_all(head.as_bytes()).await.unwrap();
        };
        let reading = async {
            let mut answered = [0; 12];
            read.read_exact(&mut answered).await.unwrap();
            String::from_utf8_lossy(&answered).into_owned()
        };
        let ((), answered) = tokio::join!(sending, reading);
        assert_eq!(answered, format!("HTTP/1.1 {status}"), "{bytes}");
    }
}

#[tokio::test(start_paused = true)]
async fn who_is_answered_before_they_have_sent_all_is_told_what_becomes_of_the_connection() {
    // The head's further lines, what is sent later of the body, after how many seconds the connection is
    // closed at the latest, and whether another request is answered on it.
    let short = "content-length: 1000\r\n";
    let long = "content-length: 3000000\r\n";
    let chunked = "transfer-encoding: chunked\r\n";
    let expects = "content-length: 1000\r\nexpect: 100-continue\r\n";
    for (lines, body, goes_on) in [
        (short, "x".repeat(1_000), true),
        (
            chunked,
            format!("3e8\r\n{}\r\n0\r\n\r\n", "x".repeat(1_000)),
            true,
        ),
        (short, "x".repeat(10), false),
        (long, "x".repeat(3_000_000), false),
        (expects, String::new(), false),
    ] {
        let mut stream = connect();
        let head = format!("POST /none HTTP/1.1\r\nhost: x\r\n{lines}\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        // The handler has answered by then.
        tokio::time::sleep(Duration::from_millis(100)).await;
        stream.write_all(body.as_bytes()).await.unwrap();
        if goes_on {
            stream.write_all(request("GET /").as_bytes()).await.unwrap();
        }
        let (answer, seconds) = until_closed(&mut stream).await;
        let first = answer.split("a sentence").next().unwrap_or_default();
        assert!(first.starts_with("HTTP/1.1 429"), "{lines}: {answer}");
        assert_eq!(first.contains("connection: close"), !goes_on, "{answer}");
        assert_eq!(answer.contains("192.0.2.7"), goes_on, "{answer}");
        assert_eq!(seconds > 5, goes_on, "{lines}: {seconds}");
    }
}

#[tokio::test]
async fn who_goes_on_sending_after_the_answer_still_reads_it() {
    let (address, _) = listening(ConnectionLimits::default()).await;
    for length in [1_000, 1_000_000, 20_000_000] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!("POST /none HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        if length > 256 * 1024 {
            // It was answered.
            stream.readable().await.unwrap();
        }
        stream.write_all(&vec![b'x'; length]).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 429"), "{answer}");
        assert!(answer.ends_with("a sentence"), "{answer}");
    }
}

#[tokio::test]
async fn a_connection_too_many_is_told_so_and_there_is_room_again_when_others_leave() {
    let limits = ConnectionLimits {
        per_address: 3,
        ..ConnectionLimits::default()
    };
    let (address, _) = listening(limits).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request("GET /").as_bytes()).await.unwrap();
        stream.read_exact(&mut [0; 12]).await.unwrap();
        held.push(stream);
    }
    let answer = ask(address, "/").await;
    assert!(
        answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 5"),
        "{answer}"
    );
    assert!(answer.contains("Too many connections"), "{answer}");
    drop(held);
    while !ask(address, "/").await.starts_with("HTTP/1.1 200") {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_server_that_stops_ends_what_is_idle_and_waits_for_what_is_being_answered() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stopping = CancellationToken::new();
    let (began, release) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
    let (tells, waits) = (began.clone(), release.clone());
    let router = Router::new().route(
        "/",
        get(move || async move {
            tells.add_permits(1);
            waits.acquire().await.unwrap().forget();
            "done"
        }),
    );
    let limits = ConnectionLimits::default();
    let asked = stopping.clone();
    let server = tokio::spawn(async move { serve(listener, router, limits, &[], asked).await });
    let mut idle = TcpStream::connect(address).await.unwrap();
    let mut busy = TcpStream::connect(address).await.unwrap();
    busy.write_all(request("GET /").as_bytes()).await.unwrap();
    began.acquire().await.unwrap().forget();
    stopping.cancel();
    assert_eq!(idle.read(&mut [0; 1]).await.unwrap(), 0);
    assert!(!server.is_finished());
    release.add_permits(1);
    let mut answer = String::new();
    busy.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("done"), "{answer}");
    server.await.unwrap();
}
