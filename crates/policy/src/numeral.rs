//! Numbers as people write them: `30`, `1,000`, `0.25`, `80%`, `2 万`, `三十六`, `百分之八十`.

use terms::Exact;

/// Reads a number; nothing when it is none. Digits, Chinese numerals, `万` and `亿`, `%`, `百分之`, `千分之`.
///
/// ```
/// use policy::numeral::number;
/// assert_eq!(number("三十六").unwrap().to_string(), "36");
/// assert_eq!(number("百分之八十").unwrap().to_string(), "0.8");
/// assert_eq!(number("2万").unwrap().to_string(), "20000");
/// ```
///
/// Nothing is above [`MOST`]: what no regulation writes is not a number.
pub fn number(text: &str) -> Option<Exact> {
    let text = text.trim();
    let read = if let Some(rest) = text.strip_prefix("百分之") {
        plain(rest.trim())?.checked_div(Exact::from(100))?
    } else if let Some(rest) = text.strip_prefix("千分之") {
        plain(rest.trim())?.checked_div(Exact::from(1000))?
    } else {
        plain(text)?
    };
    (read <= Exact::from(MOST) && read >= Exact::from(-MOST)).then_some(read)
}

/// A number in the capital numerals of cheques and official sheets, by which nothing can be altered; nothing for a number
/// without a finite decimal.
///
/// ```
/// use policy::numeral::{capitals, number};
/// let written = |text: &str| capitals(number(text).unwrap()).unwrap();
/// assert_eq!(written("124"), "壹佰贰拾肆");
/// assert_eq!(written("100203.5"), "壹拾万零贰佰零叁点伍");
/// ```
pub fn capitals(value: Exact) -> Option<String> {
    const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
    let digit = |c: char| c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)).copied();
    let text = value.to_decimal()?;
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("负", rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let mut out = sign.to_owned();
    let mut zero = false;
    let mut some = false;
    let mut in_group = false;
    for (at, c) in whole.chars().enumerate() {
        let place = whole.len() - 1 - at;
        if c == '0' {
            zero = some;
        } else {
            if std::mem::take(&mut zero) {
                out.push('零');
            }
            out.push_str(digit(c)?);
            out.push_str(["", "拾", "佰", "仟"].get(place % 4)?);
            (some, in_group) = (true, true);
        }
        if place % 4 == 0 {
            if in_group {
                out.push_str(["", "万", "亿", "万亿", "亿亿"].get(place / 4)?);
            }
            in_group = false;
        }
    }
    if !some {
        out.push('零');
    }
    if !part.is_empty() {
        out.push('点');
        part.chars().try_for_each(|c| digit(c).map(|digit| out.push_str(digit)))?;
    }
    Some(out)
}

/// The greatest number that can be written: a thousand million million.
pub const MOST: i64 = 1_000_000_000_000_000;

fn plain(text: &str) -> Option<Exact> {
    if let Some(rest) = text.strip_suffix(['%', '％']) {
        return Exact::parse_decimal(rest.trim())?.checked_div(Exact::from(100));
    }
    if let Some(rest) = text.strip_suffix('‰') {
        return Exact::parse_decimal(rest.trim())?.checked_div(Exact::from(1000));
    }
    for (word, scale) in [('亿', 100_000_000), ('万', 10_000)] {
        if let Some(rest) = text.strip_suffix(word)
            && let Some(plain) = Exact::parse_decimal(rest.trim())
        {
            return plain.checked_mul(Exact::from(scale));
        }
    }
    Exact::parse_decimal(text).or_else(|| chinese(text).map(Exact::from))
}

fn chinese(text: &str) -> Option<i64> {
    let mut total: i64 = 0; // what stands before 万 or 亿
    let mut part: i64 = 0;
    let mut digit: Option<i64> = None;
    let mut any = false;
    for c in text.chars() {
        any = true;
        if let Some(at) = "零一二三四五六七八九".chars().position(|d| d == c) {
            if digit.is_some_and(|d| d != 0) {
                return None; // two digits side by side, as in years: not a quantity
            }
            digit = i64::try_from(at).ok();
            continue;
        }
        match c {
            '两' => digit = Some(2),
            '十' => part = part.checked_add(digit.take().unwrap_or(1).checked_mul(10)?)?,
            '百' => part = part.checked_add(digit.take()?.checked_mul(100)?)?,
            '千' => part = part.checked_add(digit.take()?.checked_mul(1000)?)?,
            '万' => {
                total =
                    total.checked_add(part.checked_add(digit.take().unwrap_or(0))?.checked_mul(10_000)?)?;
                part = 0;
            }
            '亿' => {
                total = total
                    .checked_add(part)?
                    .checked_add(digit.take().unwrap_or(0))?
                    .checked_mul(100_000_000)?;
                part = 0;
            }
            _ => return None,
        }
        if total > 1_000_000_000_000_000 || part > 1_000_000_000_000_000 {
            return None;
        }
    }
    any.then(|| total + part + digit.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_those_of_cheques() {
        for (text, expected) in [
            ("0", "零"),
            ("10", "壹拾"),
            ("105", "壹佰零伍"),
            ("120", "壹佰贰拾"),
            ("1001", "壹仟零壹"),
            ("20000", "贰万"),
            ("100000000", "壹亿"),
            ("0.25", "零点贰伍"),
        ] {
            assert_eq!(capitals(number(text).unwrap()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(capitals(-Exact::from(6)).as_deref(), Some("负陆"));
        assert_eq!(capitals(Exact::ratio(1, 3)), None);
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("30", "30"),
            ("1,000", "1000"),
            ("0.25", "0.25"),
            ("80%", "0.8"),
            ("2 万", "20000"),
            ("1.5万", "15000"),
            ("十", "10"),
            ("十二", "12"),
            ("三十六", "36"),
            ("一百二十", "120"),
            ("两千零五", "2005"),
            ("三万", "30000"),
            ("十万", "100000"),
            ("一亿二千万", "120000000"),
            ("百分之八十", "0.8"),
            ("零", "0"),
            ("千分之五", "0.005"),
        ] {
            assert_eq!(number(text).map(|n| n.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["100000000 亿", "百分之百分之五", "", "年", "三四", "一二三", "30x", "百", "5年", "1e5"]
        {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
