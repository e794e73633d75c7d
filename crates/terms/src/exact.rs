//! Exact rational numbers.

use std::cmp::Ordering;
use std::fmt;
use std::num::NonZero;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// An exact rational number, always in lowest terms with a positive denominator.
///
/// Both parts have 64 bits; what no longer fits has no value. The `checked_…` operations say so with `None`, and intervals
/// ([`Range`](crate::Range)) then have no limit on that side: less is known, nothing is wrong. The operators are for numbers
/// that a program or a checked policy wrote; they stop the program rather than give a wrong number.
///
/// ```
/// use terms::Exact;
/// let per_month = Exact::ratio(1, 2) / Exact::from(12);
/// assert_eq!(per_month * Exact::from(93), Exact::ratio(31, 8));
/// assert_eq!("9000.50".parse::<Exact>().unwrap().to_string(), "9000.5");
/// assert_eq!(Exact::from(i64::MAX).checked_add(Exact::ONE), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Exact {
    // INVARIANT: den > 0 and gcd(num, den) == 1. That it is never zero lets an absent number take no more room.
    num: i64,
    den: NonZero<i64>,
}

/// A number as it is read has no more digits than these before its point, and is below this many of its last digit.
const MOST_WHOLE_DIGITS: usize = 15;
const MOST_PARSED: i64 = 1_000_000_000_000_000_000;

/// One, as a denominator.
const UNIT: NonZero<i64> = match NonZero::new(1) {
    Some(one) => one,
    None => NonZero::<i64>::MAX,
};

impl Exact {
    /// Zero.
    pub const ZERO: Exact = Exact { num: 0, den: UNIT };
    /// One.
    pub const ONE: Exact = Exact { num: 1, den: UNIT };

    /// The fraction `num / den`, of numbers written in a program: a zero denominator gives zero.
    pub fn ratio(num: i64, den: i64) -> Exact {
        Exact::lowest(num.into(), den.into()).unwrap_or(Exact::ZERO)
    }

    /// The fraction in lowest terms; nothing when `den` is zero or a part does not fit.
    fn lowest(num: i128, den: i128) -> Option<Exact> {
        let (num, den) = if den < 0 { (num.checked_neg()?, den.checked_neg()?) } else { (num, den) };
        // Nearly all values fit 64 bits, where division is many times cheaper.
        if let (Ok(num), Ok(den)) = (i64::try_from(num), i64::try_from(den)) {
            if den == 1 {
                return Some(Exact { num, den: UNIT });
            }
            let shared = i64::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
            return Some(Exact { num: num / shared, den: NonZero::new(den / shared)? });
        }
        let shared = i128::try_from(wide_gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
        Some(Exact {
            num: i64::try_from(num / shared).ok()?,
            den: NonZero::new(i64::try_from(den / shared).ok()?)?,
        })
    }

    fn den(self) -> i64 {
        self.den.get()
    }

    /// The numerator, in lowest terms.
    pub fn numerator(self) -> i64 {
        self.num
    }

    /// The denominator, in lowest terms; at least 1.
    pub fn denominator(self) -> i64 {
        self.den()
    }

    /// The greatest whole number that is not above this one.
    pub fn floor(self) -> i64 {
        if self.den == UNIT { self.num } else { self.num.div_euclid(self.den()) }
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

    /// The sum, or nothing when it does not fit.
    pub fn checked_add(self, other: Exact) -> Option<Exact> {
        if self.den == UNIT && other.den == UNIT {
            return Some(Exact { num: self.num.checked_add(other.num)?, den: UNIT });
        }
        if self.den == other.den {
            return Exact::lowest(i128::from(self.num) + i128::from(other.num), self.den().into());
        }
        // Neither product reaches 2^126, so that the sum fits.
        let num = wide(self.num, other.den()) + wide(other.num, self.den());
        Exact::lowest(num, wide(self.den(), other.den()))
    }

    /// The difference, or nothing when it does not fit.
    pub fn checked_sub(self, other: Exact) -> Option<Exact> {
        self.checked_add(other.checked_neg()?)
    }

    /// The number with the other sign, or nothing when it does not fit.
    pub fn checked_neg(self) -> Option<Exact> {
        Some(Exact { num: self.num.checked_neg()?, den: self.den })
    }

    /// The product, or nothing when it does not fit.
    pub fn checked_mul(self, other: Exact) -> Option<Exact> {
        if self.den == UNIT && other.den == UNIT {
            return Some(Exact { num: self.num.checked_mul(other.num)?, den: UNIT });
        }
        Exact::lowest(wide(self.num, other.num), wide(self.den(), other.den()))
    }

    /// The quotient, or nothing when the divisor is zero or the quotient does not fit.
    pub fn checked_div(self, by: Exact) -> Option<Exact> {
        Exact::lowest(wide(self.num, by.den()), wide(self.den(), by.num))
    }

    /// How many full `unit`s this number has: the whole number below the quotient. Nothing as for [`Exact::checked_div`].
    pub fn full(self, unit: Exact) -> Option<Exact> {
        Some(Exact::from(self.checked_div(unit)?.floor()))
    }

    /// Rounded to a multiple of `1 / scale`: `up` says of the whole number below, the rest in that unit, whether to go up.
    pub(crate) fn rounded(self, scale: i64, up: impl Fn(i128, Ordering) -> bool) -> Option<Exact> {
        let (size, den) = (i128::from(self.num.unsigned_abs()) * i128::from(scale), i128::from(self.den()));
        let (below, rest) = (size / den, size % den);
        if rest == 0 {
            return Some(self);
        }
        let whole = if up(below, (2 * rest).cmp(&den)) { below + 1 } else { below };
        Exact::lowest(if self.num < 0 { -whole } else { whole }, scale.into())
    }

    /// Reads `12`, `-3`, `0.25`, `1,000.50`: digits, at most one point; no exponent; at most 18 digits, of them 15 before the
    /// point and 6 after it.
    pub fn parse_decimal(text: &str) -> Option<Exact> {
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() || (digits.contains('.') && part.is_empty()) || part.len() > 6 {
            return None;
        }
        let mut num: i64 = 0;
        let mut den: i64 = 1;
        let mut count = 0;
        for (at, c) in whole.chars().enumerate() {
            match c {
                '0'..='9' if count < MOST_WHOLE_DIGITS => num = num * 10 + i64::from(c as u32 - '0' as u32),
                ',' if at > 0 => continue,
                _ => return None,
            }
            count += 1;
        }
        for c in part.chars() {
            let digit = c.to_digit(10)?;
            num = num.checked_mul(10)?.checked_add(digit.into())?;
            den *= 10;
        }
        (num < MOST_PARSED).then(|| Exact::ratio(if negative { -num } else { num }, den))
    }

    /// As a decimal with exactly the digits needed, or nothing when it has no finite decimal form of up to 12 places.
    pub fn to_decimal(self) -> Option<String> {
        let mut scaled = self;
        for places in 0..=12 {
            if scaled.den == UNIT {
                return Some(decimal_text(scaled.num, places));
            }
            scaled = scaled.checked_mul(Exact::from(10))?;
        }
        None
    }
}

fn decimal_text(num: i64, places: usize) -> String {
    let sign = if num < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", num.unsigned_abs(), width = places + 1);
    let (whole, part) = digits.split_at(digits.len() - places);
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// The product of two parts, which 128 bits always hold.
fn wide(a: i64, b: i64) -> i128 {
    i128::from(a) * i128::from(b)
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn wide_gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = match (u64::try_from(a), u64::try_from(b)) {
            (Ok(a), Ok(b)) => return gcd(a, b).into(),
            _ => (b, a % b),
        };
    }
    a.max(1)
}

impl From<i64> for Exact {
    fn from(value: i64) -> Exact {
        Exact { num: value, den: UNIT }
    }
}

impl std::str::FromStr for Exact {
    type Err = ();
    fn from_str(text: &str) -> Result<Exact, ()> {
        Exact::parse_decimal(text).ok_or(())
    }
}

/// What the operators say when a result does not fit.
const TOO_LARGE: &str = "an exact number of more than 64 bits";

#[expect(clippy::expect_used, reason = "the operators stop rather than give a wrong number; see the type")]
impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        self.checked_add(other).expect(TOO_LARGE)
    }
}

