//! Numeric expressions over what is known.

use crate::run::{At, Run};
use policy::language::syntax::Operator;
use policy::model::{Expr, Operand};
use terms::Range;

impl<'a> Run<'a> {
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
            Expr::Rounded(inner, rounding) => self.expr(inner, at).map_rising(|value| rounding.apply(value)),
        }
    }
}
