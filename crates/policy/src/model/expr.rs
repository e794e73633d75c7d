//! Expressions and conditions with every name resolved.

use super::{AsOf, ConditionId, MeasureId, NodeId, ParameterId};
use crate::language::syntax::{Comparison, Operator};
use crate::vocabulary::{AttributeId, FactId};
use terms::{Date, Exact, Rounding};

/// A numeric expression.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// A number, in its dimension's own unit.
    Number(Exact),
    /// A numeric attribute of the span or event at hand.
    Attribute(AttributeId),
    /// A numeric value fact.
    Fact(FactId),
    /// A measure.
    Measure(MeasureId),
    /// A parameter, at the date of the span or event at hand, else at the as-of date.
    Parameter(ParameterId),
    /// The points of a group, item or part.
    Node(NodeId),
    /// The total.
    Total,
    /// The standard score.
    Standard,
    /// The score of the use at hand.
    Score,
    /// The opposite.
    Negative(Box<Expr>),
    /// Arithmetic.
    Binary(Box<Expr>, Operator, Box<Expr>),
    /// The larger of two.
    Larger(Box<Expr>, Box<Expr>),
    /// The smaller of two.
    Smaller(Box<Expr>, Box<Expr>),
    /// A date as a number of days, for keys of an order.
    Day(Box<DateOperand>),
    /// One for yes and zero for no, for keys of an order.
    Yes(Operand),
    /// Rounded.
    Rounded(Box<Expr>, Rounding),
}

impl Expr {
    /// Calls `f` on this expression and all below it.
    pub fn visit(&self, f: &mut impl FnMut(&Expr)) {
        f(self);
        match self {
            Expr::Negative(inner) | Expr::Rounded(inner, _) => inner.visit(f),
            Expr::Binary(left, _, right) | Expr::Larger(left, right) | Expr::Smaller(left, right) => {
                left.visit(f);
                right.visit(f);
            }
            _ => {}
        }
    }

    /// True when it contains a parameter, so that its value depends on the month at hand.
    pub fn has_parameter(&self) -> bool {
        let mut found = false;
        self.visit(&mut |expr| found |= matches!(expr, Expr::Parameter(_)));
        found
    }
}

/// The bit that stands, among the bits of a choice, for none of the words: known not to exist.
pub const ABSENT: u64 = 1 << 63;

/// Something a condition or a table column looks at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Operand {
    /// An attribute of the span or event at hand.
    Attribute(AttributeId),
    /// A value fact.
    Fact(FactId),
    /// A measure.
    Measure(MeasureId),
    /// The points of a node.
    Node(NodeId),
}

/// A date a condition looks at.
#[derive(Clone, PartialEq, Debug)]
pub enum DateOperand {
    /// A day.
    Fixed(Date),
    /// The as-of date.
    AsOf,
    /// The counting date of a measure that has its own.
    Counting(AsOf),
    /// The day the person applies.
    Application,
    /// First day of the span, or the event's day.
    Start,
    /// Last day of the span; never over while it runs.
    End,
    /// A date attribute.
    Attribute(AttributeId),
    /// A date fact.
    Fact(FactId),
    /// A measure that is a date.
    Measure(MeasureId),
    /// Another date, so many months later (earlier when negative).
    Shifted(Box<DateOperand>, i32),
}

/// A condition.
#[derive(Clone, PartialEq, Debug)]
pub enum Cond {
    /// All hold.
    All(Vec<Cond>),
    /// At least one holds.
    Any(Vec<Cond>),
    /// Does not hold.
    Not(Box<Cond>),
    /// A single test, as written.
    Leaf(Box<Leaf>),
}

impl Cond {
    /// Calls `f` on every leaf.
    pub fn leaves<'a>(&'a self, f: &mut impl FnMut(&'a Leaf)) {
        match self {
            Cond::All(members) | Cond::Any(members) => members.iter().for_each(|member| member.leaves(f)),
            Cond::Not(inner) => inner.leaves(f),
            Cond::Leaf(leaf) => f(leaf),
        }
    }

    /// Calls `f` on every expression in it.
    pub fn expressions(&self, f: &mut impl FnMut(&Expr)) {
        self.leaves(&mut |leaf| {
            if let Test::Numbers(left, _, right) = &leaf.test {
                left.visit(f);
                right.visit(f);
            }
        });
    }
}

/// A single test.
#[derive(Clone, PartialEq, Debug)]
pub struct Leaf {
    /// What is tested.
    pub test: Test,
    /// As written, for explanations.
    pub text: Box<str>,
}

/// The kinds of test.
#[derive(Clone, PartialEq, Debug)]
pub enum Test {
    /// Numbers compared.
    Numbers(Expr, Comparison, Expr),
    /// Dates compared.
    Dates(DateOperand, Comparison, DateOperand),
    /// A choice is among these (bits by place).
    Choice(Operand, u64),
    /// Words are among these.
    Words(Operand, Vec<Box<str>>),
    /// Words, or choices among the same words, are the same.
    Same(Operand, Operand),
    /// A multiple choice contains this one.
    Contains(Operand, u16),
    /// A yes/no value is yes.
    Flag(Operand),
    /// Something is held.
    Exists(Comparand),
    /// A named condition.
    Named(ConditionId),
}

/// Something that can exist or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Comparand {
    /// An attribute of the span or event at hand.
    Attribute(AttributeId),
    /// A fact of any kind.
    Fact(FactId),
    /// A measure.
    Measure(MeasureId),
}
