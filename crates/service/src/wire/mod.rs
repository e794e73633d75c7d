//! The wire types of `--json` and of the API, documented in `docs/reference/json.md`. Core types are not serializable on
//! purpose: what stands here is a contract, held by snapshots; a change of it is a new `format`.

mod ahead;
mod claims;
mod compare;
mod difference;
mod measures;
mod points;
mod rules;
mod score;
mod versions;

pub use ahead::{Aim, Forecast, Plans, Why, forecast, plans, status, why};
pub use claims::{Claims, claims};
pub use compare::{Comparison, compare};
pub use difference::{Differences, difference};
pub use points::{Points, points};
pub use rules::{Rules, rules};
pub use score::{Score, score};
pub use versions::{SchemeVersions, Versions, scheme_versions, versions};

use ::score::explain::{Explanation, LineKind, Lines};
use serde::Serialize;
use terms::{Exact, Grade, Range, Tri};
use utoipa::ToSchema;

/// A number, exactly; an interval where it is not known.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub enum Number {
    /// `"124"`, `"20/3"`
    Exact(String),
    /// `{"low": "86", "high": null}`
    Between {
        /// The least; none without limit.
        low: Option<String>,
        /// The greatest; none without limit.
        high: Option<String>,
    },
}

impl Number {
    /// The number of a range.
    pub fn of(range: Range) -> Number {
        match range.exactly() {
            Some(value) => Number::Exact(value.to_string()),
            None => Number::Between { low: text(range.low), high: text(range.high) },
        }
    }
}

fn text(value: Option<Exact>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// `yes`, `no`, `unknown`
pub fn tri(holds: Tri) -> &'static str {
    match holds {
        Tri::Yes => "yes",
        Tri::No => "no",
        Tri::Unknown => "unknown",
    }
}

/// `verified`, `copied`, `unverified`
pub fn grade(grade: Grade) -> &'static str {
    grade.english()
}

/// A line for people, and what it is about.
#[derive(Serialize, ToSchema)]
pub struct Line {
    about: &'static str,
    text: String,
}

/// A reading, and the other one.
#[derive(Serialize, ToSchema)]
pub struct Reading {
    taken: String,
    other: Option<String>,
}

/// Lines apart from readings and silences, which have lists of their own.
pub fn lines(explanation: &Explanation<'_>, lines: Lines) -> Vec<Line> {
    let other = [LineKind::Reading, LineKind::OtherReading, LineKind::Unspecified];
    let found = explanation.lines(lines).filter(|(kind, _)| !other.contains(kind));
    found.map(|(kind, text)| Line { about: kind.key(), text: text.to_owned() }).collect()
}

/// The readings among some lines.
pub fn readings(explanation: &Explanation<'_>, lines: Lines) -> Vec<Reading> {
    let mut found = Vec::new();
    let mut lines = explanation.lines(lines).peekable();
    while let Some((kind, text)) = lines.next() {
        if kind == LineKind::Reading {
            let other =
                lines.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, text)| text.to_owned());
            found.push(Reading { taken: text.to_owned(), other });
        }
    }
    found
}

/// What the text leaves open, among some lines.
pub fn silent(explanation: &Explanation<'_>, lines: Lines) -> Vec<String> {
    let found = explanation.lines(lines).filter(|(kind, _)| *kind == LineKind::Unspecified);
    found.map(|(_, text)| text.to_owned()).collect()
}
