//! What is still worth asking: the facts on which something a person wants to know still hangs.
//!
//! A value that is settled although facts are missing stays the same whatever they turn out to be, for the interval holds
//! every completion. So a fact matters only if it is reached from the total or from a use without passing through anything
//! settled; one that is not reached can be left out, alone or together with all others that are not reached.

mod reach;

use crate::assessment::{Status, UseResult};
use crate::run::Run;
use policy::model::{Decision, NodeId, Policy, Use};
use policy::record::{Entry, Held, Record, State, Value};
use policy::vocabulary::{Fact, FactId, Kind, Type};
use reach::Reach;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use terms::civil::years_before;
use terms::{Date, Exact, Month, Points, Range};

/// Answers tried for each question, to see how much it narrows.
const TRIED: usize = 5;

/// What a person wants to know.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goals {
    /// The total, to the point.
    pub total: bool,
    /// The uses, by their places in the policy.
    pub uses: Vec<usize>,
}

impl Goals {
    /// Everything that a version says on a day: the total and every use in force.
    pub fn all(policy: &Policy, on: Date) -> Goals {
        let uses = policy.uses.iter().enumerate().filter(|(_, of)| in_force(of, on)).map(|(at, _)| at);
        Goals { total: !policy.nodes.is_empty(), uses: uses.collect() }
    }
}

/// How far the things that a person wants to know are known.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// The total.
    pub total: Points,
    /// Of each use asked for: its place, its status, and for uses that rank, its score and the keys of its order.
    pub uses: Vec<(usize, Status, Vec<Range>)>,
}

impl Standing {
    /// How many of the goals are decided.
    pub fn decided(&self, goals: &Goals) -> usize {
        let total = usize::from(goals.total && self.total.range().is_known());
        total + self.uses.iter().filter(|(_, status, _)| *status != Status::Unknown).count()
    }
}

/// How far the goals are known.
pub fn standing(policy: &Policy, record: &Record, on: Date, goals: &Goals) -> Standing {
    let mut run = Run::new(policy, record, on, policy.as_of.on(on));
    let total = Points::given(run.total());
    let vetoes = run.vetoes();
    let mut uses = Vec::with_capacity(goals.uses.len());
    for at in &goals.uses {
        let Some(of) = policy.uses.get(*at).filter(|of| in_force(of, on)) else { continue };
        let result = match of.as_of {
            Some(as_of) => {
                let mut run = Run::new(policy, record, on, as_of.on(on));
                let vetoes = run.vetoes();
                run.a_use(*at, of, &vetoes)
            }
            None => run.a_use(*at, of, &vetoes),
        };
        uses.push((*at, result.status, ranked(of, result)));
    }
    Standing { total, uses }
}

/// What orders the applicants of a use that ranks, as long as a place is possible.
fn ranked(of: &Use, result: UseResult<'_>) -> Vec<Range> {
    if of.decision == Decision::Line || result.status == Status::NotMet {
        return Vec::new();
    }
    std::iter::once(result.score).chain(result.keys).collect()
}

/// The facts that are not known and may still change what a person wants to know, in the vocabulary's order.
///
/// Whatever the others turn out to be, the total and the uses asked for stay as they are.
pub fn open_facts(policy: &Policy, record: &Record, on: Date, goals: &Goals) -> BTreeSet<FactId> {
    let mut found = BTreeSet::new();
    let mut run = Run::new(policy, record, on, policy.as_of.on(on));
    let mut reach = Reach::new(&mut run);
    if goals.total {
        reach.total();
    }
    for at in &goals.uses {
        let Some(of) = policy.uses.get(*at).filter(|of| in_force(of, on)) else { continue };
        match of.as_of {
            Some(as_of) => {
                let mut run = Run::new(policy, record, on, as_of.on(on));
                let mut reach = Reach::new(&mut run);
                reach.a_use(*at, of);
                found.append(&mut reach.found);
            }
            None => reach.a_use(*at, of),
        }
    }
    found.append(&mut reach.found);
    found
}

