//! From what a form sends to a record.
//!
//! A form carries the record it was drawn from; what it asks is laid over it, so that facts it does not ask about, and
//! attributes it does not show, stay as they were.

use super::texts::{self, NONE};
use super::{Question, Questions, grid};
use policy::vocabulary::{Attribute, Kind, Type};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Most rows that a form may send of one fact.
const MOST_ROWS: usize = 400;

/// What a form sent: every field with its values, in their order.
#[derive(Default)]
pub struct Fields(BTreeMap<String, Vec<String>>);

impl Fields {
    /// The fields of a form.
    pub fn of(pairs: Vec<(String, String)>) -> Fields {
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in pairs {
            fields.entry(key).or_default().push(value);
        }
        Fields(fields)
    }

    /// The first value of a field.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.first().map(String::as_str)
    }

    /// Every value of a field, in the order sent.
    pub fn all(&self, key: &str) -> &[String] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// True when a field was sent, if only empty.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

/// A record as JSON that may still have mistakes in it: what a form is drawn from.
#[derive(Clone, Debug)]
pub struct Draft(Map<String, Value>);

impl Draft {
    /// A record in which nothing is known.
    pub fn empty() -> Draft {
        let mut map = Map::new();
        map.insert("facts".to_owned(), Value::Object(Map::new()));
        Draft(map)
    }

    /// The record of a text; empty when the text is no JSON object.
    pub fn of(text: &str) -> Draft {
        match serde_json::from_str(text) {
            Ok(Value::Object(mut map)) => {
                if !map.get("facts").is_some_and(Value::is_object) {
                    map.insert("facts".to_owned(), Value::Object(Map::new()));
                }
                Draft(map)
            }
            _ => Draft::empty(),
        }
    }

    /// Its text.
    pub fn text(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }

    /// What it says of a fact; nothing when that is unknown.
    pub fn fact(&self, key: &str) -> Option<&Value> {
        self.0.get("facts")?.get(key)
    }

    /// True when it says that a fact is disputed.
    pub fn is_disputed(&self, key: &str) -> bool {
        let list = self.0.get("disputed").and_then(Value::as_array);
        list.is_some_and(|list| list.iter().any(|one| one == key))
    }

    /// Says that a fact is disputed, or that it is not.
    pub fn dispute(&mut self, key: &str, disputed: bool) {
        let mut list = match self.0.remove("disputed") {
            Some(Value::Array(list)) => list,
            // Whatever else stands there is no list, which the reader of records says.
            Some(other) => {
                self.0.insert("disputed".to_owned(), other);
                return;
            }
            None => Vec::new(),
        };
        list.retain(|one| one != key);
        list.extend(disputed.then(|| json!(key)));
        if !list.is_empty() {
            self.0.insert("disputed".to_owned(), Value::Array(list));
        }
    }

    /// The key of the fact in a place of the list of those that are disputed.
    pub fn disputed_at(&self, place: usize) -> Option<&str> {
        self.0.get("disputed")?.get(place)?.as_str()
    }

    /// Says what it says of a fact; nothing makes it unknown.
    pub fn put(&mut self, key: &str, value: Option<Value>) {
        let Some(Value::Object(facts)) = self.0.get_mut("facts") else { return };
        match value {
            Some(value) => {
                facts.insert(key.to_owned(), value);
            }
            None => {
                facts.remove(key);
            }
        }
    }
}

/// The draft that a form sent: the record it carries, with every answer laid over it.
pub fn draft(fields: &Fields, questions: &Questions<'_>) -> Draft {
    let mut draft = fields.get("record").map_or_else(Draft::empty, Draft::of);
    for (chapter, question) in questions.all() {
        let key = question.fact.key.as_str();
        let rest_is_none = fields.has(&format!("c.{chapter}"));
        let held = draft.fact(key).cloned();
        let answer = match question.fact.kind {
            Kind::Value => value(fields, question, held.as_ref()),
            _ => entries(fields, question, held.as_ref()),
        };
        let answer = answer.or_else(|| {
            let spans = question.fact.kind != Kind::Value;
            (rest_is_none && spans).then(|| json!([]))
        });
        draft.put(key, answer);
        draft.dispute(key, fields.has(&format!("d.{key}")));
    }
    draft
}

fn value(fields: &Fields, question: &Question<'_>, held: Option<&Value>) -> Option<Value> {
    let key = &question.fact.key;
    let kind = question.fact.value.as_ref()?;
    if fields.has(&format!("n.{key}")) {
        let empty = kind.is_many() && held != Some(&Value::Null);
        return Some(if empty { json!([]) } else { Value::Null });
    }
    let sent = fields.all(&format!("f.{key}"));
    let new =
        if kind.is_many() { many(sent, held) } else { single(sent.first().map_or("", String::as_str), kind) };
    // A value that has not changed keeps the day since when.
    match held {
        Some(Value::Object(old)) if old.get("value") == new.as_ref() => held.cloned(),
        _ => new,
    }
}

