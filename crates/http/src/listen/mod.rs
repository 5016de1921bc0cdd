//! Connections: taken in, counted, and let go of when they take too long.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, Request, Response, header};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::proxy::Network;
use crate::told::Told;
use vivavoce_engine::settings::ConnectionLimits;

mod files;
mod patience;
mod readable;
mod room;
mod unread;
mod wire;

pub use files::make_room;

use patience::{Busy, Gauge, Patient};
use readable::{HEAD, Readable, sentence};
use room::Room;
use unread::Rest;

/// Connections without room that are told so at once; others are closed without a word.
const TOLD: usize = 64;
/// Time to read that there is no room.
const FAREWELL: Duration = Duration::from_secs(1);
/// Time to send the rest of what was answered before it had come, and how much of it is read away.
const REST_WITHIN: Duration = Duration::from_secs(5);
const REST: usize = 32 * 1024 * 1024;
/// Before accepting is tried again.
const PAUSE: Duration = Duration::from_millis(250);

/// The address a connection came from: the visitor's, or the proxy's before us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Serves `router` until `stopping`, and then until every answer that was begun has ended.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: ConnectionLimits,
    proxies: &[Network],
    stopping: CancellationToken,
) {
    let room = Room::new(&limits, proxies);
    let refusing = Arc::new(Semaphore::new(TOLD));
    let open = TaskTracker::new();
    let told = Told::default();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = stopping.cancelled() => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // One that is gone already says nothing about the next.
                if !is_of_peer(&error) {
                    tracing::error!(%error, "no connection can be accepted");
                    tokio::time::sleep(PAUSE).await;
                }
                continue;
            }
        };
        let entered = room.enter(address.ip()).inspect_err(|what| {
            told.refused(what, &address.ip().to_canonical().to_string());
        });
        let Ok(place) = entered else {
            if let Ok(permit) = refusing.clone().try_acquire_owned() {
                open.spawn(async move {
                    refuse(stream).await;
                    drop(permit);
                });
            }
            continue;
        };
        // Events are small and must not wait for one another.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "could not set TCP_NODELAY");
        }
        let (router, limits, stopping) = (router.clone(), limits.clone(), stopping.clone());
        open.spawn(async move {
            connection(stream, Peer(address), router, limits, stopping).await;
            drop(place);
        });
    }
    drop(listener);
    open.close();
    open.wait().await;
}

fn is_of_peer(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionRefused | ConnectionAborted | ConnectionReset
    )
}

/// Answers the requests of one connection, one after another.
async fn connection<S>(
    stream: S,
    peer: Peer,
    router: Router,
    limits: ConnectionLimits,
    stopping: CancellationToken,
) where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let gauge = Gauge::default();
    let mut stream = Readable::new(Patient::new(stream, gauge.clone(), limits));
    let service = service_fn(move |request: Request<Incoming>| {
        let length = request.body().size_hint().exact();
        let busy = gauge.begin(length.map_or(wire::Body::Chunked, wire::Body::Sized));
        let is_awaited = request.headers().contains_key(header::EXPECT);
        let rest = Rest::default();
        let mut request = request.map(|body| match body.is_end_stream() {
            true => Body::empty(),
            false => Body::new(rest.lend(body)),
        });
        request.extensions_mut().insert(ConnectInfo(peer));
        let answer = router.clone().oneshot(request);
        async move {
            let mut answer: Response<Body> = answer.await?;
            if !rest.is_over(is_awaited).await {
                let close = HeaderValue::from_static("close");
                answer.headers_mut().insert(header::CONNECTION, close);
            }
            Ok::<_, Infallible>(answer.map(|body| Counted { body, _busy: busy }))
        }
    });
    let ended = {
        // The stream itself keeps the time of heads.
        let connection = http1::Builder::new()
            .header_read_timeout(None)
            .max_header_size(HEAD)
            .max_buf_size(HEAD)
            .serve_connection(TokioIo::new(&mut stream), service);
        let mut connection = pin!(connection);
        tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopping.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        }
    };
    // Nobody is there any more where the stream has failed.
    let is_answered = ended.as_ref().err().is_none_or(hyper::Error::is_parse);
    if let Err(error) = ended {
        tracing::trace!(%error, "a connection ended");
    }
    if is_answered && stream.is_amid() && !stopping.is_cancelled() {
        see_off(&mut stream, REST_WITHIN).await;
    }
}

/// Closes for writing and reads away what is still being sent, or the system would take the answer
/// back with it.
async fn see_off<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, within: Duration) {
    let reading = async {
        stream.shutdown().await?;
        let (mut away, mut left) = ([0; 4_096], REST);
        while left > 0 {
            match stream.read(&mut away).await? {
                0 => break,
                read => left = left.saturating_sub(read),
            }
        }
        Ok::<(), std::io::Error>(())
    };
    tokio::time::timeout(within, reading).await.ok();
}

/// A body whose request is being answered as long as there is something to send.
struct Counted {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Says that there is no room.
async fn refuse(mut stream: TcpStream) {
    let answer = sentence(
        "503 Service Unavailable\r\nretry-after: 5",
        "Too many connections are open here. Please try again in a few seconds.",
    );
    let telling = async {
        stream.write_all(&answer).await.ok();
        see_off(&mut stream, FAREWELL).await;
    };
    tokio::time::timeout(FAREWELL, telling).await.ok();
}

#[cfg(test)]
mod tests;
