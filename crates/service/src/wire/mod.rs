//! The wire types of `--json` and of the API, documented in `docs/reference/json.md`. Core types are not serializable on
//! purpose: what stands here is a contract, held by snapshots; a change of it is a new `format`.

mod ahead;
mod assessed;
mod claims;
mod compare;
mod difference;
mod measures;
mod rules;
mod score;
mod versions;

pub use ahead::{Aim, Forecast, Plans, Why, forecast, plans, status, why};
pub use assessed::{Assessed, assessed};
pub use claims::{Claims, claims};
pub use compare::{Comparison, compare};
pub use difference::{Differences, difference};
pub use rules::{Rules, rules};
pub use score::{Score, score};
pub use versions::{SchemeVersions, Versions, scheme_versions, versions};

use ::score::explain::{Explanation, LineKind, Lines};
use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use terms::{Exact, Grade, Range, Tri};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A number, exactly; an interval where it is not known.
#[derive(Clone, Copy)]
pub struct Number(Range);

impl Number {
    /// The number of a range.
    pub fn of(range: Range) -> Number {
        Number(range)
    }
}

/// What a number looks like, for the description of the API. Numbers themselves are written without making texts first.
#[derive(Serialize, ToSchema)]
#[schema(as = Number)]
#[serde(untagged)]
#[expect(dead_code, reason = "only described")]
enum Shape {
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

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if let Some(value) = self.0.exactly() {
            return Digits(value).serialize(out);
        }
        let mut ends = out.serialize_struct("Number", 2)?;
        ends.serialize_field("low", &self.0.low.map(Digits))?;
        ends.serialize_field("high", &self.0.high.map(Digits))?;
        ends.end()
    }
}

impl PartialSchema for Number {
    fn schema() -> RefOr<Schema> {
        Shape::schema()
    }
}

impl ToSchema for Number {
    fn name() -> Cow<'static, str> {
        Shape::name()
    }
}

/// An exact number on its way into an answer.
struct Digits(Exact);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        if self.0.is_whole() {
            return out.serialize_str(itoa::Buffer::new().format(self.0.numerator()));
        }
        out.collect_str(&self.0)
    }
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
