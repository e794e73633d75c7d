//! JSON as it stands in a record: keys in their order and with their repetitions, numbers as they are written.
//!
//! A general JSON value would keep one of two equal keys and turn `9000.10` into a binary fraction. Here both stay visible,
//! so that they can be refused.

use super::problem::{Problems, RecordProblem, quoted};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The longest record, in bytes.
pub const MOST_BYTES: usize = 1024 * 1024;
/// The deepest nesting; a record needs five.
const MOST_DEPTH: usize = 8;
/// Keys of a span or event, for which room is made at once.
const USUAL_KEYS: usize = 6;

/// Texts without escapes stay in the text that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Json<'t> {
    Null,
    Bool(bool),
    /// A number without point and exponent.
    Integer(i64),
    /// A number with a point or an exponent, or too large to be told apart from one.
    Fraction(String),
    Text(Cow<'t, str>),
    Array(Vec<Json<'t>>),
    Object(Vec<(Cow<'t, str>, Json<'t>)>),
}

impl<'t> From<String> for Json<'t> {
    fn from(text: String) -> Json<'t> {
        Json::Text(text.into())
    }
}

impl Json<'_> {
    /// What it is, in a reader's words.
    pub fn word(&self) -> &'static str {
        match self {
            Json::Null => "空值 null",
            Json::Bool(_) => "是否",
            Json::Integer(_) => "整数",
            Json::Fraction(_) => "带小数点的数",
            Json::Text(_) => "文字",
            Json::Array(_) => "列表",
            Json::Object(_) => "一组键值",
        }
    }

    /// The value itself for messages, when it is short.
    pub fn shown(&self) -> String {
        match self {
            Json::Integer(number) => number.to_string(),
            Json::Fraction(text) => text.clone(),
            Json::Text(text) => quoted(text),
            Json::Bool(value) => value.to_string(),
            other => other.word().to_owned(),
        }
    }

    /// Appends the JSON text, without spaces.
    pub fn write(&self, out: &mut String) {
        match self {
            Json::Null => out.push_str("null"),
            Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Json::Integer(number) => out.push_str(&number.to_string()),
            Json::Fraction(text) => out.push_str(text),
            Json::Text(text) => write_text(text, out),
            Json::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    item.write(out);
                }
                out.push(']');
            }
            Json::Object(fields) => {
                out.push('{');
                for (at, (key, value)) in fields.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    write_text(key, out);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    // Writing a string to memory cannot fail.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// Reads JSON text; refuses what is too long, too deep or not JSON.
pub(super) fn parse<'t>(text: &'t str, problems: &mut Problems) -> Option<Json<'t>> {
    if text.len() > MOST_BYTES {
        let message = format!("记录有 {} 字节，超过上限 {MOST_BYTES}", text.len());
        problems.push(RecordProblem::whole("record-too-large", message));
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut source = serde_json::Deserializer::from_str(text);
    let read = Tree { depth: 0 }.deserialize(&mut source).and_then(|json| source.end().map(|()| json));
    read.map_err(|error| problems.push(explained(&error, text))).ok()
}

/// A record inside other JSON: well formed, and not held to any vocabulary yet.
///
/// Nesting that is too deep is an error of the deserializer's data: [`too_deep`] says it in a reader's words.
#[derive(Debug)]
pub struct Unread<'t>(pub(super) Json<'t>);

impl<'de> Deserialize<'de> for Unread<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        Tree { depth: 0 }.deserialize(source).map(Unread)
    }
}

/// What is wrong with a record that is nested too deeply.
pub fn too_deep() -> RecordProblem {
    RecordProblem::whole("record-too-deep", format!("嵌套超过 {MOST_DEPTH} 层"))
}

fn explained(error: &serde_json::Error, text: &str) -> RecordProblem {
    if error.is_data() {
        return too_deep();
    }
    if error.is_eof() {
        let problem = RecordProblem::whole("record-not-json", "JSON 没有写完，后面还缺引号或括号".to_owned());
        return problem.expected("完整的 JSON 文本");
    }
    // The library counts bytes; people count characters.
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before =
        (0..=error.column().saturating_sub(1)).rev().find_map(|end| line.get(..end)).unwrap_or_default();
    let column = before.chars().count() + 1;
    let sign = line.chars().nth(column - 1).unwrap_or(' ');
    let message = format!("第 {} 行第 {column} 列不是合法的 JSON", error.line());
    let problem = RecordProblem::whole("record-not-json", message);
    if "：，“”｛｝［］‘’".contains(sign) {
        return problem.expected("半角的标点和引号");
    }
    problem.expected("合法的 JSON 文本")
}

#[derive(Clone, Copy)]
struct Tree {
    depth: usize,
}

impl Tree {
    fn deeper<E: Error>(self) -> Result<Tree, E> {
        // This is the only error of our own, which is how it is told apart.
        if self.depth >= MOST_DEPTH { Err(E::custom("too deep")) } else { Ok(Tree { depth: self.depth + 1 }) }
    }
}

impl<'de> DeserializeSeed<'de> for Tree {
    type Value = Json<'de>;
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Json<'de>, D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree {
    type Value = Json<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json<'de>, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json<'de>, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Json<'de>, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Json<'de>, E> {
        Ok(i64::try_from(value).map_or_else(|_| Json::Fraction(value.to_string()), Json::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Json<'de>, E> {
        Ok(Json::Fraction(format!("{value:?}")))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Json<'de>, E> {
        Ok(value.to_owned().into())
    }

    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<Json<'de>, E> {
        Ok(Json::Text(value.into()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Json<'de>, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json<'de>, A::Error> {
        let below = self.deeper()?;
        let mut found = Vec::new();
        while let Some(item) = items.next_element_seed(below)? {
            found.push(item);
        }
        Ok(Json::Array(found))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Json<'de>, A::Error> {
        let below = self.deeper()?;
        let mut found = Vec::with_capacity(USUAL_KEYS);
        while let Some(Key(key)) = fields.next_key()? {
            found.push((key, fields.next_value_seed(below)?));
        }
        Ok(Json::Object(found))
    }
}

#[derive(Deserialize)]
struct Key<'t>(#[serde(borrow)] Cow<'t, str>);
