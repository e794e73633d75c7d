//! Spans of days, such as a home: each has a grid of its own, with its first and last day in fields above the months.
//!
//! Whoever ticks months means whole months; whoever types days means these days. What is changed on the one side only takes
//! nothing from the other: a first day in the midst of a month stays, unless the stretch begins in another month now.

use super::{Group, Sent, YEARS, month, ticked};
use crate::form::texts;
use serde_json::{Map, Value, json};
use terms::{Date, Month, Months};

/// A group for each span of a record, in their order; those still running are drawn to `upto`.
pub fn groups(held: &[Value], upto: Month) -> Vec<Group> {
    held.iter().filter_map(Value::as_object).map(|entry| group(entry, upto)).collect()
}

fn group(entry: &Map<String, Value>, upto: Month) -> Group {
    let mut shared = entry.clone();
    let (from, to) = (shared.remove("from").unwrap_or_default(), shared.remove("to"));
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let typed = (text(Some(&from)), text(to.as_ref()));
    let running = to.is_none() && day(&typed.0).is_some();
    let mut months = Months::default();
    if let Some(stretch) = Stretch::of(&typed, upto) {
        months = stretch.months();
    }
    Group { shared, months, running, typed, spans: vec![(from, to)] }
}

/// One grid laid over the span that it was drawn from.
pub fn spans(
    sent: &Sent<'_>,
    group: Group,
    shared: Map<String, Value>,
    told: bool,
) -> Vec<Map<String, Value>> {
    let ticks = ticked(sent);
    let typed = (texts::date(sent.typed("from")), texts::date(sent.typed("to")));
    let running = sent.has("u");
    let (same_ticks, same_days) = (ticks == group.months, typed == group.typed);
    if same_ticks && same_days && running == group.running {
        if group.spans.is_empty() && told {
            // Said of what, but not of when: the reader of records will ask.
            return vec![shared];
        }
        return group.spans.into_iter().map(|(from, to)| with(&shared, from, to)).collect();
    }
    let emptied = typed == (String::new(), String::new());
    if same_ticks && emptied && !running {
        return Vec::new();
    }
    let Some(mut stretch) = Stretch::of(&typed, sent.upto).or(emptied.then_some(Stretch::NONE)) else {
        // Not understood, or the wrong way round: kept as typed, for the reader of records to say so.
        let mut entry = shared;
        for (end, text) in [("from", typed.0), ("to", typed.1)] {
            entry.extend((!text.is_empty()).then(|| (end.to_owned(), json!(text))));
        }
        return vec![entry];
    };
    // An end that was typed now says more than a box that was ticked before; and the other way round.
    if running && !group.running && typed.1 == group.typed.1 {
        stretch.open(sent.upto);
    } else if !running && group.running {
        stretch.end_with(sent.upto);
    }
    let months = if emptied {
        ticks
    } else {
        let (more, less) = (ticks.without(&group.months), group.months.without(&ticks));
        stretch.months().union(&more).without(&less)
    };
    let open = (stretch.running || (running && emptied)) && (!group.running || months.contains(sent.upto));
    let runs = months.runs();
    let last = runs.len().saturating_sub(1);
    let found = runs.into_iter().enumerate().map(|(at, (first, end))| {
        let from = stretch.first.filter(|day| Month::of(*day) == first).unwrap_or(first.first_day());
        let to = stretch.last.filter(|day| Month::of(*day) == end).unwrap_or(end.last_day());
        with(&shared, json!(from.to_string()), (!(open && at == last)).then(|| json!(to.to_string())))
    });
    found.collect()
}

fn with(shared: &Map<String, Value>, from: Value, to: Option<Value>) -> Map<String, Value> {
    let mut entry = shared.clone();
    entry.insert("from".to_owned(), from);
    entry.extend(to.map(|to| ("to".to_owned(), to)));
    entry
}

/// What two fields say: a first and a last day.
struct Stretch {
    first: Option<Date>,
    /// None while it is running: then it is drawn to a month.
    last: Option<Date>,
    running: bool,
    drawn: Option<Month>,
}

impl Stretch {
    const NONE: Stretch = Stretch { first: None, last: None, running: false, drawn: None };

    /// The stretch of two texts: days, or months, which mean their first and last day. Nothing when a text says something else,
    /// when the first is missing, or when they are the wrong way round.
    fn of((from, to): &(String, String), upto: Month) -> Option<Stretch> {
        let first = day(from).or_else(|| month(from).map(Month::first_day))?;
        if to.is_empty() {
            let drawn = Some(upto.max(Month::of(first)));
            return Some(Stretch { first: Some(first), last: None, running: true, drawn });
        }
        let last = day(to).or_else(|| month(to).map(Month::last_day)).filter(|last| *last >= first)?;
        Some(Stretch { first: Some(first), last: Some(last), running: false, drawn: None })
    }

    /// It goes on.
    fn open(&mut self, upto: Month) {
        if let Some(first) = self.first {
            *self = Stretch { last: None, running: true, drawn: Some(upto.max(Month::of(first))), ..*self };
        }
    }

    /// It has ended; where no day was said, with the last month drawn.
    fn end_with(&mut self, upto: Month) {
        self.running = false;
        self.drawn = self.drawn.or(self.first.map(|first| upto.max(Month::of(first))));
    }

    fn months(&self) -> Months {
        match (self.first, self.last.map(Month::of).or(self.drawn)) {
            (Some(first), Some(last)) => Months::between(Month::of(first), last),
            _ => Months::default(),
        }
    }
}

/// A day that a life can have, however it is typed.
fn day(text: &str) -> Option<Date> {
    policy::language::phrase::day(&texts::date(text)).filter(|day| YEARS.contains(&Month::of(*day).year()))
}
