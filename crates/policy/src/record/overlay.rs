//! One record laid over another, fact by fact.

use super::envelope::{self, Envelope};
use super::json::Json;
use super::problem::{Problems, RecordProblem};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;

/// Lays the facts of `over` over those of `base`: a fact of `over` takes the place of the same fact of `base` whole, and one
/// that `over` lists as unknown is taken away. What neither mentions stays. The names must be readable; the values are only
/// looked at by [`read_record`](super::read_record).
pub fn overlay(base: &str, over: &str, vocabulary: &Vocabulary) -> Result<String, Vec<RecordProblem>> {
    let mut problems = Problems::default();
    let parts = (envelope::open(base, &mut problems), envelope::open(over, &mut problems));
    let (Some(base), Some(over)) = parts else {
        return Err(problems.into_list());
    };
    if !problems.is_empty() {
        return Err(problems.into_list());
    }
    // Names that are not in the vocabulary stay as they are, for the reader to report.
    let key = |name: &str| match vocabulary.find(name) {
        Some(id) => vocabulary.fact(id).key.clone(),
        None => name.to_owned(),
    };
    let given = over.facts.iter().map(|(name, _)| key(name));
    let touched: BTreeSet<String> = given.chain(over.unknown.iter().map(|(_, name)| key(name))).collect();
    let again: BTreeSet<String> = over.disputed.iter().map(|(_, name)| key(name)).collect();
    let stays = |name: &str| !touched.contains(&key(name));
    let Envelope { facts, unknown, disputed } = base;
    let facts = facts.into_iter().filter(|(name, _)| stays(name)).chain(over.facts);
    let unknown = unknown.into_iter().filter(|(_, name)| stays(name)).chain(over.unknown);
    let disputed = disputed.into_iter().filter(|(_, name)| stays(name) && !again.contains(&key(name)));
    let mut fields = vec![("facts".into(), Json::Object(facts.collect()))];
    for (list, names) in
        [("unknown", unknown.collect::<Vec<_>>()), ("disputed", disputed.chain(over.disputed).collect())]
    {
        if !names.is_empty() {
            let names = names.into_iter().map(|(_, name)| Json::Text(name));
            fields.push((list.into(), Json::Array(names.collect())));
        }
    }
    let mut text = String::new();
    Json::Object(fields).write(&mut text);
    Ok(text)
}
