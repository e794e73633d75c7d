//! An answer in words, for those who look over what they said.

use crate::view::View;
use maud::{Markup, html};
use policy::vocabulary::{Attribute, Fact};
use serde_json::{Map, Value};

/// Spans or events told one by one; of more, the number is said.
const MOST: usize = 12;

/// What a record says of a fact, in words.
pub fn told(view: View, fact: &Fact, held: &Value) -> Markup {
    let value = match held {
        Value::Object(with_day) => with_day.get("value").unwrap_or(held),
        other => other,
    };
    match (value, &fact.value) {
        (Value::Array(entries), None) if !entries.is_empty() => html! {
            ul {
                @for entry in entries.iter().filter_map(Value::as_object).take(MOST) { li { (one(view, fact, entry)) } }
                @if entries.len() > MOST { li.soft { (view.say("一共 ", "in all ")) (entries.len()) (view.say(" 条", "")) } }
            }
        },
        _ => {
            html! { (word(view, value)) @if value.is_number() && !fact.unit_word.is_empty() { " " (fact.unit_word) } }
        }
    }
}

fn one(view: View, fact: &Fact, entry: &Map<String, Value>) -> Markup {
    let day = |key: &str| entry.get(key).and_then(Value::as_str);
    let named: Vec<(&Attribute, &Value)> = fact
        .attributes
        .iter()
        .filter_map(|attribute| Some((attribute, entry.get(&attribute.key)?)))
        .collect();
    html! {
        span.num {
            @if fact.kind.is_spans() {
                (day("from").unwrap_or("?")) (view.say(" 至 ", " to ")) (day("to").unwrap_or(view.say("今", "now")))
            } @else { (day("date").unwrap_or("?")) }
        }
        @for (attribute, value) in named {
            (view.say("，", ", "))
            span.soft { (if view.english() { &attribute.english } else { &attribute.name }) } " "
            (word(view, value)) @if !value.is_boolean() && !attribute.unit_word.is_empty() { " " (attribute.unit_word) }
        }
    }
}

fn word(view: View, value: &Value) -> Markup {
    match value {
        Value::Null => html! { (view.say("没有", "none")) },
        Value::Bool(true) => html! { (view.say("是", "yes")) },
        Value::Bool(false) => html! { (view.say("否", "no")) },
        Value::Number(number) => html! { (number) },
        Value::String(text) => html! { span lang="zh-Hans" { (text) } },
        Value::Array(words) if words.is_empty() => html! { (view.say("没有", "none")) },
        Value::Array(words) => {
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            html! { span lang="zh-Hans" { (words.join("、")) } }
        }
        Value::Object(_) => html! {},
    }
}