/// A value as a record writes it; nothing for an empty field.
fn single(text: &str, kind: &Type) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if texts::is_none(text) {
        return Some(Value::Null);
    }
    Some(match kind {
        Type::Bool => match text {
            "yes" => json!(true),
            "no" => json!(false),
            other => json!(other),
        },
        Type::Date => json!(texts::date(text)),
        Type::Integer => {
            let number = texts::number(text);
            number.parse::<i64>().map_or_else(|_| json!(number), |number| json!(number))
        }
        Type::Decimal | Type::Money => json!(texts::number(text)),
        Type::Text | Type::Choice(_) | Type::Ordered(_) | Type::Many(_) => json!(text),
    })
}

fn entries(fields: &Fields, question: &Question<'_>, held: Option<&Value>) -> Option<Value> {
    let key = &question.fact.key;
    let state = fields.get(&format!("h.{key}")).unwrap_or_default();
    if state == NONE {
        return Some(json!([]));
    }
    let before = held.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    // What was there and is now said to be unknown is unknown; rows filled in without a word beside them count.
    if state.is_empty() && !before.is_empty() {
        return None;
    }
    // Month by month where the form had a grid, else row by row.
    if let Some(groups) = grid::read(fields, question, before) {
        return (!groups.is_empty()).then(|| Value::Array(groups.into_iter().map(Value::Object).collect()));
    }
    let rows = fields.get(&format!("r.{key}")).and_then(|rows| rows.parse::<usize>().ok()).unwrap_or(0);
    let mut found = Vec::new();
    for at in 0..rows.min(MOST_ROWS) {
        let old = before.get(at).and_then(Value::as_object).cloned().unwrap_or_default();
        found.extend(row(fields, question, at, old).map(Value::Object));
    }
    (!found.is_empty()).then_some(Value::Array(found))
}

/// One row laid over the span or event it was drawn from; nothing when all its fields are empty.
fn row(
    fields: &Fields,
    question: &Question<'_>,
    at: usize,
    mut entry: Map<String, Value>,
) -> Option<Map<String, Value>> {
    let key = &question.fact.key;
    let mut some = false;
    for field in question.dates() {
        let sent = fields.get(&format!("e.{key}.{at}.{field}"));
        let new = date_field(field, sent.unwrap_or_default());
        some |= new.is_some();
        put(&mut entry, field, new);
    }
    some |= attributes(fields, question, at, &mut entry);
    some.then_some(entry)
}

/// The attributes that a form says of one span or event, laid over what was there; true when they say something.
pub fn attributes(
    fields: &Fields,
    question: &Question<'_>,
    at: usize,
    entry: &mut Map<String, Value>,
) -> bool {
    let mut some = false;
    for attribute in question.asked() {
        let field = &attribute.key;
        let sent = fields.all(&format!("e.{}.{at}.{field}", question.fact.key));
        let new = if attribute.kind.is_many() {
            many(sent, entry.get(field))
        } else {
            single(sent.first().map_or("", String::as_str), &attribute.kind)
        };
        // A choice that is drawn with its usual value says nothing by itself.
        some |= new.is_some() && !is_preset(attribute);
        put(entry, field, new);
    }
    some
}

fn put(entry: &mut Map<String, Value>, field: &str, new: Option<Value>) {
    match new {
        Some(new) => {
            entry.insert(field.to_owned(), new);
        }
        None => {
            entry.remove(field);
        }
    }
}

fn is_preset(attribute: &Attribute) -> bool {
    attribute.default.is_some()
}

/// Words that are ticked; none where that is ticked, written the way it was before.
fn many(sent: &[String], held: Option<&Value>) -> Option<Value> {
    let words: Vec<Value> =
        sent.iter().filter(|word| !word.is_empty() && *word != NONE).map(|word| json!(word)).collect();
    if words.is_empty() {
        let none = sent.iter().any(|word| word == NONE);
        return none.then(|| if held == Some(&Value::Null) { Value::Null } else { json!([]) });
    }
    Some(Value::Array(words))
}

fn date_field(field: &str, text: &str) -> Option<Value> {
    let text = text.trim();
    let running = field == "to" && matches!(text, "至今" | "现在" | "now");
    (!text.is_empty() && !running).then(|| json!(texts::date(text)))
}
