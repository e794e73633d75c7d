//! Exact rational numbers.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZero;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// An exact rational number, always in lowest terms with a positive denominator.
///
/// Parsed numbers have at most 15 digits before the point and 6 after it, and formulas are short, so that the 127 bits of
/// the parts are never used up; should they be, arithmetic stops the program (overflow checks stay on in release builds)
/// rather than giving a wrong number.
///
/// ```
/// use terms::Exact;
/// let per_month = Exact::ratio(1, 2) / Exact::from(12);
/// assert_eq!(per_month * Exact::from(93), Exact::ratio(31, 8));
/// assert_eq!("9000.50".parse::<Exact>().unwrap().to_string(), "9000.5");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    // INVARIANT: den > 0 and gcd(num, den) == 1. That it is never zero lets an absent number take no more room.
    num: i128,
    den: NonZero<i128>,
}

/// One, as a denominator.
const UNIT: NonZero<i128> = match NonZero::new(1) {
    Some(one) => one,
    None => NonZero::<i128>::MAX,
};

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact { num: 0, den: UNIT };
    /// One.
    pub const ONE: Exact = Exact { num: 1, den: UNIT };

    /// The fraction `num / den`.
    ///
    /// A zero denominator gives zero; callers that divide check first (`checked_div`).
    pub fn ratio(num: i128, den: i128) -> Exact {
        if den == 1 {
            return Exact { num, den: UNIT };
        }
        let shared = gcd(num.unsigned_abs(), den.unsigned_abs()) as i128;
        let shared = if den < 0 { -shared } else { shared };
        let (num, den) =
            if shared == 1 { (num, den) } else { (quotient(num, shared), quotient(den, shared)) };
        NonZero::new(den).map_or(Exact::ZERO, |den| Exact { num, den })
    }

    fn den(self) -> i128 {
        self.den.get()
    }

    /// The numerator, in lowest terms.
    pub fn numerator(self) -> i128 {
        self.num
    }

    /// The denominator, in lowest terms; at least 1.
    pub fn denominator(self) -> i128 {
        self.den()
    }

    /// The greatest whole number that is not above this one.
    pub fn floor(self) -> i128 {
        match (i64::try_from(self.num), i64::try_from(self.den())) {
            (Ok(num), Ok(den)) => i128::from(num.div_euclid(den)),
            _ => self.num.div_euclid(self.den()),
        }
    }

    /// True for whole numbers.
    pub fn is_whole(self) -> bool {
        self.den == UNIT
    }

    /// True for zero.
    pub fn is_zero(self) -> bool {
        self.num == 0
    }

    /// True below zero.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// The quotient, or nothing when the divisor is zero.
    pub fn checked_div(self, by: Exact) -> Option<Exact> {
        (by.num != 0).then(|| Exact::ratio(product(self.num, by.den()), product(self.den(), by.num)))
    }

    /// Reads `12`, `-3`, `0.25`, `1,000.50`: digits, at most one point; no exponent, no more than 15 + 6 digits.
    pub fn parse_decimal(text: &str) -> Option<Exact> {
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (digits.contains('.') && part.is_empty()) || part.len() > 6 {
            return None;
        }
        let mut num: i128 = 0;
        let mut den: i128 = 1;
        let mut count = 0;
        for (at, c) in whole.chars().enumerate() {
            match c {
                '0'..='9' => num = num * 10 + i128::from(c as u32 - '0' as u32),
                ',' if at > 0 => continue,
                _ => return None,
            }
            count += 1;
            if count > 15 {
                return None;
            }
        }
        for c in part.chars() {
            let digit = c.to_digit(10)?;
            num = num * 10 + i128::from(digit);
            den *= 10;
        }
        Some(Exact::ratio(if negative { -num } else { num }, den))
    }

    /// As a decimal with exactly the digits needed, or nothing when it has no finite decimal form of up to 12 places.
    pub fn to_decimal(self) -> Option<String> {
        let mut scaled = self;
        for places in 0..=12 {
            if scaled.den == UNIT {
                return Some(decimal_text(scaled.num, places));
            }
            scaled = scaled * Exact::from(10);
        }
        None
    }
}

fn decimal_text(num: i128, places: usize) -> String {
    let sign = if num < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", num.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The product; numbers of 64 bits, as nearly all are, cannot overflow and need no check.
fn product(a: i128, b: i128) -> i128 {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => i128::from(a).wrapping_mul(i128::from(b)),
        _ => a * b,
    }
}

/// Division where it comes out even; in 64 bits where both fit, which is many times quicker.
fn quotient(a: i128, b: i128) -> i128 {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) if b != -1 => i128::from(a / b),
        _ => a / b,
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    // Nearly all values fit 64 bits, where the remainder is several times cheaper.
    while b != 0 {
        let rest = match (u64::try_from(a), u64::try_from(b)) {
            (Ok(a), Ok(b)) => u128::from(a % b),
            _ => a % b,
        };
        a = b;
        b = rest;
    }
    a.max(1)
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact { num: i128::from(value), den: UNIT }
    }
}

impl std::str::FromStr for Exact {
    type Err = ();
    fn from_str(text: &str) -> Result<Exact, ()> {
        Exact::parse_decimal(text).ok_or(())
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        if self.den == UNIT && other.den == UNIT {
            return Exact { num: self.num + other.num, den: UNIT };
        }
        if self.den == other.den {
            return Exact::ratio(self.num + other.num, self.den());
        }
        Exact::ratio(
            product(self.num, other.den()) + product(other.num, self.den()),
            product(self.den(), other.den()),
        )
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        self + -other
    }
}

impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        Exact { num: -self.num, den: self.den }
    }
}

impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        if self.den == UNIT && other.den == UNIT {
            return Exact { num: product(self.num, other.num), den: UNIT };
        }
        Exact::ratio(product(self.num, other.num), product(self.den(), other.den()))
    }
}

impl Div for Exact {
    type Output = Exact;
    /// Division; by zero gives zero, as [`Exact::ratio`] says. Policies are refused a divisor that can be zero.
    fn div(self, other: Exact) -> Exact {
        self.checked_div(other).unwrap_or(Exact::ZERO)
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Exact) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Exact) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        product(self.num, other.den()).cmp(&product(other.num, self.den()))
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_decimal() {
            Some(text) => f.write_str(&text),
            None => write!(f, "{}/{}", self.num, self.den),
        }
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_prints_decimals() {
        for text in ["0", "12", "-3", "0.25", "9000.5", "100000000000000"] {
            assert_eq!(text.parse::<Exact>().unwrap().to_string(), text);
        }
        assert_eq!("1,000.50".parse::<Exact>().unwrap(), Exact::ratio(2001, 2));
        for text in ["", ".", "1.", ".5", "1e3", "1.2.3", "1234567890123456", "0.1234567", "十", "-"] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
        assert_eq!(Exact::ratio(20, 3).to_string(), "20/3");
    }

    proptest! {
        #[test]
        fn behaves_like_numbers(a in -9999i64..9999, b in 1i64..999, c in -9999i64..9999, d in 1i64..999) {
            let x = Exact::ratio(a.into(), b.into());
            let y = Exact::ratio(c.into(), d.into());
            prop_assert_eq!(x + y - y, x);
            prop_assert_eq!((x * y).is_zero(), a == 0 || c == 0);
            if c != 0 { prop_assert_eq!(x / y * y, x); }
            prop_assert_eq!(x < y, a * d < c * b);
            prop_assert!(Exact::from(x.floor() as i64) <= x);
        }
    }
}
