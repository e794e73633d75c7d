//! Sets of calendar months: histories without double counting.

use crate::Month;

const WORDS: usize = 16;
const BITS: i32 = 64 * WORDS as i32;
const EPOCH_YEAR: i32 = 1970;

/// A set of months between January 1970 and April 2055, as one bit a month.
///
/// Months outside are not held; records with such months are refused when they are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Months([u64; WORDS]);

impl Default for Months {
    fn default() -> Months {
        Months::NONE
    }
}

impl Months {
    /// The empty set.
    pub const NONE: Months = Months([0; WORDS]);

    /// The first month a set can hold.
    pub fn first() -> Month {
        Month::new(EPOCH_YEAR, 1).unwrap_or_else(|| Month::of(crate::Date::MIN))
    }

    /// The last month a set can hold.
    pub fn last() -> Month {
        Months::first().ahead(BITS - 1)
    }

    /// All months from `from` to `to`, both included; empty when `to` is earlier.
    pub fn between(from: Month, to: Month) -> Months {
        let mut set = Months::NONE;
        set.insert(from, to);
        set
    }

    /// Adds all months from `from` to `to`, both included.
    pub fn insert(&mut self, from: Month, to: Month) {
        let from = index(from).max(0);
        let to = index(to).min(BITS - 1);
        if from > to {
            return;
        }
        let (first, last) = (from / 64, to / 64);
        if first == last
            && let Some(word) = self.0.get_mut(first as usize)
        {
            *word |= (u64::MAX << (from % 64)) & (u64::MAX >> (63 - to % 64));
            return;
        }
        let touched = self.0.iter_mut().enumerate().skip(first as usize).take((last - first + 1) as usize);
        for (at, word) in touched {
            let at = at as i32;
            let low = if at == first { from % 64 } else { 0 };
            let high = if at == last { to % 64 } else { 63 };
            *word |= (u64::MAX << low) & (u64::MAX >> (63 - high));
        }
    }

