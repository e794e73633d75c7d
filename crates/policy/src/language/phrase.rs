//! Fixed phrases: intervals, windows, counting dates, roundings, dates in force, step keys.

use super::lex::date;
use crate::model::{AsOf, Reading};
use crate::unit::{Amount, amount};
use terms::{Date, Mode, Month, Rounding};

/// The ends of an interval, each with whether the number itself is included.
pub type Ends = (Option<(Amount, bool)>, Option<(Amount, bool)>);

/// Reads an interval's words; they mean what Civil Code art. 1259 says: 以上 and 以下 include the number, 不满 and 超过 do
/// not. A single number is both ends.
///
/// ```
/// use policy::language::phrase::interval;
/// let (low, high) = interval("2 以上不满 3").unwrap();
/// assert!(low.unwrap().1 && !high.unwrap().1);
/// ```
pub fn interval(text: &str) -> Option<Ends> {
    let text = text.trim();
    if let Some((low, rest)) = text.split_once("及以上").or_else(|| text.split_once("以上")) {
        let low = Some((amount(low)?, true));
        let rest = rest.trim_start_matches(['，', '、', ' ']);
        return Some((low, if rest.is_empty() { None } else { Some(upper(rest)?) }));
    }
    for word in ["超过", "高于", "大于"] {
        if let Some(rest) = text.strip_prefix(word) {
            let cut = ["至", "不满", "低于", "不超过"].iter().filter_map(|word| rest.find(word)).min();
            let Some(cut) = cut else { return Some((Some((amount(rest)?, false)), None)) };
            let (low, high) = (rest.get(..cut)?, rest.get(cut..)?);
            let high = match high.strip_prefix("至") {
                Some(high) => (amount(high)?, true),
                None => upper(high)?,
            };
            return Some((Some((amount(low)?, false)), Some(high)));
        }
    }
    for word in ["不低于", "不少于"] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((Some((amount(rest)?, true)), None));
        }
    }
    if let Some(high) = upper(text) {
        return Some((None, Some(high)));
    }
    if let Some((low, high)) = text.split_once('至') {
        let high = amount(high)?;
        let mut low = amount(low)?;
        if low.dimension.is_none() && high.dimension.is_some() {
            // 1 至 2 年: the unit stands once, behind the second number.
            let (_, unit) = crate::unit::split_unit(text);
            if let Some((dimension, size)) = unit.and_then(crate::unit::unit) {
                low = Amount { value: low.value * size, dimension: Some(dimension) };
            }
        }
        return Some((Some((low, true)), Some((high, true))));
    }
    let both = amount(text)?;
    Some((Some((both, true)), Some((both, true))))
}

fn upper(text: &str) -> Option<(Amount, bool)> {
    for (word, included) in [
        ("不满", false),
        ("低于", false),
        ("不足", false),
        ("小于", false),
        ("不超过", true),
        ("不高于", true),
    ] {
        if let Some(rest) = text.strip_prefix(word) {
            return Some((amount(rest)?, included));
        }
    }
    let rest = text.strip_suffix("以下")?;
    Some((amount(rest.strip_suffix('及').unwrap_or(rest))?, true))
}

/// Reads `2018-01-01 至 2022-12-31` or `2023-01-01 起`.
pub fn in_force(text: &str) -> Option<(Date, Option<Date>)> {
    if let Some(from) = text.strip_suffix('起') {
        return Some((date(from.trim())?, None));
    }
    let (from, to) = text.split_once('至')?;
    Some((date(from.trim())?, Some(date(to.trim())?)))
}

/// Reads a date, `2018-01-01`.
pub fn day(text: &str) -> Option<Date> {
    date(text.trim())
}

/// Reads `保留 2 位小数，四舍五入` or `取整数，舍去`.
pub fn rounding(text: &str) -> Option<Rounding> {
    let (places, mode) = text.split_once(['，', ','])?;
    let places = places.trim();
    let places = if matches!(places, "取整数" | "保留整数") {
        0
    } else {
        let digits = places.strip_prefix("保留")?.trim().strip_suffix("位小数")?;
        u32::try_from(crate::numeral::number(digits)?.numerator()).ok().filter(|places| *places <= 6)?
    };
    let mode = match mode.trim() {
        "四舍五入" => Mode::HalfUp,
        "舍去" => Mode::Down,
        "进位" => Mode::Up,
        "四舍六入五成双" => Mode::HalfEven,
        _ => return None,
    };
    Some(Rounding { places, mode })
}

