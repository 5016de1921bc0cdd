//! Loading of chunks: the script that does it, and what the macro `wasm_split` asks of its runtime.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::coming::Missing;

#[wasm_bindgen]
extern "C" {
    /// Of `src/boot/chunks.js`, which the build bundles with the glue. Ready when the chunk's files are
    /// there; rejects with whether the server has another build's.
    #[wasm_bindgen(js_name = loadChunk, catch)]
    async fn load_chunk(name: &str) -> Result<JsValue, JsValue>;
}

/// Loads the chunk `name`; what is in it may be called from then on. What failed is loaded anew.
///
/// # Errors
/// Why it did not come.
pub async fn load(name: &str) -> Result<(), Missing> {
    let loaded = load_chunk(name).await.map(drop);
    loaded.map_err(|gone| Missing::now(gone.is_truthy()))
}

/// What the macro's own loading may fail with: nothing, [`load`] has been there.
pub use std::convert::Infallible as SplitLoaderError;

impl From<SplitLoaderError> for Missing {
    fn from(never: SplitLoaderError) -> Missing {
        match never {}
    }
}

/// The runtime as the macro calls it. Its own would import a function for each chunk and keep for each
/// whether it came, which the script knows already.
pub mod rt {
    use std::ffi::c_void;
    use std::future::{Ready, ready};
    use std::pin::Pin;

    use super::SplitLoaderError;

    type Callback = unsafe extern "C" fn(*const c_void, bool);

    pub type LoadCallbackFn = Callback;

    pub struct LazySplitLoader;

    impl LazySplitLoader {
        pub const fn new(_: unsafe extern "C" fn(Callback, *const c_void)) -> Self {
            Self
        }
    }

    pub fn ensure_loaded(_: Pin<&LazySplitLoader>) -> Ready<Result<(), SplitLoaderError>> {
        ready(Ok(()))
    }
}
