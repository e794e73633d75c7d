//! The numbers of a regulation's prose: digits and Chinese numerals, percentages, 万, half years, with their units.

use crate::numeral::number;
use crate::unit::{Amount, Dimension, leading_unit, unit};
use terms::Exact;

/// A number as a regulation or a rule writes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::check) struct Quantity {
    /// In the dimension's own unit: months, yuan…
    pub value: Exact,
    /// What it counts; none when no unit was written.
    pub dimension: Option<Dimension>,
    /// As a number alone: 3 of `3 年`.
    pub written: Exact,
    /// As written.
    pub words: String,
}

impl Quantity {
    /// A number of a rule.
    pub fn of(amount: Amount, words: &str) -> Quantity {
        let plain = amount.dimension.and_then(|_| {
            let name = crate::unit::split_unit(words.trim()).0;
            number(name)
        });
        Quantity {
            value: amount.value,
            dimension: amount.dimension,
            written: plain.unwrap_or(amount.value),
            words: words.trim().to_owned(),
        }
    }

    /// True when one may stand for the other: the same size of the same thing, or the same number where one has no unit.
    pub fn matches(&self, other: &Quantity) -> bool {
        match (self.dimension, other.dimension) {
            (Some(a), Some(b)) => a == b && self.value == other.value,
            _ => {
                self.value == other.value
                    || self.written == other.written
                    || self.value == other.written
                    || self.written == other.value
            }
        }
    }

    /// Zero and one stand for nothing and for each; prose seldom writes them.
    pub fn is_plain(&self) -> bool {
        self.written.is_zero() || self.written == Exact::ONE
    }
}

/// All numbers of a text. Article numbers, list marks, dates and document numbers are left out, and so are single Chinese
/// numerals without a unit, which are seldom numbers.
pub(in crate::check) fn quantities(text: &str) -> Vec<Quantity> {
    let chars: Vec<char> = text.chars().map(narrow).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at).copied() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before)).copied().unwrap_or(' ');
        let rest: String = chars.iter().skip(at).take(40).collect();
        let taken = if c.is_ascii_digit() {
            digits(&rest, before)
        } else if rest.starts_with("百分之") || rest.starts_with("千分之") {
            parts(&rest)
        } else if CHINESE.contains(c) {
            chinese(&rest, before)
        } else {
            Taken::skip(1)
        };
        found.extend(taken.quantity);
        at += taken.chars.max(1);
    }
    found
}

const CHINESE: &str = "零一二三四五六七八九十百千万亿两半";

/// A stretch of text that was looked at, with the number it gave, if it did.
struct Taken {
    chars: usize,
    quantity: Option<Quantity>,
}

impl Taken {
    fn skip(chars: usize) -> Taken {
        Taken { chars, quantity: None }
    }
}

/// Full-width digits and marks as half-width ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '％' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '，' => '，',
        other => other,
    }
}

/// Splits off the characters that hold.
fn run(text: &str, holds: impl Fn(char) -> bool) -> (&str, &str) {
    let end = text.char_indices().find(|(_, c)| !holds(*c)).map_or(text.len(), |(at, _)| at);
    text.split_at_checked(end).unwrap_or((text, ""))
}

fn digits(rest: &str, before: char) -> Taken {
    let (mut digits, _) = run(rest, |c| c.is_ascii_digit() || c == ',' || c == '.');
    digits = digits.trim_end_matches([',', '.']);
    let after = rest.get(digits.len()..).unwrap_or_default();
    let count = digits.chars().count();
    if matches!(before, '第' | '〔' | '[') || after.starts_with('〕') || after.trim_start().starts_with('号')
    {
        return Taken::skip(count);
    }
    if let Some(date) = date(rest) {
        return Taken::skip(date);
    }
    let Some(value) = number(digits) else {
        return Taken::skip(count);
    };
    for (mark, scale) in [('%', 100), ('‰', 1000)] {
        if after.starts_with(mark) {
            let Some(value) = value.checked_div(Exact::from(scale)) else { return Taken::skip(count) };
            return taken(value, value, None, digits, &mark.to_string());
        }
    }
    let (scale, scale_word) = match after.chars().next() {
        Some('万') => (10_000, "万"),
        Some('亿') => (100_000_000, "亿"),
        _ => (1, ""),
    };
    let Some(value) = value.checked_mul(Exact::from(scale)) else { return Taken::skip(count) };
    with_unit(value, &format!("{digits}{scale_word}"), after.strip_prefix(scale_word).unwrap_or(after))
}

