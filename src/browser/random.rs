//! Chance and identity.

use super::window;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// A fresh id: 24 hex digits, 96 random bits.
pub fn id() -> String {
    let mut bytes = [0u8; 12];
    fill(&mut bytes);
    in_hex(&bytes)
}

/// A fresh secret: 32 hex digits, 128 random bits.
pub fn secret() -> String {
    let mut bytes = [0u8; 16];
    fill(&mut bytes);
    in_hex(&bytes)
}

fn in_hex(bytes: &[u8]) -> String {
    let mut id = String::with_capacity(32);
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            id.push(char::from(
                HEX.get(usize::from(nibble)).copied().unwrap_or(b'0'),
            ));
        }
    }
    id
}

/// Uniform in `0.0..1.0`. Spreads retries; nothing secret hangs on it.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

fn fill(bytes: &mut [u8]) {
    let filled = window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(bytes).is_ok());
    if !filled {
        // Ids must differ, not be secret: the session token guards, never the id.
        for byte in bytes {
            *byte = (chance() * 256.0) as u8;
        }
    }
}
