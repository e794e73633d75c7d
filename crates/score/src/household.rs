//! Two parents: for each use that either may apply for, which of them stands better.

use crate::assessment::Status;
use crate::open::in_force;
use crate::run::Run;
use policy::model::{Applicant, Decision, Key, Policy, Use};
use policy::record::Record;
use std::cmp::Ordering;
use terms::{Date, Range};

/// A use that either parent may apply for.
#[derive(Clone, Debug)]
pub struct Household {
    /// Its place among the policy's uses.
    pub at: usize,
    /// Where each of the two stands: status and score.
    pub sides: [(Status, Range); 2],
    /// Who should apply.
    pub better: Better,
}

/// Which of two parents stands better.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Better {
    /// The first.
    First,
    /// The second.
    Second,
    /// It makes no difference.
    Either,
    /// Neither meets the conditions.
    Neither,
    /// It hangs on facts that are not known.
    Open,
}

/// Every use in force whose rule says that either parent may apply, with where two parents stand. Each is scored alone; points
/// are never added.
pub fn household(policy: &Policy, parents: [&Record; 2], on: Date) -> Vec<Household> {
    let uses = policy.uses.iter().enumerate();
    let uses = uses.filter(|(_, of)| of.applicant == Applicant::EitherParent && in_force(of, on));
    uses.map(|(at, of)| {
        let [first, second] = parents.map(|parent| stands(policy, parent, on, at, of));
        let better = better(of, &first, &second);
        Household { at, sides: [(first.0, first.1), (second.0, second.1)], better }
    })
    .collect()
}

/// Status, score, and the keys of the order.
type Stands = (Status, Range, Vec<Range>);

fn stands(policy: &Policy, parent: &Record, on: Date, at: usize, of: &Use) -> Stands {
    let as_of = of.as_of.unwrap_or(policy.as_of).on(on);
    let mut run = Run::new(policy, parent, on, as_of);
    let vetoes = run.vetoes();
    let result = run.a_use(at, of, &vetoes);
    (result.status, result.score, result.keys)
}

fn better(of: &Use, first: &Stands, second: &Stands) -> Better {
    match (first.0, second.0) {
        (Status::NotMet, Status::NotMet) => Better::Neither,
        (Status::Met, Status::NotMet) => Better::First,
        (Status::NotMet, Status::Met) => Better::Second,
        (Status::Met, Status::Met) if of.decision == Decision::Line => Better::Either,
        // Who surely meets a line need not wait for the other.
        (Status::Met, Status::Unknown) if of.decision == Decision::Line => Better::First,
        (Status::Unknown, Status::Met) if of.decision == Decision::Line => Better::Second,
        (Status::Met, Status::Met) => match ahead(of, first, second) {
            Some(Ordering::Greater) => Better::First,
            Some(Ordering::Less) => Better::Second,
            Some(Ordering::Equal) => Better::Either,
            None => Better::Open,
        },
        _ => Better::Open,
    }
}

/// Who comes first in the order of a use: the keys one after another, and without keys the score.
fn ahead(of: &Use, first: &Stands, second: &Stands) -> Option<Ordering> {
    if of.keys.is_empty() {
        return above(first.1, second.1);
    }
    let keys = of.keys.iter().zip(first.2.iter().zip(&second.2));
    for (Key { descending, .. }, (one, other)) in keys {
        match above(*one, *other)? {
            Ordering::Equal => {}
            order if *descending => return Some(order),
            order => return Some(order.reverse()),
        }
    }
    Some(Ordering::Equal)
}

/// How two quantities compare whatever the unknown facts are; nothing when that hangs on them.
fn above(one: Range, other: Range) -> Option<Ordering> {
    if let (Some(one), Some(other)) = (one.exactly(), other.exactly()) {
        return Some(one.cmp(&other));
    }
    if one.low.zip(other.high).is_some_and(|(low, high)| low > high) {
        return Some(Ordering::Greater);
    }
    if one.high.zip(other.low).is_some_and(|(high, low)| high < low) {
        return Some(Ordering::Less);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Exact;

    #[test]
    fn quantities_are_told_apart_only_when_it_is_certain() {
        let known = |value: i64| Range::known(Exact::from(value));
        let between = |low: i64, high: i64| Range::between(Exact::from(low), Exact::from(high));
        assert_eq!(above(known(405), known(310)), Some(Ordering::Greater));
        assert_eq!(above(known(310), known(310)), Some(Ordering::Equal));
        assert_eq!(above(known(310), between(311, 400)), Some(Ordering::Less));
        assert_eq!(above(known(310), between(310, 400)), None);
        assert_eq!(above(Range::ANY, known(1)), None);
    }
}
