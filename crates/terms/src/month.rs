//! A calendar month.

use crate::Date;
use std::fmt;

/// A calendar month, counted from January of year 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Month(i32);

impl Month {
    /// The month `month` (1 to 12) of a year; nothing for other numbers.
    pub fn new(year: i32, month: i32) -> Option<Month> {
        ((1..=12).contains(&month) && (1..=9999).contains(&year)).then_some(Month(year * 12 + month - 1))
    }

    /// The month a day lies in.
    pub fn of(day: Date) -> Month {
        Month(i32::from(day.year()) * 12 + i32::from(day.month()) - 1)
    }

    /// The last month that is over at the end of `day`: the day's own month only on its last day.
    pub fn last_full(day: Date) -> Month {
        let month = Month::of(day);
        if day.day() == day.days_in_month() { month } else { month.back(1) }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1 to 12.
    pub fn month(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// So many months later.
    pub fn ahead(self, months: i32) -> Month {
        Month(self.0.saturating_add(months))
    }

    /// So many months earlier.
    pub fn back(self, months: i32) -> Month {
        Month(self.0.saturating_sub(months))
    }

    /// Months from `from` to this one; negative when this one is earlier.
    pub fn since(self, from: Month) -> i32 {
        self.0 - from.0
    }

    /// The month's first day.
    pub fn first_day(self) -> Date {
        let year = i16::try_from(self.year()).unwrap_or(9999);
        let month = i8::try_from(self.month()).unwrap_or(1);
        Date::new(year, month, 1).unwrap_or(Date::MAX)
    }

    /// The month's last day.
    pub fn last_day(self) -> Date {
        self.first_day().last_of_month()
    }

    /// Reads `2019-03`.
    pub fn parse(text: &str) -> Option<Month> {
        let [years @ .., b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = text.as_bytes() else { return None };
        if years.len() != 4 {
            return None;
        }
        let year =
            years.iter().try_fold(0, |year, c| c.is_ascii_digit().then(|| 10 * year + i32::from(c - b'0')));
        let month = 10 * i32::from(tens - b'0') + i32::from(ones - b'0');
        Month::new(year?, month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_last_full_month() {
        assert_eq!(Month::last_full(date(2019, 12, 31)).to_string(), "2019-12");
        assert_eq!(Month::last_full(date(2019, 12, 30)).to_string(), "2019-11");
        assert_eq!(Month::last_full(date(2020, 1, 1)).to_string(), "2019-12");
        assert_eq!(Month::parse("2019-13"), None);
        assert_eq!(Month::parse("2019-3"), None);
        assert_eq!(Month::parse("2019-03").map(|m| m.last_day()), Some(date(2019, 3, 31)));
    }
}
