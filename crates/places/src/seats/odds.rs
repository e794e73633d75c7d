//! What a lottery may bring: the same round drawn many times, and how often each wish came true.

use super::defer::allocate;
use super::market::Market;
use super::siblings::with_siblings;
use crate::lottery::{Draw, Hash};
use crate::names::Applicant;
use crate::ranking::{Keys, order};
use std::num::NonZeroUsize;

/// How often each wish came true, by wish in the order of lists; what is missing to the number of draws is no seat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Odds {
    /// How many draws.
    pub draws: u32,
    counts: Vec<u32>,
}

impl Odds {
    /// How often each wish of an applicant came true, the first wish first.
    pub fn of(&self, market: &Market, applicant: Applicant) -> &[u32] {
        let range = market.range(applicant.0);
        self.counts.get(range.start as usize..range.end as usize).unwrap_or_default()
    }
}

/// The round's name in the tickets of such draws.
const ROUND: &str = "odds";

/// Draws the round again and again with seeds made from one: the seed of draw `n`, from 0, is the digest of `SEED`, a line
/// feed, `n` and a line feed. The number of threads changes nothing but the time.
pub fn odds(market: &Market, keys: &Keys, seed: Hash, draws: u32, threads: NonZeroUsize) -> Odds {
    let parts: Vec<Vec<u32>> = std::thread::scope(|scope| {
        let threads = u32::try_from(threads.get()).unwrap_or(1);
        let started: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || part(market, keys, seed, (first..draws).step_by(threads as usize)))
            })
            .collect();
        // A thread that fell would have fallen here too: nothing is lost by an empty part.
        started.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    let mut counts = vec![0_u32; market.wishes.schools.len()];
    for part in parts {
        for (sum, count) in counts.iter_mut().zip(part) {
            *sum += count;
        }
    }
    Odds { draws, counts }
}

fn part(market: &Market, keys: &Keys, seed: Hash, draws: impl Iterator<Item = u32>) -> Vec<u32> {
    // Only the lot changes from draw to draw: groups of equals are shuffled inside the order by keys.
    let by_keys = order(keys, None);
    let mut market = market.with_order(by_keys.clone());
    let mut counts = vec![0_u32; market.wishes.schools.len()];
    for number in draws {
        let draw = Draw::new(Hash::of(format!("{seed}\n{number}\n").as_bytes()), ROUND);
        market.draw_again(&by_keys, &draw);
        let outcome =
            if market.rule.siblings.is_some() { with_siblings(&market).1 } else { allocate(&market) };
        for applicant in 0..market.size() {
            let wish = outcome.place(Applicant(applicant)).map(|place| market.range(applicant).start + place);
            if let Some(count) = wish.and_then(|wish| counts.get_mut(wish as usize)) {
                *count += 1;
            }
        }
    }
    counts
}
