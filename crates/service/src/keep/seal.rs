//! The site's keys, all derived from one, and sealing with them: XChaCha20-Poly1305 with random nonces.
//!
//! Each record is sealed with a key of its own, and that key is wrapped: with a key of the site for a record of an account, and
//! with a key made of the site's and the resume code for a record of a code, so that whoever has the database and the site's
//! key still cannot read it. What is sealed is bound to what it is and whose, so that it cannot be put in another's place.

use super::KeepError;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// How long the site's key is.
pub const MASTER_BYTES: usize = 32;
/// How long a nonce is: so long that random ones never meet.
const NONCE_BYTES: usize = 24;

/// A site's key as it is handed in.
pub type Master = Zeroizing<[u8; MASTER_BYTES]>;

/// A key.
pub type Key = Zeroizing<[u8; 32]>;

/// The site's keys.
pub struct Keys {
    wrapping: Key,
    names: Key,
    digests: Zeroizing<[u8; 64]>,
    master: Key,
}

impl Keys {
    /// The keys of a site.
    pub fn of(master: &[u8; MASTER_BYTES]) -> Result<Keys, KeepError> {
        let mut digests = Zeroizing::new([0; 64]);
        expand(master, &[b"digests"], digests.as_mut_slice())?;
        Ok(Keys {
            wrapping: derived(master, &[b"wrapping"])?,
            names: derived(master, &[b"names"])?,
            digests,
            master: Zeroizing::new(*master),
        })
    }

    /// By what a store knows its key again.
    pub fn mark(&self) -> Vec<u8> {
        self.digest("mark", &[])
    }

    /// A keyed digest of texts, for a purpose: the same text has another digest on another site.
    pub fn digest(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let mut mac = Hmac::<Sha256>::new((&*self.digests).into());
        for part in [purpose.as_bytes()].iter().chain(parts) {
            mac.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }

    /// The key that wraps the keys of accounts' records.
    pub fn wrapping(&self) -> &Key {
        &self.wrapping
    }

    /// The key that seals names.
    pub fn names(&self) -> &Key {
        &self.names
    }

    /// The key that wraps the key of a code's record. Made of both, the site's key and the code.
    pub fn wrapping_by(&self, code: &[u8]) -> Result<Key, KeepError> {
        derived(&self.master, &[b"wrapping by", code])
    }
}

/// The site's keys: those under which everything is written now, and older ones that still open what was written before.
pub struct Keyring {
    now: Keys,
    old: Vec<Keys>,
}

impl Keyring {
    /// The keys of a site; an old key that is the present one is none.
    pub fn of(master: &[u8; MASTER_BYTES], old: &[Master]) -> Result<Keyring, KeepError> {
        let old = old.iter().filter(|old| ***old != *master).map(|old| Keys::of(old));
        Ok(Keyring { now: Keys::of(master)?, old: old.collect::<Result<_, _>>()? })
    }

    /// The present keys, then the older ones.
    pub fn all(&self) -> impl Iterator<Item = &Keys> {
        std::iter::once(&self.now).chain(&self.old)
    }

    /// The older ones.
    pub fn old(&self) -> &[Keys] {
        &self.old
    }

    /// Opens with whichever key it was sealed with.
    pub fn unseal(
        &self,
        key: impl Fn(&Keys) -> &Key,
        about: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeepError> {
        let mut opened = Err(KeepError::Damaged);
        for keys in self.all() {
            opened = unseal(key(keys), about, sealed);
            if opened.is_ok() {
                break;
            }
        }
        opened
    }
}

impl std::ops::Deref for Keyring {
    type Target = Keys;

    fn deref(&self) -> &Keys {
        &self.now
    }
}

fn derived(master: &[u8; 32], info: &[&[u8]]) -> Result<Key, KeepError> {
    let mut key = Zeroizing::new([0; 32]);
    expand(master, info, key.as_mut_slice())?;
    Ok(key)
}

fn expand(master: &[u8; 32], info: &[&[u8]], out: &mut [u8]) -> Result<(), KeepError> {
    let derivation = Hkdf::<Sha256>::new(Some(b"jifen/1"), master);
    derivation.expand_multi_info(info, out).map_err(|_| KeepError::Damaged)
}

/// Seals a text; the nonce comes first. What it is `about` is not hidden, but it opens only with the same.
pub fn seal(key: &Key, nonce: [u8; NONCE_BYTES], about: &[u8], text: &[u8]) -> Result<Vec<u8>, KeepError> {
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let payload = Payload { msg: text, aad: about };
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| KeepError::Damaged)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Opens what was sealed; [`KeepError::Damaged`] when anything of it, or what it is about, is another.
pub fn unseal(key: &Key, about: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeepError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(KeepError::Damaged)?;
    let cipher = XChaCha20Poly1305::new((&**key).into());
    let text = cipher.decrypt(&XNonce::from(*nonce), Payload { msg: sealed, aad: about });
    text.map(Zeroizing::new).map_err(|_| KeepError::Damaged)
}

/// The digest by which the store knows a token: whoever reads the store cannot use it.
pub fn token_digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_and_about_the_same_only() {
        let keys = Keys::of(&[7; 32]).unwrap();
        let sealed = seal(keys.names(), [1; 24], b"name a", b"text").unwrap();
        assert_eq!(unseal(keys.names(), b"name a", &sealed).unwrap().as_slice(), b"text");
        assert_eq!(unseal(keys.names(), b"name b", &sealed), Err(KeepError::Damaged));
        assert_eq!(unseal(keys.wrapping(), b"name a", &sealed), Err(KeepError::Damaged));
        for at in 0..sealed.len() {
            let mut other = sealed.clone();
            other[at] ^= 1;
            assert_eq!(unseal(keys.names(), b"name a", &other), Err(KeepError::Damaged), "byte {at}");
        }
        assert_eq!(unseal(keys.names(), b"name a", &sealed[..20]), Err(KeepError::Damaged));
    }

    #[test]
    fn keys_and_digests_differ_by_site_purpose_and_parts() {
        let (here, there) = (Keys::of(&[7; 32]).unwrap(), Keys::of(&[8; 32]).unwrap());
        assert_ne!(here.digest("code", &[b"a"]), there.digest("code", &[b"a"]));
        assert_ne!(here.digest("code", &[b"a"]), here.digest("name", &[b"a"]));
        assert_ne!(here.digest("code", &[b"ab", b"c"]), here.digest("code", &[b"a", b"bc"]));
        assert_ne!(*here.wrapping_by(b"a").unwrap(), *here.wrapping_by(b"b").unwrap());
        assert_ne!(*here.wrapping_by(b"").unwrap(), **here.wrapping());
    }
}
