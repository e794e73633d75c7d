//! Expressions and conditions as written.

use crate::diagnostic::Span;
use crate::document::Text;
use crate::unit::Amount;
use terms::Date;

/// An expression as written.
#[derive(Clone, PartialEq, Debug)]
pub struct Syntax {
    /// What it is.
    pub kind: SyntaxKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of expression.
#[derive(Clone, PartialEq, Debug)]
pub enum SyntaxKind {
    /// A number, with or without a unit.
    Number(Amount),
    /// A date.
    Date(Date),
    /// A name, with arguments if brackets follow.
    Name(String, Vec<Syntax>),
    /// `− x`
    Negative(Box<Syntax>),
    /// `a + b` and the like.
    Binary(Box<Syntax>, Operator, Box<Syntax>),
}

/// Arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Operator {
    /// `+`
    Plus,
    /// `−`
    Minus,
    /// `×`
    Times,
    /// `÷`
    Over,
}

/// A condition as written.
#[derive(Clone, PartialEq, Debug)]
pub struct ConditionSyntax {
    /// What it is.
    pub kind: ConditionKind,
    /// Where it stands.
    pub span: Span,
}

/// The kinds of condition.
#[derive(Clone, PartialEq, Debug)]
pub enum ConditionKind {
    /// `、` or `且`
    All(Vec<ConditionSyntax>),
    /// `或`
    Any(Vec<ConditionSyntax>),
    /// `非`
    Not(Box<ConditionSyntax>),
    /// `X 不低于 E`
    Compare(Syntax, Comparison, Syntax),
    /// `X 是 V`, `X 属于 A/B`; true first when it is denied.
    Among(bool, Syntax, Vec<Text>),
    /// `X 含 V`; true first when it is denied.
    Contains(bool, Syntax, Text),
    /// `X 有` (true) or `X 无`.
    Exists(bool, Syntax),
    /// A name that is itself true or false.
    Bare(Syntax),
}

/// Comparison words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Comparison {
    /// 不低于, 满, 不早于
    AtLeast,
    /// 高于, 超过, 晚于
    Above,
    /// 不高于, 不晚于
    AtMost,
    /// 低于, 不满, 不足, 早于
    Below,
    /// 等于
    Equal,
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::AtLeast => left >= right,
            Comparison::Above => left > right,
            Comparison::AtMost => left <= right,
            Comparison::Below => left < right,
            Comparison::Equal => left == right,
        }
    }

    /// Reads a comparison's word.
    pub fn from_word(word: &str) -> Option<Comparison> {
        Some(match word {
            "不低于" | "满" | "不早于" | "不少于" => Comparison::AtLeast,
            "高于" | "超过" | "晚于" => Comparison::Above,
            "不高于" | "不晚于" | "不超过" => Comparison::AtMost,
            "低于" | "不满" | "不足" | "早于" | "少于" => Comparison::Below,
            "等于" => Comparison::Equal,
            _ => return None,
        })
    }
}
