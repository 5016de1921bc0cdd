//! Requests, built and read with gloo-net, and the one function that awaits what `fetch` promises.
//!
//! gloo-net's own `send` and body readers panic where a patched `fetch` (an extension, a service
//! worker) rejects with something that is no `Error`, or answers with a `Response` of another realm,
//! and a panic ends the widget. So does its `header` for a value that is no Latin-1, as a host's
//! token may be. What is called of it here only builds and wraps.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use gloo_net::http::{Method, RequestBuilder, Response};
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use vivavoce_core::dialect::Head;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestCache, RequestInit};

use super::clock::now;
use super::timer::sleep;

#[wasm_bindgen]
extern "C" {
    /// Whatever a page put in its place may throw, and return anything.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(request: &web_sys::Request, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// What to ask.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: &'static str,
    pub address: String,
    pub headers: Vec<(&'static str, String)>,
    pub body: Option<String>,
    /// Goes on though the page goes, and though its future is dropped.
    pub keepalive: bool,
}

/// The head of an answer, and its body yet to be read. Dropping it aborts the request.
pub struct Answer {
    pub head: Head,
    response: Response,
    _abort: Abort,
}

/// Aborts when dropped, unless the request is to outlive us.
struct Abort {
    controller: Option<AbortController>,
}

impl Drop for Abort {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

/// Sends `request`; ready with the head. `None`: no answer, for whatever reason.
pub async fn open(request: &Request) -> Option<Answer> {
    let headers = Headers::new().ok()?;
    for (name, value) in &request.headers {
        headers.set(name, value).ok()?;
    }
    let mut builder = RequestBuilder::new(&request.address)
        .method(Method::from_bytes(request.method.as_bytes()).ok()?)
        .cache(RequestCache::NoStore)
        .headers(gloo_net::http::Headers::from_raw(headers));
    let mut body = request.body.as_deref();
    // What gloo-net's builder has no word for.
    let beside = RequestInit::new();
    let mut abort = Abort { controller: None };
    if request.keepalive {
        Reflect::set(&beside, &"keepalive".into(), &JsValue::TRUE).ok();
        // A body that comes with the request is a stream by now, which may not outlive the page.
        if let Some(body) = body.take() {
            beside.set_body(&body.into());
        }
    } else {
        let controller = AbortController::new().ok()?;
        builder = builder.abort_signal(Some(&controller.signal()));
        abort.controller = Some(controller);
    }
    let built = match body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let answer = awaited(fetch(&built.ok()?.into(), &beside)).await?;
    let response = response(answer)?;
    Some(Answer {
        head: head(&response),
        response,
        _abort: abort,
    })
}

/// What `promise` brings; `None` where it was thrown instead of returned, or is rejected, whatever
/// with. Every request and every piece of a body comes through here.
async fn awaited(promise: Result<JsValue, JsValue>) -> Option<JsValue> {
    // What is no promise would have no `then`.
    JsFuture::from(Promise::resolve(&promise.ok()?)).await.ok()
}

/// `answer` by what it has, not by whose class it is: it may come from another realm.
fn response(answer: JsValue) -> Option<Response> {
    let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok();
    get(&answer, "status")?.as_f64()?;
    get(&get(&answer, "headers")?, "get")?
        .is_function()
        .then(|| answer.unchecked_into::<web_sys::Response>().into())
}

/// Sends `request` and reads the whole body, all within `timeout` milliseconds.
pub async fn whole(request: &Request, timeout: u64) -> Option<(Head, Vec<u8>)> {
    within(timeout, async {
        let answer = open(request).await?;
        let head = answer.head.clone();
        let mut body = Vec::new();
        let is_complete = answer.stream(|bytes| body.extend(bytes)).await;
        is_complete.then_some((head, body))
    })
    .await
    .flatten()
}

impl Answer {
    /// Gives every chunk to `chunk` as it comes; `true` when the body ended as it should.
    pub async fn stream(self, chunk: impl FnMut(Vec<u8>)) -> bool {
        self.read(chunk).await.is_some()
    }

    async fn read(self, mut chunk: impl FnMut(Vec<u8>)) -> Option<()> {
        let Some(body) = self.response.body() else {
            // No body, or no streams here: take it in one piece.
            let response = web_sys::Response::from(self.response);
            let buffer = awaited(response.array_buffer().map(JsValue::from)).await?;
            Reflect::get(&buffer, &"byteLength".into()).ok()?.as_f64()?;
            chunk(Uint8Array::new(&buffer).to_vec());
            return Some(());
        };
        let reader = ReadableStreamDefaultReader::new(&body).ok()?;
        loop {
            let step = awaited(Ok(reader.read().into())).await?;
            if Reflect::get(&step, &"done".into()).ok()?.is_truthy() {
                return Some(());
            }
            let bytes = Reflect::get(&step, &"value".into()).ok()?;
            if !ArrayBuffer::is_view(&bytes) {
                return None;
            }
            chunk(Uint8Array::new(&bytes).to_vec());
        }
    }
}

fn head(response: &Response) -> Head {
    let headers = response.headers().into_raw();
    let header = |name| headers.get(name).ok().flatten();
    let content_type = header("content-type").unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    Head {
        status: response.status(),
        content_type: content_type.to_ascii_lowercase(),
        retry_after: header("retry-after").and_then(|text| retry_after(&text, now())),
    }
}

/// Milliseconds from `now` that a `Retry-After` asks for, be it in seconds or as a date.
pub fn retry_after(text: &str, now: f64) -> Option<u64> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(u64::from(seconds) * 1000);
    }
    // A date always has letters. Browsers would also read "-5" or "1.5" as one.
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let at = js_sys::Date::parse(text);
    // A cast of NaN would be 0, that is: at once.
    (!at.is_nan()).then(|| (at - now).max(0.0) as u64)
}

/// What `work` yields, or `None` if it takes longer than `timeout` milliseconds.
pub async fn within<T>(timeout: u64, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut alarm = pin!(sleep(timeout));
    poll_fn(move |cx| {
        if let Poll::Ready(value) = work.as_mut().poll(cx) {
            return Poll::Ready(Some(value));
        }
        alarm.as_mut().poll(cx).map(|()| None)
    })
    .await
}
