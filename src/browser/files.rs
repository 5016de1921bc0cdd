//! Handing text to the visitor: a download, the clipboard.

use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use super::{document, window};

/// Saves `text` as a file called `name`. `false` where the browser would not.
pub fn download(name: &str, mime: &str, text: &str) -> bool {
    offer(name, mime, text).is_some()
}

/// Whether this frame is in a sandbox, which may swallow files without a word: which tokens it has
/// cannot be asked.
pub fn is_sandboxed() -> bool {
    let Some(document) = document() else {
        return false;
    };
    // The domain as it is; there is none without an origin. In a sandbox setting it throws.
    let name = JsValue::from_str("domain");
    let domain = js_sys::Reflect::get(&document, &name).unwrap_or_default();
    domain.is_falsy() || js_sys::Reflect::set(&document, &name, &domain).is_err()
}

fn offer(name: &str, mime: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let address = Url::create_object_url_with_blob(&blob).ok()?;
    let anchor: HtmlAnchorElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // Revoked only later: some browsers read the blob after the click has returned.
    super::task::spawn(async move {
        super::timer::sleep(60_000).await;
        Url::revoke_object_url(&address).ok();
    });
    Some(())
}

/// Puts `text` on the clipboard; `false` where the frame may not (no permission, no gesture).
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else {
        return false;
    };
    let navigator = window.navigator();
    // Undefined outside secure contexts, whatever the binding says.
    let clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return false;
    }
    JsFuture::from(navigator.clipboard().write_text(text))
        .await
        .is_ok()
}
