//! The facts that all cities share: one list, read from `policies/facts.md`.
//!
//! From it come the checks on a record, the JSON Schema, the reference page and the names that policies may use.

mod read;
mod reference;
mod schema;
#[cfg(test)]
mod schema_tests;
mod shape;
#[cfg(test)]
pub(crate) mod tests;

pub use read::read_vocabulary;
pub use reference::reference_page;
pub use schema::record_schema;

use crate::record::Value;
use crate::unit::Dimension;
use std::collections::BTreeMap;
use terms::{Date, Exact, Month};

/// A fact's place in the vocabulary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FactId(pub u16);

/// An attribute's place among those of its fact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AttributeId(pub u16);

/// All facts, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    facts: Vec<Fact>,
    names: BTreeMap<String, FactId>,
}

impl Vocabulary {
    /// A vocabulary of these facts; both Chinese names and keys find them.
    pub fn new(facts: Vec<Fact>) -> Vocabulary {
        let mut names = BTreeMap::new();
        for (fact, at) in facts.iter().zip(0..) {
            names.insert(fact.name.clone(), FactId(at));
            names.insert(fact.key.clone(), FactId(at));
        }
        Vocabulary { facts, names }
    }

    /// All facts with their ids.
    pub fn facts(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        (0..).map(FactId).zip(&self.facts)
    }

    /// Number of facts.
    pub fn len(&self) -> usize {
        self.facts.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.facts.is_empty()
    }

    /// The fact of that Chinese name or key.
    pub fn find(&self, name: &str) -> Option<FactId> {
        self.names.get(name).copied()
    }

    /// The fact of an id that this vocabulary gave out.
    pub fn fact(&self, id: FactId) -> &Fact {
        static NOTHING: std::sync::LazyLock<Fact> = std::sync::LazyLock::new(Fact::default);
        self.facts.get(usize::from(id.0)).unwrap_or(&NOTHING)
    }

    /// All names a policy can use, for hints.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(|fact| fact.name.as_str())
    }
}

/// One fact.
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// ASCII key, as in JSON.
    pub key: String,
    /// Chinese name, as in policies.
    pub name: String,
    /// English name.
    pub english: String,
    /// The chapter it stands in.
    pub chapter: String,
    /// Value, spans or events.
    pub kind: Kind,
    /// For values: the type of the value.
    pub value: Option<Type>,
    /// For numbers: what they count.
    pub unit: Option<Dimension>,
    /// For numbers: the unit's word, such as 毫升 or 人; empty when there is none.
    pub unit_word: String,
    /// For numbers: the least and greatest value.
    pub bounds: Option<(Exact, Exact)>,
    /// For dates: the first and last day it can be.
    pub dates: Option<(Date, Date)>,
    /// For spans: no span begins before this month.
    pub earliest: Option<Month>,
    /// For spans and events.
    pub attributes: Vec<Attribute>,
    /// What it is.
    pub definition: String,
    /// The departments that attest it.
    pub attested_by: Vec<String>,
    /// How carefully it must be handled.
    pub sensitivity: Sensitivity,
}

impl Fact {
    /// The attribute of that Chinese name or key.
    pub fn attribute(&self, name: &str) -> Option<AttributeId> {
        let at =
            self.attributes.iter().position(|attribute| attribute.name == name || attribute.key == name)?;
        u16::try_from(at).ok().map(AttributeId)
    }

    /// What a value of this fact is held to; nothing for spans and events.
    pub fn field(&self) -> Option<Field<'_>> {
        let kind = self.value.as_ref()?;
        Some(Field { kind, bounds: self.bounds, dates: self.dates })
    }
}

/// What a single value is held to, of a fact or of an attribute.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// Its type.
    pub kind: &'a Type,
    /// For numbers: the least and greatest value.
    pub bounds: Option<(Exact, Exact)>,
    /// For dates: the first and last day it can be.
    pub dates: Option<(Date, Date)>,
}