/// Of these facts the one to ask first: the one whose answers decide most, then the one whose answers narrow the total most,
/// then the vocabulary's first. Answers are tried out by scoring them, each as likely as the others.
pub fn best_question(
    policy: &Policy,
    record: &Record,
    on: Date,
    goals: &Goals,
    open: &BTreeSet<FactId>,
) -> Option<FactId> {
    let now = standing(policy, record, on, goals);
    let gain = |id: &FactId| {
        let answers = tried(policy.vocabulary.fact(*id), on);
        let mut decided = Exact::ZERO;
        let mut narrowed = Exact::ZERO;
        for held in &answers {
            let mut record = record.clone();
            record.put(*id, State { held: held.clone(), disputed: false });
            let then = standing(policy, &record, on, goals);
            let more = then.decided(goals).saturating_sub(now.decided(goals));
            decided = decided + Exact::from(i64::try_from(more).unwrap_or(0));
            if goals.total {
                let (ends, less) = narrower(now.total.range(), then.total.range());
                decided = decided + Exact::from(ends);
                narrowed = narrowed + less;
            }
        }
        let among = Exact::from(i64::try_from(answers.len().max(1)).unwrap_or(1));
        (decided / among, narrowed / among)
    };
    open.iter().map(|id| (gain(id), Reverse(*id))).max().map(|(_, Reverse(id))| id)
}

/// What looks at a fact: the items, and the uses whose own conditions do, by their places.
pub fn asked_for(policy: &Policy, id: FactId) -> (Vec<NodeId>, Vec<usize>) {
    let record = Record::unknown(policy.vocabulary.len());
    let on = policy.id.effective;
    let mut run = Run::new(policy, &record, on, policy.as_of.on(on));
    let items = policy.items().filter(|item| Reach::new(&mut run).below(*item).contains(&id)).collect();
    let places = policy.uses.iter().enumerate();
    let uses = places.filter(|(at, of)| Reach::new(&mut run).apart_from_points(*at, of).contains(&id));
    let uses = uses.map(|(at, _)| at).collect();
    (items, uses)
}

/// True when the rule of a use is in force on a day.
pub(crate) fn in_force(of: &Use, on: Date) -> bool {
    of.in_force.is_none_or(|(from, to)| from <= on && to.is_none_or(|to| on <= to))
}

/// How many ends an interval got that it lacked, and by how much it became shorter.
fn narrower(before: Range, after: Range) -> (i64, Exact) {
    let ends = |range: Range| i64::from(range.low.is_some()) + i64::from(range.high.is_some());
    let width = |range: Range| range.low.zip(range.high).map(|(low, high)| high - low);
    let less = width(before).zip(width(after)).map_or(Exact::ZERO, |(before, after)| before - after);
    (ends(after) - ends(before), less)
}

/// Some answers to a question, over all that can be answered.
fn tried(fact: &Fact, on: Date) -> Vec<Held> {
    let value = |value: Value| Held::Value(value, None);
    let mut answers = vec![Held::Nothing];
    match (&fact.kind, &fact.value) {
        (Kind::Value, Some(kind)) => match kind {
            Type::Bool => answers = vec![value(Value::Bool(true)), value(Value::Bool(false))],
            Type::Choice(options) | Type::Ordered(options) => {
                let last = options.len().saturating_sub(1);
                let steps = last.clamp(1, TRIED - 2);
                let mut places: Vec<usize> = (0..=steps).map(|step| step * last / steps).collect();
                places.dedup();
                answers.extend(
                    places
                        .into_iter()
                        .filter_map(|at| u16::try_from(at).ok())
                        .map(|at| value(Value::Choice(at))),
                );
            }
            Type::Many(options) => {
                let all = (1_u64 << options.len().min(60)) - 1;
                answers.extend([value(Value::Many(1)), value(Value::Many(all))]);
            }
            Type::Date => {
                let (first, last) = fact.dates.unwrap_or((years_before(on, 60), on));
                let middle = years_before(on, 35).clamp(first, last);
                answers = [first, middle, last].map(|day| value(Value::Date(day))).to_vec();
            }
            Type::Integer | Type::Decimal | Type::Money => {
                let (low, high) = fact.bounds.unwrap_or((Exact::ZERO, Exact::from(100)));
                answers = vec![value(Value::Number(low)), value(Value::Number(high))];
            }
            Type::Text => answers.push(value(Value::Text("—".into()))),
        },
        _ => {
            let attributes = fact.attributes.iter().map(|attribute| attribute.default.clone()).collect();
            let from = Month::of(years_before(on, 6)).first_day();
            let to = (fact.kind == Kind::Events).then_some(from);
            answers.push(Held::Entries(vec![Entry { id: None, from, to, attributes, maybe: false }]));
        }
    }
    answers
}
