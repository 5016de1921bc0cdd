//! The text of a PDF file.
//!
//! PDF is a format with loops, bombs and forty years of dialects, and the crate that reads it
//! panics, recurses and allocates as the file tells it to. So it does that in a process of its own,
//! with little memory and little time: what a file can break is its own reading.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::Command;
use tokio::sync::Semaphore;

mod read;
mod unreadable;

pub use read::{ARGUMENT, child};
pub use unreadable::{TEXT_BYTES, Unreadable};

/// Files read at once in this process: each may take [`read::MEMORY`].
const AT_ONCE: usize = 2;

static ROOM: Semaphore = Semaphore::const_new(AT_ONCE);

/// Who reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reader {
    /// The executable that does so when called with [`ARGUMENT`]: our own.
    Process(PathBuf),
    /// A thread of this process. What it cannot survive takes the process along, so it is for
    /// programs that embed the library and trust their files.
    #[default]
    Thread,
}

impl Reader {
    /// The text of the PDF file in `bytes`, page after page; never empty. Takes at most `patience`,
    /// beside the time other files are being read.
    pub async fn text(&self, bytes: Vec<u8>, patience: Duration) -> Result<String, Unreadable> {
        let _room = ROOM.acquire().await.map_err(|_| Unreadable::TooLong)?;
        let reading = async {
            match self {
                Reader::Process(executable) => in_process(executable, &bytes).await,
                Reader::Thread => tokio::task::spawn_blocking(move || read::text(&bytes))
                    .await
                    .unwrap_or(Err(Unreadable::Damaged)),
            }
        };
        tokio::time::timeout(patience, reading)
            .await
            .unwrap_or(Err(Unreadable::TooLong))
    }
}

async fn in_process(executable: &Path, bytes: &[u8]) -> Result<String, Unreadable> {
    let start = |executable: &Path| {
        Command::new(executable)
            .arg(ARGUMENT)
            // Our keys stand in the environment.
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
    };
    // An update may have taken the file away from under us; Linux still knows it.
    let started = start(executable).or_else(|_| start(Path::new("/proc/self/exe")));
    let mut process = started.map_err(|error| {
        tracing::error!(%error, "the process that reads PDF files cannot be started");
        Unreadable::NoReader
    })?;
    let (Some(mut input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
        return Err(Unreadable::Damaged);
    };
    let feed = async move {
        // It may have ended early; its status says why.
        input.write_all(bytes).await.ok();
        drop(input);
    };
    let mut text = Vec::new();
    let most = u64::try_from(TEXT_BYTES).unwrap_or(u64::MAX);
    let mut output = output.take(most);
    let ((), read) = tokio::join!(feed, output.read_to_end(&mut text));
    let status = process.wait().await.map_err(|_| Unreadable::Damaged)?;
    read.map_err(|_| Unreadable::Damaged)?;
    match status.code() {
        Some(0) => Ok(String::from_utf8_lossy(&text).into_owned()),
        code => Err(read::meaning(code)),
    }
}

#[cfg(test)]
mod tests;
