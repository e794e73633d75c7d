//! JSON Schema of a record, for editors, forms and other programs.
//!
//! It says all that a schema can say. What it cannot say (an end before its beginning, a fact that is both given and
//! unknown, a key written twice, limits of decimal strings) is left to the reader, which holds a record to the whole of it.

use super::{Attribute, Fact, Field, Kind, Type, Vocabulary};
use crate::record::{MOST_CHARACTERS, MOST_DIGITS, MOST_ENTRIES, YEARS};
use serde_json::{Map, Value, json};
use terms::{Date, Exact, Months};

/// A day of a month, without asking how many days the month has.
const DAY: &str = "(0[1-9]|[12][0-9]|3[01])";
const MONTH: &str = "(0[1-9]|1[0-2])";
/// One line that neither begins nor ends with a space, without invisible characters.
const INVISIBLE: &str = "\\u0000-\\u001f\\u007f-\\u009f\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff";

/// The JSON Schema (2020-12) of a record. Every fact and attribute can be written by its key or its Chinese name.
pub fn record_schema(vocabulary: &Vocabulary) -> Value {
    let mut definitions = Map::new();
    let mut facts = Map::new();
    let mut names = Vec::new();
    let mut once = Vec::new();
    definitions.insert("date".into(), date(None));
    let months = (Months::first().year(), Months::last().year());
    definitions.insert("month".into(), json!({"type": "string", "pattern": month(months.0, months.1)}));
    definitions.insert("text".into(), text());
    for (_, fact) in vocabulary.facts() {
        for name in [&fact.key, &fact.name] {
            facts.insert(name.clone(), reference(&fact.key));
            names.push(name.clone());
        }
        once.push(only_one(&fact.key, &fact.name));
        define(fact, &mut definitions);
    }
    definitions
        .insert("names".into(), json!({"type": "array", "uniqueItems": true, "items": {"enum": names}}));
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "事实记录",
        "description": "一个人的事实。没有写的和列在 unknown 里的是不知道；null 和 [] 是知道没有。",
        "type": "object",
        "required": ["facts"],
        "additionalProperties": false,
        "properties": {
            "facts": {
                "title": "事实",
                "type": "object",
                "additionalProperties": false,
                "properties": facts,
            },
            "unknown": {"title": "不知道的事实", "$ref": "#/$defs/names"},
            "disputed": {"title": "有争议的事实；要先在 facts 里给出", "$ref": "#/$defs/names"},
        },
        "$defs": definitions,
    });
    if let Some(facts) = schema.pointer_mut("/properties/facts").filter(|_| !once.is_empty()) {
        set(facts, "allOf", Value::Array(once));
    }
    schema
}

fn reference(key: &str) -> Value {
    json!({"$ref": format!("#/$defs/{key}")})
}

fn only_one(key: &str, name: &str) -> Value {
    json!({"not": {"required": [key, name]}})
}

/// Defines a fact and what it is made of. Keys hold no point, so that the parts' names cannot meet another fact's.
fn define(fact: &Fact, definitions: &mut Map<String, Value>) {
    let nothing = [json!({"type": "null"}), json!({"type": "array", "maxItems": 0})];
    let mut body = described(&fact.name, &fact.definition, &fact.english);
    if let Some(field) = fact.field() {
        let part = format!("{}.value", fact.key);
        let mut value = value(field);
        if field.kind.is_many() {
            set(&mut value, "minItems", json!(1));
        }
        unit(&mut value, &fact.unit_word);
        definitions.insert(part.clone(), value);
        let dated = json!({
            "type": "object",
            "required": ["value"],
            "additionalProperties": false,
            "properties": {"value": reference(&part), "since": reference("date")},
        });
        let forms: Vec<Value> = [reference(&part), dated].into_iter().chain(nothing).collect();
        set(&mut body, "anyOf", Value::Array(forms));
    } else {
        let part = format!("{}.entry", fact.key);
        let entry = entry(fact, definitions);
        definitions.insert(part.clone(), entry);
        set(&mut body, "type", json!(["array", "null"]));
        set(&mut body, "maxItems", json!(MOST_ENTRIES));
        set(&mut body, "items", reference(&part));
    }
    set(&mut body, "x-kind", json!(fact.kind.word()));
    set(&mut body, "x-attested-by", json!(fact.attested_by));
    set(&mut body, "x-sensitivity", json!(fact.sensitivity.word()));
    definitions.insert(fact.key.clone(), body);
}

