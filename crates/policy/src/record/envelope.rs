//! The outer shape of a record: facts, and the lists of those that are unknown or disputed.

use super::json::{self, Json};
use super::problem::{Place, Problems, RecordProblem, quoted};
use crate::vocabulary::{FactId, Vocabulary};
use std::borrow::Cow;
use std::collections::BTreeSet;

const KEYS: [&str; 3] = ["facts", "unknown", "disputed"];
/// So many keys are few.
const FEW: usize = 24;

/// A record's parts before any fact is looked at.
#[derive(Default)]
pub(super) struct Envelope<'t> {
    pub facts: Vec<(Cow<'t, str>, Json<'t>)>,
    /// Place in the list, and the name.
    pub unknown: Vec<(usize, Cow<'t, str>)>,
    /// Place in the list, and the name.
    pub disputed: Vec<(usize, Cow<'t, str>)>,
}

/// Takes a record apart; nothing when it is no object of facts at all.
pub(super) fn open<'t>(text: &'t str, problems: &mut Problems) -> Option<Envelope<'t>> {
    parts(json::parse(text, problems)?, problems)
}

/// The same for a record that was read already.
pub(super) fn parts<'t>(json: Json<'t>, problems: &mut Problems) -> Option<Envelope<'t>> {
    let root = Place::ROOT;
    let fields = match json {
        Json::Object(fields) => fields,
        other => {
            let message = format!("记录应是一组键值，这里是{}", other.word());
            problems.push(RecordProblem::whole("record-not-object", message).expected("{\"facts\": {…}}"));
            return None;
        }
    };
    repeated(&fields, &root, problems);
    let mut envelope = Envelope::default();
    let mut given = false;
    for (key, value) in fields {
        let place = root.key(&key, part(&key));
        match (key.as_ref(), value) {
            ("facts", Json::Object(facts)) => {
                given = true;
                envelope.facts = facts;
            }
            ("facts", other) => {
                given = true;
                let message = format!("facts 应是一组键值，这里是{}", other.word());
                problems.push(RecordProblem::new("record-wrong-type", &place, message).expected("{…}"));
            }
            ("unknown", list) => envelope.unknown = names(list, &place, problems),
            ("disputed", list) => envelope.disputed = names(list, &place, problems),
            _ => {
                let near = problems.nearest(&key, KEYS);
                let message = format!("记录没有{}这一部分", quoted(&key));
                let problem = RecordProblem::new("record-unknown-key", &place, message);
                problems
                    .push(problem.expected("facts、unknown 或 disputed；事实写在 facts 里面").nearest(near));
            }
        }
    }
    if !given {
        let problem = RecordProblem::whole("record-missing-facts", "记录缺少 facts".to_owned());
        problems.push(problem.expected("{\"facts\": {…}}"));
    }
    Some(envelope)
}

/// What a part of a record is called in messages; the facts speak for themselves.
pub(super) fn part(key: &str) -> &'static str {
    match key {
        "unknown" => "未知清单",
        "disputed" => "争议清单",
        _ => "",
    }
}

/// Keys written twice: one of the two would be lost.
pub(super) fn repeated(fields: &[(Cow<'_, str>, Json<'_>)], place: &Place<'_>, problems: &mut Problems) {
    let mut seen = BTreeSet::new();
    for (at, (key, _)) in fields.iter().enumerate() {
        // Few keys are compared one by one; many, which nobody needs, must not take the square of their number.
        let again = if fields.len() <= FEW {
            fields.iter().take(at).any(|(other, _)| other == key)
        } else {
            !seen.insert(key.as_ref())
        };
        if again {
            problems.push(twice(key, place));
        }
    }
}

/// A key written twice.
pub(super) fn twice(key: &str, place: &Place<'_>) -> RecordProblem {
    let message = format!("{}写了两次", quoted(key));
    RecordProblem::new("record-duplicate-key", &place.key(key, key), message)
}

fn names<'t>(list: Json<'t>, place: &Place<'_>, problems: &mut Problems) -> Vec<(usize, Cow<'t, str>)> {
    let Json::Array(items) = list else {
        let message = format!("应是事实名的列表，这里是{}", list.word());
        problems.push(RecordProblem::new("record-wrong-type", place, message).expected("[\"…\"]"));
        return Vec::new();
    };
    let mut found = Vec::new();
    for (at, item) in items.into_iter().enumerate() {
        match item {
            Json::Text(name) => found.push((at, name)),
            other => {
                let message = format!("应是事实名，这里是{}", other.word());
                problems.push(RecordProblem::new("record-wrong-type", &place.index(at), message));
            }
        }
    }
    found
}

/// The fact of a name or key; a problem when there is none.
pub(super) fn fact(
    name: &str,
    vocabulary: &Vocabulary,
    place: &Place<'_>,
    problems: &mut Problems,
) -> Option<FactId> {
    let found = vocabulary.find(name);
    if found.is_none() {
        let keys = vocabulary.facts().map(|(_, fact)| fact.key.as_str());
        let near = problems.nearest(name, vocabulary.names().chain(keys)).map(str::to_owned);
        let message = format!("没有{}这个事实", quoted(name));
        let problem = RecordProblem::new("record-unknown-fact", place, message);
        problems.push(problem.expected("词表里的事实名或键").nearest(near));
    }
    found
}
