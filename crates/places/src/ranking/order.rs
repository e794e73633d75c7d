//! The order of all applicants: by keys, and among those whom keys leave equal by lot.

use super::keys::Keys;
use crate::lottery::Ticket;
use crate::names::{at, put};
use std::cmp::Ordering;

/// All applicants from first to last.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Order {
    /// The applicants, first to last.
    pub applicants: Vec<u32>,
    /// The place of each applicant in that list, from 0.
    pub positions: Vec<u32>,
    /// The rank of each applicant by keys alone: one more than the number of those before it, so that equals share a rank and
    /// the next rank is missing (1, 2, 2, 4: "standard competition ranking").
    pub ranks: Vec<u32>,
}

/// Orders all applicants. Without tickets equals keep the order of rows, which decides nothing: they share a rank.
pub fn order(keys: &Keys, tickets: Option<&[Ticket]>) -> Order {
    order_of((0..keys.applicants()).collect(), keys, tickets)
}

/// Orders some of the applicants; positions and ranks of all others are beyond the last.
pub fn order_of(some: Vec<u32>, keys: &Keys, tickets: Option<&[Ticket]>) -> Order {
    let mut sorted: Vec<(u64, u32)> = some.into_iter().map(|one| (keys.leading(one), one)).collect();
    let by_lot = |one: u32, other: u32| match tickets {
        Some(tickets) => at(tickets, one).cmp(&at(tickets, other)),
        None => Ordering::Equal,
    };
    sorted.sort_unstable_by(|one, other| {
        one.0
            .cmp(&other.0)
            .then_with(|| keys.compare(one.1, other.1))
            .then_with(|| by_lot(one.1, other.1))
            .then(one.1.cmp(&other.1))
    });
    let size = keys.applicants() as usize;
    let mut made = Order {
        applicants: sorted.into_iter().map(|(_, applicant)| applicant).collect(),
        positions: vec![u32::MAX; size],
        ranks: vec![u32::MAX; size],
    };
    let mut before: Option<(u32, u32)> = None;
    for (position, applicant) in (0..).zip(&made.applicants) {
        let rank = match before {
            Some((one, rank)) if keys.compare(one, *applicant).is_eq() => rank,
            _ => position + 1,
        };
        put(&mut made.positions, *applicant, position);
        put(&mut made.ranks, *applicant, rank);
        before = Some((*applicant, rank));
    }
    made
}

impl Order {
    /// The groups of applicants that share a rank, first to last, those of one left out.
    pub fn ties(&self) -> impl Iterator<Item = &[u32]> {
        self.applicants
            .chunk_by(|one, other| at(&self.ranks, *one) == at(&self.ranks, *other))
            .filter(|group| group.len() > 1)
    }
}
