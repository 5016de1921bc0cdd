//! Bodies that nobody reads to their end: what is answered before they have come.
//!
//! hyper closes such a connection without having said so, and whoever is still sending then never sees
//! the answer.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::{Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::timeout;

/// So much is read away before the answer, and for so long is it waited for.
const SHORT: usize = 256 * 1024;
const WITHIN: Duration = Duration::from_secs(1);

/// Where a body is when whoever read it has gone.
#[derive(Clone, Default)]
pub struct Rest(Arc<Mutex<Option<Incoming>>>);

/// A body that comes back when it is dropped before its end.
pub struct Lent {
    body: Option<Incoming>,
    rest: Rest,
}

impl Rest {
    pub fn lend(&self, body: Incoming) -> Lent {
        let rest = self.clone();
        let body = Some(body);
        Lent { body, rest }
    }

    /// Whether nothing is left of it: what there was has been read away, where it is short and came at
    /// once. `is_awaited`: it is not even sent before we ask for it.
    pub async fn is_over(&self, is_awaited: bool) -> bool {
        let rest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut body) = rest else {
            return true;
        };
        if is_awaited || body.size_hint().lower() > SHORT as u64 {
            return false;
        }
        let mut left = SHORT;
        let reading = std::future::poll_fn(|context| {
            loop {
                match ready!(Pin::new(&mut body).poll_frame(context)) {
                    None => return Poll::Ready(true),
                    Some(Err(_)) => return Poll::Ready(false),
                    Some(Ok(frame)) => {
                        let read = frame.data_ref().map_or(0, Bytes::len);
                        let Some(rest) = left.checked_sub(read) else {
                            return Poll::Ready(false);
                        };
                        left = rest;
                    }
                }
            }
        });
        timeout(WITHIN, reading).await.unwrap_or(false)
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        let frame = ready!(Pin::new(body).poll_frame(context));
        if !matches!(frame, Some(Ok(_))) {
            self.body = None;
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(HttpBody::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let none = || SizeHint::with_exact(0);
        self.body.as_ref().map_or_else(none, HttpBody::size_hint)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let body = self.body.take().filter(|body| !body.is_end_stream());
        *self.rest.0.lock().unwrap_or_else(PoisonError::into_inner) = body;
    }
}
