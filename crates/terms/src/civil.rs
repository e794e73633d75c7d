//! Civil dates with a meaning: ages, full years and months, the same day some years before.

pub use jiff::civil::Date;

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
    by_months(day, -i64::from(years) * 12)
}

/// The same day `months` before, or the last day of that month.
pub fn months_before(day: Date, months: u32) -> Date {
    by_months(day, -i64::from(months))
}

/// The same day `months` after, or the last day of that month.
pub fn months_after(day: Date, months: u32) -> Date {
    by_months(day, i64::from(months))
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
    let shifted = i64::from(number) + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    new(year, month, day).unwrap_or(Date::MAX)
}

/// The same day some months on, or the last day of that month; the calendar's end where it is passed.
fn by_months(day: Date, by: i64) -> Date {
    let months = i64::from(day.year()) * 12 + i64::from(day.month()) - 1 + by;
    let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
    let Some(first) = new(year, month, 1) else { return if by < 0 { Date::MIN } else { Date::MAX } };
    let last = i64::from(first.days_in_month());
    new(year, month, i64::from(day.day()).min(last)).unwrap_or(first)
}

fn new(year: i64, month: i64, day: i64) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
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
            let day = day_of_number(number);
            prop_assert_eq!(day_number(day), number);
            let epoch = Date::constant(1970, 1, 1);
            prop_assert_eq!(day, epoch.checked_add(jiff::Span::new().days(i64::from(number))).unwrap());
        }

        #[test]
        fn months_are_added_as_the_library_adds_them(number in -40_000i32..60_000, months in 0u32..600) {
            let day = day_of_number(number);
            let span = jiff::Span::new().months(i64::from(months));
            prop_assert_eq!(months_after(day, months), day.checked_add(span).unwrap());
            prop_assert_eq!(months_before(day, months), day.checked_sub(span).unwrap());
            let years = jiff::Span::new().years(i64::from(months / 12));
            prop_assert_eq!(years_before(day, months / 12), day.checked_sub(years).unwrap());
        }
    }
}
