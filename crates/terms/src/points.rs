//! Points: what a policy gives. They add to points and to nothing else.

use crate::{Exact, Range};

/// The points of an item, a group or a total: an interval that is one number when every fact is known.
///
/// There is no conversion from plain numbers: points come out of a rule, never out of a literal by accident.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Points(Range);

impl Points {
    /// Nothing.
    pub const NONE: Points = Points(Range::ZERO);

    /// Points that a rule gave.
    pub fn given(range: Range) -> Points {
        Points(range)
    }

    /// The interval of the points.
    pub fn range(self) -> Range {
        self.0
    }

    /// The one number, when every fact is known.
    pub fn exactly(self) -> Option<Exact> {
        self.0.exactly()
    }
}

impl std::ops::Add for Points {
    type Output = Points;
    fn add(self, other: Points) -> Points {
        Points(self.0 + other.0)
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Points>>(iter: I) -> Points {
        iter.fold(Points::NONE, |a, b| a + b)
    }
}
