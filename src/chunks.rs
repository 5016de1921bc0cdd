//! Chunks: parts of the widget that are files of their own, and load when a visitor first meets them.
//!
//! A row names the file, the function that loads it, and what that hands out. What a row's value names
//! must be named nowhere else outside its own folder or file, or it is back in the first download
//! (`tests/tidy.rs` looks). Hand out `fn` pointers, or a `&'static` table of them: calling those then
//! is synchronous. Without the feature `split` everything is in one file, and a chunk is there at once.

use leptos::prelude::*;

use crate::app::announcing;
use crate::app::status::NewAnnouncer;
use crate::browser::coming::{Coming, Missing};
use crate::browser::markdown::{Tools, drawing};
use crate::components::late::Screen;
use crate::screens::after::{results, review, thanks};
use crate::screens::{accept, locked};
use crate::session::parts::{NewHostPort, System};
use crate::vendor::dialects;
use crate::words::{Apply, texts};

/// `chunk!(FILE, LOADER: TYPE = VALUE)`. Chunks of one name are one file; neighbours belong together.
/// What chunks called `BASE_…` share is the chunk `BASE`, which loads with each of them; what others
/// share is one file more.
macro_rules! chunk {
    ($file:ident, $loader:ident: $held:ty = $value:expr) => {
        #[doc = concat!("Loads the chunk `", stringify!($file), "`.")]
        #[cfg(feature = "split")]
        pub fn $loader() -> Coming<$held> {
            use crate::browser::chunk;

            #[leptos::wasm_split::wasm_split($file, wasm_split_path = chunk, fallible)]
            fn $loader() -> Result<$held, Missing> {
                Ok($value)
            }
            Box::pin(async {
                chunk::load(stringify!($file)).await?;
                $loader().await
            })
        }

        #[doc = concat!("The chunk `", stringify!($file), "`, which is here already.")]
        #[cfg(not(feature = "split"))]
        pub fn $loader() -> Coming<$held> {
            Box::pin(std::future::ready(match cfg!(feature = "bare") {
                false => Ok($value as $held),
                true => Err(Missing::Gone),
            }))
        }
    };
}

chunk!(accept, accept: Screen = || view! { <accept::Accept/> }.into_inner());
chunk!(locked, locked: Screen = || view! { <locked::Locked/> }.into_inner());
chunk!(host, host: NewHostPort = crate::host::begin);
chunk!(markdown, markdown: &'static Tools = &drawing::TOOLS);
chunk!(markdown, announcer: NewAnnouncer = announcing::new);
chunk!(texts, texts: Apply = texts::apply);
chunk!(after, review: Screen = || view! { <review::Review/> }.into_inner());
chunk!(after, results: Screen = || view! { <results::ResultsScreen/> }.into_inner());
chunk!(after, thanks: Screen = || view! { <thanks::Thanks/> }.into_inner());
chunk!(vendor_agentok, agentok: &'static System = &dialects::AGENTOK);
chunk!(vendor_agui, agui: &'static System = &dialects::AGUI);
chunk!(vendor_talkio, talkio: &'static System = &dialects::TALKIO);
chunk!(vendor_totebot, totebot: &'static System = &dialects::TOTEBOT);
chunk!(vendor_tovie, tovie: &'static System = &dialects::TOVIE);

/// What speaks a dialect, by the name that settings call it; `None` for our own, and for one newer than
/// this build.
pub fn system(dialect: &str) -> Option<Coming<&'static System>> {
    Some(match dialect {
        "agentok" => agentok(),
        "ag-ui" => agui(),
        "talkio" => talkio(),
        "totebot" => totebot(),
        "tovie" => tovie(),
        _ => return None,
    })
}
