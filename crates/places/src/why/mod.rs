//! Why not: for each wish that did not come true, the applicant's own standing, that of the last who got in, and the first thing in
//! which the two differ.

mod sentence;

pub use sentence::{write_place, write_wish};

use crate::lottery::Ticket;
use crate::names::{Applicant, School, at};
use crate::ranking::{Admission, Keys, Order};
use crate::seats::{CapCutoff, Component, Market, Outcome};

/// What the order was made from.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// The keys.
    pub keys: &'a Keys,
    /// The tickets, where a lot was drawn.
    pub tickets: Option<&'a [Ticket]>,
}

/// The first thing in which two applicants differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Decided {
    /// The batch, the class or the band of the wish.
    Before(Component),
    /// A key, by its place.
    Key(usize),
    /// The lot.
    Lot,
}

/// What became of a wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It came true.
    Admitted,
    /// A dearer wish came true.
    NotNeeded,
    /// The school has no seats.
    NoSeats,
    /// All seats of the school are kept for groups to which the applicant does not belong.
    NotForThisGroup,
    /// The seats that the applicant may have are taken by others who come before.
    Later {
        /// The pool that was missed by least: of those the applicant may have, the one that reached furthest.
        pool: u32,
        /// The last who got into it.
        last: Applicant,
        /// What decided between the two.
        decided: Decided,
    },
    /// The school has free seats, and a cap that it shares with others is reached.
    UnderCap {
        /// The cap, by its place among the outcome's.
        cap: usize,
        /// The last who got a seat under it.
        last: Applicant,
        /// What decided between the two.
        decided: Decided,
    },
}

impl Grounds<'_> {
    /// What tells two applicants apart whom nothing before the keys does.
    fn decides(&self, one: Applicant, other: Applicant) -> Decided {
        self.keys.decides(one.0, other.0).map_or(Decided::Lot, Decided::Key)
    }
}

/// What became of the wish at a place of an applicant's list, from 0.
pub fn verdict(
    market: &Market,
    outcome: &Outcome,
    grounds: &Grounds<'_>,
    applicant: Applicant,
    place: u32,
) -> Verdict {
    match outcome.place(applicant) {
        Some(own) if own == place => return Verdict::Admitted,
        Some(own) if own < place => return Verdict::NotNeeded,
        _ => {}
    }
    let school = at(market.list(applicant), place);
    if let Some(verdict) = under_cap(market, outcome, grounds, applicant, school) {
        return verdict;
    }
    let mut furthest: Option<(u32, Applicant, crate::seats::Priority)> = None;
    for pool in market.pools_for(applicant, school) {
        let last = outcome.cutoff(pool).last;
        let Some((last, priority)) = last.zip(outcome.last_priority(market, pool)) else {
            continue;
        };
        if furthest.is_none_or(|(.., known)| known < priority) {
            furthest = Some((pool, last, priority));
        }
    }
    let Some((pool, last, priority)) = furthest else {
        let none = market.schools().get(school as usize).is_none_or(|school| school.seats() == 0);
        return if none { Verdict::NoSeats } else { Verdict::NotForThisGroup };
    };
    let own = market.priority(applicant, place);
    let decided = own
        .decides(priority, market.rule())
        .map_or_else(|| grounds.decides(applicant, last), Decided::Before);
    Verdict::Later { pool, last, decided }
}

/// Whether it was a cap that stood in the way: the school itself has a free seat.
fn under_cap(
    market: &Market,
    outcome: &Outcome,
    grounds: &Grounds<'_>,
    applicant: Applicant,
    school: u32,
) -> Option<Verdict> {
    let mut pools = market.pools_of(school);
    if pools.all(|pool| outcome.cutoff(pool).full()) {
        return None;
    }
    let shared = |cap: &CapCutoff| cap.full() && cap.cap.schools.contains(&School(school));
    let cap = outcome.caps.iter().position(shared)?;
    let last = outcome.caps.get(cap)?.last?;
    Some(Verdict::UnderCap { cap, last, decided: grounds.decides(applicant, last) })
}

/// What became of an applicant in a ranking with a quota or a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Admitted.
    Admitted,
    /// Nobody was admitted.
    Nobody,
    /// Comes after the last who was admitted.
    Later {
        /// The last who was admitted.
        last: Applicant,
        /// What decided between the two.
        decided: Decided,
    },
    /// Equal to others for whom together the places did not suffice; none of them got in.
    TiedOut,
    /// Stands before the last who was admitted, and is out for another reason: left, or was not to be ranked.
    Left,
}

/// What became of an applicant in a ranking.
pub fn standing(
    order: &Order,
    admission: &Admission,
    grounds: &Grounds<'_>,
    applicant: Applicant,
) -> Standing {
    if at(&admission.admitted, applicant.0) {
        return Standing::Admitted;
    }
    let Some(last) = admission.last else {
        return Standing::Nobody;
    };
    if at(&order.positions, applicant.0) < at(&order.positions, last) {
        return Standing::Left;
    }
    let decided = grounds.decides(applicant, Applicant(last));
    if admission.tied_out == Some(at(&order.ranks, applicant.0)) {
        return Standing::TiedOut;
    }
    Standing::Later { last: Applicant(last), decided }
}
