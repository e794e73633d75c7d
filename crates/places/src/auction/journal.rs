//! The journal of an auction: entries of one length, an event and what was decided.
//!
//! | bytes | what |
//! | --- | --- |
//! | 0–7 | time, microseconds since the auction opened, little-endian as all numbers |
//! | 8–11 | bidder |
//! | 12–15 | price, yuan |
//! | 16 | the decision's number |
//! | 17–19 | zero |

use super::{Auction, Bid, Decision, Terms};
use crate::problem::Problem;
use std::io;

/// The length of an entry in bytes.
pub const ENTRY: usize = 20;

/// Where entries are kept. Whoever hands it in decides when an entry is safe: a bidder is told of a decision only after `commit`.
pub trait Journal {
    /// Takes an entry.
    fn append(&mut self, entry: &[u8; ENTRY]) -> io::Result<()>;

    /// Makes safe whatever was appended.
    fn commit(&mut self) -> io::Result<()>;
}

/// In memory, for tests and for replays.
impl Journal for Vec<u8> {
    fn append(&mut self, entry: &[u8; ENTRY]) -> io::Result<()> {
        self.extend_from_slice(entry);
        Ok(())
    }

    fn commit(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn entry(bid: Bid, decision: Decision) -> [u8; ENTRY] {
    let mut bytes = [0; ENTRY];
    let parts =
        bid.at.to_le_bytes().into_iter().chain(bid.bidder.to_le_bytes()).chain(bid.price.to_le_bytes());
    bytes.iter_mut().zip(parts.chain([decision as u8])).for_each(|(to, from)| *to = from);
    bytes
}

fn number<const N: usize>(bytes: &[u8], from: usize) -> [u8; N] {
    bytes.get(from..from + N).and_then(|part| part.try_into().ok()).unwrap_or([0; N])
}

/// A journal read again.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The auction after the last whole entry.
    pub auction: Auction,
    /// The bytes of whole entries; what stands after them was being written when it broke off, and nobody was told of it.
    pub whole: usize,
}

/// Reads a journal again. Each decision is made anew and has to be the one that was written.
pub fn replay(terms: Terms, bidders: u32, journal: &[u8]) -> Result<Replay, Vec<Problem>> {
    let mut auction = Auction::open(terms, bidders)?;
    let (entries, _) = journal.as_chunks::<ENTRY>();
    for (row, written) in (1..).zip(entries) {
        let bid = Bid {
            at: u64::from_le_bytes(number(written, 0)),
            bidder: u32::from_le_bytes(number(written, 8)),
            price: u32::from_le_bytes(number(written, 12)),
        };
        let decision = auction.decide(bid);
        if entry(bid, decision) != *written {
            return Err(vec![Problem::error(
                format!("出价记录第 {row} 条"),
                format!("重算应为「{}」，记录的不是", decision.text()),
                "记录被改过，或者规则与当时不同；以公证的记录为准查对",
            )]);
        }
        auction.apply(bid, decision);
    }
    Ok(Replay { auction, whole: entries.len() * ENTRY })
}
