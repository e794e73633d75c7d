//! Months on a grid: a stretch of life is ticked month by month, and becomes spans again.
//!
//! Spans that differ in nothing but their months share a grid. What is not changed on it stays the spans that it was drawn
//! from, so that a record goes through a form unchanged.

mod draw;

pub use draw::grids;

use super::answers::{Fields, attributes};
use super::{Question, texts};
use serde_json::{Map, Value, json};
use terms::{Month, Months};

/// Most grids that a form may send of one fact.
const MOST_GROUPS: usize = 100;
/// Years that a month of a life can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2087;

/// Spans that differ in nothing but their months.
#[derive(Clone, Default)]
pub struct Group {
    /// What they share: attributes, identity.
    pub shared: Map<String, Value>,
    /// The months of each, as the record has them.
    spans: Vec<(Value, Option<Value>)>,
    /// All their months, to the last one drawn.
    pub months: Months,
    /// True when the last of them is still running.
    pub running: bool,
    /// First and last month as typed, where they are no months.
    pub typed: (String, String),
}

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

/// The spans that a form's grids say, each as a record writes it; nothing where the form had no grid.
pub fn read(fields: &Fields, question: &Question<'_>, held: &[Value]) -> Option<Vec<Map<String, Value>>> {
    let key = &question.fact.key;
    let count: usize = fields.get(&format!("g.{key}"))?.parse().ok()?;
    let upto = fields.get(&format!("t.{key}")).and_then(month)?;
    let mut before = groups(held, upto).into_iter();
    let mut found = Vec::new();
    for at in 0..count.min(MOST_GROUPS) {
        let group = before.next().unwrap_or_default();
        found.extend(spans(fields, question, at, group, upto));
    }
    Some(found)
}

/// One grid laid over the spans that it was drawn from.
fn spans(
    fields: &Fields,
    question: &Question<'_>,
    at: usize,
    group: Group,
    upto: Month,
) -> Vec<Map<String, Value>> {
    let key = &question.fact.key;
    let sent = |field: &str| fields.get(&format!("{field}.{key}.{at}"));
    let typed =
        |field: &str| fields.get(&format!("e.{key}.{at}.{field}")).unwrap_or_default().trim().to_owned();
    let mut ticked = ticked(fields, key, at, upto);
    let mut running = sent("u").is_some();
    let range = (typed("from"), typed("to"));
    let mut shared = group.shared.clone();
    let told = attributes(fields, question, at, &mut shared);
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
    if running && group.running && !ticked.contains(upto) {
        running = false;
    }
    if range != (String::new(), String::new()) {
        match (month(&range.0), range.1.as_str(), month(&range.1)) {
            (Some(from), "", _) => {
                ticked.insert(from, upto.max(from));
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

/// The months ticked one by one and by the year.
fn ticked(fields: &Fields, key: &str, at: usize, upto: Month) -> Months {
    let mut months = Months::default();
    for month in fields.all(&format!("m.{key}.{at}")).iter().filter_map(|text| month(text)) {
        months.insert(month, month);
    }
    for year in fields.all(&format!("y.{key}.{at}")).iter().filter_map(|text| text.parse::<i32>().ok()) {
        if let (Some(first), Some(last)) = (Month::new(year, 1), Month::new(year, 12))
            && YEARS.contains(&year)
        {
            months.insert(first, if year == upto.year() { upto } else { last });
        }
    }
    months
}

/// A month that a life can have, however it is typed.
fn month(text: &str) -> Option<Month> {
    Month::parse(&texts::date(text)).filter(|month| YEARS.contains(&month.year()))
}
