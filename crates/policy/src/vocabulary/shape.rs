//! What a value is held to: type, unit, allowed words, limits and default, as the vocabulary file writes them.

use super::Type;
use crate::diagnostic::{self, Diagnostic};
use crate::document::Text;
use crate::numeral::number;
use crate::record::Value;
use crate::unit::{self, Dimension};
use terms::{Date, Exact};

/// Sets of words, and sets of words that are still possible, are kept as bits; these have no room for more.
const MOST_OPTIONS: usize = 60;
/// Words that conditions and table cells read as something else than a value.
const INTERVALS: [&str; 8] = ["以上", "以下", "不满", "超过", "低于", "高于", "早于", "晚于"];
const WORDS: [&str; 6] = ["是", "否", "有", "无", "其他", "任意"];
/// Signs that no name and no allowed word can hold, because expressions and lists use them.
pub(super) const SIGNS: &str = "＋+−×÷（）()、，,；;：:|/ \t　";
/// The years that a date's limits can name.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;
const TYPES: [&str; 9] = ["日期", "是否", "整数", "小数", "金额", "文字", "选项", "有序选项", "多选"];

/// A value's type with everything that belongs to it.
#[derive(Default)]
pub(super) struct Shape {
    pub kind: Option<Type>,
    pub unit: Option<Dimension>,
    pub unit_word: String,
    pub bounds: Option<(Exact, Exact)>,
    pub dates: Option<(Date, Date)>,
}

/// Where a type is written: in clauses for facts, in cells for attributes.
pub(super) struct Cells<'a> {
    pub word: &'a Text,
    pub unit: Option<&'a Text>,
    pub options: Option<&'a Text>,
    pub range: Option<&'a Text>,
}

