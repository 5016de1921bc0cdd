//! A TCP proxy that breaks what passes through it, on request.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;

/// Forwards to a server on this machine until dropped.
pub struct Proxy {
    pub port: u16,
    state: Arc<State>,
    task: tokio::task::JoinHandle<()>,
}

struct State {
    refuse: AtomicBool,
    /// Bytes of streamed events that may still pass before a connection is cut; negative: no limit.
    allowance: AtomicI64,
    cuts: AtomicU32,
    sever: broadcast::Sender<()>,
}

impl Proxy {
    pub async fn to(target: u16) -> Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let state = Arc::new(State {
            refuse: AtomicBool::new(false),
            allowance: AtomicI64::new(-1),
            cuts: AtomicU32::new(0),
            sever: broadcast::channel(1).0,
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((visitor, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                tokio::spawn(async move { forward(visitor, target, state).await });
            }
        });
        Ok(Proxy { port, state, task })
    }

    /// While true, new connections are closed at once.
    pub fn refuse(&self, refuse: bool) {
        self.state.refuse.store(refuse, Ordering::SeqCst);
    }

    /// Cuts the next event stream after so many of its bytes, in the middle of whatever they are.
    pub fn cut_stream_after(&self, bytes: i64) {
        self.state.allowance.store(bytes, Ordering::SeqCst);
    }

    /// Cuts every open connection now.
    pub fn sever(&self) {
        let _ = self.state.sever.send(());
    }

    /// How many streams [`Proxy::cut_stream_after`] has cut so far.
    pub fn cuts(&self) -> u32 {
        self.state.cuts.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn forward(mut visitor: TcpStream, target: u16, state: Arc<State>) {
    if state.refuse.load(Ordering::SeqCst) {
        return;
    }
    let Ok(mut server) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], target))).await
    else {
        return;
    };
    let mut severed = state.sever.subscribe();
    let (mut up, mut down) = (vec![0; 16_384], vec![0; 16_384]);
    let mut streaming = false;
    loop {
        tokio::select! {
            _ = severed.recv() => return,
            read = visitor.read(&mut up) => match read {
                Ok(count) if count > 0 => if server.write_all(&up[..count]).await.is_err() { return },
                _ => return,
            },
            read = server.read(&mut down) => {
                let Ok(mut count) = read else { return };
                if count == 0 { return }
                let bytes = &down[..count];
                // The head is let through: a client that never gets one takes streams for blocked
                // and asks in another way, which is another story.
                let mut head = 0;
                if !streaming && find(bytes, b"content-type: text/event-stream").is_some() {
                    streaming = true;
                    head = find(bytes, b"\r\n\r\n").map_or(count, |end| end + 4);
                }
                let allowance = state.allowance.load(Ordering::SeqCst);
                if streaming && allowance >= 0 {
                    let left = allowance - (count - head) as i64;
                    state.allowance.store(left.max(0), Ordering::SeqCst);
                    if left < 0 {
                        count = head + usize::try_from(allowance).unwrap_or(0);
                        state.allowance.store(-1, Ordering::SeqCst);
                        state.cuts.fetch_add(1, Ordering::SeqCst);
                        let _ = visitor.write_all(&down[..count]).await;
                        return;
                    }
                }
                if visitor.write_all(&down[..count]).await.is_err() { return }
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes
        .windows(what.len())
        .position(|window| window.eq_ignore_ascii_case(what))
}
