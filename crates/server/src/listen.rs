//! The listening socket, and a readable answer to an address nobody can take.
//!
//! hyper refuses a request target of 65,535 bytes or more before any of our code runs, with an
//! empty 414: inside an iframe that is the browser's own error page, which reads like our fault and
//! says nothing. So that one answer is exchanged on its way out for one with a sentence.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The address a connection came from: the visitor's, or the proxy's before us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

pub struct Listener(pub TcpListener);

impl axum::serve::Listener for Listener {
    type Io = Readable<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, address) = axum::serve::Listener::accept(&mut self.0).await;
        // Events are small and must not wait for one another.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "could not set TCP_NODELAY");
        }
        (
            Readable {
                inner: stream,
                exchanged: None,
            },
            address,
        )
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, Listener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Listener>) -> Self {
        Peer(*stream.remote_addr())
    }
}

/// A connection that gives hyper's empty 414 a body.
pub struct Readable<S> {
    inner: S,
    /// What is written instead, and how much of it is.
    exchanged: Option<(Vec<u8>, usize)>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Readable<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Readable<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if this.exchanged.is_none() && is_bare_414(bytes) {
            this.exchanged = Some((page(), 0));
        }
        let Some((instead, done)) = &mut this.exchanged else {
            return Pin::new(&mut this.inner).poll_write(context, bytes);
        };
        while let Some(rest) = instead.get(*done..).filter(|rest| !rest.is_empty()) {
            *done += ready!(Pin::new(&mut this.inner).poll_write(context, rest))?;
        }
        this.exchanged = None;
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

/// Exactly what hyper writes when it gives up on a request target: head, no body.
fn is_bare_414(bytes: &[u8]) -> bool {
    bytes.starts_with(b"HTTP/1.1 414 ")
        && bytes.ends_with(b"\r\n\r\n")
        && bytes
            .windows(19)
            .any(|window| window.eq_ignore_ascii_case(b"content-length: 0\r\n"))
}

fn page() -> Vec<u8> {
    let body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><title>Address too long</title>\
        <h1>This address is too long</h1>\
        <p>The conversation could not be opened, because its address is longer than 64 kB. \
        Shorten the parameters of the embed and load the page again.</p></html>";
    format!(
        "HTTP/1.1 414 URI Too Long\r\ncontent-type: text/html; charset=utf-8\r\n\
         content-length: {}\r\ncontent-security-policy: default-src 'none'; base-uri 'none'\r\n\
         referrer-policy: no-referrer\r\n\
         cross-origin-resource-policy: cross-origin\r\ncross-origin-embedder-policy: credentialless\r\n\
         x-content-type-options: nosniff\r\ncache-control: no-store\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::extract::ConnectInfo;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    async fn ask(target: &str) -> String {
        let listener = Listener(TcpListener::bind("127.0.0.1:0").await.unwrap());
        let address = listener.0.local_addr().unwrap();
        let router = Router::new().route(
            "/",
            get(|ConnectInfo(Peer(peer)): ConnectInfo<Peer>| async move { peer.ip().to_string() }),
        );
        let service = router.into_make_service_with_connect_info::<Peer>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    #[tokio::test]
    async fn an_ordinary_request_passes_with_its_peer() {
        let answer = ask("/").await;
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.ends_with("127.0.0.1"),
            "{answer}"
        );
    }

    #[tokio::test]
    async fn an_address_longer_than_any_server_takes_is_answered_with_a_sentence() {
        let answer = ask(&format!("/?name={}", "x".repeat(100_000))).await;
        assert!(answer.starts_with("HTTP/1.1 414"), "{answer:.200}");
        assert!(
            answer.contains("This address is too long"),
            "{answer:.2000}"
        );
    }
}
