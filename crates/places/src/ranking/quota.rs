//! A quota or a line over an order, what happens to those who are equal at the end of it, and to places that become free.

use super::order::Order;
use crate::names::{at, put};

/// How many may get in, and how good they have to be.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Limit {
    /// The number of places; all who reach the line where there is none.
    pub quota: Option<u32>,
    /// The last rank that reaches the line; all applicants where there is none. See [`Order::rank_of_line`].
    pub line: Option<u32>,
}

/// What happens to those who share the rank of the last place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ties {
    /// All of them get in, although the quota overflows.
    AllIn,
    /// None of them gets in, although places stay free.
    NoneIn,
    /// The order of tickets decides; the order must have been made with tickets.
    ByLot,
}

/// What happens to a place that becomes free afterwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Backfill {
    /// It stays free.
    None,
    /// The next in order gets it, under the same rule for equals.
    InOrder,
}

/// Who got in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admission {
    /// By applicant.
    pub admitted: Vec<bool>,
    /// How many got in.
    pub count: u32,
    /// The last who got in: its keys are the cut-off.
    pub last: Option<u32>,
    /// How many applicants share the last one's rank, in or not.
    pub tied: u32,
    /// How many stand strictly before the last one's rank.
    pub above: u32,
    /// The rank of those who are out because the places did not suffice for all who share it.
    pub tied_out: Option<u32>,
}

impl Order {
    /// The last rank whose first key is at least as good as a line.
    pub fn rank_of_line(&self, reaches: impl Fn(u32) -> bool) -> u32 {
        let last = self.applicants.partition_point(|applicant| reaches(*applicant)).checked_sub(1);
        last.and_then(|last| self.applicants.get(last)).map_or(0, |last| at(&self.ranks, *last))
    }

    /// Applies a limit to those in order for whom `stands` holds.
    fn apply(&self, limit: Limit, ties: Ties, stands: impl Fn(u32) -> bool) -> Admission {
        let rank = |applicant: u32| at(&self.ranks, applicant);
        let line = limit.line.unwrap_or(u32::MAX);
        let reach: Vec<u32> =
            self.applicants.iter().copied().filter(|one| stands(*one) && rank(*one) <= line).collect();
        let quota = limit.quota.map_or(usize::MAX, |quota| quota as usize);
        let mut end = quota.min(reach.len());
        let mut tied_out = None;
        let marginal = end.checked_sub(1).and_then(|last| reach.get(last)).map(|last| rank(*last));
        if let (Some(marginal), true) = (marginal, end < reach.len()) {
            let first = reach.partition_point(|one| rank(*one) < marginal);
            let after = reach.partition_point(|one| rank(*one) <= marginal);
            end = match ties {
                Ties::AllIn => after,
                Ties::NoneIn if after > end => {
                    tied_out = Some(marginal);
                    first
                }
                Ties::NoneIn | Ties::ByLot => end,
            };
        }
        let inside = reach.get(..end).unwrap_or_default();
        let mut admitted = vec![false; self.ranks.len()];
        for one in inside {
            put(&mut admitted, *one, true);
        }
        let last = inside.last().copied();
        let (above, tied) = last.map(rank).map_or((0, 0), |marginal| {
            let first = reach.partition_point(|one| rank(*one) < marginal);
            let after = reach.partition_point(|one| rank(*one) <= marginal);
            (first, after - first)
        });
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Admission {
            admitted,
            count: number(inside.len()),
            last,
            tied: number(tied),
            above: number(above),
            tied_out,
        }
    }

    /// Who gets in.
    pub fn admit(&self, limit: Limit, ties: Ties) -> Admission {
        self.apply(limit, ties, |_| true)
    }

    /// Who is in after some of those admitted left; `left` is by applicant.
    pub fn admit_without(&self, limit: Limit, ties: Ties, backfill: Backfill, left: &[bool]) -> Admission {
        let stays = |applicant: u32| !at(left, applicant);
        match backfill {
            Backfill::InOrder => self.apply(limit, ties, stays),
            Backfill::None => {
                let mut before = self.admit(limit, ties);
                for (admitted, left) in before.admitted.iter_mut().zip(left) {
                    *admitted &= !left;
                }
                before.count = u32::try_from(before.admitted.iter().filter(|admitted| **admitted).count())
                    .unwrap_or(u32::MAX);
                before
            }
        }
    }
}