/// The phrases of [`rounding`], for hints.
pub const ROUNDING_FORMS: &str = "写成“保留 2 位小数，四舍五入”，方式还有舍去、进位、四舍六入五成双";

/// Reads how a counting date follows from the application date.
pub fn as_of(text: &str) -> Option<AsOf> {
    match text {
        "申请日" => return Some(AsOf::Application),
        "申请日前一日" => return Some(AsOf::DayBefore),
        "上月末" => return Some(AsOf::EndOfLastMonth),
        "上月 1 日" | "上月1日" => return Some(AsOf::FirstOfLastMonth),
        "半年末" => return Some(AsOf::HalfYearEnd),
        _ => {}
    }
    let (last, rest) = match text.strip_prefix("上年") {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix("本年")?),
    };
    let (month, day) = rest.trim().strip_suffix('日')?.split_once('月')?;
    let (month, day): (i8, i8) = (month.trim().parse().ok()?, day.trim().parse().ok()?);
    // Any day that every year has.
    Date::new(2001, month, day).ok()?;
    Some(if last { AsOf::LastYear(month, day) } else { AsOf::ThisYear(month, day) })
}

/// The phrases of [`as_of`], for hints.
pub const AS_OF_FORMS: &str =
    "可写：申请日、申请日前一日、上年 12 月 31 日、本年 4 月 1 日、上月末、上月 1 日、半年末";

/// A window as written; numbers may be argument names.
#[derive(Clone, PartialEq, Debug)]
pub enum WindowPhrase {
    /// 最近 N 个月
    Months(String),
    /// 最近 N 年
    Years(String),
    /// 最近 N 个完整年度
    FullYears(String),
    /// 当年
    ThisYear,
    /// 自 X 至 Y; either may be absent.
    Fixed(Option<String>, Option<Date>),
}

/// Reads a window.
pub fn window(text: &str) -> Option<WindowPhrase> {
    if text == "当年" {
        return Some(WindowPhrase::ThisYear);
    }
    if let Some(rest) = text.strip_prefix("最近") {
        for (suffix, make) in [
            ("个月", WindowPhrase::Months as fn(String) -> WindowPhrase),
            ("个完整年度", WindowPhrase::FullYears),
            ("年", WindowPhrase::Years),
        ] {
            if let Some(number) = rest.trim().strip_suffix(suffix) {
                return Some(make(number.trim().to_owned()));
            }
        }
        return None;
    }
    if let Some(rest) = text.strip_prefix('自') {
        let (from, to) = match rest.split_once('至') {
            Some((from, to)) => (from, Some(date(to.trim())?)),
            None => (rest, None),
        };
        let from = from.trim();
        return Some(WindowPhrase::Fixed(
            Some(from.strip_suffix('起').unwrap_or(from).trim().to_owned()),
            to,
        ));
    }
    Some(WindowPhrase::Fixed(None, Some(date(text.strip_prefix('至')?.trim())?)))
}

/// The phrases of [`window`], for hints.
pub const WINDOW_FORMS: &str =
    "可写：最近 48 个月、最近 5 年、最近 3 个完整年度、当年、自 2011-04-01、自 结婚日期 起、至 2020-07-15";

/// Reads `满 5 年起，全部计入`: the amount, and whether all is counted.
pub fn start(text: &str) -> Option<(Amount, bool)> {
    let (after, what) = text.split_once(['，', ','])?;
    let after = amount(after.trim().strip_prefix('满')?.trim().strip_suffix('起')?)?;
    match what.trim() {
        "全部计入" => Some((after, true)),
        "只计其后" => Some((after, false)),
        _ => None,
    }
}

/// A key of the 每… family.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Step {
    /// 每满 N
    PerFull(Amount),
    /// 每 N
    ProRata(Amount),
    /// 首 N
    First(Amount),
    /// 此后每满 N
    Then(Amount),
}

