//! What could be objected to an outcome: a seat that somebody would rather have stays free, or is held by somebody who comes later.
//!
//! Over pools, an applicant's wish is refused rightly if every pool of that school that the applicant may have is full with
//! applicants who come before. This is stability in the sense of slot-specific priorities; with one pool a school it is that of
//! Gale and Shapley.

use super::market::Market;
use super::outcome::Outcome;
use crate::names::{Applicant, School};

/// An applicant who would rather have another school than the own seat and has a claim to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Objection {
    /// Who.
    pub applicant: Applicant,
    /// Which school.
    pub school: School,
    /// Whose seat it would be; nobody's where a seat is free.
    pub holder: Option<Applicant>,
}

/// All that could be objected, in one pass over the wishes.
pub fn objections(market: &Market, outcome: &Outcome) -> Vec<Objection> {
    let pools = crate::names::rows(&market.pools.seats);
    // By pool: whoever comes before this priority has a claim.
    let bars: Vec<u64> = (0..pools)
        .map(|pool| {
            let full = outcome.cutoff(pool).full();
            let last = outcome.last_priority(market, pool).map_or(0, |priority| priority.0);
            if full { last } else { u64::MAX }
        })
        .collect();
    // By school: the highest of its pools' bars, so that most wishes need one look.
    let highest: Vec<u64> = (0..crate::names::rows(&market.schools))
        .map(|school| {
            let range = market.pools_of(school);
            bars.get(range.start as usize..range.end as usize)
                .and_then(|bars| bars.iter().copied().max())
                .unwrap_or(0)
        })
        .collect();
    let mut found = Vec::new();
    let lists = market.wishes.schools.iter().zip(&market.priorities);
    let mut lists = lists.peekable();
    for applicant in 0..market.size() {
        let own = outcome.place(Applicant(applicant)).unwrap_or(u32::MAX);
        for place in 0..market.range(applicant).len() {
            let Some((school, priority)) = lists.next() else {
                break;
            };
            let better = (place as u64) < u64::from(own);
            if better && *priority < crate::names::at(&highest, *school) {
                found.extend(claim(market, outcome, &bars, applicant, *school, *priority));
            }
        }
    }
    found
}

fn claim(
    market: &Market,
    outcome: &Outcome,
    bars: &[u64],
    applicant: u32,
    school: u32,
    priority: u64,
) -> Option<Objection> {
    let mut pools = market.pools_of(school);
    let claimed = pools.find(|pool| {
        market.may_have(applicant, *pool) && priority < bars.get(*pool as usize).copied().unwrap_or(0)
    })?;
    let cutoff = outcome.cutoff(claimed);
    let holder = if cutoff.full() { cutoff.last } else { None };
    Some(Objection { applicant: Applicant(applicant), school: School(school), holder })
}