impl<'a> Cells<'a> {
    /// The cells of an attribute, whose column of allowed values also holds the limits of numbers and dates.
    pub fn of_attribute(word: &'a Text, unit: &'a Text, values: &'a Text) -> Cells<'a> {
        let filled = |cell: &'a Text| Some(cell).filter(|cell| !cell.text.is_empty());
        let limits = matches!(word.text.as_str(), "日期" | "整数" | "小数" | "金额");
        let (options, range) = if limits { (None, filled(values)) } else { (filled(values), None) };
        Cells { word, unit: filled(unit), options, range }
    }
}

/// The items of a list with `、`.
pub(super) fn items(text: &Text) -> Vec<Text> {
    let mut start = 0;
    let mut found = Vec::new();
    for raw in text.text.split('、') {
        let front = start + raw.len() - raw.trim_start().len();
        let item = raw.trim();
        found.push(Text { text: item.to_owned(), span: text.part(front, front + item.len()) });
        start += raw.len() + '、'.len_utf8();
    }
    found
}

/// Reads a type; nothing when it is none that can be used.
pub(super) fn read(cells: &Cells<'_>, problems: &mut Vec<Diagnostic>) -> Option<Shape> {
    let word = cells.word;
    let (options, range) = (cells.options, cells.range);
    let mut shape = Shape::default();
    let kind = match word.text.as_str() {
        "日期" => Type::Date,
        "是否" => Type::Bool,
        "整数" => Type::Integer,
        "小数" => Type::Decimal,
        "金额" => Type::Money,
        "文字" => Type::Text,
        "选项" => Type::Choice(words(word, options, problems)?),
        "有序选项" => Type::Ordered(words(word, options, problems)?),
        "多选" => Type::Many(words(word, options, problems)?),
        other => {
            let problem = Diagnostic::error("fact-bad-type", word.span, format!("没有“{other}”这个型"));
            problems.push(problem.hint(match diagnostic::nearest(other, TYPES) {
                Some(near) => format!("是不是“{near}”？"),
                None => format!("可用的型：{}", TYPES.join("、")),
            }));
            return None;
        }
    };
    if let Some(text) = options.filter(|_| kind.options().is_none()) {
        let message = format!("型“{}”没有可取值", kind.word());
        problems
            .push(Diagnostic::error("fact-bad-options", text.span, message).hint("数和日期的界限写成“范围”"));
    }
    if kind.is_number() {
        (shape.unit, shape.unit_word) = measure(&kind, cells.unit, problems);
    } else if let Some(text) = cells.unit {
        let message = format!("型“{}”没有单位", kind.word());
        problems.push(Diagnostic::error("fact-bad-unit", text.span, message));
    }
    if let Some(text) = range {
        limits(&kind, text, &mut shape, problems);
    }
    shape.kind = Some(kind);
    Some(shape)
}

fn words(word: &Text, options: Option<&Text>, problems: &mut Vec<Diagnostic>) -> Option<Vec<String>> {
    let Some(options) = options else {
        let message = format!("型“{}”要有可取值", word.text);
        let problem = Diagnostic::error("fact-missing-options", word.span, message);
        problems.push(problem.hint("把可取的值用“、”隔开写出来"));
        return None;
    };
    let found = items(options);
    for (at, item) in found.iter().enumerate() {
        let name = &item.text;
        let interval = INTERVALS.iter().find(|interval| name.contains(**interval));
        let message = if name.is_empty() {
            "可取值里有一个是空的".to_owned()
        } else if let Some(sign) = name.chars().find(|c| SIGNS.contains(*c)) {
            format!("可取值“{name}”里不能有“{sign}”")
        } else if let Some(interval) = interval {
            format!("可取值“{name}”里的“{interval}”会被读成区间")
        } else if WORDS.contains(&name.as_str()) {
            format!("可取值不能是“{name}”，这个词在条件里另有意思")
        } else if found.iter().take(at).any(|other| other.text == *name) {
            format!("可取值“{name}”写了两次")
        } else {
            continue;
        };
        problems.push(Diagnostic::error("fact-bad-options", item.span, message));
    }
    if found.len() > MOST_OPTIONS {
        let message = format!("最多 {MOST_OPTIONS} 个可取值，这里有 {} 个", found.len());
        problems.push(Diagnostic::error("fact-bad-options", options.span, message));
        return None;
    }
    Some(found.into_iter().map(|item| item.text).collect())
}

/// The unit of a number. Only units of size one are taken, so that a record's number is the number that is compared.
fn measure(kind: &Type, unit: Option<&Text>, problems: &mut Vec<Diagnostic>) -> (Option<Dimension>, String) {
    let money = *kind == Type::Money;
    let Some(text) = unit else {
        let plain = if money { Dimension::Money } else { Dimension::Plain };
        return (Some(plain), if money { "元".to_owned() } else { String::new() });
    };
    let (message, hint) = match unit::unit(&text.text) {
        None => (format!("没有“{}”这个单位", text.text), "可用的单位见语言参考第 2 节"),
        Some((_, size)) if size != Exact::ONE => {
            (format!("记录里的数不能以“{}”计", text.text), "用基本单位：元、个月、天")
        }
        Some((dimension, _)) if money != (dimension == Dimension::Money) => {
            (format!("型“{}”的单位不能是“{}”", kind.word(), text.text), "金额的单位是元，别的数不能用元")
        }
        Some((dimension, _)) => return (Some(dimension), text.text.clone()),
    };
    problems.push(Diagnostic::error("fact-bad-unit", text.span, message).hint(hint));
    (None, String::new())
}

fn limits(kind: &Type, text: &Text, shape: &mut Shape, problems: &mut Vec<Diagnostic>) {
    let ends = text.text.split_once('至').map(|(low, high)| (low.trim(), high.trim()));
    let (valid, hint) = match kind {
        Type::Date => {
            shape.dates = ends.and_then(|(low, high)| day(low).zip(day(high))).filter(|(low, high)| {
                low <= high && YEARS.contains(&low.year()) && YEARS.contains(&high.year())
            });
            (shape.dates.is_some(), "写成“1930-01-01 至 2030-12-31”")
        }
        kind if kind.is_number() => {
            shape.bounds =
                ends.and_then(|(low, high)| number(low).zip(number(high))).filter(|(low, high)| {
                    low <= high && (*kind != Type::Integer || (low.is_whole() && high.is_whole()))
                });
            (shape.bounds.is_some(), "写成“0 至 100”，小的在前；整数的两头也是整数")
        }
        _ => (false, "范围只用于数和日期"),
    };
    if !valid {
        let message = format!("“{}”不能作{}的范围", text.text, kind.word());
        problems.push(Diagnostic::error("fact-bad-range", text.span, message).hint(hint));
    }
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok().filter(|date: &Date| date.to_string() == text)
}

/// The value of a left-out attribute; `无` where being without is the common case.
pub(super) fn default(shape: &Shape, cell: &Text, problems: &mut Vec<Diagnostic>) -> Option<Value> {
    let kind = shape.kind.as_ref()?;
    let text = cell.text.as_str();
    let value = match kind {
        Type::Many(_) if text == "无" => Some(Value::Many(0)),
        _ if text == "无" => Some(Value::Nothing),
        Type::Date => day(text)
            .filter(|day| shape.dates.is_none_or(|(low, high)| (low..=high).contains(day)))
            .map(Value::Date),
        Type::Bool => match text {
            "是" => Some(Value::Bool(true)),
            "否" => Some(Value::Bool(false)),
            _ => None,
        },
        Type::Integer | Type::Decimal | Type::Money => number(text)
            .filter(|number| *kind != Type::Integer || number.is_whole())
            .filter(|number| {
                *kind != Type::Money || number.checked_mul(Exact::from(100)).is_some_and(Exact::is_whole)
            })
            .filter(|number| shape.bounds.is_none_or(|(low, high)| (low..=high).contains(number)))
            .map(Value::Number),
        Type::Text => Some(Value::Text(text.into())),
        Type::Choice(_) | Type::Ordered(_) => kind.option(text).map(Value::Choice),
        Type::Many(_) => {
            let bits = items(cell).iter().map(|item| kind.option(&item.text)).collect::<Option<Vec<u16>>>();
            bits.map(|bits| Value::Many(bits.into_iter().fold(0, |set, bit| set | 1 << bit)))
        }
    };
    if value.is_none() {
        let message = format!("缺省“{text}”不是这个属性可取的{}", kind.word());
        let hint = match kind.options() {
            Some(options) => match diagnostic::nearest(text, options.iter().map(String::as_str)) {
                Some(near) => format!("是不是“{near}”？"),
                None => format!("可取值：{}", options.join("、")),
            },
            None if *kind == Type::Bool => "写“是”或“否”".to_owned(),
            None => "缺省也要合乎型和范围".to_owned(),
        };
        problems.push(Diagnostic::error("fact-bad-default", cell.span, message).hint(hint));
    }
    value
}
