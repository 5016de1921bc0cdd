//! Times of a connection: how long it may take over a head, over nothing, over a write.
//!
//! hyper has one time for a head and for the silence before it; a page's second request may well
//! come a minute after its first, while a head that is begun is sent at once.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

use vivavoce_engine::settings::ConnectionLimits;

/// Requests of one connection that are being answered.
#[derive(Clone, Default)]
pub struct Gauge(Arc<Inner>);

#[derive(Default)]
struct Inner {
    open: AtomicUsize,
    begun: AtomicUsize,
    /// Whoever reads, told when an answer ends: from then on its silence counts.
    reader: AtomicWaker,
}

impl Gauge {
    /// Counts a request until the answer's body is dropped.
    pub fn begin(&self) -> Busy {
        self.0.begun.fetch_add(1, Ordering::AcqRel);
        self.0.open.fetch_add(1, Ordering::AcqRel);
        Busy(self.clone())
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

/// A stream that ends with an error when its peer takes too long.
pub struct Patient<S> {
    inner: S,
    gauge: Gauge,
    limits: ConnectionLimits,
    /// When the reading is given up, and the timer for it.
    read: Deadline,
    /// Requests begun when the reader last looked.
    begun: usize,
    /// A byte of the next head has come.
    in_head: bool,
    write: Deadline,
}

impl<S> Patient<S> {
    pub fn new(inner: S, gauge: Gauge, limits: ConnectionLimits) -> Self {
        let mut read = Deadline::default();
        // Whoever connects has something to ask.
        read.set(Instant::now() + limits.head);
        Patient {
            inner,
            gauge,
            limits,
            read,
            begun: 0,
            in_head: true,
            write: Deadline::default(),
        }
    }

    /// Nothing came: is that too long by now?
    fn read_waits(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let inner = &self.gauge.0;
        inner.reader.register(context.waker());
        let begun = inner.begun.load(Ordering::Acquire);
        if begun != self.begun {
            self.begun = begun;
            self.in_head = false;
            self.read.at = None;
        }
        if inner.open.load(Ordering::Acquire) > 0 {
            // The answer has times of its own.
            self.read.at = None;
            return Poll::Pending;
        }
        if self.read.at.is_none() {
            self.read.set(Instant::now() + self.limits.idle);
        }
        self.read.poll(context, "no request came in time")
    }

    fn has_read(&mut self) {
        let is_open = self.gauge.0.open.load(Ordering::Acquire) > 0;
        let is_new = self.gauge.0.begun.load(Ordering::Acquire) != self.begun;
        if is_open || (self.in_head && !is_new) {
            return;
        }
        self.begun = self.gauge.0.begun.load(Ordering::Acquire);
        self.in_head = true;
        self.read.set(Instant::now() + self.limits.head);
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

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut self.inner).poll_read(context, buffer);
        match outcome {
            Poll::Pending => self.read_waits(context),
            Poll::Ready(Ok(())) if buffer.filled().len() > before => {
                self.has_read();
                outcome
            }
            Poll::Ready(_) => outcome,
        }
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
