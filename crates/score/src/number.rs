//! Numeric expressions over what is known.

use crate::run::{At, Run};
use crate::value::{DateValue, Value};
use policy::language::syntax::Operator;
use policy::model::{Expr, Operand};
use policy::record::Value as Held;
use terms::civil::day_number;
use terms::{Exact, Range, Tri};

impl<'a> Run<'a> {
    /// The value of an expression when everything in it is known: the common case, without intervals.
    pub fn exact(&mut self, expr: &'a Expr, at: At<'a, '_>) -> Option<Exact> {
        Some(match expr {
            Expr::Number(value) => *value,
            Expr::Attribute(id) => match at.entry?.1.attribute(*id)? {
                Held::Number(value) => *value,
                _ => return None,
            },
            Expr::Parameter(id) => self.policy[*id].on(at.day.unwrap_or(self.as_of))?.value,
            Expr::Standard => self.policy.standard?,
            Expr::Binary(left, operator, right) => {
                let a = self.exact(left, at)?;
                let b = self.exact(right, at)?;
                match operator {
                    Operator::Plus => a.checked_add(b)?,
                    Operator::Minus => a.checked_sub(b)?,
                    Operator::Times => a.checked_mul(b)?,
                    Operator::Over => a.checked_div(b)?,
                }
            }
            Expr::Negative(_)
            | Expr::Larger(..)
            | Expr::Smaller(..)
            | Expr::Rounded(..)
            | Expr::Day(_)
            | Expr::Yes(_) => return None,
            Expr::Fact(_) | Expr::Measure(_) | Expr::Node(_) | Expr::Total | Expr::Score => {
                return self.expr(expr, at).exactly();
            }
        })
    }

    /// All values an expression can take.
    pub fn expr(&mut self, expr: &'a Expr, at: At<'a, '_>) -> Range {
        match expr {
            Expr::Number(value) => Range::known(*value),
            Expr::Attribute(id) => self.operand(Operand::Attribute(*id), at).number(),
            Expr::Fact(id) => self.operand(Operand::Fact(*id), at).number(),
            Expr::Measure(id) => self.operand(Operand::Measure(*id), at).number(),
            Expr::Node(id) => self.operand(Operand::Node(*id), at).number(),
            Expr::Parameter(id) => {
                let policy = self.policy;
                let row = policy[*id].on(at.day.unwrap_or(self.as_of));
                row.map_or(Range::ANY, |row| Range::known(row.value))
            }
            Expr::Total => self.total(),
            Expr::Standard => self.policy.standard.map_or(Range::ANY, Range::known),
            Expr::Score => self.score,
            Expr::Negative(inner) => -self.expr(inner, at),
            Expr::Binary(left, operator, right) => {
                let a = self.expr(left, at);
                let b = self.expr(right, at);
                match operator {
                    Operator::Plus => a + b,
                    Operator::Minus => a - b,
                    Operator::Times => a.times(b),
                    Operator::Over => a.over(b),
                }
            }
            Expr::Larger(left, right) => self.expr(left, at).max(self.expr(right, at)),
            Expr::Smaller(left, right) => self.expr(left, at).min(self.expr(right, at)),
            Expr::Day(date) => match self.date(date, at) {
                DateValue::Known(day) => Range::known(Exact::from(i64::from(day_number(day)))),
                _ => Range::ANY,
            },
            Expr::Yes(operand) => match self.operand(*operand, at) {
                Value::Flag(Tri::Yes) => Range::known(Exact::ONE),
                Value::Flag(Tri::No) => Range::ZERO,
                _ => Range::between(Exact::ZERO, Exact::ONE),
            },
            Expr::Rounded(inner, rounding) => self.expr(inner, at).map_rising(|value| rounding.apply(value)),
        }
    }
}
