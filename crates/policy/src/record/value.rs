//! One value of a record, held to its type and limits.

use super::Value;
use super::json::Json;
use super::problem::{Place, Problems, RecordProblem, quoted};
use crate::vocabulary::{Field, Type};
use terms::{Date, Exact, Month, Months};

/// The longest text, in characters.
pub(crate) const MOST_CHARACTERS: usize = 200;
/// Days outside these years are slips of the pen, where the vocabulary does not say otherwise.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2087;
/// The most digits before the point.
pub(crate) const MOST_DIGITS: usize = 12;

/// Reads a value of the given type.
pub(super) fn value(
    json: &Json<'_>,
    field: Field<'_>,
    place: &Place<'_>,
    problems: &mut Problems,
) -> Option<Value> {
    match field.kind {
        Type::Date => date(json, field.dates, place, problems).map(Value::Date),
        Type::Bool => truth(json, place, problems).map(Value::Bool),
        Type::Integer | Type::Decimal | Type::Money => {
            number(json, field, place, problems).map(Value::Number)
        }
        Type::Text => text(json, place, problems).map(Value::Text),
        Type::Choice(options) | Type::Ordered(options) => {
            option(json, field.kind, options, place, problems).map(Value::Choice)
        }
        Type::Many(options) => many(json, field.kind, options, place, problems),
    }
}

fn wrong_type(json: &Json<'_>, expected: &str, place: &Place<'_>) -> RecordProblem {
    let message = format!("这里是{}", json.word());
    RecordProblem::new("record-wrong-type", place, message).expected(expected)
}

/// Reads `2018-06-15`.
pub(super) fn date(
    json: &Json<'_>,
    limits: Option<(Date, Date)>,
    place: &Place<'_>,
    problems: &mut Problems,
) -> Option<Date> {
    const EXPECTED: &str = "日期，如 2018-06-15";
    let Json::Text(text) = json else {
        problems.push(wrong_type(json, EXPECTED, place));
        return None;
    };
    let Some(day) = strict_date(text) else {
        let message = format!("{}不是日期", quoted(text));
        let near = loose_date(text).map(|day| day.to_string());
        problems.push(RecordProblem::new("record-bad-date", place, message).expected(EXPECTED).nearest(near));
        return None;
    };
    let (first, last) = limits.unwrap_or_else(plausible);
    if day < first || day > last {
        let message = format!("{day} 不在可能的日期里");
        let problem = RecordProblem::new("record-out-of-range", place, message);
        problems.push(
            problem.expected(format!("{first} 至 {last}")).nearest(Some(day.clamp(first, last).to_string())),
        );
        return None;
    }
    Some(day)
}

fn plausible() -> (Date, Date) {
    let first = Date::new(*YEARS.start(), 1, 1).unwrap_or(Date::MIN);
    let last = Date::new(*YEARS.end(), 12, 31).unwrap_or(Date::MAX);
    (first, last)
}

fn strict_date(text: &str) -> Option<Date> {
    let month = Month::parse(text.get(..7)?)?;
    let &[b'-', tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = text.as_bytes().get(7..)? else { return None };
    let (year, day) = (i16::try_from(month.year()).ok()?, 10 * (tens - b'0') + (ones - b'0'));
    Date::new(year, i8::try_from(month.month()).ok()?, i8::try_from(day).ok()?).ok()
}

/// The day that was meant by `2018/6/5`, `2018.06.05` or `2018年6月5日`.
fn loose_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).take(4).collect();
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Reads `2019-03`.
pub(super) fn month(json: &Json<'_>, place: &Place<'_>, problems: &mut Problems) -> Option<Month> {
    const EXPECTED: &str = "月份，如 2019-03";
    let Json::Text(text) = json else {
        problems.push(wrong_type(json, EXPECTED, place));
        return None;
    };
    let Some(month) = Month::parse(text) else {
        let message = format!("{}不是月份", quoted(text));
        let near = loose_date(text).or_else(|| loose_date(&format!("{text}-1")));
        let near = near.map(|day| Month::of(day).to_string());
        problems
            .push(RecordProblem::new("record-bad-month", place, message).expected(EXPECTED).nearest(near));
        return None;
    };
    let (first, last) = (Months::first(), Months::last());
    if month < first || month > last {
        let message = format!("{month} 不在可能的月份里");
        let problem = RecordProblem::new("record-out-of-range", place, message);
        let problem = problem.expected(format!("{first} 至 {last}"));
        problems.push(problem.nearest(Some(month.clamp(first, last).to_string())));
        return None;
    }
    Some(month)
}

fn truth(json: &Json<'_>, place: &Place<'_>, problems: &mut Problems) -> Option<bool> {
    let near = match json {
        Json::Bool(value) => return Some(*value),
        Json::Text(text) => match text.as_ref() {
            "是" => return Some(true),
            "否" => return Some(false),
            "true" | "yes" | "有" | "真" | "对" => Some("true"),
            "false" | "no" | "无" | "没有" | "不是" | "假" => Some("false"),
            _ => None,
        },
        Json::Integer(number) => match number {
            1 => Some("true"),
            0 => Some("false"),
            _ => None,
        },
        _ => None,
    };
    let message = format!("{}不是“是”或“否”", json.shown());
    let problem = RecordProblem::new("record-wrong-type", place, message);
    problems.push(problem.expected("true 或 false，也可写“是”或“否”").nearest(near));
    None
}

