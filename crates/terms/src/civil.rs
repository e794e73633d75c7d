//! Civil dates with a meaning: ages, full years and months, the same day some years before.

pub use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// Full years from `from` to `to`: the age of someone born on `from`, on the day `to`. Zero when `to` is earlier.
///
/// A year is full on the same day of a later year; someone born on 29 February completes a year on 1 March of a common
/// year, the day after which the months are counted out.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(terms::full_years_between(date(1979, 1, 2), date(2025, 1, 1)), 45);
/// assert_eq!(terms::full_years_between(date(1979, 1, 1), date(2025, 1, 1)), 46);
/// ```
pub fn full_years_between(from: Date, to: Date) -> u32 {
    full_months_between(from, to) / 12
}

/// Full months from `from` to `to`: a month is full on the same day of a later month, or on the first day after a month
/// that has no such day. Zero when `to` is earlier.
pub fn full_months_between(from: Date, to: Date) -> u32 {
    if to <= from {
        return 0;
    }
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month())
        - i32::from(from.month());
    let whole = if to.day() < from.day() { months - 1 } else { months };
    u32::try_from(whole).unwrap_or(0)
}

/// The same day `years` before; 29 February becomes 28 February.
pub fn years_before(day: Date, years: u32) -> Date {
    shift(day, 0i64.years().years(-i64::from(years)))
}

/// The same day `months` before, or the last day of that month.
pub fn months_before(day: Date, months: u32) -> Date {
    shift(day, 0i64.months().months(-i64::from(months)))
}

/// The same day `months` after, or the last day of that month.
pub fn months_after(day: Date, months: u32) -> Date {
    shift(day, i64::from(months).months())
}

/// The day after.
pub fn next_day(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The day before.
pub fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// A day as a number: days since 1970-01-01.
pub fn day_number(day: Date) -> i32 {
    days_from_civil(i32::from(day.year()), i32::from(day.month()), i32::from(day.day()))
}

/// The day of a number from [`day_number`]; the calendar's last day when it is out of range.
pub fn day_of_number(number: i32) -> Date {
    const EPOCH: Date = Date::constant(1970, 1, 1);
    EPOCH.checked_add(Span::new().days(i64::from(number))).unwrap_or(Date::MAX)
}

fn shift(day: Date, by: Span) -> Date {
    day.checked_add(by).unwrap_or(if by.is_negative() { Date::MIN } else { Date::MAX })
}

/// Days from 1970-01-01 by the usual era arithmetic; much quicker than a general span.
fn days_from_civil(year: i32, month: i32, day: i32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn full_months_by_the_day() {
        // A deed of 20 March 2014 has 36 full months on 31 March 2017; a lease of 1 September 2016 has 6 then.
        assert_eq!(full_months_between(date(2014, 3, 20), date(2017, 3, 31)), 36);
        assert_eq!(full_months_between(date(2016, 9, 1), date(2017, 3, 31)), 6);
        assert_eq!(full_months_between(date(2020, 1, 31), date(2020, 2, 29)), 0);
        assert_eq!(full_months_between(date(2020, 1, 31), date(2020, 3, 1)), 1);
        assert_eq!(full_years_between(date(2000, 2, 29), date(2018, 2, 28)), 17);
        assert_eq!(full_years_between(date(2000, 2, 29), date(2018, 3, 1)), 18);
        assert_eq!(full_years_between(date(2030, 1, 1), date(2018, 3, 1)), 0);
    }

    proptest! {
        #[test]
        fn day_numbers_round_trip(number in -40_000i32..60_000) {
            prop_assert_eq!(day_number(day_of_number(number)), number);
        }
    }
}
