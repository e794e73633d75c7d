//! Resume codes: what somebody without an account comes back with. Twenty signs in four groups, such as
//! `K7MPX-2QDRT-9WHB4-ZC6N3`, of which the last only tells a mistyped code from a wrong one; 95 bits that nobody guesses.

use std::fmt;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Digits and letters without those that look like others (Crockford's base 32).
const SIGNS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many signs a code has, the last one for checking.
const LENGTH: usize = 20;
/// How many signs stand together.
const GROUP: usize = 5;
/// How many signs are drawn.
pub const DRAWN: usize = LENGTH - 1;

/// A resume code.
#[derive(Clone, PartialEq, Eq)]
pub struct ResumeCode(Zeroizing<Vec<u8>>);

/// What was typed is no code: a sign too many, too few, or another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mistyped;

impl ResumeCode {
    /// A code made from dice.
    pub fn drawn(dice: [u8; DRAWN]) -> ResumeCode {
        let mut values: Vec<u8> = dice.iter().map(|byte| byte & 31).collect();
        values.push(check(&values));
        ResumeCode(Zeroizing::new(values))
    }

    /// Reads a code as people type it: in small letters, full width, with or without dashes, `O` for `0`, `I` or `L` for `1`.
    ///
    /// # Errors
    /// [`Mistyped`] when it cannot be a code.
    pub fn read(text: &str) -> Result<ResumeCode, Mistyped> {
        let mut values = Zeroizing::new(Vec::with_capacity(LENGTH));
        for sign in text.nfkc().filter(|sign| !sign.is_whitespace() && !"-–—－_.·、".contains(*sign)) {
            let sign = match sign.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let value = SIGNS.iter().position(|known| char::from(*known) == sign).ok_or(Mistyped)?;
            if values.len() == LENGTH {
                return Err(Mistyped);
            }
            values.push(u8::try_from(value).map_err(|_| Mistyped)?);
        }
        match values.split_last() {
            Some((last, drawn)) if drawn.len() == DRAWN && *last == check(drawn) => Ok(ResumeCode(values)),
            _ => Err(Mistyped),
        }
    }

    /// What keys and digests are made of.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Each sign weighs by its place, so that two signs that change places are noticed.
fn check(values: &[u8]) -> u8 {
    let sum: u32 = (1..).zip(values).map(|(place, value)| place * u32::from(*value)).sum();
    u8::try_from(sum % 31).unwrap_or_default()
}

impl fmt::Display for ResumeCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, value) in self.0.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                out.write_str("-")?;
            }
            let sign = SIGNS.get(usize::from(*value)).copied().unwrap_or(b'0');
            write!(out, "{}", char::from(sign))?;
        }
        Ok(())
    }
}

/// A code does not get into logs.
impl fmt::Debug for ResumeCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("ResumeCode(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some() -> ResumeCode {
        ResumeCode::drawn([200, 7, 0, 99, 31, 32, 64, 5, 17, 250, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }

    #[test]
    fn a_code_is_read_however_people_type_it() {
        let code = some();
        let text = code.to_string();
        assert_eq!(text.len(), 23);
        let wide: String = text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            text.replace('-', " "),
            text.replace('0', "o").replace('1', "l"),
            wide,
            format!("  {text}\n"),
        ] {
            assert_eq!(ResumeCode::read(&typed), Ok(code.clone()), "{typed}");
        }
        assert_eq!(format!("{code:?}"), "ResumeCode(…)");
    }

    #[test]
    fn what_is_too_short_too_long_or_foreign_is_mistyped() {
        let text = some().to_string();
        for typed in [
            "",
            "K7MPX",
            &text[1..],
            &format!("{text}0"),
            &text.replace('-', "*"),
            "恢复码",
            &"0".repeat(9999),
        ] {
            assert_eq!(ResumeCode::read(typed), Err(Mistyped), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn two_signs_that_change_places_are_noticed(dice in any::<[u8; DRAWN]>(), at in 0..DRAWN - 1) {
            let code = ResumeCode::drawn(dice);
            let mut typed: Vec<char> = code.to_string().replace('-', "").chars().collect();
            let values = (code.0[at], code.0[at + 1]);
            prop_assume!(values.0 % 31 != values.1 % 31);
            typed.swap(at, at + 1);
            prop_assert_eq!(ResumeCode::read(&typed.iter().collect::<String>()), Err(Mistyped));
        }
    }
}