impl Sub for Exact {
    type Output = Exact;
    fn sub(self, other: Exact) -> Exact {
        self + -other
    }
}

#[expect(clippy::expect_used, reason = "the operators stop rather than give a wrong number; see the type")]
impl Neg for Exact {
    type Output = Exact;
    fn neg(self) -> Exact {
        self.checked_neg().expect(TOO_LARGE)
    }
}

#[expect(clippy::expect_used, reason = "the operators stop rather than give a wrong number; see the type")]
impl Mul for Exact {
    type Output = Exact;
    fn mul(self, other: Exact) -> Exact {
        self.checked_mul(other).expect(TOO_LARGE)
    }
}

#[expect(clippy::expect_used, reason = "the operators stop rather than give a wrong number; see the type")]
impl Div for Exact {
    type Output = Exact;
    /// Division; by zero gives zero, as [`Exact::ratio`] says. Policies are refused a divisor that can be zero.
    fn div(self, other: Exact) -> Exact {
        if other.is_zero() { Exact::ZERO } else { self.checked_div(other).expect(TOO_LARGE) }
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
        wide(self.num, other.den()).cmp(&wide(other.num, self.den()))
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
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1e3",
            "1.2.3",
            "1234567890123456",
            "0.1234567",
            "1234567890123.123456",
            "十",
            "-",
        ] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
        assert_eq!(Exact::ratio(20, 3).to_string(), "20/3");
    }

    proptest! {
        #[test]
        fn behaves_like_numbers(a in -9999i64..9999, b in 1i64..999, c in -9999i64..9999, d in 1i64..999) {
            let x = Exact::ratio(a, b);
            let y = Exact::ratio(c, d);
            prop_assert_eq!(x + y - y, x);
            prop_assert_eq!((x * y).is_zero(), a == 0 || c == 0);
            if c != 0 { prop_assert_eq!(x / y * y, x); }
            prop_assert_eq!(x < y, a * d < c * b);
            prop_assert!(Exact::from(x.floor()) <= x);
        }

        #[test]
        fn is_right_or_says_nothing(a in any::<i64>(), b in 1i64.., c in any::<i64>(), d in 1i64..) {
            let (x, y) = (Exact::ratio(a, b), Exact::ratio(c, d));
            if let Some(sum) = x.checked_add(y) { prop_assert_eq!(sum.checked_sub(y).unwrap_or(x), x); }
            if let Some(product) = x.checked_mul(y)
                && !y.is_zero()
            {
                prop_assert_eq!(product.checked_div(y).unwrap_or(x), x);
            }
            prop_assert_eq!(x < y, i128::from(a) * i128::from(d) < i128::from(c) * i128::from(b));
        }
    }
}
