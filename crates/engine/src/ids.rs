//! Names and secrets, drawn from the system's random source.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

/// A new 24-hex id; later ones sort after earlier ones (to the second). Not a secret.
pub fn new_id(now: i64) -> String {
    let seconds = u32::try_from(now / 1000).unwrap_or(u32::MAX);
    let chance: u64 = rand::rng().random();
    format!("{seconds:08x}{chance:016x}")
}

/// Whether `text` has the form of an id: 24 hexadecimal digits.
pub fn is_id(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// A new 256-bit secret, as 43 URL-safe characters.
pub fn new_secret() -> String {
    let bytes: [u8; 32] = rand::rng().random();
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A short name of `parts`, of any length and whatever is in them.
pub fn digest(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part.len().to_le_bytes());
        digest.update(part.as_bytes());
    }
    URL_SAFE_NO_PAD.encode(digest.finalize())
}

/// What ends the session that `token` opens, and does nothing else: for whoever is not to have the token,
/// which cannot be told from it.
pub fn stop_ticket(token: &str) -> String {
    digest(&["stop ticket", token])
}

/// What the store keeps of a secret.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
