//! What is known of a value while a policy is evaluated.

use policy::model::ABSENT;
use policy::record::Value as Held;
use policy::vocabulary::Type;
use terms::{Date, Exact, Range, Tri};

/// A value as far as it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Value<'a> {
    /// All numbers it can be.
    Number(Range),
    /// Yes, no, or not known.
    Flag(Tri),
    /// All choices it can be, as bits by place; [`ABSENT`] where it may not exist.
    Choice(u64),
    /// Choices it surely has, and choices it may have.
    Many(u64, u64),
    /// Words.
    Words(Words<'a>),
    /// A date.
    Date(DateValue),
    /// Spans or events.
    Entries,
}

/// Words, as far as they are known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Words<'a> {
    /// These.
    Known(&'a str),
    /// None.
    Absent,
    /// Not known.
    Unknown,
}

/// A date, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateValue {
    /// This day.
    Known(Date),
    /// No such date.
    Absent,
    /// Not known, but between these days if they are given.
    Unknown(Option<(Date, Date)>),
}

impl<'a> Value<'a> {
    /// A known value of a type.
    pub(crate) fn held(value: &'a Held, kind: &Type) -> Value<'a> {
        match value {
            Held::Nothing => Value::absent(kind),
            Held::Date(date) => Value::Date(DateValue::Known(*date)),
            Held::Bool(yes) => Value::Flag(Tri::from(*yes)),
            Held::Number(number) => Value::Number(Range::known(*number)),
            Held::Text(text) => Value::Words(Words::Known(text)),
            Held::Choice(at) => Value::Choice(1 << at),
            Held::Many(bits) => Value::Many(*bits, *bits),
        }
    }

    /// What could be, of a type.
    pub(crate) fn unknown(
        kind: &Type,
        bounds: Option<(Exact, Exact)>,
        dates: Option<(Date, Date)>,
    ) -> Value<'a> {
        match kind {
            Type::Date => Value::Date(DateValue::Unknown(dates)),
            Type::Bool => Value::Flag(Tri::Unknown),
            Type::Integer | Type::Decimal | Type::Money => {
                // It may also be known not to exist one day, which counts as zero.
                Value::Number(
                    bounds.map_or(Range::ANY, |(low, high)| Range::between(low, high).hull(Range::ZERO)),
                )
            }
            Type::Text => Value::Words(Words::Unknown),
            Type::Choice(options) | Type::Ordered(options) => Value::Choice(all(options.len()) | ABSENT),
            Type::Many(options) => Value::Many(0, all(options.len())),
        }
    }

    /// What is known not to exist, of a type: no number is zero, no choice fits.
    pub(crate) fn absent(kind: &Type) -> Value<'a> {
        match kind {
            Type::Date => Value::Date(DateValue::Absent),
            Type::Bool => Value::Flag(Tri::No),
            Type::Integer | Type::Decimal | Type::Money => Value::Number(Range::ZERO),
            Type::Text => Value::Words(Words::Absent),
            Type::Choice(_) | Type::Ordered(_) => Value::Choice(ABSENT),
            Type::Many(_) => Value::Many(0, 0),
        }
    }

    /// Whether it exists.
    pub(crate) fn exists(self) -> Tri {
        match self {
            Value::Number(range) if range == Range::ZERO => Tri::No,
            Value::Number(range) => Tri::from(!range.contains(Exact::ZERO)).or(Tri::Unknown),
            Value::Flag(flag) => flag,
            Value::Choice(ABSENT)
            | Value::Many(_, 0)
            | Value::Words(Words::Absent)
            | Value::Date(DateValue::Absent) => Tri::No,
            Value::Choice(mask) => Tri::from(mask & ABSENT == 0).or(Tri::Unknown),
            Value::Many(0, _) | Value::Words(Words::Unknown) | Value::Date(DateValue::Unknown(_)) => {
                Tri::Unknown
            }
            Value::Many(..) | Value::Words(Words::Known(_)) | Value::Date(DateValue::Known(_)) => Tri::Yes,
            Value::Entries => Tri::Unknown,
        }
    }

    /// The number, if it is one.
    pub(crate) fn number(self) -> Range {
        match self {
            Value::Number(range) => range,
            _ => Range::ANY,
        }
    }
}

fn all(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}
