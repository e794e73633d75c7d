//! Records as people might send them, for tests: every form that the reader takes.

use super::json::Json;
use crate::vocabulary::{Fact, Field, Kind, Type, Vocabulary};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use terms::civil::{day_number, day_of_number};
use terms::{Date, Exact, Month, Months};

/// JSON texts of valid records over a vocabulary.
pub(crate) fn record(vocabulary: &Vocabulary) -> impl Strategy<Value = String> + use<> {
    tree(vocabulary).prop_map(|json| text(&json))
}

/// A JSON tree as text.
pub(super) fn text(json: &Json<'static>) -> String {
    let mut out = String::new();
    json.write(&mut out);
    out
}

/// Valid records over a vocabulary, as trees.
pub(super) fn tree(vocabulary: &Vocabulary) -> impl Strategy<Value = Json<'static>> + use<> {
    let facts: Vec<_> = vocabulary.facts().map(|(_, own)| fact(own)).collect();
    (facts, any::<u64>()).prop_map(|(facts, bits)| {
        let mut given = Vec::new();
        let mut unknown = Vec::new();
        let mut disputed = Vec::new();
        for (at, (name, json)) in facts.into_iter().enumerate() {
            // One in four is disputed or listed as unknown.
            let listed = bits >> (at % 32) & 3 == 0;
            match json {
                Some(json) => {
                    disputed.extend(listed.then(|| Json::from(name.clone())));
                    given.push((name.into(), json));
                }
                None => unknown.extend(listed.then_some(Json::from(name))),
            }
        }
        let mut fields = vec![("facts".into(), Json::Object(given))];
        if bits & 1 == 0 {
            fields.push(("unknown".into(), Json::Array(unknown)));
            fields.push(("disputed".into(), Json::Array(disputed)));
        }
        Json::Object(fields)
    })
}

/// A key or a Chinese name, and what is given, if anything.
fn fact(fact: &Fact) -> BoxedStrategy<(String, Option<Json<'static>>)> {
    let nothing = prop_oneof![Just(Json::Null), Just(Json::Array(Vec::new()))];
    let given = match fact.field() {
        Some(own) => {
            let value =
                || value(own).prop_filter("an empty list is none", |json| *json != Json::Array(Vec::new()));
            let since = (value(), days(None)).prop_map(|(value, since)| {
                Json::Object(vec![("value".into(), value), ("since".into(), since.to_string().into())])
            });
            let bare = value().prop_map(|value| Json::Object(vec![("value".into(), value)]));
            prop_oneof![6 => value(), 2 => since, 1 => bare].boxed()
        }
        None => proptest::collection::vec(entry(fact), 1..4).prop_map(Json::Array).boxed(),
    };
    let given = prop_oneof![4 => Just(None), 1 => nothing.prop_map(Some), 4 => given.prop_map(Some)];
    (name(&fact.key, &fact.name), given).boxed()
}

fn name(key: &str, name: &str) -> impl Strategy<Value = String> + use<> {
    select(vec![key.to_owned(), name.to_owned()])
}

