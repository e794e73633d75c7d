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
                        ("since".into(), since.to_string().into()),
                    ]),
                }
            }
            Held::Entries(entries) => Json::Array(entries.iter().map(|own| entry(own, fact)).collect()),
        };
        facts.push((fact.key.as_str().into(), json));
        if state.disputed {
            disputed.push(Json::Text(fact.key.as_str().into()));
        }
    }
    let mut fields = vec![("facts".into(), Json::Object(facts))];
    if !disputed.is_empty() {
        fields.push(("disputed".into(), Json::Array(disputed)));
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

fn entry<'t>(entry: &'t Entry, fact: &'t Fact) -> Json<'t> {
    let mut fields = Vec::new();
    let day = |day| match fact.kind {
        Kind::MonthSpans => Json::from(Month::of(day).to_string()),
        _ => day.to_string().into(),
    };
    if fact.kind == Kind::Events {
        fields.push(("date".into(), day(entry.from)));
    } else {
        fields.push(("from".into(), day(entry.from)));
        fields.extend(entry.to.map(|to| ("to".into(), day(to))));
    }
    fields.extend(entry.id.as_ref().map(|id| ("id".into(), Json::Text(id.as_ref().into()))));
    for (own, value) in fact.attributes.iter().zip(&entry.attributes) {
        if let Some(value) = value.as_ref().filter(|_| *value != own.default) {
            fields.push((own.key.as_str().into(), plain(value, &own.kind)));
        }
    }
    Json::Object(fields)
}

fn plain<'t>(value: &'t Value, kind: &'t Type) -> Json<'t> {
    let word = |at: usize| {
        kind.options().and_then(|options| options.get(at)).map(|word| Json::Text(word.as_str().into()))
    };
    match value {
        Value::Nothing => Json::Null,
        Value::Date(day) => day.to_string().into(),
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) if number.is_whole() => Json::Integer(number.numerator()),
        Value::Number(number) => number.to_string().into(),
        Value::Text(text) => Json::Text(text.as_ref().into()),
        Value::Choice(at) => word(usize::from(*at)).unwrap_or(Json::Null),
        Value::Many(bits) => {
            let held = (0..64).filter(|at| bits >> at & 1 == 1);
            Json::Array(held.filter_map(word).collect())
        }
    }
}
