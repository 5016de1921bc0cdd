//! A readable answer to an address nobody can take.
//!
//! hyper refuses a request target of 65,535 bytes or more before any of our code runs, with an
//! empty 414: inside an iframe that is the browser's own error page, which reads like our fault and
//! says nothing. So that one answer is exchanged on its way out for one with a sentence.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// A connection that gives hyper's empty 414 a body.
pub struct Readable<S> {
    inner: S,
    /// What is written instead, and how much of it is.
    exchanged: Option<(Vec<u8>, usize)>,
}

impl<S> Readable<S> {
    pub fn new(inner: S) -> Self {
        Readable {
            inner,
            exchanged: None,
        }
    }
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