fn number(json: &Json<'_>, field: Field<'_>, place: &Place<'_>, problems: &mut Problems) -> Option<Exact> {
    let (places, expected) = match field.kind {
        Type::Integer => (0, "整数，如 12"),
        Type::Money => (2, "金额：整数，或带引号的小数，最多两位，如 \"9000.50\""),
        _ => (6, "整数，或带引号的小数，最多六位，如 \"0.25\""),
    };
    let (read, near) = match json {
        Json::Integer(number) => (whole(*number), None),
        Json::Text(text) if places > 0 && is_decimal(text, places) => (Exact::parse_decimal(text), None),
        Json::Text(text) => (None, meant(text, places)),
        Json::Fraction(text) if is_decimal(text, 6) => (None, meant(text, places)),
        _ => (None, None),
    };
    let Some(number) = read else {
        let (code, message) = match json {
            Json::Fraction(text) if places > 0 => {
                ("record-bad-number", format!("{text} 不能直接写成带小数点或指数的数，位数会走样"))
            }
            Json::Text(_) | Json::Integer(_) | Json::Fraction(_) => {
                ("record-bad-number", format!("{}不是这里能用的数", json.shown()))
            }
            other => ("record-wrong-type", format!("这里是{}", other.word())),
        };
        problems.push(RecordProblem::new(code, place, message).expected(expected).nearest(near));
        return None;
    };
    if let Some((low, high)) = field.bounds.filter(|(low, high)| number < *low || number > *high) {
        let problem = RecordProblem::new("record-out-of-range", place, format!("{number} 超出范围"));
        problems.push(
            problem.expected(format!("{low} 至 {high}")).nearest(Some(number.clamp(low, high).to_string())),
        );
        return None;
    }
    Some(number)
}

/// A whole number as written, unless it has more digits than any amount.
fn whole(number: i64) -> Option<Exact> {
    (number.unsigned_abs() < 1_000_000_000_000_000).then(|| Exact::from(number))
}

/// True for digits with at most so many after a point: no commas, no exponent, no leading zeros.
fn is_decimal(text: &str, places: usize) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) if !part.is_empty() => (whole, part),
        Some(_) => return false,
        None => (digits, ""),
    };
    let plain = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let leading = whole.len() > 1 && whole.starts_with('0');
    (1..=MOST_DIGITS).contains(&whole.len())
        && !leading
        && plain(whole)
        && plain(part)
        && part.len() <= places
}

/// The number that was meant by `9,000元`, `2 万` or `007`, as it should be written.
fn meant(text: &str, places: usize) -> Option<String> {
    let short = text.len() <= 60;
    let number = short.then(|| crate::unit::amount(text)).flatten()?.value;
    let text = number.to_decimal().filter(|text| is_decimal(text, places))?;
    Some(if number.is_whole() { text } else { format!("\"{text}\"") })
}

/// Reads a text that can stand on a sheet: not empty, one line, nothing invisible.
pub(super) fn text(json: &Json<'_>, place: &Place<'_>, problems: &mut Problems) -> Option<Box<str>> {
    let Json::Text(text) = json else {
        let near = match json {
            Json::Integer(number) => Some(format!("\"{number}\"")),
            _ => None,
        };
        problems.push(wrong_type(json, "带引号的文字", place).nearest(near));
        return None;
    };
    let message = if text.trim().is_empty() {
        "文字是空的".to_owned()
    } else if text.len() > MOST_CHARACTERS && text.chars().count() > MOST_CHARACTERS {
        format!("文字有 {} 个字，超过上限 {MOST_CHARACTERS}", text.chars().count())
    } else if text.chars().any(|c| c.is_control() || is_hidden(c)) {
        "文字里有换行或看不见的字符".to_owned()
    } else if text.trim() != text {
        "文字前后有空格".to_owned()
    } else {
        return Some(text.as_ref().into());
    };
    let problem = RecordProblem::new("record-bad-text", place, message);
    problems.push(
        problem.expected(format!("一行文字，不超过 {MOST_CHARACTERS} 字；没有就写 null，不知道就不写")),
    );
    None
}

/// Characters that are not seen or that turn the direction of others.
pub(super) fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn option(
    json: &Json<'_>,
    kind: &Type,
    options: &[String],
    place: &Place<'_>,
    problems: &mut Problems,
) -> Option<u16> {
    let Json::Text(text) = json else {
        problems.push(wrong_type(json, &one_of(options), place));
        return None;
    };
    let found = kind.option(text);
    if found.is_none() {
        let near = problems.nearest(text, options.iter().map(String::as_str));
        let problem = RecordProblem::new("record-bad-option", place, format!("没有{}这一项", quoted(text)));
        problems.push(problem.expected(one_of(options)).nearest(near));
    }
    found
}

fn one_of(options: &[String]) -> String {
    format!("其中之一：{}", options.join("、"))
}

fn many(
    json: &Json<'_>,
    kind: &Type,
    options: &[String],
    place: &Place<'_>,
    problems: &mut Problems,
) -> Option<Value> {
    let Json::Array(items) = json else {
        let near = match json {
            Json::Text(text) if kind.option(text).is_some() => Some(format!("[\"{text}\"]")),
            _ => None,
        };
        problems.push(wrong_type(json, &format!("列表，里面是{}", one_of(options)), place).nearest(near));
        return None;
    };
    let mut bits = 0u64;
    let mut complete = true;
    for (at, item) in items.iter().enumerate() {
        let place = place.index(at);
        let Some(option) = option(item, kind, options, &place, problems) else {
            complete = false;
            continue;
        };
        let bit = 1u64.checked_shl(u32::from(option)).unwrap_or(0);
        if bits & bit != 0 {
            problems.push(RecordProblem::new(
                "record-listed-twice",
                &place,
                format!("{}写了两次", item.shown()),
            ));
            complete = false;
        }
        bits |= bit;
    }
    complete.then_some(Value::Many(bits))
}
