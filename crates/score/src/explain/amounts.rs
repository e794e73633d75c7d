//! Numbers, dates and months as text, written straight into a buffer.

use terms::{Date, Exact, Month};

/// An exact number: a decimal where there is a short one, else a fraction.
pub(super) fn exact(out: &mut String, value: Exact) {
    if value.is_whole() {
        return whole(out, value.numerator());
    }
    let text = value.to_string();
    match text.strip_prefix('-') {
        Some(rest) => {
            out.push('−');
            out.push_str(rest);
        }
        None => out.push_str(&text),
    }
}

/// A whole number.
pub(super) fn whole(out: &mut String, value: i64) {
    if value < 0 {
        out.push('−');
    }
    out.push_str(itoa::Buffer::new().format(value.unsigned_abs()));
}

/// `2018-06-15`
pub(super) fn date(out: &mut String, day: Date) {
    whole(out, i64::from(day.year()));
    two(out, i32::from(day.month()));
    two(out, i32::from(day.day()));
}

/// `2018-06`
pub(super) fn month(out: &mut String, month: Month) {
    whole(out, i64::from(month.year()));
    two(out, month.month());
}

/// A month's or a day's number in two digits, behind a stroke.
fn two(out: &mut String, value: i32) {
    match usize::try_from(value).ok().and_then(|place| IN_TWO_DIGITS.get(place)) {
        Some(text) => out.push_str(text),
        None => {
            out.push('-');
            whole(out, i64::from(value));
        }
    }
}

/// Dates are the commonest text of a sheet.
#[rustfmt::skip]
static IN_TWO_DIGITS: [&str; 32] = [
    "-00", "-01", "-02", "-03", "-04", "-05", "-06", "-07", "-08", "-09", "-10", "-11", "-12", "-13", "-14", "-15",
    "-16", "-17", "-18", "-19", "-20", "-21", "-22", "-23", "-24", "-25", "-26", "-27", "-28", "-29", "-30", "-31",
];

/// A count between two pieces of a sentence.
pub(super) fn counted(out: &mut String, before: &str, count: usize, after: &str) {
    out.push_str(before);
    whole(out, i64::try_from(count).unwrap_or(i64::MAX));
    out.push_str(after);
}

/// A name between two pieces of a sentence.
pub(super) fn named(out: &mut String, before: &str, name: &str, after: &str) {
    out.push_str(before);
    out.push_str(name);
    out.push_str(after);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out_exactly() {
        let text = |value: Exact| {
            let mut out = String::new();
            exact(&mut out, value);
            out
        };
        assert_eq!(text(Exact::from(0)), "0");
        assert_eq!(text(Exact::from(-124)), "−124");
        assert_eq!(text(Exact::ratio(-7, 2)), "−3.5");
        assert_eq!(text(Exact::ratio(20, 3)), "20/3");
        assert_eq!(text(Exact::from(i64::MAX)), "9223372036854775807");
        let mut out = String::new();
        date(&mut out, terms::Date::constant(2018, 6, 5));
        month(&mut out, Month::of(terms::Date::constant(2018, 12, 5)));
        assert_eq!(out, "2018-06-052018-12");
    }
}
