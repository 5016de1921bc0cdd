//! Files the process may hold open; each connection is one.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files that are no connections of visitors: the database, the log, calls to other systems.
const OTHERS: u64 = 256;
/// Fewer connections than this are no service.
const LEAST: u64 = 16;

/// Raises the process's limit for `wanted` connections; the answer is how many fit.
pub fn make_room(wanted: usize) -> usize {
    let limit = getrlimit(Resource::Nofile);
    let needed = (wanted as u64).saturating_add(OTHERS);
    let raised = raised(limit.current, limit.maximum, needed);
    let current = if raised == limit.current {
        limit.current
    } else {
        let new = Rlimit {
            current: raised,
            maximum: limit.maximum,
        };
        match setrlimit(Resource::Nofile, new) {
            Ok(()) => raised,
            Err(error) => {
                tracing::warn!(%error, "the limit of open files cannot be raised");
                limit.current
            }
        }
    };
    let fitting = fitting(current, wanted);
    if fitting < wanted {
        tracing::warn!(
            wanted,
            fitting,
            "the system lets this process open too few files for so many connections; \
             raise its limit (LimitNOFILE, ulimit -Hn) or lower [limits] connections"
        );
    }
    fitting
}

/// The limit to ask for; `None` stands for no limit.
fn raised(current: Option<u64>, maximum: Option<u64>, needed: u64) -> Option<u64> {
    match current {
        Some(current) if current < needed => Some(maximum.map_or(needed, |it| it.min(needed))),
        enough => enough,
    }
}

fn fitting(current: Option<u64>, wanted: usize) -> usize {
    let Some(current) = current else {
        return wanted;
    };
    let fitting = current.saturating_sub(OTHERS).max(LEAST);
    usize::try_from(fitting).unwrap_or(wanted).min(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_are_as_many_as_files_allow() {
        // The soft limit, the hard one, what is wanted; the limit set, what fits.
        for (current, maximum, wanted, limit, fits) in [
            (Some(1_024), Some(524_288), 10_000, Some(10_256), 10_000),
            (Some(1_024), None, 10_000, Some(10_256), 10_000),
            (Some(1_024), Some(4_096), 10_000, Some(4_096), 3_840),
            (Some(524_288), Some(524_288), 10_000, Some(524_288), 10_000),
            (None, None, 10_000, None, 10_000),
            (Some(200), Some(200), 10_000, Some(200), 16),
        ] {
            let needed = wanted as u64 + OTHERS;
            assert_eq!(raised(current, maximum, needed), limit);
            assert_eq!(fitting(limit, wanted), fits, "{current:?} {maximum:?}");
        }
    }
}
