//! Spans of months: those that differ in nothing but their months share a grid.

use super::{Group, Sent, month, ticked};
use crate::form::texts;
use serde_json::{Map, Value, json};
use terms::Month;

/// The spans of a record, grouped, in the order of their first appearance; those still running are drawn to `upto`.
pub fn groups(held: &[Value], upto: Month) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in held.iter().filter_map(Value::as_object) {
        let mut shared = entry.clone();
        let (from, to) = (shared.remove("from").unwrap_or_default(), shared.remove("to"));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let first = text(&from).and_then(|text| month(&text));
        let last = match &to {
            None => Some(upto),
            Some(to) => text(to).and_then(|text| month(&text)),
        };
        let (Some(first), Some(last)) = (first, last) else {
            let typed = (text(&from).unwrap_or_default(), to.as_ref().and_then(text).unwrap_or_default());
            groups.push(Group { shared, typed, spans: vec![(from, to)], ..Group::default() });
            continue;
        };
        let at = groups.iter().position(|group| group.shared == shared && group.typed.0.is_empty());
        let at = at.unwrap_or_else(|| {
            groups.push(Group { shared, ..Group::default() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.running |= to.is_none();
            group.months.insert(first, last);
            group.spans.push((from, to));
        }
    }
    groups
}

/// One grid laid over the spans that it was drawn from.
pub fn spans(
    sent: &Sent<'_>,
    group: Group,
    shared: Map<String, Value>,
    told: bool,
) -> Vec<Map<String, Value>> {
    let mut ticked = ticked(sent);
    let mut running = sent.has("u");
    let range = (sent.typed("from").to_owned(), sent.typed("to").to_owned());
    let with = |from: Value, to: Option<Value>| {
        let mut entry = shared.clone();
        entry.insert("from".to_owned(), from);
        entry.extend(to.map(|to| ("to".to_owned(), to)));
        entry
    };
    if ticked == group.months && running == group.running && range == group.typed {
        if group.spans.is_empty() && told {
            // Said of what, but not of when: the reader of records will ask.
            return vec![shared];
        }
        return group.spans.into_iter().map(|(from, to)| with(from, to)).collect();
    }
    let mut found = Vec::new();
    // What was running and is no longer ticked up to now has ended.
    if running && group.running && !ticked.contains(sent.upto) {
        running = false;
    }
    if range != (String::new(), String::new()) {
        match (month(&range.0), range.1.as_str(), month(&range.1)) {
            (Some(from), "", _) => {
                ticked.insert(from, sent.upto.max(from));
                running = true;
            }
            (Some(from), _, Some(to)) if from <= to => ticked.insert(from, to),
            // Not understood, or the wrong way round: kept as typed, for the reader of records to say so.
            _ => {
                let (from, to) = (texts::date(&range.0), texts::date(&range.1));
                found.push(with(json!(from), (!to.is_empty()).then(|| json!(to))));
            }
        }
    }
    let runs = ticked.runs();
    let last = runs.len().saturating_sub(1);
    for (at, (from, to)) in runs.into_iter().enumerate() {
        let open = running && at == last;
        found.push(with(json!(from.to_string()), (!open).then(|| json!(to.to_string()))));
    }
    found
}
