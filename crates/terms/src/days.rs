//! Sets of days, as sorted runs.

use crate::civil::{day_number, day_of_number, full_months_between, next_day};
use crate::{Date, Month, Months};

/// A set of days, kept as sorted runs that neither touch nor overlap.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct Days(Vec<(i32, i32)>);

impl Days {
    /// The empty set.
    pub fn none() -> Days {
        Days(Vec::new())
    }

    /// All days from `from` to `to`, both included; empty when `to` is earlier.
    pub fn between(from: Date, to: Date) -> Days {
        if to < from { Days::none() } else { Days(vec![(day_number(from), day_number(to))]) }
    }

    /// The union of many spans, each with both ends included.
    pub fn of_spans(spans: impl IntoIterator<Item = (Date, Date)>) -> Days {
        let mut runs = Runs::default();
        // Histories mostly come in order, and are then joined as they come.
        let mut disordered = Vec::new();
        for (from, to) in spans.into_iter().filter(|(from, to)| from <= to) {
            let run = (day_number(from), day_number(to));
            if !runs.add(run) {
                disordered.push(run);
            }
        }
        if disordered.is_empty() {
            return Days(runs.0);
        }
        disordered.extend(runs.0);
        disordered.sort_unstable();
        Days(join(disordered))
    }

    /// Number of days.
    pub fn count(&self) -> u32 {
        self.0.iter().map(|(from, to)| u32::try_from(to - from + 1).unwrap_or(0)).sum()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when the day is in the set.
    pub fn contains(&self, day: Date) -> bool {
        let number = day_number(day);
        self.0.iter().any(|(from, to)| (*from..=*to).contains(&number))
    }

    /// The runs, first to last, as first and last day.
    pub fn runs(&self) -> impl Iterator<Item = (Date, Date)> + '_ {
        self.0.iter().map(|(from, to)| (day_of_number(*from), day_of_number(*to)))
    }

    /// Days in either set.
    pub fn union(&self, other: &Days) -> Days {
        let mut runs: Vec<(i32, i32)> = self.0.iter().chain(&other.0).copied().collect();
        runs.sort_unstable();
        Days(join(runs))
    }

    /// Days in both sets.
    pub fn intersection(&self, other: &Days) -> Days {
        let mut runs = Vec::new();
        for (a, b) in &self.0 {
            for (c, d) in &other.0 {
                let (from, to) = (*a.max(c), *b.min(d));
                if from <= to {
                    runs.push((from, to));
                }
            }
        }
        runs.sort_unstable();
        Days(runs)
    }

    /// Days of this set that are not in the other.
    pub fn without(&self, other: &Days) -> Days {
        let mut runs = Vec::new();
        for (from, to) in &self.0 {
            let mut start = *from;
            for (c, d) in &other.0 {
                if *d < start || *c > *to {
                    continue;
                }
                if *c > start {
                    runs.push((start, c - 1));
                }
                start = start.max(d + 1);
            }
            if start <= *to {
                runs.push((start, *to));
            }
        }
        Days(runs)
    }

    /// Runs joined where the days missing between two of them number at most `gap` months.
    pub fn bridging(&self, gap: u32) -> Vec<(Date, Date)> {
        let mut joined: Vec<(Date, Date)> = Vec::new();
        for (from, to) in self.runs() {
            match joined.last_mut() {
                Some(last) if crate::civil::months_after(next_day(last.1), gap) >= from => last.1 = to,
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// Full months of a run from its first day to its last: the day after the last completes a month.
    pub fn full_months(from: Date, to: Date) -> u32 {
        full_months_between(from, next_day(to))
    }

    /// The calendar months of which every day (`whole`) or at least one day is in the set.
    pub fn to_months(&self, whole: bool) -> Months {
        let mut months = Months::NONE;
        for (from, to) in self.runs() {
            let mut first = Month::of(from);
            let mut last = Month::of(to);
            if whole {
                if from != first.first_day() {
                    first = first.ahead(1);
                }
                if to != last.last_day() {
                    last = last.back(1);
                }
            }
            if first <= last {
                months.insert(first, last);
            }
        }
        months
    }
}

fn join(sorted: impl IntoIterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    let mut runs = Runs::default();
    for run in sorted {
        runs.add(run);
    }
    runs.0
}

/// Runs on their way to a set.
#[derive(Default)]
struct Runs(Vec<(i32, i32)>);

impl Runs {
    /// Takes a run in; false, and nothing taken, when it begins before the last one does.
    fn add(&mut self, (from, to): (i32, i32)) -> bool {
        match self.0.last_mut() {
            Some(last) if from < last.0 => return false,
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => self.0.push((from, to)),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(spans: &[(i32, i32)]) -> (Days, BTreeSet<i32>) {
        let days =
            Days::of_spans(spans.iter().map(|(from, len)| (day_of_number(*from), day_of_number(from + len))));
        (days, spans.iter().flat_map(|(from, len)| *from..=from + len).collect())
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_set(a in proptest::collection::vec((0i32..300, 0i32..40), 0..6), b in proptest::collection::vec((0i32..300, 0i32..40), 0..6)) {
            let (x, px) = set(&a);
            let (y, py) = set(&b);
            prop_assert_eq!(x.count() as usize, px.len());
            prop_assert_eq!(x.union(&y).count() as usize, px.union(&py).count());
            prop_assert_eq!(x.intersection(&y).count() as usize, px.intersection(&py).count());
            prop_assert_eq!(x.without(&y).count() as usize, px.difference(&py).count());
        }
    }

    #[test]
    fn days_become_months() {
        let days = Days::between(date(2020, 1, 15), date(2020, 4, 30));
        assert_eq!(days.to_months(true).count(), 3);
        assert_eq!(days.to_months(false).count(), 4);
        assert_eq!(Days::full_months(date(2020, 1, 15), date(2020, 4, 14)), 3);
        assert_eq!(Days::full_months(date(2020, 1, 15), date(2020, 4, 13)), 2);
    }
}
