//! The reading itself, and the process that does nothing else.

use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use pdf_extract::{Document, PlainTextOutput, output_doc_page};

use super::unreadable::{TEXT_BYTES, Unreadable};

/// The one argument of the reading process; no command of the command line.
pub const ARGUMENT: &str = "read-pdf-from-standard-input";
/// Bytes of memory the process may take.
pub(super) const MEMORY: u64 = 1024 * 1024 * 1024;
/// Seconds of computing it may take.
const SECONDS: u64 = 30;

const LOCKED: u8 = 3;
const NO_TEXT: u8 = 4;
const DAMAGED: u8 = 5;

/// What the process's exit code says of the file; a signal or a panic says that it is damaged.
pub(super) fn meaning(code: Option<i32>) -> Unreadable {
    match code.and_then(|code| u8::try_from(code).ok()) {
        Some(LOCKED) => Unreadable::Locked,
        Some(NO_TEXT) => Unreadable::NoText,
        _ => Unreadable::Damaged,
    }
}

/// The whole life of the reading process: a file in, its text out.
pub fn child() -> ExitCode {
    confine();
    std::panic::set_hook(Box::new(|_| {}));
    let mut bytes = Vec::new();
    let text = match std::io::stdin().read_to_end(&mut bytes) {
        Ok(_) => text(&bytes),
        Err(_) => Err(Unreadable::Damaged),
    };
    match text {
        Ok(text) => match std::io::stdout().write_all(text.as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(DAMAGED),
        },
        Err(Unreadable::Locked) => ExitCode::from(LOCKED),
        Err(Unreadable::NoText) => ExitCode::from(NO_TEXT),
        Err(_) => ExitCode::from(DAMAGED),
    }
}

/// Where the system refuses, the parent's clock still ends it.
fn confine() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    for (resource, most) in [
        (Resource::As, MEMORY),
        (Resource::Cpu, SECONDS),
        (Resource::Core, 0),
    ] {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit).ok();
    }
}

/// The text of all pages that can be read.
pub(super) fn text(bytes: &[u8]) -> Result<String, Unreadable> {
    let loaded = catch_unwind(|| Document::load_mem(bytes)).map_err(|_| Unreadable::Damaged)?;
    let mut document = match loaded {
        Ok(document) => document,
        Err(error) if format!("{error:?}").contains("Password") => return Err(Unreadable::Locked),
        Err(_) => return Err(Unreadable::Damaged),
    };
    if document.is_encrypted() {
        // Many are locked with the empty password, which only asks readers not to print.
        let opened = catch_unwind(AssertUnwindSafe(|| document.decrypt("").is_ok()));
        if !opened.unwrap_or(false) {
            return Err(Unreadable::Locked);
        }
    }
    let pages = catch_unwind(AssertUnwindSafe(|| document.get_pages()));
    let pages = pages.map_err(|_| Unreadable::Damaged)?;
    let mut whole = String::new();
    let mut broken = 0_usize;
    for number in pages.keys() {
        let mut page = String::new();
        // One bad font must not cost the other pages.
        let done = catch_unwind(AssertUnwindSafe(|| {
            let mut output = PlainTextOutput::new(&mut page);
            output_doc_page(&document, &mut output, *number).is_ok()
        }));
        if !done.unwrap_or(false) {
            broken += 1;
        }
        push_tidied(&mut whole, &page);
        if whole.len() >= TEXT_BYTES {
            break;
        }
    }
    if whole.trim().is_empty() {
        return Err(if broken > 0 || pages.is_empty() {
            Unreadable::Damaged
        } else {
            Unreadable::NoText
        });
    }
    let end = whole.floor_char_boundary(TEXT_BYTES);
    whole.truncate(end);
    Ok(whole)
}

/// Appends `page` without control characters and without the empty lines layout leaves.
fn push_tidied(whole: &mut String, page: &str) {
    let mut is_gap = true;
    if !whole.is_empty() && !page.trim().is_empty() {
        whole.push('\n');
    }
    for line in page.lines() {
        let clean: String = line
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        let clean = clean.trim();
        if clean.is_empty() {
            if !is_gap {
                whole.push('\n');
            }
            is_gap = true;
        } else {
            whole.push_str(clean);
            whole.push('\n');
            is_gap = false;
        }
    }
}
