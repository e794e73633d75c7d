//! Expressions with the values that stand for their names.

use super::words::{Say, Unit};
use super::writer::Writer;
use crate::run::At;
use policy::language::syntax::Operator;
use policy::model::{Expr, Operand};
use terms::{Exact, Range};

/// What stands for a name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// Its value.
    Values,
    /// The name and its value.
    Both,
    /// The name.
    Names,
}

impl<'a> Writer<'a, '_> {
    /// An expression; a single number or name has nothing to compute.
    pub fn push_expr(&mut self, expr: &'a Expr, at: At<'a, '_>, shown: Shown) {
        self.expr_at(expr, at, shown, 0);
    }

    /// True when there is something to compute.
    pub fn computes(expr: &Expr) -> bool {
        !matches!(
            expr,
            Expr::Number(_)
                | Expr::Attribute(_)
                | Expr::Fact(_)
                | Expr::Measure(_)
                | Expr::Parameter(_)
                | Expr::Node(_)
                | Expr::Total
                | Expr::Standard
                | Expr::Score
                | Expr::Day(_)
                | Expr::Yes(_)
        )
    }

    fn expr_at(&mut self, expr: &'a Expr, at: At<'a, '_>, shown: Shown, outside: u8) {
        match expr {
            Expr::Number(value) => self.number(*value),
            Expr::Negative(inner) => {
                self.push("−");
                self.expr_at(inner, at, shown, 3);
            }
            Expr::Binary(left, operator, right) => {
                let (strength, mark) = match operator {
                    Operator::Plus => (1, " + "),
                    Operator::Minus => (1, " − "),
                    Operator::Times => (2, " × "),
                    Operator::Over => (2, " ÷ "),
                };
                let brackets = strength < outside;
                if brackets {
                    self.push("(");
                }
                self.expr_at(left, at, shown, strength);
                self.push(mark);
                // a − (b − c) keeps its brackets.
                let inner = if matches!(operator, Operator::Minus | Operator::Over) {
                    strength + 1
                } else {
                    strength
                };
                self.expr_at(right, at, shown, inner);
                if brackets {
                    self.push(")");
                }
            }
            Expr::Larger(left, right) => self.call("较大", "larger", &[left, right], at, shown),
            Expr::Smaller(left, right) => self.call("较小", "smaller", &[left, right], at, shown),
            Expr::Rounded(inner, _) => self.call("取整", "rounded", &[inner], at, shown),
            name => {
                let written = self.begin();
                if shown != Shown::Values {
                    self.push_expr_name(name, at);
                }
                if shown == Shown::Names {
                    return;
                }
                if self.begin() > written {
                    self.space();
                }
                let value = self.run.expr(name, at);
                self.push_bare(value);
            }
        }
    }

    fn call(&mut self, chinese: &str, english: &str, arguments: &[&'a Expr], at: At<'a, '_>, shown: Shown) {
        self.push(if self.chinese() { chinese } else { english });
        self.push(self.marks.open.trim_start());
        for (place, argument) in arguments.iter().enumerate() {
            if place > 0 {
                self.push(self.marks.comma);
            }
            self.expr_at(argument, at, shown, 0);
        }
        self.push(self.marks.close);
    }

    fn push_expr_name(&mut self, expr: &'a Expr, at: At<'a, '_>) {
        let fact = at.entry.map(|(fact, _)| fact);
        let (chinese, english) = match expr {
            Expr::Attribute(id) => return self.push_operand_name(Operand::Attribute(*id), fact),
            Expr::Fact(id) => return self.push_operand_name(Operand::Fact(*id), fact),
            Expr::Measure(id) => return self.push_measure_name(*id),
            Expr::Node(id) => return self.push(self.node_name(*id)),
            Expr::Parameter(id) => return self.push(self.name(&self.policy[*id].name)),
            Expr::Day(date) => return self.push_date_name(date, fact),
            Expr::Yes(operand) => return self.push_operand_name(*operand, fact),
            Expr::Total => ("总分", "total"),
            Expr::Standard => ("标准分值", "standard score"),
            Expr::Score => ("分数", "score"),
            _ => return,
        };
        let word = if self.chinese() { chinese } else { english };
        self.push(word);
    }

    /// A number without its unit; an interval in brackets.
    pub fn push_bare(&mut self, value: Range) {
        match value.exactly() {
            Some(value) if value.is_negative() => {
                self.push("(");
                self.number(value);
                self.push(")");
            }
            Some(value) => self.number(value),
            None => {
                self.push("(");
                self.range(value, Unit::Plain);
                self.push(")");
            }
        }
    }

    /// ` = 30 分`, where there was something to compute.
    pub fn push_equals(&mut self, value: Range, unit: Unit<'_>) {
        self.push(" = ");
        self.range(value, unit);
    }

    /// An expression of points in a rule: its value, or how it is computed.
    pub fn push_points_of(&mut self, expr: &'a Expr, at: At<'a, '_>, shown: Shown) {
        let value = self.run.expr(expr, at);
        if Self::computes(expr)
            && !matches!(expr, Expr::Negative(inner) if matches!(**inner, Expr::Number(_)))
        {
            self.push_expr(expr, at, shown);
            self.push_equals(value, Unit::Points);
        } else {
            self.say(Say::Gives(value));
        }
    }
}

/// True for numbers that are one and need not be said.
pub(super) fn is_one(value: Exact) -> bool {
    value == Exact::ONE
}
