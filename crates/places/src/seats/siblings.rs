//! Brothers and sisters who apply in the same round.
//!
//! Two passes: in the first everybody stands alone. A child whose brother or sister got a school that is on the child's own list then
//! gets the rule's class for siblings there, and the second pass is final. The brother or sister may be moved by the second pass
//! themselves: with families that want the same school, a seating to which nobody objects need not exist (Roth 1984), so no
//! mechanism can promise more. The second pass as such is stable under the classes that it ran with, and these are published.

use super::defer::allocate;
use super::market::Market;
use super::outcome::Outcome;
use crate::names::{Applicant, School, at, rows};
use std::collections::BTreeMap;

/// A class that was raised for the second pass.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raised {
    /// The child.
    pub applicant: Applicant,
    /// The school where a brother or sister was seated.
    pub school: School,
    /// The class there in the second pass.
    pub class: u16,
}

/// Runs both passes; with no rule for siblings, or no families, only the first. Gives the market that the outcome is of.
pub fn with_siblings(market: &Market) -> (Market, Outcome, Vec<Raised>) {
    let first = allocate(market);
    let raised = raised(market, &first);
    if raised.is_empty() {
        return (market.clone(), first, raised);
    }
    let second = market.with_classes(&raised);
    let outcome = allocate(&second);
    (second, outcome, raised)
}

fn raised(market: &Market, first: &Outcome) -> Vec<Raised> {
    let Some(class) = market.rule.siblings else {
        return Vec::new();
    };
    let mut families: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let column = &market.applicants.families;
    for child in (0..rows(column)).filter(|child| at(column, *child) != 0) {
        families.entry(at(column, child)).or_default().push(child);
    }
    let mut found = Vec::new();
    for mut children in families.into_values() {
        // The child that comes first by keys and lot leads; the others follow.
        children.sort_unstable_by_key(|child| at(&market.order.positions, *child));
        let Some((leader, school)) =
            children.iter().find_map(|child| Some((*child, first.school(Applicant(*child))?)))
        else {
            continue;
        };
        for child in children.into_iter().filter(|child| *child != leader).map(Applicant) {
            let wishes = market.list(child).iter().zip(market.classes(child));
            let lower = |(wish, known): (&u32, &u16)| *wish == school.0 && *known > class;
            if first.school(child) != Some(school) && wishes.into_iter().any(lower) {
                found.push(Raised { applicant: child, school, class });
            }
        }
    }
    found
}
