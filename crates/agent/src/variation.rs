//! What makes one conversation different from the next: its name, and who it is with.

/// The name somebody is spoken to by.
pub(crate) fn first_name(name: &str) -> &str {
    name.split_whitespace()
        .next()
        .filter(|word| word.chars().count() <= 40)
        .unwrap_or_default()
}

/// FNV-1a: spreads session ids well enough to choose between a few variants, on every platform alike.
pub(crate) fn seed(text: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in text.bytes() {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    // The low bits of FNV repeat for ids that differ in one digit.
    hash ^ (hash >> 32)
}