    /// True when the month is in the set.
    pub fn contains(&self, month: Month) -> bool {
        let at = index(month);
        (0..BITS).contains(&at)
            && usize::try_from(at / 64)
                .ok()
                .and_then(|word| self.0.get(word))
                .is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    /// Number of months.
    pub fn count(&self) -> u32 {
        // Nearly all words of a life are empty, and counting bits is dear where the processor may not do it.
        self.0.iter().filter(|word| **word != 0).map(|word| word.count_ones()).sum()
    }

    /// Number of calendar years with at least one month.
    pub fn years(&self) -> u32 {
        let mut years = 0;
        let mut last = None;
        for (from, to) in self.runs() {
            let first = if last == Some(from.year()) { from.year() + 1 } else { from.year() };
            years += u32::try_from(to.year() - first + 1).unwrap_or(0);
            last = Some(to.year());
        }
        years
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Adds all months of another set.
    pub fn add(&mut self, other: &Months) {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a |= b;
        }
    }

    /// Months in either set.
    pub fn union(&self, other: &Months) -> Months {
        self.combine(other, |a, b| a | b)
    }

    /// Months in both sets.
    pub fn intersection(&self, other: &Months) -> Months {
        self.combine(other, |a, b| a & b)
    }

    /// Months of this set that are not in the other.
    pub fn without(&self, other: &Months) -> Months {
        self.combine(other, |a, b| a & !b)
    }

    fn combine(&self, other: &Months, f: impl Fn(u64, u64) -> u64) -> Months {
        let mut set = *self;
        for (a, b) in set.0.iter_mut().zip(other.0) {
            *a = f(*a, b);
        }
        set
    }

    /// Length of the unbroken run that ends with `last`.
    pub fn run_to(&self, last: Month) -> u32 {
        let mut length = 0;
        let mut month = last;
        while self.contains(month) {
            // A whole word at a time: the ones directly below the month's own bit.
            let at = index(month);
            let word = usize::try_from(at / 64).ok().and_then(|word| self.0.get(word)).copied().unwrap_or(0);
            let ones = (word << (63 - at % 64)).leading_ones();
            length += ones;
            month = month.back(ones as i32);
            if ones <= (at % 64) as u32 {
                break;
            }
        }
        length
    }

    /// The unbroken runs, first to last, each as its first and last month.
    pub fn runs(&self) -> Vec<(Month, Month)> {
        let mut runs: Vec<(Month, Month)> = Vec::new();
        let mut base = Months::first();
        for word in self.0 {
            let mut rest = word;
            let mut offset = 0;
            while rest != 0 {
                let skip = rest.trailing_zeros();
                rest >>= skip;
                offset += skip;
                let length = rest.trailing_ones();
                let from = base.ahead(offset as i32);
                let to = from.ahead(length as i32 - 1);
                match runs.last_mut() {
                    Some(last) if from.since(last.1) == 1 => last.1 = to,
                    _ => runs.push((from, to)),
                }
                rest = rest.checked_shr(length).unwrap_or(0);
                offset += length;
            }
            base = base.ahead(64);
        }
        runs
    }

    /// The runs when gaps of up to `gap` months do not break them: (first, last, months in the set).
    pub fn runs_bridging(&self, gap: u32) -> Vec<(Month, Month, u32)> {
        let mut joined: Vec<(Month, Month, u32)> = Vec::new();
        for (from, to) in self.runs() {
            let length = u32::try_from(to.since(from) + 1).unwrap_or(0);
            match joined.last_mut() {
                Some(last) if u32::try_from(from.since(last.1) - 1).is_ok_and(|hole| hole <= gap) => {
                    last.1 = to;
                    last.2 += length;
                }
                _ => joined.push((from, to, length)),
            }
        }
        joined
    }
}

fn index(month: Month) -> i32 {
    month.since(Months::first())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn at(n: i32) -> Month {
        Months::first().ahead(n)
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_set(spans in proptest::collection::vec((0i32..1024, 0i32..80), 0..12), other in (0i32..1024, 0i32..300)) {
            let mut set = Months::NONE;
            let mut plain = BTreeSet::new();
            for (from, length) in spans {
                set.insert(at(from), at(from + length));
                plain.extend(from..=(from + length).min(1023));
            }
            let second = Months::between(at(other.0), at(other.0 + other.1));
            let plain_second: BTreeSet<i32> = (other.0..=(other.0 + other.1).min(1023)).collect();
            prop_assert_eq!(set.count() as usize, plain.len());
            prop_assert_eq!(set.union(&second).count() as usize, plain.union(&plain_second).count());
            prop_assert_eq!(set.intersection(&second).count() as usize, plain.intersection(&plain_second).count());
            prop_assert_eq!(set.without(&second).count() as usize, plain.difference(&plain_second).count());
            prop_assert_eq!(set.years() as usize, plain.iter().map(|n| n / 12).collect::<BTreeSet<i32>>().len());
            let runs = set.runs();
            let total: i32 = runs.iter().map(|(from, to)| to.since(*from) + 1).sum();
            prop_assert_eq!(total as usize, plain.len());
            for pair in runs.windows(2) { prop_assert!(pair[1].0.since(pair[0].1) > 1); }
            for n in 0..1024 {
                let run = runs.iter().find(|run| run.1 == at(n)).map_or(0, |run| run.1.since(run.0) + 1);
                if run > 0 { prop_assert_eq!(set.run_to(at(n)) as i32, run); }
                prop_assert_eq!(set.contains(at(n)), plain.contains(&n)); }
        }
    }

    #[test]
    fn short_gaps_can_be_bridged() {
        let mut set = Months::between(at(0), at(11));
        set.insert(at(14), at(20));
        assert_eq!(set.runs_bridging(1).len(), 2);
        assert_eq!(set.runs_bridging(2), vec![(at(0), at(20), 19)]);
    }
}
