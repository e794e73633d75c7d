//! Windows: from which day to which day a measure looks.

use crate::run::{At, Run};
use crate::value::DateValue;
use policy::model::{Measure, Window};
use terms::civil::{months_before, next_day, years_before};
use terms::{Date, Month};

/// The days a measure looks at, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Frame {
    /// The first day; none: from the beginning.
    pub from: Option<Date>,
    /// The last day.
    pub to: Date,
    /// True when the frame hangs on a date that is not known, so that nothing surely lies inside.
    pub unsure: bool,
    /// True when nothing can lie inside.
    pub empty: bool,
}

impl Frame {
    /// True when a day lies inside.
    pub fn holds(&self, day: Date) -> bool {
        !self.empty && day <= self.to && self.from.is_none_or(|from| from <= day)
    }

    /// First and last month for spans of months: only months that are over count.
    pub fn months(&self, last_full: Month) -> (Month, Month) {
        let to = Month::last_full(self.to).min(last_full);
        let from = self.from.map_or_else(terms::Months::first, |from| {
            let month = Month::of(from);
            if from.day() == 1 { month } else { month.ahead(1) }
        });
        (from, to)
    }

    /// Number of calendar years it touches, when it has a beginning.
    pub fn years(&self) -> Option<i64> {
        let from = self.from?;
        Some(i64::from(self.to.year()) - i64::from(from.year()) + 1)
    }
}

impl<'a> Run<'a> {
    /// The frame of a measure's window.
    pub fn frame(&mut self, measure: &'a Measure) -> Frame {
        let as_of = measure.as_of.map_or(self.as_of, |as_of| as_of.on(self.application));
        let plain = Frame { from: None, to: as_of, unsure: false, empty: false };
        match &measure.window {
            None => plain,
            Some(Window::Months(count)) => {
                let last = Month::last_full(as_of);
                let events = measure
                    .sources
                    .iter()
                    .any(|source| self.fact(source.fact).kind == policy::vocabulary::Kind::Events);
                let from = if events {
                    months_before(as_of, *count)
                } else {
                    last.back(i32::try_from(*count).unwrap_or(0) - 1).first_day()
                };
                Frame { from: Some(from), ..plain }
            }
            Some(Window::Years(count)) => {
                let spans = measure
                    .sources
                    .iter()
                    .any(|source| self.fact(source.fact).kind == policy::vocabulary::Kind::MonthSpans);
                // Months are counted as months: the last 12 × n that are over.
                let months = i32::try_from(count.saturating_mul(12)).unwrap_or(0);
                let from = if spans {
                    Month::last_full(as_of).back(months - 1).first_day()
                } else {
                    years_before(as_of, *count)
                };
                Frame { from: Some(from), ..plain }
            }
            Some(Window::FullYears(count)) => {
                let over = if next_day(as_of).day_of_year() == 1 { as_of.year() } else { as_of.year() - 1 };
                let first = over.saturating_sub(i16::try_from(*count).unwrap_or(i16::MAX) - 1);
                let day = |year: i16, month: i8, day: i8| Date::new(year, month, day).unwrap_or(as_of);
                Frame { from: Some(day(first, 1, 1)), to: day(over, 12, 31), ..plain }
            }
            Some(Window::ThisYear) => Frame { from: Date::new(as_of.year(), 1, 1).ok(), ..plain },
            Some(Window::Fixed { from, to }) => {
                let to = to.map_or(as_of, |to| to.min(as_of));
                match from.as_ref().map(|from| self.date(from, At::default())) {
                    None => Frame { to, ..plain },
                    Some(DateValue::Known(from)) => Frame { from: Some(from), to, ..plain },
                    Some(DateValue::Absent) => Frame { to, empty: true, ..plain },
                    Some(DateValue::Unknown(_)) => Frame { to, unsure: true, ..plain },
                }
            }
        }
    }

    /// A measure's own counting date.
    pub fn counting_date(&self, measure: &Measure) -> Date {
        measure.as_of.map_or(self.as_of, |as_of| as_of.on(self.application))
    }
}
