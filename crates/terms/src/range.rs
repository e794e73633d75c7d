//! Intervals with infinities, and truth with a third value: what is known about a quantity when some facts are not.

use crate::Exact;

/// All values a quantity can take, from `low` to `high`, both included; `None` is without limit.
///
/// An end that arithmetic makes too large for an [`Exact`] becomes no limit: less is known then, and nothing wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Range {
    /// The least value; `None`: no lower limit.
    pub low: Option<Exact>,
    /// The greatest value; `None`: no upper limit.
    pub high: Option<Exact>,
}

impl Range {
    /// Exactly zero.
    pub const ZERO: Range = Range { low: Some(Exact::ZERO), high: Some(Exact::ZERO) };
    /// Anything.
    pub const ANY: Range = Range { low: None, high: None };

    /// One known value.
    pub fn known(value: Exact) -> Range {
        Range { low: Some(value), high: Some(value) }
    }

    /// From `low` to `high`.
    pub fn between(low: Exact, high: Exact) -> Range {
        Range { low: Some(low), high: Some(high) }
    }

    /// From `low` up.
    pub fn at_least(low: Exact) -> Range {
        Range { low: Some(low), high: None }
    }

    /// The value, when there is only one.
    pub fn exactly(self) -> Option<Exact> {
        match (self.low, self.high) {
            (Some(low), Some(high)) if low == high => Some(low),
            _ => None,
        }
    }

    /// True when only one value is possible.
    pub fn is_known(self) -> bool {
        self.exactly().is_some()
    }

    /// True when `value` is possible.
    pub fn contains(self, value: Exact) -> bool {
        self.low.is_none_or(|low| low <= value) && self.high.is_none_or(|high| value <= high)
    }

    /// The least interval that holds both.
    pub fn hull(self, other: Range) -> Range {
        Range {
            low: self.low.zip(other.low).map(|(a, b)| a.min(b)),
            high: self.high.zip(other.high).map(|(a, b)| a.max(b)),
        }
    }

    /// The values in both, or nothing.
    pub fn meet(self, other: Range) -> Option<Range> {
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let high = match (self.high, other.high) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        match (low, high) {
            (Some(low), Some(high)) if low > high => None,
            _ => Some(Range { low, high }),
        }
    }

    /// Applies a function that never decreases; nothing stands for a value too large to be held.
    pub fn map_rising(self, f: impl Fn(Exact) -> Option<Exact>) -> Range {
        if let Some(value) = self.exactly() {
            return Range::maybe(f(value));
        }
        Range { low: self.low.and_then(&f), high: self.high.and_then(&f) }
    }

    /// One value if it could be worked out, else anything.
    fn maybe(value: Option<Exact>) -> Range {
        Range { low: value, high: value }
    }

    /// The greater of two quantities.
    pub fn max(self, other: Range) -> Range {
        if let (Some(a), Some(b)) = (self.exactly(), other.exactly()) {
            return Range::known(a.max(b));
        }
        let low = match (self.low, other.low) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        Range { low, high: self.high.zip(other.high).map(|(a, b)| a.max(b)) }
    }

    /// The lesser of two quantities.
    pub fn min(self, other: Range) -> Range {
        if let (Some(a), Some(b)) = (self.exactly(), other.exactly()) {
            return Range::known(a.min(b));
        }
        -((-self).max(-other))
    }

    /// The product, by the signs of the ends.
    pub fn times(self, other: Range) -> Range {
        if let (Some(a), Some(b)) = (self.exactly(), other.exactly()) {
            return Range::maybe(a.checked_mul(b));
        }
        let zero = Exact::ZERO;
        if self.exactly() == Some(zero) || other.exactly() == Some(zero) {
            return Range::ZERO;
        }
        match (self.low, self.high, other.low, other.high) {
            (Some(a), Some(b), Some(c), Some(d)) => {
                let ends = [a.checked_mul(c), a.checked_mul(d), b.checked_mul(c), b.checked_mul(d)];
                if ends.contains(&None) {
                    return Range::ANY;
                }
                Range { low: ends.into_iter().min().flatten(), high: ends.into_iter().max().flatten() }
            }
            (Some(a), high, Some(c), other_high) if a >= zero && c >= zero => {
                let high = high.zip(other_high).and_then(|(b, d)| b.checked_mul(d));
                Range { low: a.checked_mul(c), high }
            }
            _ => Range::ANY,
        }
    }