/// The three kinds of fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Kind {
    /// 值: one value, with the date since when where it matters.
    #[default]
    Value,
    /// 时段（月）: from month to month.
    MonthSpans,
    /// 时段（日）: from day to day.
    DaySpans,
    /// 事件: on a day.
    Events,
}

impl Kind {
    /// The kind's word in the vocabulary file.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Value => "值",
            Kind::MonthSpans => "时段（月）",
            Kind::DaySpans => "时段（日）",
            Kind::Events => "事件",
        }
    }

    /// True for spans, by month or by day.
    pub fn is_spans(self) -> bool {
        matches!(self, Kind::MonthSpans | Kind::DaySpans)
    }
}

/// An attribute of a span or event.
#[derive(Clone, Debug, Default)]
pub struct Attribute {
    /// ASCII key.
    pub key: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub english: String,
    /// Its type.
    pub kind: Type,
    /// For numbers: what they count.
    pub unit: Option<Dimension>,
    /// For numbers: the unit's word, such as 毫升 or 人; empty when there is none.
    pub unit_word: String,
    /// For numbers: the least and greatest value.
    pub bounds: Option<(Exact, Exact)>,
    /// For dates: the first and last day it can be.
    pub dates: Option<(Date, Date)>,
    /// Taken when the attribute is left out; without it, left out is unknown.
    pub default: Option<Value>,
    /// What it is.
    pub definition: String,
}

impl Attribute {
    /// What a value of this attribute is held to.
    pub fn field(&self) -> Field<'_> {
        Field { kind: &self.kind, bounds: self.bounds, dates: self.dates }
    }
}

/// The type of a value.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Type {
    /// 日期
    Date,
    /// 是否
    Bool,
    /// 整数
    Integer,
    /// 小数
    Decimal,
    /// 金额, in yuan with at most two decimals.
    Money,
    /// 文字, such as a place or a name.
    #[default]
    Text,
    /// 选项: one of these.
    Choice(Vec<String>),
    /// 有序选项: one of these, in ascending order.
    Ordered(Vec<String>),
    /// 多选: any of these; at most 60.
    Many(Vec<String>),
}

impl Type {
    /// The allowed words, for the three kinds of choice.
    pub fn options(&self) -> Option<&[String]> {
        match self {
            Type::Choice(options) | Type::Ordered(options) | Type::Many(options) => Some(options),
            _ => None,
        }
    }

    /// The place of an allowed word.
    pub fn option(&self, word: &str) -> Option<u16> {
        let at = self.options()?.iter().position(|option| option == word)?;
        u16::try_from(at).ok()
    }

    /// True for numbers of any kind.
    pub fn is_number(&self) -> bool {
        matches!(self, Type::Integer | Type::Decimal | Type::Money)
    }

    /// True for sets of words.
    pub fn is_many(&self) -> bool {
        matches!(self, Type::Many(_))
    }

    /// The type's word in the vocabulary file.
    pub fn word(&self) -> &'static str {
        match self {
            Type::Date => "日期",
            Type::Bool => "是否",
            Type::Integer => "整数",
            Type::Decimal => "小数",
            Type::Money => "金额",
            Type::Text => "文字",
            Type::Choice(_) => "选项",
            Type::Ordered(_) => "有序选项",
            Type::Many(_) => "多选",
        }
    }
}

/// How carefully a fact must be handled. Ordered from least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub enum Sensitivity {
    /// 公开
    Public,
    /// 一般
    Ordinary,
    /// 个人
    #[default]
    Personal,
    /// 敏感
    Sensitive,
}

impl Sensitivity {
    /// All, from least to most.
    pub const ALL: [Sensitivity; 4] =
        [Sensitivity::Public, Sensitivity::Ordinary, Sensitivity::Personal, Sensitivity::Sensitive];

    /// The word in the vocabulary file.
    pub fn word(self) -> &'static str {
        match self {
            Sensitivity::Public => "公开",
            Sensitivity::Ordinary => "一般",
            Sensitivity::Personal => "个人",
            Sensitivity::Sensitive => "敏感",
        }
    }
}
