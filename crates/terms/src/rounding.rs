//! Declared roundings.

use crate::Exact;

/// Which neighbour is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Mode {
    /// 四舍五入: halves go away from zero.
    HalfUp,
    /// 四舍六入五成双: halves go to the even neighbour.
    HalfEven,
    /// 舍去: toward zero.
    Down,
    /// 进位: away from zero.
    Up,
}

/// A number of decimal places and a mode.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Rounding {
    /// Decimal places kept, 0 to 6.
    pub places: u32,
    /// Which neighbour is taken.
    pub mode: Mode,
}

impl Rounding {
    /// The rounded value; nothing when it has too many digits to be held.
    ///
    /// ```
    /// use terms::{Exact, Mode, Rounding};
    /// let two = Rounding { places: 2, mode: Mode::HalfUp };
    /// assert_eq!(two.apply(Exact::ratio(77, 8)).unwrap().to_string(), "9.63"); // 9.625
    /// ```
    pub fn apply(self, value: Exact) -> Option<Exact> {
        value.rounded(10i64.pow(self.places), |below, half| match self.mode {
            Mode::Down => false,
            Mode::Up => true,
            Mode::HalfUp => half.is_ge(),
            Mode::HalfEven => half.is_gt() || (half.is_eq() && below % 2 != 0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_differ_where_they_should() {
        let at =
            |text: &str, mode| Rounding { places: 2, mode }.apply(text.parse().unwrap()).unwrap().to_string();
        for (text, mode, expected) in [
            ("9.625", Mode::HalfUp, "9.63"),
            ("0.875", Mode::HalfUp, "0.88"),
            ("9.625", Mode::HalfEven, "9.62"),
            ("9.635", Mode::HalfEven, "9.64"),
            ("9.629", Mode::Down, "9.62"),
            ("9.621", Mode::Up, "9.63"),
            ("-9.625", Mode::HalfUp, "-9.63"),
            ("-9.629", Mode::Down, "-9.62"),
            ("9.6", Mode::Up, "9.6"),
        ] {
            assert_eq!(at(text, mode), expected, "{text} {mode:?}");
        }
    }
}
