//! What is not known makes intervals that hold the score of every completion, and no more where facts are independent.

mod library;
mod people;

use people::Dice;
use policy::model::{Count, Expr, NodeId, Operand, Policy, Scored};
use policy::record::{Held, Record, State, Value};
use policy::vocabulary::{Type, Vocabulary};
use score::Status;
use terms::{Date, Range};

/// Scheme and the word by which its facts name the city.
const CITIES: [(&str, &str); 2] = [("shanghai/residence-points", "上海"), ("beijing/hukou-points", "北京")];

/// The same person with some facts, and some attributes of spans and events, no longer known.
fn forget(record: &Record, vocabulary: &Vocabulary, of_a_hundred: u64, dice: &mut Dice) -> Record {
    let mut less = record.clone();
    for (id, _) in vocabulary.facts() {
        let state = record.get(id);
        if dice.chance(of_a_hundred) {
            let disputed = state.held != Held::Nothing && dice.chance(30);
            let held = if disputed { state.held.clone() } else { Held::Unknown };
            less.put(id, State { held, disputed });
        } else if let Held::Entries(entries) = &state.held {
            let mut entries = entries.clone();
            for entry in &mut entries {
                for attribute in &mut entry.attributes {
                    if dice.chance(of_a_hundred / 4) {
                        *attribute = None;
                    }
                }
            }
            less.put(id, State { held: Held::Entries(entries), disputed: false });
        }
    }
    less
}

fn application(policy: &Policy, dice: &mut Dice) -> Date {
    let from = policy.id.effective;
    let to = policy.until.unwrap_or(Date::constant(2026, 12, 31));
    let days = terms::civil::day_number(to) - terms::civil::day_number(from) + 1;
    terms::civil::day_of_number(terms::civil::day_number(from) + dice.below(days as u64) as i32)
}

#[test]
fn an_interval_holds_the_score_of_every_completion() {
    let library = library::real();
    let mut intervals = 0;
    for (scheme, city) in CITIES {
        for policy in &library.scheme(scheme).expect(scheme).versions {
            for seed in 0..250 {
                let mut dice = Dice(seed);
                let whole = people::person(&library.vocabulary, city, &mut dice);
                let percent = 5 + dice.below(60);
                let less = forget(&whole, &library.vocabulary, percent, &mut dice);
                let on = application(policy, &mut dice);
                let known = score::assess(policy, &whole, on);
                let open = score::assess(policy, &less, on);
                for id in policy.node_ids().collect::<Vec<_>>().into_iter().rev() {
                    // What stands under an item that does not apply is not looked at.
                    let (Some(known), Some(open)) = (known.node(id), open.node(id)) else { continue };
                    let (known, open) = (known.points, open.points);
                    intervals += usize::from(!open.is_known());
                    let value = known.exactly().unwrap_or_else(|| {
                        panic!(
                            "{} {seed}: {} is not one number though all is known: {known:?}",
                            policy.id, policy[id].path
                        )
                    });
                    assert!(
                        open.contains(value),
                        "{} seed {seed} on {on}: {} can be {open:?}, is {value}",
                        policy.id,
                        policy[id].path
                    );
                }
                let total = known.total.exactly().unwrap();
                assert!(
                    open.total.range().contains(total),
                    "{} seed {seed}: total {:?} misses {total}",
                    policy.id,
                    open.total
                );
                for (known, open) in known.uses.iter().zip(&open.uses) {
                    assert_eq!(known.at, open.at);
                    assert!(
                        known.status != Status::Unknown,
                        "{} seed {seed}: {} is open though all is known",
                        policy.id,
                        policy.uses[known.at].name
                    );
                    assert!(
                        open.status == Status::Unknown || open.status == known.status,
                        "{} seed {seed}: {} {:?} {:?}",
                        policy.id,
                        policy.uses[known.at].name,
                        open.status,
                        known.status
                    );
                }
                assert_eq!(score::total(policy, &less, on), open.total, "the total alone is the same");
            }
        }
    }
    assert!(intervals > 1000, "only {intervals} intervals were tried");
}

/// All values of a value fact that has few.
fn all_values(kind: &Type) -> Vec<Value> {
    match kind {
        Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
        Type::Choice(options) | Type::Ordered(options) => {
            (0..options.len()).map(|at| Value::Choice(at as u16)).collect()
        }
        _ => Vec::new(),
    }
}

/// True when an item is scored by a measure that looks up other items' points.
fn rests_on_points(policy: &Policy, node: NodeId) -> bool {
    let Scored::Measure(id) = policy[node].scored else { return false };
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        match &policy[id].count {
            Count::Table(table)
                if table.columns.iter().any(|column| matches!(column.operand, Operand::Node(_))) =>
            {
                return true;
            }
            Count::Formula(expr) => expr.visit(&mut |expr| {
                if let Expr::Measure(id) = expr {
                    open.push(*id);
                }
            }),
            _ => {}
        }
    }
    false
}

fn with(record: &Record, id: policy::vocabulary::FactId, held: Held) -> Record {
    let mut record = record.clone();
    record.put(id, State { held, disputed: false });
    record
}

#[test]
fn one_open_choice_is_as_tight_as_trying_every_choice() {
    let library = library::real();
    let mut tried = 0;
    for (scheme, city) in CITIES {
        for policy in &library.scheme(scheme).expect(scheme).versions {
            for seed in 0..60 {
                let mut dice = Dice(1000 + seed);
                let whole = people::person(&library.vocabulary, city, &mut dice);
                let on = application(policy, &mut dice);
                for (id, fact) in library.vocabulary.facts() {
                    let values = fact.value.as_ref().map(all_values).unwrap_or_default();
                    if values.is_empty() {
                        continue;
                    }
                    let open_record = with(&whole, id, Held::Unknown);
                    let open = score::assess(policy, &open_record, on);
                    let held =
                        values.iter().map(|value| Held::Value(value.clone(), None)).chain([Held::Nothing]);
                    let closed: Vec<Record> = held.map(|held| with(&whole, id, held)).collect();
                    let closed: Vec<_> =
                        closed.iter().map(|record| score::assess(policy, record, on)).collect();
                    for node in policy.node_ids() {
                        let points = |node: NodeId, assessment: &score::Assessment<'_>| {
                            assessment.node(node).map_or(Range::ZERO, |result| result.points)
                        };
                        let hull = closed.iter().map(|one| points(node, one)).reduce(Range::hull).unwrap();
                        let interval = points(node, &open);
                        if !policy[node].children.is_empty() {
                            continue;
                        }
                        tried += usize::from(!interval.is_known());
                        if rests_on_points(policy, node) {
                            // Of another item's points only the interval is known, not which numbers inside it can be.
                            assert_eq!(interval.hull(hull), interval);
                            continue;
                        }
                        assert_eq!(
                            interval, hull,
                            "{} seed {seed} on {on}: {} with {} open",
                            policy.id, policy[node].path, fact.name
                        );
                    }
                }
            }
        }
    }
    assert!(tried > 100, "only {tried} open items were tried");
}