fn entry(fact: &Fact) -> BoxedStrategy<Json<'static>> {
    let first = fact.earliest.unwrap_or_else(Months::first).first_day();
    let span = (day_number(first)..day_number(Months::last().last_day()), 0..4000i32);
    let kind = fact.kind;
    let ends = (span, any::<bool>(), any::<bool>()).prop_map(move |((from, length), open, chinese)| {
        let key = |ascii: &str, name: &str| {
            if chinese { name.to_owned() } else { ascii.to_owned() }
        };
        let (from, to) = (day_of_number(from), day_of_number(from + length).min(Months::last().last_day()));
        let shown = |day: Date| {
            Json::from(if kind == Kind::MonthSpans { Month::of(day).to_string() } else { day.to_string() })
        };
        if kind == Kind::Events {
            return vec![(key("date", "日期"), shown(from))];
        }
        let mut ends = vec![(key("from", "起"), shown(from))];
        match (open, length % 2) {
            (true, 0) => {}
            (true, _) => ends.push((key("to", "止"), Json::Null)),
            _ => ends.push((key("to", "止"), shown(to))),
        }
        ends
    });
    let attributes: Vec<_> = fact
        .attributes
        .iter()
        .map(|own| {
            let given = prop_oneof![5 => Just(None), 1 => Just(Some(Json::Null)), 5 => value(own.field()).prop_map(Some)];
            (name(&own.key, &own.name), given)
        })
        .collect();
    let id = prop_oneof![3 => Just(None), 1 => words().prop_map(Some)];
    (ends, attributes, id)
        .prop_flat_map(|(mut fields, attributes, id)| {
            fields.extend(attributes.into_iter().filter_map(|(key, json)| json.map(|json| (key, json))));
            fields.extend(id.map(|id| ("id".to_owned(), Json::from(id))));
            Just(fields).prop_shuffle()
        })
        .prop_map(|fields| {
            Json::Object(fields.into_iter().map(|(key, json): (String, _)| (key.into(), json)).collect())
        })
        .boxed()
}

fn days(limits: Option<(Date, Date)>) -> impl Strategy<Value = Date> {
    let first = limits.map_or(-25_567, |(first, _)| day_number(first)); // 1900-01-01
    let last = limits.map_or(43_098, |(_, last)| day_number(last)); // 2087-12-31
    (first..=last).prop_map(day_of_number)
}

fn words() -> impl Strategy<Value = String> {
    "[一-龥a-zA-Z0-9]{1,12}( ?[一-龥（）·0-9]{1,8})?"
}

fn value(field: Field<'_>) -> BoxedStrategy<Json<'static>> {
    let text = |text: &String| Json::from(text.clone());
    match field.kind {
        Type::Date => days(field.dates).prop_map(|day| Json::from(day.to_string())).boxed(),
        Type::Bool => {
            let words = ["是", "否"].map(|word| Json::Text(word.into()));
            prop_oneof![any::<bool>().prop_map(Json::Bool), select(words.to_vec())].boxed()
        }
        Type::Integer => whole(field).boxed(),
        Type::Decimal => prop_oneof![whole(field), decimal(field, 6)].boxed(),
        Type::Money => prop_oneof![whole(field), decimal(field, 2)].boxed(),
        Type::Text => words().prop_map(Json::from).boxed(),
        Type::Choice(options) | Type::Ordered(options) => {
            select(options.iter().map(text).collect::<Vec<_>>()).boxed()
        }
        Type::Many(options) => {
            let options: Vec<_> = options.iter().map(text).collect();
            let count = options.len();
            subsequence(options, 0..=count).prop_shuffle().prop_map(Json::Array).boxed()
        }
    }
}

fn bounds(field: Field<'_>, scale: i64) -> std::ops::RangeInclusive<i64> {
    let (low, high) = field.bounds.unwrap_or((Exact::from(-1_000_000), Exact::from(1_000_000)));
    let end = |number: Exact| (number * Exact::from(scale)).floor();
    -end(-low)..=end(high)
}

fn whole(field: Field<'_>) -> impl Strategy<Value = Json<'static>> + use<> {
    bounds(field, 1).prop_map(Json::Integer)
}

fn decimal(field: Field<'_>, places: u32) -> impl Strategy<Value = Json<'static>> + use<> {
    let scale = 10i64.pow(places);
    (bounds(field, scale), any::<bool>()).prop_map(move |(number, padded)| {
        let short = Exact::ratio(number, scale).to_decimal().unwrap();
        let missing = match short.split_once('.') {
            Some((_, part)) => places as usize - part.len(),
            None => return Json::from(short),
        };
        Json::from(if padded { format!("{short}{}", "0".repeat(missing)) } else { short })
    })
}
