//! Lotteries that anybody can recompute: what was filed is committed to, public sources named before give the seed, and each
//! applicant's ticket is a digest of seed and receipt number.
//!
//! Everything that is digested is a text of lines, each ended by a line feed, so that `sha256sum` is enough to check by hand:
//!
//! ```sh
//! sha256sum applicants.csv round.csv schools.csv wishes.csv | sha256sum       # the commitment
//! printf 'jifen-lottery/1\n%s\n%s\n%s\n' COMMITMENT 'NAME=VALUE' 'NAME=VALUE' | sha256sum   # the seed
//! printf '%s\n%s\n%s\n' SEED ROUND RECEIPT | sha256sum | cut -c1-32            # a ticket; the smallest comes first
//! ```
//!
//! A ticket hangs on nothing but the seed, the round and the receipt number: the order of the list does not matter, and a row
//! more or less moves no other ticket, only the commitment and so the seed.

use crate::names::Names;
use crate::problem::Problem;
use sha2::{Digest, Sha256};
use std::fmt;

/// The first line of the text that the seed is a digest of.
pub const FORMAT: &str = "jifen-lottery/1";

/// How many independent public sources a seed needs: one alone could be steered by whoever runs it.
pub const FEWEST_SOURCES: usize = 2;

/// A SHA-256 digest, written as 64 small hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The digest of bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// Reads 64 small hexadecimal digits.
    pub fn parse(text: &str) -> Option<Hash> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let bytes: Option<Vec<u8>> =
            pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?)).collect();
        rest.is_empty().then_some(Hash(bytes?.try_into().ok()?))
    }

    fn hex(self) -> [u8; 64] {
        const DIGITS: [u8; 16] = *b"0123456789abcdef";
        let digit = |half: u8| DIGITS.get(usize::from(half)).copied().unwrap_or_default();
        let mut text = [0; 64];
        for (pair, byte) in text.as_chunks_mut::<2>().0.iter_mut().zip(self.0) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        text
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// A public source of dice: named before the draw, its value known after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Source {
    /// Which draw of whom, on which day.
    pub name: String,
    /// What came out, as it was published.
    pub value: String,
}

/// The seed of a draw: a digest of what was committed to and of what the sources gave, in the order in which they were named.
pub fn seed(commitment: Hash, sources: &[Source]) -> Result<Hash, Vec<Problem>> {
    let mut problems = Vec::new();
    if sources.len() < FEWEST_SOURCES {
        problems.push(Problem::error(
            "抽签",
            format!("公开来源只有 {} 个", sources.len()),
            format!("至少事先写明 {FEWEST_SOURCES} 个互不相干的公开来源"),
        ));
    }
    let mut text = format!("{FORMAT}\n{commitment}\n");
    for source in sources {
        let broken = |part: &str| part.is_empty() || part.contains(['\n', '\r']);
        if broken(&source.name) || broken(&source.value) || source.name.contains('=') {
            problems.push(Problem::error(
                format!("抽签来源「{}」", source.name),
                "名称或数值是空的，或者有换行，或者名称里有等号",
                "名称和数值各写一行，名称里不写等号",
            ));
        }
        text.push_str(&format!("{}={}\n", source.name, source.value));
    }
    if problems.is_empty() { Ok(Hash::of(text.as_bytes())) } else { Err(problems) }
}

/// A ticket: the first 16 bytes of a digest, as a number. The smallest comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(pub u128);

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A draw: makes the ticket of any receipt number.
#[derive(Clone)]
pub struct Draw {
    begun: Sha256,
    round: String,
}

impl Draw {
    /// The draw of a seed for a round.
    pub fn new(seed: Hash, round: &str) -> Draw {
        // The 64 digits of the seed are one block of SHA-256, digested once for all tickets.
        let mut begun = Sha256::new();
        begun.update(seed.hex());
        Draw { begun, round: format!("\n{round}\n") }
    }

    /// The ticket of a receipt number.
    pub fn ticket(&self, receipt: &str) -> Ticket {
        let mut digest = self.begun.clone();
        digest.update(self.round.as_bytes());
        digest.update(receipt.as_bytes());
        digest.update(b"\n");
        let bytes: [u8; 32] = digest.finalize().into();
        let mut first = [0; 16];
        first.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        Ticket(u128::from_be_bytes(first))
    }

    /// The tickets of all, in order of rows.
    pub fn tickets(&self, receipts: &Names) -> Vec<Ticket> {
        receipts.iter().map(|receipt| self.ticket(receipt)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, value: &str) -> Source {
        Source { name: name.into(), value: value.into() }
    }

    /// What `sha256sum` prints for the lines in the module's page.
    #[test]
    fn a_ticket_is_what_sha256sum_prints() {
        let sources = [source("甲", "07 12"), source("乙", "3219.38")];
        let commitment = Hash::of(b"abc");
        assert_eq!(
            commitment.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        let seed = seed(commitment, &sources).unwrap();
        let text = format!("jifen-lottery/1\n{commitment}\n甲=07 12\n乙=3219.38\n");
        assert_eq!(seed, Hash::of(text.as_bytes()));
        let ticket = Draw::new(seed, "2026-1").ticket("B-77");
        let whole = Hash::of(format!("{seed}\n2026-1\nB-77\n").as_bytes()).to_string();
        assert_eq!(ticket.to_string(), whole[..32]);
    }

    #[test]
    fn digests_are_read_back() {
        let hash = Hash::of(b"x");
        assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
        assert_eq!(Hash::parse("ab"), None);
        assert_eq!(Hash::parse(&"G".repeat(64)), None);
    }

    #[test]
    fn one_source_is_not_enough_and_lines_stay_lines() {
        let problems = seed(Hash::default(), &[source("甲=", "1\n2")]).unwrap_err();
        assert_eq!(problems.len(), 2, "{problems:?}");
    }
}
