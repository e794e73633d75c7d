//! Records at the edge of what a record may say: nothing stops, and what can no longer be held exactly is not known, never wrong.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

mod library;
mod people;

use people::Dice;
use policy::model::Policy;
use policy::record::{Held, Record, State, Value};
use policy::vocabulary::{Kind, Type, Vocabulary};
use score::explain::{Language, explain};
use terms::{Date, Exact};

/// A person with very many, very large, very awkward numbers.
fn giant(vocabulary: &Vocabulary, dice: &mut Dice, awkward: bool) -> Record {
    let mut record = people::person(vocabulary, "上海", dice);
    let huge: Exact = "999999999999.999999".parse().unwrap();
    let whole: Exact = "999999999999".parse().unwrap();
    for (id, fact) in vocabulary.facts() {
        let number = |kind: &Type, bounds: Option<(Exact, Exact)>| match kind {
            Type::Integer => Some(bounds.map_or(whole, |(_, high)| high)),
            Type::Decimal | Type::Money if awkward => Some(bounds.map_or(huge, |(_, high)| high.min(huge))),
            Type::Decimal | Type::Money => Some(bounds.map_or(whole, |(_, high)| high)),
            _ => None,
        };
        let state = record.get(id).clone();
        let held = match state.held {
            Held::Value(_, since) => match fact.value.as_ref().and_then(|kind| number(kind, fact.bounds)) {
                Some(value) => Held::Value(Value::Number(value), since),
                None => continue,
            },
            Held::Entries(mut entries) => {
                for entry in &mut entries {
                    for (slot, attribute) in entry.attributes.iter_mut().zip(&fact.attributes) {
                        if let Some(value) = number(&attribute.kind, attribute.bounds) {
                            *slot = Some(Value::Number(value));
                        }
                    }
                }
                if fact.kind == Kind::Events {
                    let many = entries.iter().cycle().take(2_000).cloned().collect();
                    Held::Entries(many)
                } else {
                    Held::Entries(entries)
                }
            }
            other => other,
        };
        record.put(id, State { held, disputed: false });
    }
    record
}

/// True when a total came out unknown, as everything else of these people is known.
fn endure(policy: &Policy, record: &Record, on: Date) -> bool {
    let mut assessment = score::assess(policy, record, on);
    assert_eq!(assessment.total, score::total(policy, record, on), "{}", policy.id);
    for language in [Language::Chinese, Language::English] {
        explain(&mut assessment, language);
    }
    policy.total_text.is_empty() || assessment.total.exactly().is_none()
}

#[test]
fn no_number_is_too_large() {
    let library = library::real();
    let mut dice = Dice(20_261_124);
    let mut beyond = 0;
    for round in 0..4 {
        let record = giant(&library.vocabulary, &mut dice, round % 2 == 0);
        for policy in library.schemes.iter().flat_map(|scheme| &scheme.versions) {
            let on = policy.until.unwrap_or(Date::constant(2026, 6, 30));
            if policy.nodes.is_empty() && policy.uses.is_empty() {
                panic!("{} says nothing", policy.id);
            }
            beyond += usize::from(endure(policy, &record, on));
        }
    }
    // Else these people are not extreme enough to show anything.
    assert!(beyond > 0);
}
