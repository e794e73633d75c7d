//! What changed between two days, and by which cause: the date, the facts, or the rule.

use crate::run::assess;
use policy::model::{NodeKind, Policy};
use policy::record::Record;
use policy::scheme::Scheme;
use terms::{Date, Range};

/// What changed between two days.
#[derive(Clone, PartialEq, Debug)]
pub struct Why {
    /// The version on the first day.
    pub from_version: String,
    /// The version on the second day.
    pub to_version: String,
    /// The total on the first day.
    pub before: Range,
    /// The total on the second day.
    pub after: Range,
    /// The total's change by cause.
    pub total: Causes,
    /// The total at each step: the first day; with time gone by; with what happened; by the second day's rule.
    pub steps: [Range; 4],
    /// Items that changed, in the order of the later version, then those that are gone.
    pub items: Vec<ItemWhy>,
}

/// An item that changed.
#[derive(Clone, PartialEq, Debug)]
pub struct ItemWhy {
    /// Its name.
    pub name: String,
    /// Points on the first day.
    pub before: Range,
    /// Points on the second day.
    pub after: Range,
    /// By cause.
    pub causes: Causes,
    /// Its points at each step.
    pub steps: [Range; 4],
}

/// A change by cause; the three add up to it where all is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Causes {
    /// Time alone: ages, windows, what lapses, with nothing new happening after the first day.
    pub date: Range,
    /// What happened between the two days.
    pub facts: Range,
    /// Another version.
    pub rule: Range,
}

impl Causes {
    fn of(steps: [Range; 4]) -> Causes {
        let [start, later, known, end] = steps;
        Causes { date: later - start, facts: known - later, rule: end - known }
    }
}

/// Takes the change apart in the order date, facts, rule: first the first day's facts and rule on the second day, then with
/// all that happened since, then by the second day's rule. Nothing when no version is in force on one of the days.
pub fn why(scheme: &Scheme, record: &Record, from: Date, to: Date) -> Option<Why> {
    let (old, new) = (scheme.on(from)?, scheme.on(to)?);
    let then = record.as_it_stood(from, &old.vocabulary);
    let steps = [(old, &then, from), (old, &then, to), (old, record, to), (new, record, to)];
    let runs: Vec<_> = steps.iter().map(|(policy, record, on)| assess(policy, record, *on)).collect();
    let [start, later, known, end] = runs.as_slice() else { return None };
    let points = |name: &str| {
        let of = |run: &crate::Assessment<'_>| {
            run.policy.find(name).and_then(|id| run.node(id)).map_or(Range::ZERO, |node| node.points)
        };
        [of(start), of(later), of(known), of(end)]
    };
    let total = [start, later, known, end].map(|run| run.total.range());
    let names = |policy: &Policy| -> Vec<String> {
        let items = policy.node_ids().filter(|id| policy[*id].kind == NodeKind::Item);
        items.map(|id| policy[id].path.clone()).collect()
    };
    let mut all = names(new);
    all.extend(names(old).into_iter().filter(|name| new.find(name).is_none()));
    let items = all.into_iter().filter_map(|name| {
        let steps = points(&name);
        let [before, _, _, after] = steps;
        let causes = Causes::of(steps);
        let moved = before != after
            || [causes.date, causes.facts, causes.rule]
                .iter()
                .any(|range| range.exactly().is_some_and(|by| !by.is_zero()));
        moved.then_some(ItemWhy { name, before, after, causes, steps })
    });
    let [before, _, _, after] = total;
    Some(Why {
        from_version: old.id.to_string(),
        to_version: new.id.to_string(),
        before,
        after,
        total: Causes::of(total),
        steps: total,
        items: items.collect(),
    })
}