/// The length of a date at the beginning: `2018年1月1日`, `6月30日`.
fn date(rest: &str) -> Option<usize> {
    let (year, after) = run(rest, |c| c.is_ascii_digit());
    let full_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    if full_year && let Some(after) = after.strip_prefix('年') {
        let (month, rest) = run(after, |c| c.is_ascii_digit());
        let month_given = !month.is_empty() && rest.starts_with('月');
        let (day, last) = run(rest.strip_prefix('月').unwrap_or(rest), |c| c.is_ascii_digit());
        let day_given = month_given && !day.is_empty() && last.starts_with('日');
        return Some(
            5 + if month_given { month.len() + 1 } else { 0 } + if day_given { day.len() + 1 } else { 0 },
        );
    }
    let after = after.strip_prefix('月')?;
    let (day, last) = run(after, |c| c.is_ascii_digit());
    (!day.is_empty() && last.starts_with('日')).then_some(year.len() + day.len() + 2)
}

fn parts(rest: &str) -> Taken {
    let (share, _) = run(rest.get("百分之".len()..).unwrap_or_default(), |c| {
        CHINESE.contains(c) || c.is_ascii_digit() || c == '.'
    });
    let words = format!("{}{share}", rest.chars().take(3).collect::<String>());
    let length = words.chars().count();
    match number(&words) {
        Some(value) => Taken {
            chars: length,
            quantity: Some(Quantity { value, dimension: None, written: value, words }),
        },
        None => Taken::skip(3),
    }
}

fn chinese(rest: &str, before: char) -> Taken {
    let (numeral, after) = run(rest, |c| CHINESE.contains(c));
    let count = numeral.chars().count();
    let listed = matches!(before, '（' | '(') && after.starts_with(['）', ')']);
    if before == '第' || listed || after.starts_with(['、', '，']) && count == 1 {
        return Taken::skip(count);
    }
    if numeral == "半" {
        let half_year = after.starts_with('年').then(|| Quantity {
            value: Exact::from(6),
            dimension: Some(Dimension::Months),
            written: Exact::ratio(1, 2),
            words: "半年".to_owned(),
        });
        return Taken { chars: 1, quantity: half_year };
    }
    let Some(value) = number(numeral) else {
        return Taken::skip(count);
    };
    if after.starts_with('成') && count == 1 {
        let Some(share) = value.checked_div(Exact::from(10)) else { return Taken::skip(count) };
        return taken(share, share, None, numeral, "成");
    }
    // 十分 is more often “very” than ten points.
    let very = numeral == "十" && after.starts_with('分') && !"加减计积得为扣给各每满值".contains(before);
    if very || (count == 1 && leading_unit(after).is_none()) {
        return Taken::skip(count);
    }
    with_unit(value, numeral, after)
}

fn with_unit(value: Exact, words: &str, after: &str) -> Taken {
    let spaced = after.len() - after.trim_start_matches(' ').len();
    let name = leading_unit(after.trim_start_matches(' '));
    match name.and_then(|name| Some((name, unit(name)?))) {
        Some((name, (dimension, size))) => {
            let mut taken = taken(value * size, value, Some(dimension), words, name);
            taken.chars += spaced;
            taken
        }
        None => taken(value, value, None, words, ""),
    }
}

fn taken(value: Exact, written: Exact, dimension: Option<Dimension>, words: &str, unit: &str) -> Taken {
    let words = format!("{words}{unit}");
    Taken { chars: words.chars().count(), quantity: Some(Quantity { value, dimension, written, words }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let one = |quantity: &Quantity| match quantity.dimension {
            Some(dimension) => format!("{} {dimension}", quantity.value),
            None => quantity.value.to_string(),
        };
        quantities(text).iter().map(one).collect::<Vec<_>>().join("；")
    }

    #[test]
    fn prose_is_read_for_its_numbers() {
        for (text, expected) in [
            ("年满18周岁、不超过六十周岁", "18 周岁；60 周岁"),
            ("缴纳满三年，每满１年积3分", "36 月数；12 月数；3 分"),
            ("连续二十四个月", "24 月数"),
            ("达到百分之八十以上，或者80%、八成", "0.8；0.8；0.8"),
            ("每投资10万元积10分，最高一百分", "100000 元；10 分；100 分"),
            ("不低于1,200元", "1200 元"),
            ("第六条（一）第三款第10项", ""),
            ("自2018年1月1日起施行，6月30日截止", ""),
            ("示府规〔2025〕1号", ""),
            ("这十分重要，每项加十分", "10 分"),
            ("满半年的", "6 月数"),
            ("一、二级证书", ""),
            ("三十六", "36"),
            ("最近 5 年内", "60 月数"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn years_are_months_and_a_number_alone_fits_either() {
        let one = |text: &str| quantities(text).pop().unwrap();
        let rule = |text: &str| Quantity::of(crate::unit::amount(text).unwrap(), text);
        assert!(one("满三年").matches(&rule("36 个月")));
        assert!(one("满三年").matches(&rule("36")));
        assert!(one("满三年").matches(&rule("3")));
        assert!(!one("满三年").matches(&rule("3 个月")));
        assert!(one("百分之八十").matches(&rule("80%")));
        assert!(one("十万元").matches(&rule("100000 元")));
        assert!(!one("18周岁").matches(&rule("18 分")));
    }
}
