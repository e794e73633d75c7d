//! Passphrases: which are good enough, and their digests, Argon2id with the parameters OWASP asks for.

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Memory in KiB, rounds, lanes: the first of OWASP's equal choices, 19 MiB, 2, 1.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);
/// How long a salt is.
pub const SALT_BYTES: usize = 16;
/// How much a passphrase weighs at least; a Chinese character weighs two.
const LEAST_WEIGHT: usize = 12;
/// How many different characters it has at least.
const LEAST_DIFFERENT: usize = 5;
/// How long it may be, in bytes.
const MOST_BYTES: usize = 512;

/// Why a passphrase is not taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weak {
    /// Too short.
    Short,
    /// Longer than anybody types.
    Long,
    /// The same few characters over and over, a row of the keyboard, or the name.
    Guessable,
}

/// Runs of characters that are tried first.
const ROWS: &[&str] = &[
    "01234567890123456789",
    "9876543210987654321",
    "qwertyuiopasdfghjklzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Says whether a passphrase is good enough for somebody of a name.
pub fn judge(passphrase: &str, name: &str) -> Result<(), Weak> {
    let plain = plain(passphrase);
    let weight: usize = plain.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    if plain.len() > MOST_BYTES {
        return Err(Weak::Long);
    }
    if weight < LEAST_WEIGHT {
        return Err(Weak::Short);
    }
    let lower = plain.to_lowercase();
    let different: std::collections::BTreeSet<char> = lower.chars().collect();
    let rest = lower.replace(&super::people::folded(name), "");
    let rest: usize = rest.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    let row = ROWS.iter().any(|row| row.contains(lower.as_str()));
    let few = different.len() < LEAST_DIFFERENT;
    if few || row || rest < LEAST_WEIGHT / 2 { Err(Weak::Guessable) } else { Ok(()) }
}

/// The digest of a passphrase, in the PHC format. Takes long, on purpose.
pub fn digest(passphrase: &str, salt: [u8; SALT_BYTES]) -> Option<String> {
    let digest: PasswordHash = argon2()?.hash_password_with_salt(plain(passphrase).as_bytes(), &salt).ok()?;
    Some(digest.to_string())
}

/// True when a digest is of this passphrase. Takes as long when there is no digest, so that nobody learns who has an account.
pub fn holds(passphrase: &str, known: Option<&str>) -> bool {
    let parsed = known.and_then(|known| PasswordHash::new(known).ok());
    match (argon2(), parsed) {
        (Some(argon2), Some(known)) => argon2.verify_password(plain(passphrase).as_bytes(), &known).is_ok(),
        _ => {
            let _ = digest(passphrase, [0; SALT_BYTES]);
            false
        }
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(COST.0, COST.1, COST.2, None).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The same passphrase from another keyboard is the same: full-width signs as half-width ones, accents put together.
fn plain(passphrase: &str) -> Zeroizing<String> {
    Zeroizing::new(passphrase.nfkc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_that_is_easily_guessed_is_not_taken() {
        for (passphrase, said) in [
            ("", Err(Weak::Short)),
            ("short one", Err(Weak::Short)),
            ("一二三四五", Err(Weak::Short)),
            ("aaaaaaaaaaaaaaaa", Err(Weak::Guessable)),
            ("012345678901", Err(Weak::Guessable)),
            ("QWERTYUIOPASD", Err(Weak::Guessable)),
            ("wang lan 2026", Err(Weak::Guessable)),
            ("春眠不觉晓啊", Ok(())),
            ("correct horse battery", Ok(())),
        ] {
            assert_eq!(judge(passphrase, "Wang Lan"), said, "{passphrase}");
        }
        assert_eq!(judge(&"abcdef".repeat(100), ""), Err(Weak::Long));
    }

    #[test]
    fn a_digest_holds_for_its_passphrase_alone() {
        let known = digest("春眠不觉晓 １２３", [9; SALT_BYTES]).unwrap();
        assert!(known.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{known}");
        assert!(holds("春眠不觉晓 123", Some(&known)), "full width is half width");
        assert!(!holds("春眠不觉晓 124", Some(&known)));
        assert!(!holds("春眠不觉晓 123", None));
        assert!(!holds("", Some("no digest")));
    }
}
