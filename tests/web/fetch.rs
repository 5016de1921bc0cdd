//! Requests over a `fetch` that somebody put in the place of the browser's.

use vivavoce::browser::fetch::{Request, whole};
use vivavoce::browser::task::Task;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::network;

#[wasm_bindgen(inline_js = r#"
export function replace_fetch(source) {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const hooked = new Function("foreign", `return ${source}`)(frame.contentWindow);
  globalThis.fetch = (...given) => hooked(...given);
}
export function remove_frame() { document.querySelector("iframe")?.remove(); }
"#)]
extern "C" {
    /// Evaluates `source` to a function that is `fetch` from here on. It may name `foreign`, the
    /// window of another realm.
    fn replace_fetch(source: &str);
    fn remove_frame();
}

/// What comes of a request where `fetch` is `source`: status, type, waiting time and body.
async fn answer(source: &str, request: &Request) -> Option<(u16, String, Option<u64>, String)> {
    network::install();
    replace_fetch(source);
    let answer = whole(request, 1_000).await;
    remove_frame();
    network::restore();
    answer.map(|(head, body)| {
        let body = String::from_utf8_lossy(&body).into_owned();
        (head.status, head.content_type, head.retry_after, body)
    })
}

fn get() -> Request {
    Request {
        method: "GET",
        address: "/x?a=%20b&c".to_owned(),
        ..Request::default()
    }
}

#[wasm_bindgen_test]
async fn whatever_fetch_throws_or_rejects_with_is_no_answer() {
    for source in [
        "() => Promise.reject(new TypeError('Failed to fetch'))",
        "() => Promise.reject('a text')",
        "() => Promise.reject(undefined)",
        "() => Promise.reject(null)",
        "() => Promise.reject(Object.create(null))",
        "() => Promise.reject(new foreign.Error('of another realm'))",
        "() => { throw 'a text' }",
        "() => undefined",
        "() => 7",
        "() => ({ get then() { throw 'a text' } })",
        "async () => 'a text'",
        "async () => null",
        "async () => ({})",
        "async () => ({ status: 200 })",
        "async () => ({ status: 200, headers: { get: 7 } })",
        "async () => ({ get status() { throw 'a text' } })",
    ] {
        assert_eq!(answer(source, &get()).await, None, "{source}");
    }
}

#[wasm_bindgen_test]
async fn whatever_a_body_breaks_off_with_is_a_broken_answer() {
    for body in [
        "c.enqueue(new Uint8Array(3)); c.error('a text')",
        "c.error(undefined)",
        "c.error(new foreign.Error('of another realm'))",
        "c.enqueue('no bytes')",
        "c.enqueue(null)",
        "c.enqueue(8)",
    ] {
        let source =
            format!("async () => new Response(new ReadableStream({{ start(c) {{ {body} }} }}))");
        assert_eq!(answer(&source, &get()).await, None, "{source}");
    }
    // Where there are no streams.
    for read in [
        "() => Promise.reject('a text')",
        "() => Promise.reject()",
        "() => { throw 'a text' }",
        "() => 'a text'",
        "async () => 'a text'",
        "async () => undefined",
    ] {
        let source =
            format!("async () => ({{ status: 200, headers: new Headers(), arrayBuffer: {read} }})");
        assert_eq!(answer(&source, &get()).await, None, "{source}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_of_another_realm_is_an_answer() {
    let head = "{ status: 429, headers: { 'content-type': 'Text/Plain;x', 'retry-after': '2' } }";
    let wanted = |body: &str| {
        let kind = "text/plain".to_owned();
        Some((429, kind, Some(2_000), body.to_owned()))
    };
    for (source, body) in [
        (
            format!("async () => new foreign.Response('hi', {head})"),
            "hi",
        ),
        (
            format!("async () => new foreign.Response(null, {head})"),
            "",
        ),
        (
            format!(
                "async () => {{
                    const stream = new foreign.ReadableStream({{ start(c) {{
                        c.enqueue(new foreign.Uint8Array([104]));
                        c.enqueue(new foreign.Uint8Array([7, 105]).subarray(1));
                        c.close();
                    }} }});
                    return new foreign.Response(stream, {head});
                }}"
            ),
            "hi",
        ),
        (
            format!(
                "async () => Object.defineProperty(
                    new foreign.Response('hi', {head}), 'body', {{ value: undefined }})"
            ),
            "hi",
        ),
        (
            format!("() => ({{ then(done) {{ done(new Response('hi', {head})) }} }})"),
            "hi",
        ),
    ] {
        assert_eq!(answer(&source, &get()).await, wanted(body), "{source}");
    }
}

#[wasm_bindgen_test]
async fn what_cannot_be_asked_is_no_answer() {
    let sent = "async (request) => new Response(request.url.replace(location.origin, ''))";
    let sent = async |change: fn(&mut Request)| {
        let mut request = get();
        change(&mut request);
        answer(sent, &request).await.map(|(.., body)| body)
    };
    assert_eq!(sent(|_| ()).await.as_deref(), Some("/x?a=%20b&c"));
    for change in [
        // A host's token may be any text.
        (|it| it.headers = vec![("authorization", "Bearer клуч".to_owned())]) as fn(&mut Request),
        |it| it.headers = vec![("authorization", "a\nb".to_owned())],
        |it| it.headers = vec![("no name", "x".to_owned())],
        |it| it.address = "https://".to_owned(),
        |it| it.address = "https://user:secret@example.com/".to_owned(),
        |it| it.method = "TRACE",
        |it| it.method = "no method",
        |it| it.body = Some("GET has none".to_owned()),
    ] {
        assert_eq!(sent(change).await, None);
    }
}

#[wasm_bindgen_test]
async fn a_request_says_what_it_was_given() {
    for keepalive in [false, true] {
        network::install();
        let request = Request {
            method: "POST",
            address: "/x".to_owned(),
            headers: vec![("content-type", "application/json".to_owned())],
            body: Some("{}".to_owned()),
            keepalive,
        };
        let _server = Task::start(async {
            network::settle().await;
            network::answer(0, 200, "{}", "ok");
        });
        let answer = whole(&request, 1_000).await;
        assert_eq!(answer.map(|(_, body)| body), Some(b"ok".to_vec()));
        let end = if keepalive { " keepalive" } else { "" };
        let line = format!("POST /x content-type=application/json {{}}{end}");
        assert_eq!(network::line(0), line);
        assert_eq!(network::cache(0), "no-store");
        network::restore();
    }
}