/// Reads a key of the 每… family.
pub fn step(key: &str) -> Option<Step> {
    if let Some(rest) = key.strip_prefix("此后每满") {
        return amount(rest).map(Step::Then);
    }
    if let Some(rest) = key.strip_prefix("每满") {
        return amount(rest).map(Step::PerFull);
    }
    if let Some(rest) = key.strip_prefix('首') {
        return amount(rest).map(Step::First);
    }
    amount(key.strip_prefix('每')?).map(Step::ProRata)
}

/// Reads an ambiguity: the reading taken, and the other one after `；另解：`.
pub fn reading(text: &str) -> Reading {
    match text.split_once("；另解：").or_else(|| text.split_once(";另解:")) {
        Some((taken, other)) => {
            Reading { taken: taken.trim().to_owned(), other: Some(other.trim().to_owned()) }
        }
        None => Reading { taken: text.to_owned(), other: None },
    }
}

/// Reads a trailing `至 2020-07`, as in 并入.
pub fn until_month(text: &str) -> (&str, Option<Month>) {
    if let Some((name, month)) = text.rsplit_once('至')
        && let Some(month) = Month::parse(month.trim())
    {
        return (name.trim(), Some(month));
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_the_bounds_of_the_civil_code() {
        let show = |text: &str| {
            interval(text).map_or("?".into(), |(low, high)| {
                let low = low.map_or("(".into(), |(a, included)| {
                    format!("{}{}", if included { "[" } else { "(" }, a.value)
                });
                let high = high.map_or(")".into(), |(a, included)| {
                    format!("{}{}", a.value, if included { "]" } else { ")" })
                });
                format!("{low},{high}")
            })
        };
        for (text, expected) in [
            ("不满 56", "(,56)"),
            ("低于56", "(,56)"),
            ("56 至 60", "[56,60]"),
            ("超过 60", "(60,)"),
            ("60 以上", "[60,)"),
            ("60 以下", "(,60]"),
            ("2 以上不满 3", "[2,3)"),
            ("2以上3以下", "[2,3]"),
            ("超过 2 至 3", "(2,3]"),
            ("1 年以上不满 2 年", "[12,24)"),
            ("1 至 2 年", "[12,24]"),
            ("10 万元以上", "[100000,)"),
            ("36", "[36,36]"),
            ("超过 2 不满 3", "(2,3)"),
            ("0.8", "[0.8,0.8]"),
            ("五年", "[60,60]"),
            ("不低于 3", "[3,)"),
            ("3 及以上", "[3,)"),
            ("三级", "?"),
            ("以上", "?"),
            ("", "?"),
            ("本科以上", "?"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn other_phrases() {
        assert!(in_force("2018-01-01 至 2022-12-31").is_some_and(|(_, to)| to.is_some()));
        assert!(in_force("2018-01-01 起").is_some_and(|(_, to)| to.is_none()));
        assert_eq!(in_force("2018-13-01 起"), None);
        assert_eq!(rounding("保留 2 位小数，四舍五入"), Some(Rounding { places: 2, mode: Mode::HalfUp }));
        assert_eq!(rounding("取整数，舍去"), Some(Rounding { places: 0, mode: Mode::Down }));
        assert_eq!(rounding("保留两位"), None);
        assert_eq!(as_of("上年 12 月 31 日"), Some(AsOf::LastYear(12, 31)));
        assert_eq!(as_of("上年 2 月 30 日"), None);
        assert_eq!(window("最近 48 个月"), Some(WindowPhrase::Months("48".into())));
        assert_eq!(window("最近 5 年"), Some(WindowPhrase::Years("5".into())));
        assert_eq!(window("自 结婚日期 起"), Some(WindowPhrase::Fixed(Some("结婚日期".into()), None)));
        assert_eq!(window("近来"), None);
        assert!(matches!(step("每满 1 年"), Some(Step::PerFull(_))));
        assert!(matches!(step("每 1 个月"), Some(Step::ProRata(_))));
        assert!(matches!(step("此后每满 100 毫升"), Some(Step::Then(_))));
        assert_eq!(step("每次"), None);
        assert_eq!(
            start("满 5 年起，全部计入").map(|(a, all)| (a.value.to_string(), all)),
            Some(("60".into(), true))
        );
        assert_eq!(until_month("就业 至 2020-07").0, "就业");
        assert_eq!(reading("累计；另解：连续").other.as_deref(), Some("连续"));
    }
}
