//! Passcodes: kept as Argon2id hashes, because people choose them.

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

/// OWASP's smallest recommended setting: a guess costs some 10 ms and 19 MiB.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::default())
}

/// What the store keeps. Takes tens of milliseconds of a blocking thread.
pub async fn hash(passcode: &str) -> Result<String, String> {
    let passcode = passcode.to_owned();
    tokio::task::spawn_blocking(move || {
        let salt = SaltString::generate(&mut OsRng);
        argon()
            .hash_password(passcode.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| error.to_string())
    })
    .await
    .map_err(|error| error.to_string())?
}

/// Whether `passcode` is the one `hash` was made of; a broken hash matches nothing.
pub async fn matches(passcode: &str, hash: &str) -> bool {
    let (passcode, hash) = (passcode.to_owned(), hash.to_owned());
    tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| argon().verify_password(passcode.as_bytes(), &hash).is_ok())
    })
    .await
    .unwrap_or(false)
}