    /// The quotient; a divisor that can be zero gives anything.
    pub fn over(self, other: Range) -> Range {
        if let (Some(a), Some(b)) = (self.exactly(), other.exactly()) {
            return Range::maybe(a.checked_div(b));
        }
        match (other.low, other.high) {
            // Turning a positive number over swaps its parts, which always fit.
            (Some(c), Some(d)) if c > Exact::ZERO => {
                self.times(Range::between(Exact::ONE / d, Exact::ONE / c))
            }
            (Some(c), None) if c > Exact::ZERO => self.times(Range::between(Exact::ZERO, Exact::ONE / c)),
            _ => Range::ANY,
        }
    }
}

impl std::ops::Add for Range {
    type Output = Range;
    fn add(self, other: Range) -> Range {
        Range {
            low: self.low.zip(other.low).and_then(|(a, b)| a.checked_add(b)),
            high: self.high.zip(other.high).and_then(|(a, b)| a.checked_add(b)),
        }
    }
}

impl std::ops::Neg for Range {
    type Output = Range;
    fn neg(self) -> Range {
        Range { low: self.high.and_then(Exact::checked_neg), high: self.low.and_then(Exact::checked_neg) }
    }
}

impl std::ops::Sub for Range {
    type Output = Range;
    fn sub(self, other: Range) -> Range {
        self + -other
    }
}

/// True, false, or not known. Ordered from false to true.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Tri {
    /// Known not to hold.
    No,
    /// Not known.
    Unknown,
    /// Known to hold.
    Yes,
}

impl Tri {
    /// Both hold.
    pub fn and(self, other: Tri) -> Tri {
        match (self, other) {
            (Tri::No, _) | (_, Tri::No) => Tri::No,
            (Tri::Yes, Tri::Yes) => Tri::Yes,
            _ => Tri::Unknown,
        }
    }

    /// At least one holds.
    pub fn or(self, other: Tri) -> Tri {
        !((!self).and(!other))
    }

    /// True when it may hold.
    pub fn possible(self) -> bool {
        self != Tri::No
    }

    /// True when it surely holds.
    pub fn certain(self) -> bool {
        self == Tri::Yes
    }
}

impl std::ops::Not for Tri {
    type Output = Tri;
    fn not(self) -> Tri {
        match self {
            Tri::No => Tri::Yes,
            Tri::Unknown => Tri::Unknown,
            Tri::Yes => Tri::No,
        }
    }
}

impl From<bool> for Tri {
    fn from(holds: bool) -> Tri {
        if holds { Tri::Yes } else { Tri::No }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range() -> impl Strategy<Value = (Range, Exact)> {
        (-50i64..50, 0i64..40, 0i64..40, any::<bool>(), any::<bool>()).prop_map(
            |(value, below, above, open, shut)| {
                let low = Exact::from(value - below);
                let high = Exact::from(value + above);
                (Range { low: (!open).then_some(low), high: (!shut).then_some(high) }, Exact::from(value))
            },
        )
    }

    proptest! {
        #[test]
        fn results_contain_every_member((a, x) in range(), (b, y) in range()) {
            prop_assert!((a + b).contains(x + y));
            prop_assert!((a - b).contains(x - y));
            prop_assert!(a.times(b).contains(x * y));
            if !y.is_zero() { prop_assert!(a.over(b).contains(x / y)); }
            prop_assert!(a.max(b).contains(x.max(y)));
            prop_assert!(a.min(b).contains(x.min(y)));
            prop_assert!(a.hull(b).contains(x) && a.hull(b).contains(y));
        }
    }

    #[test]
    fn the_third_truth() {
        assert_eq!(Tri::Unknown.and(Tri::No), Tri::No);
        assert_eq!(Tri::Unknown.or(Tri::Yes), Tri::Yes);
        assert_eq!(Tri::Unknown.and(Tri::Yes), Tri::Unknown);
        assert_eq!(!Tri::Unknown, Tri::Unknown);
    }
}
