//! Sentences for requests nobody can take.
//!
//! What hyper refuses before any of our code runs it answers without a word: inside an iframe that is
//! the browser's own error page, which reads like our fault. So those answers are exchanged on their
//! way out for others that say what to do.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::patience::Patient;

/// Bytes of a request's head, its address included. A connection holds no more of one.
pub const HEAD: usize = 64 * 1024;

/// A connection that gives hyper's empty answers a body.
pub struct Readable<S> {
    inner: Patient<S>,
    /// What is written instead, and how much of it is.
    exchanged: Option<(Vec<u8>, usize)>,
}

impl<S> Readable<S> {
    pub fn new(inner: Patient<S>) -> Self {
        Readable {
            inner,
            exchanged: None,
        }
    }

    /// Something has come that is no whole request yet, or is none at all.
    pub fn is_amid(&self) -> bool {
        self.inner.is_amid()
    }

    /// What is written instead of an empty answer; `None` for any other.
    fn instead(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let status = bare(bytes)?;
        match status {
            b"414" | b"431" if self.inner.first_line() > HEAD / 2 => Some(page()),
            b"414" | b"431" => Some(sentence(
                "431 Request Header Fields Too Large",
                "The headers of a request may have 64 kB together with its address, and there may be \
                 100 of them. Send fewer or shorter ones; in a browser, delete this site's cookies.",
            )),
            b"400" => Some(sentence(
                "400 Bad Request",
                "This is no HTTP request. Its first line or a header is not as it has to be.",
            )),
            _ => None,
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
        if this.exchanged.is_none() {
            this.exchanged = this.instead(bytes).map(|instead| (instead, 0));
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

/// The status of exactly what hyper writes when it gives up on a head: a head, no body.
fn bare(bytes: &[u8]) -> Option<&[u8]> {
    let status = bytes.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    let is_bare = bytes.ends_with(b"\r\n\r\n")
        && bytes
            .windows(19)
            .any(|window| window.eq_ignore_ascii_case(b"content-length: 0\r\n"));
    is_bare.then_some(status)
}

/// An answer as our APIs give theirs. Headers of its own may stand behind the status.
pub fn sentence(status: &str, detail: &str) -> Vec<u8> {
    let body = format!("{{\"detail\":\"{detail}\"}}");
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         access-control-allow-origin: *\r\nx-content-type-options: nosniff\r\n\
         cache-control: no-store\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn page() -> Vec<u8> {
    let body = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
        <meta name=\"viewport\" content=\"width=device-width\"><title>Address too long</title>\
        <h1>This address is too long</h1>\
        <p>The conversation could not be opened, because its address, with what the \
        browser sends beside it, is longer than 64 kB. \
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
