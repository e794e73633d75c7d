//! Who gains by a list that is not true.
//!
//! The lists of a market are taken for true. For each applicant and each school that the applicant would rather have, the mechanism
//! is run with a list that holds that school alone. Nothing else needs to be tried. An outcome in which the applicant has the school
//! is also stable when the list is cut to that school, whoever is seated in one stable outcome is seated in all (the rural hospitals
//! theorem, Roth 1986), and standing in the first band instead of a later one never hurts. A test tries all lists of small markets.

use super::defer::allocate;
use super::market::Market;
use crate::names::{Applicant, School, rows};

/// An applicant who gains by a list that is not true.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gain {
    /// Who.
    pub applicant: Applicant,
    /// The wish that comes true with the true list, from 0; nothing without a seat.
    pub truthful: Option<u32>,
    /// The wish of the true list that comes true with the other list.
    pub gained: u32,
    /// The school, alone in the list that brings the gain.
    pub school: School,
}

/// For each applicant who gains, the greatest gain. It runs the mechanism once for each wish that did not come true, which is quick
/// for a few thousand applicants and not meant for a large city; `most` bounds the number of applicants looked at, in order of rows.
pub fn manipulations(market: &Market, most: u32) -> Vec<Gain> {
    let truth = allocate(market);
    let mut found = Vec::new();
    for applicant in (0..market.size().min(most)).map(Applicant) {
        let list = market.list(applicant);
        let truthful = truth.place(applicant);
        let end = truthful.unwrap_or(rows(list));
        let gain = (0..end).zip(list).find(|(_, school)| {
            let alone = market.with_list(applicant, &[**school]);
            allocate(&alone).school(applicant) == Some(School(**school))
        });
        if let Some((gained, school)) = gain {
            found.push(Gain { applicant, truthful, gained, school: School(*school) });
        }
    }
    found
}
