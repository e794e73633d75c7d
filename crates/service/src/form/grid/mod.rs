//! Months on a grid: a stretch of life is ticked month by month, and becomes spans again, of months or of days.
//!
//! What is not changed on a grid stays the spans that it was drawn from, so that a record goes through a form unchanged; of spans
//! of days, first and last days in the midst of a month among them.

mod days;
mod draw;
mod months;

pub use draw::grids;

use super::answers::{Fields, attributes};
use super::{Question, texts};
use policy::vocabulary::Kind;
use serde_json::{Map, Value};
use terms::{Month, Months};

/// Most grids that a form may send of one fact.
const MOST_GROUPS: usize = 100;
/// Years that a month of a life can lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2087;

/// What is drawn on one grid: spans of months that differ in nothing but these, or one span of days.
#[derive(Clone, Default)]
pub struct Group {
    /// What they share: attributes, identity.
    pub shared: Map<String, Value>,
    /// First and last month or day of each, as the record has them.
    spans: Vec<(Value, Option<Value>)>,
    /// All their months, to the last one drawn.
    pub months: Months,
    /// True when the last of them is still running.
    pub running: bool,
    /// First and last month as typed, where they are no months; first and last day.
    pub typed: (String, String),
}

/// The spans of a record as grids, those still running drawn to `upto`.
pub fn groups(kind: Kind, held: &[Value], upto: Month) -> Vec<Group> {
    if kind == Kind::DaySpans { days::groups(held, upto) } else { months::groups(held, upto) }
}

/// The spans that a form's grids say, each as a record writes it; nothing where the form had no grid.
pub fn read(fields: &Fields, question: &Question<'_>, held: &[Value]) -> Option<Vec<Map<String, Value>>> {
    let key = question.fact.key.as_str();
    let count: usize = fields.get(&format!("g.{key}"))?.parse().ok()?;
    let upto = fields.get(&format!("t.{key}")).and_then(month)?;
    let kind = question.fact.kind;
    let mut before = groups(kind, held, upto).into_iter();
    let mut found = Vec::new();
    for at in 0..count.min(MOST_GROUPS) {
        let group = before.next().unwrap_or_default();
        let sent = Sent { fields, key, at, upto };
        let mut shared = group.shared.clone();
        let told = attributes(fields, question, at, &mut shared);
        let spans = if kind == Kind::DaySpans { days::spans } else { months::spans };
        found.extend(spans(&sent, group, shared, told));
    }
    Some(found)
}

/// What a form sent of one grid.
struct Sent<'f> {
    fields: &'f Fields,
    key: &'f str,
    at: usize,
    /// The last month drawn of what is still running.
    upto: Month,
}

impl Sent<'_> {
    fn all(&self, field: &str) -> &[String] {
        self.fields.all(&format!("{field}.{}.{}", self.key, self.at))
    }

    fn has(&self, field: &str) -> bool {
        !self.all(field).is_empty()
    }

    /// What was typed for a first or last month or day.
    fn typed(&self, end: &str) -> &str {
        self.fields.get(&format!("e.{}.{}.{end}", self.key, self.at)).unwrap_or_default().trim()
    }
}
/// The months ticked one by one and by the year.
fn ticked(sent: &Sent<'_>) -> Months {
    let mut months = Months::default();
    for month in sent.all("m").iter().filter_map(|text| month(text)) {
        months.insert(month, month);
    }
    for year in sent.all("y").iter().filter_map(|text| text.parse::<i32>().ok()) {
        if let (Some(first), Some(last)) = (Month::new(year, 1), Month::new(year, 12))
            && YEARS.contains(&year)
        {
            months.insert(first, if year == sent.upto.year() { sent.upto } else { last });
        }
    }
    months
}

/// A month that a life can have, however it is typed.
fn month(text: &str) -> Option<Month> {
    Month::parse(&texts::date(text)).filter(|month| YEARS.contains(&month.year()))
}
