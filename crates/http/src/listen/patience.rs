//! Times of a connection: how long it may take over a head, over nothing, over a write.
//!
//! hyper has one time for a head and for the silence before it; a page's second request may well
//! come a minute after its first, while a head that is begun is sent at once.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use super::wire::{Body, Wire};
use vivavoce_engine::settings::ConnectionLimits;

/// Requests of one connection that are being answered.
#[derive(Clone, Default)]
pub struct Gauge(Arc<Inner>);

#[derive(Default)]
struct Inner {
    open: AtomicUsize,
    begun: AtomicUsize,
    /// Bytes of the body of the one that was begun last, or [`CHUNKED`].
    body: AtomicU64,
    /// Whoever reads, told when an answer ends: from then on its silence counts.
    reader: AtomicWaker,
}

const CHUNKED: u64 = u64::MAX;

impl Gauge {
    /// Counts a request until the answer's body is dropped.
    pub fn begin(&self, body: Body) -> Busy {
        let body = match body {
            Body::Sized(bytes) => bytes,
            Body::Chunked => CHUNKED,
        };
        self.0.body.store(body, Ordering::Release);
        self.0.begun.fetch_add(1, Ordering::AcqRel);
        self.0.open.fetch_add(1, Ordering::AcqRel);
        Busy(self.clone())
    }

    fn is_open(&self) -> bool {
        self.0.open.load(Ordering::Acquire) > 0
    }

    fn begun(&self) -> usize {
        self.0.begun.load(Ordering::Acquire)
    }

    fn body(&self) -> Body {
        match self.0.body.load(Ordering::Acquire) {
            CHUNKED => Body::Chunked,
            bytes => Body::Sized(bytes),
        }
    }
}

/// A request that is being answered.
pub struct Busy(Gauge);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.open.fetch_sub(1, Ordering::AcqRel);
        self.0.0.reader.wake();
    }
}

/// What is waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// The rest of what has begun to come.
    Rest,
    /// Another request, or none.
    Another,
}

/// A stream that ends with an error when its peer takes too long.
pub struct Patient<S> {
    inner: S,
    gauge: Gauge,
    limits: ConnectionLimits,
    wire: Wire,
    /// What came behind what is under way.
    behind: Vec<u8>,
    /// What is waited for, and when that is given up.
    awaited: Option<Awaited>,
    read: Deadline,
    /// Requests begun when the reader last looked.
    begun: usize,
    write: Deadline,
}

impl<S> Patient<S> {
    pub fn new(inner: S, gauge: Gauge, limits: ConnectionLimits) -> Self {
        let mut read = Deadline::default();
        read.set(Instant::now() + limits.head);
        Patient {
            inner,
            gauge,
            limits,
            wire: Wire::default(),
            behind: Vec::new(),
            // Whoever connects has something to ask.
            awaited: Some(Awaited::Rest),
            read,
            begun: 0,
            write: Deadline::default(),
        }
    }

    /// Notes what hyper has understood since.
    fn look(&mut self) {
        let begun = self.gauge.begun();
        if begun != self.begun {
            self.begun = begun;
            self.wire.understood(self.gauge.body());
            self.awaited = None;
        }
    }

    /// Something has come that is no whole request yet, or is none at all.
    pub fn is_amid(&self) -> bool {
        self.begun == 0 || self.wire.is_amid() || !self.behind.is_empty()
    }

    /// Bytes of the first line of the head that came last.
    pub fn first_line(&self) -> usize {
        self.wire.first_line()
    }

    /// Nothing came: is that too long by now?
    fn read_waits(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.gauge.0.reader.register(context.waker());
        if self.gauge.is_open() {
            // The answer has times of its own.
            self.awaited = None;
            return Poll::Pending;
        }
        let (awaited, time) = if self.is_amid() {
            (Awaited::Rest, self.limits.head)
        } else {
            (Awaited::Another, self.limits.idle)
        };
        if self.awaited != Some(awaited) {
            self.awaited = Some(awaited);
            self.read.set(Instant::now() + time);
        }
        self.read.poll(context, "no request came in time")
    }

    /// What a write came to; one that waits does so for a while only.
    fn written<T>(
        &mut self,
        context: &mut Context<'_>,
        outcome: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.write.at = None;
            return outcome;
        }
        if self.write.at.is_none() {
            self.write.set(Instant::now() + self.limits.write);
        }
        match self.write.poll(context, "nothing was taken in time") {
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            _ => Poll::Pending,
        }
    }
}

#[derive(Default)]
struct Deadline {
    at: Option<Instant>,
    /// Made when first waited for, and moved after that.
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    fn set(&mut self, at: Instant) {
        self.at = Some(at);
    }

    fn poll(&mut self, context: &mut Context<'_>, why: &'static str) -> Poll<io::Result<()>> {
        let Some(at) = self.at else {
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() != at {
            timer.as_mut().reset(at);
        }
        timer
            .as_mut()
            .poll(context)
            .map(|()| Err(io::Error::new(io::ErrorKind::TimedOut, why)))
    }
}

/// Bytes of a head that are taken in at once, few enough that hyper makes no room for more.
const PIECE: usize = 4 * 1024;

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        this.look();
        if !this.behind.is_empty() {
            let most = this.behind.len().min(buffer.remaining());
            let here = this.wire.pass(this.behind.get(..most).unwrap_or_default());
            buffer.put_slice(this.behind.get(..here).unwrap_or_default());
            this.behind.drain(..here);
            if this.behind.is_empty() {
                this.behind = Vec::new();
            }
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let outcome = if this.wire.is_in_head() {
            let mut piece = [0; PIECE];
            let most = buffer.remaining().min(PIECE);
            let mut piece = ReadBuf::new(piece.get_mut(..most).unwrap_or_default());
            let outcome = Pin::new(&mut this.inner).poll_read(context, &mut piece);
            buffer.put_slice(piece.filled());
            outcome
        } else {
            Pin::new(&mut this.inner).poll_read(context, buffer)
        };
        if outcome.is_pending() {
            return this.read_waits(context);
        }
        let come = buffer.filled().get(before..).unwrap_or_default();
        let here = this.wire.pass(come);
        this.behind
            .extend_from_slice(come.get(here..).unwrap_or_default());
        buffer.set_filled(before + here);
        outcome
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.written(context, outcome)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_flush(context);
        self.written(context, outcome)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let outcome = Pin::new(&mut self.inner).poll_shutdown(context);
        self.written(context, outcome)
    }
}
