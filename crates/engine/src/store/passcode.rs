//! Passcodes: kept as Argon2id hashes, because people choose them. One is the same however its accents are
//! written, which is up to a keyboard.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use argon2::password_hash::rand_core::OsRng;
use argon2::password_hash::{Error, Ident, Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;

use super::StoreError;
use crate::heavy;

/// Guesses computed at once. Each takes 19 MiB, and more of them would only wait for the same cores.
const AT_ONCE: usize = 2;

static ROOM: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// What is not being computed in. Kept, since an allocator would keep as much of each thread that
/// ever asked for it.
static IDLE: Mutex<Vec<Vec<Block>>> = Mutex::new(Vec::new());

/// Does `work` with memory for one guess, where no more are computed than may be.
async fn computed<T, F>(work: F) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce(&mut Vec<Block>) -> T + Send + 'static,
{
    let room = ROOM.clone().acquire_owned().await;
    let room = room.map_err(|error| StoreError::Unreadable(error.to_string()))?;
    heavy::run(move || {
        // Until it is done, whether or not anybody waits for it.
        let _room = room;
        let idle = || IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut memory = idle().pop().unwrap_or_default();
        let done = work(&mut memory);
        idle().push(memory);
        done
    })
    .await
}

/// What the store keeps: OWASP's smallest recommended setting, by which a guess costs some 10 ms.
pub async fn hash(passcode: &str) -> Result<String, String> {
    hash_of(passcode.nfc().collect()).await
}

async fn hash_of(passcode: String) -> Result<String, String> {
    computed(move |memory| {
        let salt = SaltString::generate(&mut OsRng);
        let kept = Kept {
            algorithm: Algorithm::Argon2id,
            version: Version::V0x13,
            params: Params::default(),
        };
        let mut hashed = || {
            let output = kept.output(&passcode, &salt, Params::DEFAULT_OUTPUT_LEN, memory)?;
            let hash = PasswordHash {
                algorithm: Ident::from(kept.algorithm),
                version: Some(kept.version.into()),
                params: ParamsString::try_from(&kept.params)?,
                salt: Some(salt.as_salt()),
                hash: Some(output),
            };
            Ok(hash.to_string())
        };
        hashed().map_err(|error: Error| error.to_string())
    })
    .await
    .map_err(|error| error.to_string())?
}

/// Whether `passcode` is the one `hash` was made of; a broken hash matches nothing.
pub async fn matches(passcode: &str, hash: &str) -> bool {
    // One that an earlier version kept is what its owner's keyboard wrote.
    let ways = [
        passcode.nfc().collect(),
        passcode.to_owned(),
        passcode.nfd().collect(),
    ];
    for (number, way) in ways.iter().enumerate() {
        if !ways[..number].contains(way) && is_of(way.clone(), hash).await {
            return true;
        }
    }
    false
}

async fn is_of(passcode: String, hash: &str) -> bool {
    let hash = hash.to_owned();
    computed(move |memory| {
        let mut matches = || {
            let hash = PasswordHash::new(&hash)?;
            let (Some(salt), Some(expected)) = (hash.salt, hash.hash) else {
                return Err(Error::Password);
            };
            let kept = Kept {
                algorithm: Algorithm::try_from(hash.algorithm)?,
                version: match hash.version {
                    Some(version) => Version::try_from(version)?,
                    None => Version::default(),
                },
                params: Params::try_from(&hash)?,
            };
            let salt = SaltString::from_b64(salt.as_str())?;
            let output = kept.output(&passcode, &salt, expected.len(), memory)?;
            // Compared in constant time.
            Ok(output == expected)
        };
        matches().unwrap_or(false)
    })
    .await
    .unwrap_or(false)
}

/// How a hash is computed.
struct Kept {
    algorithm: Algorithm,
    version: Version,
    params: Params,
}

impl Kept {
    fn output(
        &self,
        passcode: &str,
        salt: &SaltString,
        length: usize,
        memory: &mut Vec<Block>,
    ) -> Result<Output, Error> {
        let argon = Argon2::new(self.algorithm, self.version, self.params.clone());
        memory.resize(self.params.block_count(), Block::new());
        let mut bytes = [0; 64];
        let salt = salt.decode_b64(&mut bytes)?;
        Output::init_with(length, |out| {
            Ok(argon.hash_password_into_with_memory(
                passcode.as_bytes(),
                salt,
                out,
                &mut **memory,
            )?)
        })
    }
}

#[cfg(test)]
mod tests {
    use futures_util::future::join_all;

    use super::*;

    #[tokio::test]
    async fn a_hash_is_matched_by_its_passcode_alone() {
        let hash = hash("open sesame").await.unwrap();
        assert!(
            hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{hash}"
        );
        assert!(matches("open sesame", &hash).await);
        assert!(!matches("open sesam", &hash).await);
        assert!(!matches("", "").await);
        assert!(!matches("x", "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ").await);
        // One that an earlier version made.
        let earlier = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$";
        assert!(!matches("x", earlier).await);
    }

    #[tokio::test]
    async fn a_passcode_is_the_same_however_its_accents_are_written() {
        let (composed, decomposed) = ("gr\u{fc}n-\u{e9}t\u{e9}", "gru\u{308}n-e\u{301}te\u{301}");
        for set in [composed, decomposed] {
            let hash = hash(set).await.unwrap();
            for given in [composed, decomposed] {
                assert!(matches(given, &hash).await, "{set} {given}");
            }
            assert!(!matches("grun-ete", &hash).await);
        }
        // An earlier version kept what came.
        let earlier = hash_of(decomposed.to_owned()).await.unwrap();
        for given in [composed, decomposed] {
            assert!(matches(given, &earlier).await, "{given}");
        }
    }

    #[tokio::test]
    async fn many_guesses_at_once_take_no_more_memory_than_a_few() {
        let hash = hash("open sesame").await.unwrap();
        let all = (0..16).map(|_| matches("wrong", &hash));
        assert!(join_all(all).await.iter().all(|is_it| !is_it));
        // Others may be computing meanwhile.
        let all = ROOM.acquire_many(AT_ONCE as u32).await.unwrap();
        assert!((1..=AT_ONCE).contains(&IDLE.lock().unwrap().len()));
        drop(all);
    }
}
