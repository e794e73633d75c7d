//! Units: what a number counts, and which units are sizes of the same thing.

use crate::numeral::MOST;
use std::fmt;
use terms::Exact;

/// What a quantity counts. Quantities of different dimensions are never compared or added.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Dimension {
    /// A plain number, a ratio, a multiple.
    Plain,
    /// Points.
    Points,
    /// Money, in yuan.
    Money,
    /// Calendar time in months (a year is 12).
    Months,
    /// Numbers of full years (measures only; written amounts in 年 are months).
    Years,
    /// Days.
    Days,
    /// Age in full years.
    Age,
    /// Times, pieces, persons: things counted one by one.
    Count,
    /// Hours.
    Hours,
    /// Millilitres.
    Volume,
    /// Square metres.
    Area,
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Dimension::Plain => "数",
            Dimension::Points => "分",
            Dimension::Money => "元",
            Dimension::Months => "月数",
            Dimension::Years => "整年数",
            Dimension::Days => "天数",
            Dimension::Age => "周岁",
            Dimension::Count => "次数",
            Dimension::Hours => "小时",
            Dimension::Volume => "毫升",
            Dimension::Area => "平方米",
        })
    }
}

/// The words for units, each with its dimension and its size in that dimension's own unit.
const UNITS: &[(&str, Dimension, i64)] = &[
    ("平方米", Dimension::Area, 1),
    ("周岁", Dimension::Age, 1),
    ("小时", Dimension::Hours, 1),
    ("毫升", Dimension::Volume, 1),
    ("个月", Dimension::Months, 1),
    ("万元", Dimension::Money, 10_000),
    ("分", Dimension::Points, 1),
    ("元", Dimension::Money, 1),
    ("岁", Dimension::Age, 1),
    ("年", Dimension::Months, 12),
    ("月", Dimension::Months, 1),
    ("天", Dimension::Days, 1),
    ("日", Dimension::Days, 1),
    ("次", Dimension::Count, 1),
    ("件", Dimension::Count, 1),
    ("人", Dimension::Count, 1),
    ("名", Dimension::Count, 1),
    ("项", Dimension::Count, 1),
    ("宗", Dimension::Count, 1),
    ("倍", Dimension::Plain, 1),
    ("个", Dimension::Count, 1),
];

/// The dimension and size of a unit's word.
pub fn unit(word: &str) -> Option<(Dimension, Exact)> {
    UNITS.iter().find(|(name, ..)| *name == word).map(|(_, dimension, size)| (*dimension, Exact::from(*size)))
}

/// Splits `36 个月` or `10万元` into its number and the unit at its end, if there is one.
pub fn split_unit(text: &str) -> (&str, Option<&'static str>) {
    for (name, ..) in UNITS {
        if let Some(rest) = text.strip_suffix(name) {
            return (rest.trim_end(), Some(name));
        }
    }
    (text, None)
}

/// The unit's word that a text begins with, the longest there is.
pub(crate) fn leading_unit(text: &str) -> Option<&'static str> {
    let words = UNITS.iter().map(|(name, ..)| *name).filter(|name| text.starts_with(name));
    words.max_by_key(|name| name.len())
}

/// A number with its dimension.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Amount {
    /// In the dimension's own unit: months, yuan, days…
    pub value: Exact,
    /// What it counts; `None` when no unit was written.
    pub dimension: Option<Dimension>,
}

/// Reads a number with or without a unit.
///
/// ```
/// use policy::unit::{Dimension, amount};
/// let years = amount("3 年").unwrap();
/// assert_eq!((years.value.to_string().as_str(), years.dimension), ("36", Some(Dimension::Months)));
/// ```
pub fn amount(text: &str) -> Option<Amount> {
    if let Some(value) = crate::numeral::number(text) {
        return Some(Amount { value, dimension: None });
    }
    let (rest, word) = split_unit(text.trim());
    let (dimension, size) = unit(word?)?;
    let value = crate::numeral::number(rest)?.checked_mul(size)?;
    let fits = value <= Exact::from(MOST) && value >= Exact::from(-MOST);
    fits.then_some(Amount { value, dimension: Some(dimension) })
}
