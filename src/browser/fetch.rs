//! Requests. Written on `fetch` itself: gloo-net panics where a patched `fetch` (an extension, a
//! service worker) rejects with something that is no `Error`, and a panic ends the widget.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use vivavoce_core::dialect::Head;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, ReadableStreamDefaultReader, RequestInit};

use super::clock::now;
use super::timer::sleep;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(address: &str, init: &RequestInit) -> Result<Promise, JsValue>;
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
    response: web_sys::Response,
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
    let init = RequestInit::new();
    init.set_method(request.method);
    init.set_cache(web_sys::RequestCache::NoStore);
    let headers = Headers::new().ok()?;
    for (name, value) in &request.headers {
        headers.set(name, value).ok()?;
    }
    init.set_headers(&headers);
    if let Some(body) = &request.body {
        init.set_body(&JsValue::from_str(body));
    }
    let mut abort = Abort { controller: None };
    if request.keepalive {
        Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE).ok();
    } else {
        let controller = AbortController::new().ok()?;
        init.set_signal(Some(&controller.signal()));
        abort.controller = Some(controller);
    }
    let promise = fetch(&request.address, &init).ok()?;
    let response: web_sys::Response = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
    Some(Answer {
        head: head(&response),
        response,
        _abort: abort,
    })
}

/// Sends `request` and reads the whole body, all within `timeout` milliseconds.
pub async fn whole(request: &Request, timeout: u64) -> Option<(Head, Vec<u8>)> {
    within(timeout, async {
        let answer = open(request).await?;
        let body = answer.bytes().await?;
        Some((answer.head.clone(), body))
    })
    .await
    .flatten()
}

impl Answer {
    async fn bytes(&self) -> Option<Vec<u8>> {
        let promise = self.response.array_buffer().ok()?;
        let buffer: ArrayBuffer = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        Some(Uint8Array::new(&buffer).to_vec())
    }

    /// Gives every chunk to `chunk` as it comes; `true` when the body ended as it should.
    pub async fn stream(&self, mut chunk: impl FnMut(Vec<u8>)) -> bool {
        let Some(body) = self.response.body() else {
            // No streams here: take it in one piece.
            return match self.bytes().await {
                Some(bytes) => {
                    chunk(bytes);
                    true
                }
                None => false,
            };
        };
        let Ok(reader) = ReadableStreamDefaultReader::new(&body) else {
            return false;
        };
        loop {
            let Ok(step) = JsFuture::from(reader.read()).await else {
                return false;
            };
            if Reflect::get(&step, &"done".into()).is_ok_and(|done| done.is_truthy()) {
                return true;
            }
            let bytes = Reflect::get(&step, &"value".into())
                .ok()
                .and_then(|value| value.dyn_into::<Uint8Array>().ok());
            match bytes {
                Some(bytes) => chunk(bytes.to_vec()),
                None => return false,
            }
        }
    }
}

fn head(response: &web_sys::Response) -> Head {
    let headers = response.headers();
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
