//! Keys: the numbers by which applicants are put in order, one after the other.

use crate::names::{at, rows};
use std::cmp::Ordering;
use std::fmt;

/// Which value comes first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum First {
    /// More points, more months.
    Larger,
    /// An earlier time of application, an earlier birth.
    Smaller,
}

/// One key of all applicants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Key {
    /// As the rule calls it, such as 总分 or 参保年限.
    pub name: String,
    /// Which value comes first.
    pub first: First,
    /// How many of the value's digits stand behind the point when it is shown: 30525 with two is 305.25.
    pub decimals: u8,
    /// By applicant; nothing where the applicant has no such number, and those come last.
    pub values: Vec<Option<i64>>,
}

impl Key {
    /// Compares two applicants by this key alone; `Less` comes first.
    pub fn compare(&self, one: u32, other: u32) -> Ordering {
        compare_values(self.first, at(&self.values, one), at(&self.values, other))
    }

    /// A value as people read it; 无 for none.
    pub fn shown(&self, value: Option<i64>) -> String {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = self.write(&mut text, value);
        text
    }

    /// Writes a value as people read it.
    pub fn write(&self, out: &mut impl fmt::Write, value: Option<i64>) -> fmt::Result {
        let Some(value) = value else {
            return out.write_str("无");
        };
        if self.decimals == 0 {
            return write!(out, "{value}");
        }
        let scale = 10_u64.checked_pow(u32::from(self.decimals)).unwrap_or(u64::MAX);
        let sign = if value < 0 { "-" } else { "" };
        let (whole, rest) = (value.unsigned_abs() / scale, value.unsigned_abs() % scale);
        write!(out, "{sign}{whole}.{rest:0width$}", width = usize::from(self.decimals))
    }

    /// The value of an applicant.
    pub fn of(&self, applicant: u32) -> Option<i64> {
        at(&self.values, applicant)
    }
}

fn compare_values(first: First, one: Option<i64>, other: Option<i64>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => match first {
            First::Larger => other.cmp(&one),
            First::Smaller => one.cmp(&other),
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// All keys, the most important first.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Keys {
    /// In order of importance.
    pub keys: Vec<Key>,
}

impl Keys {
    /// Compares two applicants key after key; `Less` comes first, `Equal` is a tie.
    pub fn compare(&self, one: u32, other: u32) -> Ordering {
        self.keys
            .iter()
            .map(|key| key.compare(one, other))
            .find(|found| found.is_ne())
            .unwrap_or(Ordering::Equal)
    }

    /// The first key that tells two applicants apart, by its place.
    pub fn decides(&self, one: u32, other: u32) -> Option<usize> {
        self.keys.iter().position(|key| key.compare(one, other).is_ne())
    }

    /// How many applicants the keys are of: the length of the shortest.
    pub fn applicants(&self) -> u32 {
        self.keys.iter().map(|key| rows(&key.values)).min().unwrap_or(0)
    }

    /// A number that sorts like the first key, smaller first, so that most comparisons need no look at the columns.
    pub(super) fn leading(&self, applicant: u32) -> u64 {
        let Some(key) = self.keys.first() else {
            return 0;
        };
        let Some(value) = at(&key.values, applicant) else {
            return u64::MAX;
        };
        // Flipping the sign bit keeps the order of signed numbers among unsigned ones.
        let ascending = value.cast_unsigned() ^ (1 << 63);
        // One value at the end of the range shares its number with a missing one; equal numbers are compared in full.
        match key.first {
            First::Smaller => ascending,
            First::Larger => !ascending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_with_their_point() {
        let key = |decimals| Key { name: "总分".into(), first: First::Larger, decimals, values: vec![] };
        assert_eq!(key(2).shown(Some(30525)), "305.25");
        assert_eq!(key(2).shown(Some(-5)), "-0.05");
        assert_eq!(key(0).shown(Some(7)), "7");
        assert_eq!(key(1).shown(None), "无");
    }
}
