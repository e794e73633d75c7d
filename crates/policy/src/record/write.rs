//! From a record back to JSON, in one canonical form.

use super::json::Json;
use super::{Entry, Held, Record, Value};
use crate::vocabulary::{Fact, Kind, Type, Vocabulary};
use terms::Month;

/// Writes a record as JSON: ASCII keys in the vocabulary's order, no spaces, what equals a default left out. Equal records
/// give equal bytes, and reading them gives the record back.
pub fn record_to_json(record: &Record, vocabulary: &Vocabulary) -> String {
    let mut facts = Vec::new();
    let mut disputed = Vec::new();
    for (id, fact) in vocabulary.facts() {
        let state = record.get(id);
        let json = match &state.held {
            Held::Unknown => continue,
            Held::Nothing if fact.kind == Kind::Value => Json::Null,
            Held::Nothing => Json::Array(Vec::new()),
            Held::Value(value, since) => {
                let value = fact.value.as_ref().map_or(Json::Null, |kind| plain(value, kind));
                match since {
                    None => value,
                    Some(since) => Json::Object(vec![
                        ("value".into(), value),
                        ("since".into(), Json::Text(since.to_string())),
                    ]),
                }
            }
            Held::Entries(entries) => Json::Array(entries.iter().map(|own| entry(own, fact)).collect()),
        };
        facts.push((fact.key.clone(), json));
        if state.disputed {
            disputed.push(Json::Text(fact.key.clone()));
        }
    }
    let mut fields = vec![("facts".to_owned(), Json::Object(facts))];
    if !disputed.is_empty() {
        fields.push(("disputed".to_owned(), Json::Array(disputed)));
    }
    let mut out = String::new();
    Json::Object(fields).write(&mut out);
    out
}

/// One value as JSON text.
pub(crate) fn plain_text(value: &Value, kind: &Type) -> String {
    let mut out = String::new();
    plain(value, kind).write(&mut out);
    out
}

fn entry(entry: &Entry, fact: &Fact) -> Json {
    let mut fields = Vec::new();
    let day = |day| match fact.kind {
        Kind::MonthSpans => Json::Text(Month::of(day).to_string()),
        _ => Json::Text(day.to_string()),
    };
    if fact.kind == Kind::Events {
        fields.push(("date".to_owned(), day(entry.from)));
    } else {
        fields.push(("from".to_owned(), day(entry.from)));
        fields.extend(entry.to.map(|to| ("to".to_owned(), day(to))));
    }
    fields.extend(entry.id.as_ref().map(|id| ("id".to_owned(), Json::Text(id.to_string()))));
    for (own, value) in fact.attributes.iter().zip(&entry.attributes) {
        if let Some(value) = value.as_ref().filter(|_| *value != own.default) {
            fields.push((own.key.clone(), plain(value, &own.kind)));
        }
    }
    Json::Object(fields)
}

fn plain(value: &Value, kind: &Type) -> Json {
    let word = |at: usize| kind.options().and_then(|options| options.get(at)).cloned();
    match value {
        Value::Nothing => Json::Null,
        Value::Date(day) => Json::Text(day.to_string()),
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) if number.is_whole() => Json::Integer(number.to_string()),
        Value::Number(number) => Json::Text(number.to_string()),
        Value::Text(text) => Json::Text(text.to_string()),
        Value::Choice(at) => word(usize::from(*at)).map_or(Json::Null, Json::Text),
        Value::Many(bits) => {
            let held = (0..64).filter(|at| bits >> at & 1 == 1);
            Json::Array(held.filter_map(word).map(Json::Text).collect())
        }
    }
}
