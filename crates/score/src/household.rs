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
        // Nor need who is surely not behind.
        (Status::Met, Status::Unknown) if ahead(of, first, second).is_some_and(Ordering::is_ge) => {
            Better::First
        }
        (Status::Unknown, Status::Met) if ahead(of, first, second).is_some_and(Ordering::is_le) => {
            Better::Second
        }
        _ => Better::Open,
    }
}

/// Who comes first in the order of a use, or is surely not behind: by the keys one after another, and without keys by the
/// score.
fn ahead(of: &Use, first: &Stands, second: &Stands) -> Option<Ordering> {
    if of.keys.is_empty() {
        return lead([(true, first.1, second.1)].into_iter());
    }
    let keys = of.keys.iter().zip(first.2.iter().zip(&second.2));
    lead(keys.map(|(Key { descending, .. }, (one, other))| (*descending, *one, *other)))
}

/// The same over pairs of quantities, each with whether more of it comes first.
fn lead(keys: impl Iterator<Item = (bool, Range, Range)>) -> Option<Ordering> {
    let mut lead = Ordering::Equal;
    for (descending, one, other) in keys {
        let (order, certain) = if descending { above(one, other)? } else { above(other, one)? };
        // A key by which one may be ahead decides nothing against the other unless the keys before lean the same way.
        if order != Ordering::Equal && lead != Ordering::Equal && order != lead {
            return None;
        }
        lead = lead.then(order);
        if certain && order != Ordering::Equal {
            break;
        }
    }
    Some(lead)
}

/// How two quantities compare whatever the unknown facts are, and whether they surely differ so; nothing when that hangs on
/// them.
fn above(one: Range, other: Range) -> Option<(Ordering, bool)> {
    if let (Some(one), Some(other)) = (one.exactly(), other.exactly()) {
        return Some((one.cmp(&other), true));
    }
    let gap = |low: Option<terms::Exact>, high: Option<terms::Exact>| {
        low.zip(high).map(|(low, high)| low.cmp(&high))
    };
    match (gap(one.low, other.high), gap(other.low, one.high)) {
        (Some(order @ (Ordering::Greater | Ordering::Equal)), _) => Some((Ordering::Greater, order.is_gt())),
        (_, Some(order @ (Ordering::Greater | Ordering::Equal))) => Some((Ordering::Less, order.is_gt())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use terms::Exact;

    fn known(value: i64) -> Range {
        Range::known(Exact::from(value))
    }

    fn between(low: i64, high: i64) -> Range {
        Range::between(Exact::from(low), Exact::from(high))
    }

    #[test]
    fn quantities_are_told_apart_only_when_it_is_certain() {
        assert_eq!(above(known(405), known(310)), Some((Ordering::Greater, true)));
        assert_eq!(above(known(310), known(310)), Some((Ordering::Equal, true)));
        assert_eq!(above(known(310), between(311, 400)), Some((Ordering::Less, true)));
        assert_eq!(above(known(310), between(310, 400)), Some((Ordering::Less, false)));
        assert_eq!(above(known(320), between(310, 400)), None);
        assert_eq!(above(Range::ANY, known(1)), None);
    }

    #[test]
    fn keys_decide_one_after_another() {
        let lead = |keys: &[(bool, Range, Range)]| lead(keys.iter().copied());
        let tie = (true, known(100), known(100));
        assert_eq!(lead(&[tie]), Some(Ordering::Equal));
        assert_eq!(lead(&[tie, (false, known(2012), known(2015))]), Some(Ordering::Greater));
        assert_eq!(lead(&[tie, (true, known(2012), known(2015))]), Some(Ordering::Less));
        let leans = (true, known(100), between(0, 100));
        assert_eq!(lead(&[leans]), Some(Ordering::Greater));
        assert_eq!(lead(&[leans, (true, known(5), known(3))]), Some(Ordering::Greater));
        assert_eq!(lead(&[leans, (true, known(3), known(5))]), None);
        assert_eq!(lead(&[(true, known(50), between(0, 100))]), None);
    }
}
