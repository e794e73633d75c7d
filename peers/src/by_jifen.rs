//! Jifen on the policy in its own notation, `policy/`, with a vocabulary of just the nine inputs.

use crate::person::{INPUTS, Person};
use crate::rounds::{Engine, timed};
use policy::document::SourceFile;
use policy::model::Policy;
use policy::record::{Record, read_record};
use policy::scheme::Library;
use policy::vocabulary::Vocabulary;
use score::explain::{Language, explain_briefly};
use serde_json::{Map, Value, json};
use std::rc::Rc;
use std::sync::Arc;
use terms::{Date, Points};

const FILES: [(&str, &str); 3] = [
    ("facts.md", include_str!("../policy/facts.md")),
    (
        "shifan/residence-points/instruments.md",
        include_str!("../policy/shifan/residence-points/instruments.md"),
    ),
    (
        "shifan/residence-points/2026-01-01.md",
        include_str!("../policy/shifan/residence-points/2026-01-01.md"),
    ),
];

// The inputs that are ranks are words in a record.
const EDUCATION: [&str; 6] = ["高中", "大专", "本科", "本科加学士", "硕士", "博士"];
const TITLE: [&str; 6] = ["未评", "五级", "四级", "三级", "中级", "高级"];
const AWARD: [&str; 5] = ["未获", "四等", "三等", "二等", "一等"];

fn on() -> Date {
    Date::constant(2026, 3, 1)
}

/// The policy and its vocabulary. Anything that a check says of it is an error.
pub fn read_policy() -> Result<(Policy, Arc<Vocabulary>), String> {
    let files = FILES.map(|(path, text)| SourceFile { path: path.to_owned(), text: text.to_owned() });
    let (library, mut found) = Library::read(&files);
    for scheme in &library.schemes {
        found.extend(policy::check::check(scheme));
    }
    if let Some(first) = found.first() {
        return Err(format!("{} findings in the policy; the first: {}", found.len(), first.message));
    }
    let policy = library.schemes.first().and_then(|scheme| scheme.on(on())).ok_or("no version in force")?;
    Ok((policy.clone(), Arc::clone(&library.vocabulary)))
}

/// The total alone; assessed; assessed and put into words.
pub fn engines<'a>(
    (policy, vocabulary): &'a (Policy, Arc<Vocabulary>),
    persons: &[Person],
) -> Result<Vec<Engine<'a>>, String> {
    let records: Rc<[Record]> =
        persons.iter().map(|person| record(person, vocabulary)).collect::<Result<_, _>>()?;
    let for_assess = Rc::clone(&records);
    let for_words = Rc::clone(&records);
    Ok(vec![
        Engine {
            name: "Jifen, total",
            round: Box::new(move || {
                timed(records.iter(), |record| Ok(score::total(policy, record, on())), exactly)
            }),
        },
        Engine {
            name: "Jifen, assess",
            round: Box::new(move || {
                timed(for_assess.iter(), |record| Ok(score::assess(policy, record, on()).total), exactly)
            }),
        },
        Engine {
            name: "Jifen, assess and explain",
            round: Box::new(move || timed(for_words.iter(), |record| explained(policy, record), exactly)),
        },
    ])
}

fn explained(policy: &Policy, record: &Record) -> Result<Points, String> {
    let mut assessment = score::assess(policy, record, on());
    let explanation = explain_briefly(&mut assessment, Language::Chinese);
    if explanation.items.is_empty() {
        return Err("nothing is explained".into());
    }
    Ok(assessment.total)
}

fn record(person: &Person, vocabulary: &Vocabulary) -> Result<Record, String> {
    let word = |words: &[&str], rank: usize| json!(words.get(rank));
    let facts: Map<String, Value> = INPUTS
        .into_iter()
        .zip(person.numbers())
        .map(|(name, number)| {
            let value = match name {
                "edu" => word(&EDUCATION, person.education),
                "title" => word(&TITLE, person.title),
                "award" => word(&AWARD, person.award),
                _ => json!(number),
            };
            (name.to_owned(), value)
        })
        .collect();
    read_record(&json!({ "facts": facts }).to_string(), vocabulary)
        .map_err(|problems| format!("a record is refused: {problems:?}"))
}

fn exactly(points: Points) -> Result<i64, String> {
    let number = points.exactly().filter(|number| number.is_whole());
    number.map(|number| number.floor()).ok_or_else(|| format!("{points:?} is no whole number"))
}
