//! The widget's files, inside the binary.
//!
//! A release carries `dist/`; a debug build reads it from the checkout, so that a rebuilt widget
//! is served by the server that already runs.

use std::borrow::Cow;

use axum::body::Body;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;

use vivavoce_http::headers::CORP;

/// A file and the hash of its content.
pub struct File {
    pub content: Cow<'static, [u8]>,
    pub hash: [u8; 32],
}

/// A file of `dist/`; `None` where there is none, or where the name is not one a build makes.
pub fn find(name: &str) -> Option<File> {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    // Nothing outside `dist` can be named, so no path needs to be resolved and compared.
    name.split('/').all(plain).then(|| read(name))?
}

#[cfg(debug_assertions)]
fn read(name: &str) -> Option<File> {
    use sha2::{Digest as _, Sha256};

    let dist = concat!(env!("CARGO_MANIFEST_DIR"), "/../../dist/");
    let content = std::fs::read(format!("{dist}{name}")).ok()?;
    let hash = Sha256::digest(&content).into();
    Some(File {
        content: Cow::Owned(content),
        hash,
    })
}

#[cfg(not(debug_assertions))]
fn read(name: &str) -> Option<File> {
    /// Missing in a checkout whose widget was not built yet; then every page says so.
    #[derive(rust_embed::Embed)]
    #[folder = "../../dist"]
    #[allow_missing = true]
    struct Dist;

    let file = <Dist as rust_embed::Embed>::get(name)?;
    Some(File {
        hash: file.metadata.sha256_hash(),
        content: file.data,
    })
}

/// `GET /assets/{*name}`.
pub async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response<Body> {
    let found = answer(&name, &headers).or_else(|| answer(todays_guard(&name)?, &headers));
    found.unwrap_or_else(|| {
        let sentence = "There is no such file. A page from before an update may ask for it: \
                        loading the page again helps.\n";
        let mut response = (StatusCode::NOT_FOUND, sentence).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        shared(headers);
        response
    })
}

/// A page from before an update asks for files that are gone. Its guard is answered with the guard of
/// today, so that there is somebody to say so and to offer the page anew.
fn todays_guard(name: &str) -> Option<&'static str> {
    (is_hashed(name) && name.starts_with("guard-") && name.ends_with(".js")).then_some("guard.js")
}

fn answer(name: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let kind = content_type(name)?;
    let plain = find(&format!("assets/{name}"))?;
    let (encoding, file) = accepted(headers)
        .into_iter()
        .find_map(|(encoding, ending)| {
            Some((Some(encoding), find(&format!("assets/{name}.{ending}"))?))
        })
        .unwrap_or((None, plain));
    let tag = format!("\"{}\"", hex(&file.hash));
    let same = headers
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|known| matches!(known.trim().trim_start_matches("W/"), known if known == tag));
    let mut response = if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let body = match file.content {
            Cow::Borrowed(bytes) => Body::from(bytes),
            Cow::Owned(bytes) => Body::from(bytes),
        };
        Response::new(body)
    };
    let out = response.headers_mut();
    out.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Some(encoding) = encoding.filter(|_| !same) {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if let Ok(tag) = HeaderValue::try_from(tag) {
        out.insert(ETAG, tag);
    }
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let lifetime = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    out.insert(CACHE_CONTROL, HeaderValue::from_static(lifetime));
    shared(out);
    Some(response)
}

/// Sandboxed frames and isolated hosts load nothing without these; what they open is public.
fn shared(headers: &mut HeaderMap) {
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(CORP, HeaderValue::from_static("cross-origin"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

/// `instantiateStreaming` and module scripts insist on theirs.
fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "wasm" => "application/wasm",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        "txt" => "text/plain; charset=utf-8",
        "tgz" => "application/gzip",
        _ => return None,
    })
}

/// The names of `dist/assets` hold a hash of their content: `vivavoce-0123456789ab.js`.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _)) = name.rsplit_once('.') else {
        return false;
    };
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Encodings the caller takes, ours to prefer first, with the ending of the compressed sibling.
pub fn accepted(headers: &HeaderMap) -> Vec<(&'static str, &'static str)> {
    let lines: Vec<&str> = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    let takes = |encoding: &str| {
        let weight = |name: &str| {
            lines
                .iter()
                .flat_map(|line| line.split(','))
                .find_map(|part| {
                    let (offered, weight) = part.split_once(';').unwrap_or((part, "q=1"));
                    offered.trim().eq_ignore_ascii_case(name).then(|| {
                        let digits = weight.trim().strip_prefix("q=").unwrap_or("1");
                        digits.parse::<f32>().unwrap_or(1.0)
                    })
                })
        };
        weight(encoding)
            .or_else(|| weight("*"))
            .is_some_and(|weight| weight > 0.0)
    };
    [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(encoding, _)| takes(encoding))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_a_build_makes_are_looked_up() {
        for name in [
            "../Cargo.toml",
            "assets/../../Cargo.toml",
            "/etc/passwd",
            "assets//x",
            ".stamp",
            "assets/.git",
            "",
            "a%2e",
            "a\\b",
            "a\0",
        ] {
            assert!(find(name).is_none(), "{name:?}");
        }
    }

    #[test]
    fn the_best_accepted_encoding_comes_first() {
        let cases: [(&str, &[&str]); 9] = [
            ("gzip, deflate, br", &["br", "gzip"]),
            ("gzip", &["gzip"]),
            ("br;q=0, gzip;q=0.5", &["gzip"]),
            ("*", &["br", "gzip"]),
            ("*;q=0", &[]),
            ("br, *;q=0", &["br"]),
            ("BR ; q=1", &["br"]),
            ("identity", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(line).unwrap());
            let found: Vec<_> = accepted(&headers)
                .into_iter()
                .map(|(name, _)| name)
                .collect();
            assert_eq!(found, expected, "{line:?}");
        }
        assert!(accepted(&HeaderMap::new()).is_empty());
    }

    #[test]
    fn only_a_guard_of_another_build_becomes_the_guard_of_today() {
        for (name, expected) in [
            ("guard-0123456789ab.js", Some("guard.js")),
            ("guard-0123456789ab.js.br", None),
            ("guard-tower.js", None),
            ("vivavoce-0123456789ab.js", None),
        ] {
            assert_eq!(todays_guard(name), expected, "{name}");
        }
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        for (name, expected) in [
            ("vivavoce-0123456789ab.wasm", true),
            ("vivavoce.wasm", false),
            ("host-loader.js", false),
            ("host-decade.js", false),
        ] {
            assert_eq!(is_hashed(name), expected, "{name}");
        }
    }
}