fn entry(fact: &Fact, definitions: &mut Map<String, Value>) -> Value {
    let mut properties = Map::new();
    let mut rules = Vec::new();
    let mut add = |key: &str, name: &str, schema: Value| {
        properties.insert(key.to_owned(), schema.clone());
        properties.insert(name.to_owned(), schema);
        rules.push(only_one(key, name));
    };
    let day = || reference(if fact.kind == Kind::MonthSpans { "month" } else { "date" });
    let first = if fact.kind == Kind::Events {
        add("date", "日期", day());
        ["date", "日期"]
    } else {
        let pattern = fact.earliest.map(|earliest| match fact.kind {
            Kind::MonthSpans => month(earliest.year(), Months::last().year()),
            _ => day_pattern(earliest.year(), i32::from(*YEARS.end())),
        });
        let from = pattern.map_or_else(day, |pattern| json!({"type": "string", "pattern": pattern}));
        add("from", "起", from);
        add("to", "止", json!({"anyOf": [day(), {"type": "null"}]}));
        ["from", "起"]
    };
    add("id", "编号", reference("text"));
    for own in &fact.attributes {
        let part = format!("{}.{}", fact.key, own.key);
        add(&own.key, &own.name, reference(&part));
        definitions.insert(part, attribute(own));
    }
    rules.push(json!({"anyOf": first.map(|key| json!({"required": [key]}))}));
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "allOf": rules,
    })
}

fn attribute(own: &Attribute) -> Value {
    let mut schema = described(&own.name, &own.definition, &own.english);
    let mut value = value(own.field());
    unit(&mut value, &own.unit_word);
    set(&mut schema, "anyOf", json!([value, {"type": "null"}]));
    if let Some(default) = &own.default {
        set(&mut schema, "default", plain(default, &own.kind));
    }
    schema
}

fn described(name: &str, definition: &str, english: &str) -> Value {
    json!({"title": name, "description": definition, "x-english": english})
}

fn unit(schema: &mut Value, word: &str) {
    if !word.is_empty() {
        set(schema, "x-unit", json!(word));
    }
}

fn set(schema: &mut Value, key: &str, value: Value) {
    if let Value::Object(fields) = schema {
        fields.insert(key.to_owned(), value);
    }
}

fn value(field: Field<'_>) -> Value {
    match field.kind {
        Type::Date if field.dates.is_none() => reference("date"),
        Type::Date => date(field.dates),
        Type::Bool => json!({"enum": [true, false, "是", "否"]}),
        Type::Integer => integer(field.bounds),
        Type::Decimal => decimal(field.bounds, 6),
        Type::Money => decimal(field.bounds, 2),
        Type::Text => reference("text"),
        Type::Choice(options) => json!({"enum": options}),
        Type::Ordered(options) => json!({"enum": options, "x-ordered": true}),
        Type::Many(options) => json!({"type": "array", "uniqueItems": true, "items": {"enum": options}}),
    }
}

fn text() -> Value {
    let pattern = format!("^[^\\s{INVISIBLE}]([^{INVISIBLE}]*[^\\s{INVISIBLE}])?$");
    json!({"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS, "pattern": pattern})
}

fn date(limits: Option<(Date, Date)>) -> Value {
    let (first, last) = match limits {
        Some((first, last)) => (first.year(), last.year()),
        None => (*YEARS.start(), *YEARS.end()),
    };
    json!({"type": "string", "format": "date", "pattern": day_pattern(first.into(), last.into())})
}

fn day_pattern(first: i32, last: i32) -> String {
    format!("^({})-{MONTH}-{DAY}$", years(first, last))
}

fn month(first: i32, last: i32) -> String {
    format!("^({})-{MONTH}$", years(first, last))
}

/// A pattern for the years from `first` to `last`, decade by decade.
pub(super) fn years(first: i32, last: i32) -> String {
    let decades = first.div_euclid(10)..=last.div_euclid(10);
    let decade = |decade: i32| {
        let low = (first - decade * 10).max(0);
        let high = (last - decade * 10).min(9);
        if low == high { format!("{decade:03}{low}") } else { format!("{decade:03}[{low}-{high}]") }
    };
    decades.map(decade).collect::<Vec<_>>().join("|")
}

fn integer(bounds: Option<(Exact, Exact)>) -> Value {
    // As many digits as in the reader.
    let most: i64 = (0..MOST_DIGITS).fold(0, |number, _| number * 10 + 9);
    let (low, high) = match bounds {
        Some((low, high)) => (-(-low).floor(), high.floor()),
        None => (-most, most),
    };
    json!({"type": "integer", "minimum": low, "maximum": high})
}

fn decimal(bounds: Option<(Exact, Exact)>, places: usize) -> Value {
    let sign = if bounds.is_some_and(|(low, _)| !low.is_negative()) { "" } else { "-?" };
    let rest = MOST_DIGITS - 1;
    let pattern = format!("^{sign}(0|[1-9][0-9]{{0,{rest}}})(\\.[0-9]{{1,{places}}})?$");
    json!({"anyOf": [integer(bounds), {"type": "string", "pattern": pattern}]})
}

/// A value as it stands in a record.
fn plain(value: &crate::record::Value, kind: &Type) -> Value {
    let text = crate::record::plain_text(value, kind);
    // What the writer wrote can be read.
    serde_json::from_str(&text).unwrap_or(Value::Null)
}
