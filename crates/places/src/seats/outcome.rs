//! The outcome of a round of seats.

use super::market::Market;
use super::rule::Priority;
use super::serial::Cap;
use crate::names::{Applicant, School, at, put};

/// No seat.
const NONE: u32 = u32::MAX;

/// Who has which seat.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Outcome {
    /// By applicant: which wish, from 0.
    places: Vec<u32>,
    schools: Vec<u32>,
    pools: Vec<u32>,
    /// By pool: seats, with those that flowed on to it and without those that flowed on from it unused.
    pub(super) capacities: Vec<u32>,
    /// By pool: how many seats are taken.
    pub(super) held: Vec<u32>,
    /// By pool: the last who got in.
    pub(super) last: Vec<Option<u32>>,
    /// How far caps that schools share reached; only serial rounds have them.
    pub caps: Vec<CapCutoff>,
    /// How many proposals were made.
    pub proposals: u64,
}

/// How far a cap reached.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CapCutoff {
    /// The cap.
    pub cap: Cap,
    /// Seats that are taken under it.
    pub taken: u32,
    /// The last who got one.
    pub last: Option<Applicant>,
}

impl CapCutoff {
    /// Whether no seat is free under it.
    pub fn full(&self) -> bool {
        self.taken >= self.cap.seats
    }
}

/// How far the seats of a pool reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cutoff {
    /// Seats that the pool had in the end.
    pub seats: u32,
    /// Seats that are taken.
    pub taken: u32,
    /// The last who got in.
    pub last: Option<Applicant>,
}

impl Cutoff {
    /// Whether no seat is free.
    pub fn full(self) -> bool {
        self.taken >= self.seats
    }
}

impl Outcome {
    pub(super) fn empty(size: u32, proposals: u64) -> Outcome {
        let none = vec![NONE; size as usize];
        Outcome { places: none.clone(), schools: none.clone(), pools: none, proposals, ..Outcome::default() }
    }

    pub(super) fn seat(&mut self, applicant: u32, place: u32, school: u32, pool: u32) {
        put(&mut self.places, applicant, place);
        put(&mut self.schools, applicant, school);
        put(&mut self.pools, applicant, pool);
    }

    /// The school of an applicant.
    pub fn school(&self, applicant: Applicant) -> Option<School> {
        self.schools.get(applicant.0 as usize).copied().filter(|school| *school != NONE).map(School)
    }

    /// Which wish came true, from 0.
    pub fn place(&self, applicant: Applicant) -> Option<u32> {
        self.places.get(applicant.0 as usize).copied().filter(|place| *place != NONE)
    }

    /// The pool that the seat is from, counted through all schools.
    pub fn pool(&self, applicant: Applicant) -> Option<u32> {
        self.pools.get(applicant.0 as usize).copied().filter(|pool| *pool != NONE)
    }

    /// The schools of all applicants.
    pub fn assignment(&self) -> Vec<Option<School>> {
        (0..crate::names::rows(&self.schools)).map(|one| self.school(Applicant(one))).collect()
    }

    /// How far a pool's seats reached.
    pub fn cutoff(&self, pool: u32) -> Cutoff {
        Cutoff {
            seats: at(&self.capacities, pool),
            taken: at(&self.held, pool),
            last: at(&self.last, pool).map(Applicant),
        }
    }

    /// The priority of the last who got into a pool.
    pub fn last_priority(&self, market: &Market, pool: u32) -> Option<Priority> {
        let last = self.cutoff(pool).last?;
        Some(market.priority(last, self.place(last)?))
    }

    /// How many applicants got their wish at each place, from the first, and how many got none.
    pub fn distribution(&self, market: &Market) -> (Vec<u32>, u32) {
        let mut by_place = vec![0_u32; market.rule.wishes_at_most as usize];
        let mut none = 0;
        for place in &self.places {
            match by_place.get_mut(*place as usize) {
                Some(count) => *count += 1,
                None => none += 1,
            }
        }
        (by_place, none)
    }
}
