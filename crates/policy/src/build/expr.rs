//! Numeric expressions, with their units.

use super::Builder;
use super::names::{Found, Scope, Sort};
use crate::diagnostic::{Diagnostic, Span};
use crate::document::Text;
use crate::language;
use crate::language::syntax::{Operator, Syntax, SyntaxKind};
use crate::model::Expr;
use crate::unit::{Amount, Dimension};
use terms::{Exact, Mode, Rounding};

/// An expression and what it counts; `None` fits anything.
pub(super) type Typed = (Expr, Option<Dimension>);

impl Builder<'_> {
    /// Reads and resolves a whole text as a numeric expression.
    pub(super) fn expression(&mut self, text: &Text, scope: Scope<'_>) -> Option<Typed> {
        match language::expression(text) {
            Ok(syntax) => self.expr(&syntax, scope),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    pub(super) fn expr(&mut self, syntax: &Syntax, scope: Scope<'_>) -> Option<Typed> {
        match &syntax.kind {
            SyntaxKind::Number(amount) => Some((Expr::Number(amount.value), amount.dimension)),
            SyntaxKind::Date(_) => {
                self.error("unit-mismatch", syntax.span, "这里要一个数，写的是日期");
                None
            }
            SyntaxKind::Negative(inner) => {
                let (inner, dimension) = self.expr(inner, scope)?;
                Some((Expr::Negative(Box::new(inner)), dimension))
            }
            SyntaxKind::Name(name, arguments)
                if !arguments.is_empty() && FUNCTIONS.contains(&name.as_str()) =>
            {
                self.call(name, arguments, syntax.span, scope)
            }
            SyntaxKind::Name(..) => {
                let found = self.find(syntax, scope)?;
                let sort = self.sort(found, scope);
                let Sort::Number(dimension) = sort else {
                    self.error(
                        "unit-mismatch",
                        syntax.span,
                        format!("这里要一个数，这个名称是{}", sort.word()),
                    );
                    return None;
                };
                let expr = match found {
                    Found::Attribute(id) => Expr::Attribute(id),
                    Found::Argument(amount) => Expr::Number(amount.value),
                    Found::Fact(id) => Expr::Fact(id),
                    Found::Measure(id) => Expr::Measure(id),
                    Found::Parameter(id) => Expr::Parameter(id),
                    Found::Node(id) => Expr::Node(id),
                    Found::Total => Expr::Total,
                    Found::Standard => Expr::Standard,
                    Found::Score => Expr::Score,
                    Found::Start | Found::End | Found::AsOf | Found::Application | Found::Condition(_) => {
                        return None;
                    }
                };
                Some((expr, dimension))
            }
            SyntaxKind::Binary(left, operator, right) => {
                let a = self.expr(left, scope);
                let b = self.expr(right, scope);
                let ((a, da), (b, db)) = (a?, b?);
                let dimension = match operator {
                    Operator::Plus | Operator::Minus => match agree(da, db) {
                        Some(dimension) => dimension,
                        None => {
                            self.mismatch(syntax.span, da, db);
                            return None;
                        }
                    },
                    Operator::Times => match (plain(da), plain(db)) {
                        (true, _) => db,
                        (_, true) => da,
                        _ => None,
                    },
                    Operator::Over => {
                        if b == Expr::Number(Exact::ZERO) {
                            self.error("bad-expression", right.span, "不能除以 0");
                            return None;
                        }
                        if plain(db) { da } else { None }
                    }
                };
                Some((Expr::Binary(Box::new(a), *operator, Box::new(b)), dimension))
            }
        }
    }

    fn call(&mut self, name: &str, arguments: &[Syntax], span: Span, scope: Scope<'_>) -> Option<Typed> {
        let [first, second] = arguments else {
            self.error("bad-argument", span, format!("“{name}”要两个参数，用“，”隔开"));
            return None;
        };
        if let "较大" | "较小" = name {
            let a = self.expr(first, scope);
            let b = self.expr(second, scope);
            let ((a, da), (b, db)) = (a?, b?);
            let Some(dimension) = agree(da, db) else {
                self.mismatch(span, da, db);
                return None;
            };
            let (a, b) = (Box::new(a), Box::new(b));
            return Some((if name == "较大" { Expr::Larger(a, b) } else { Expr::Smaller(a, b) }, dimension));
        }
        let (inner, dimension) = self.expr(first, scope)?;
        let places = match &second.kind {
            SyntaxKind::Number(amount) if amount.value.is_whole() => {
                u32::try_from(amount.value.numerator()).ok()
            }
            _ => None,
        };
        let Some(places) = places.filter(|places| *places <= 6) else {
            self.error("bad-argument", second.span, "小数位数要写 0 至 6");
            return None;
        };
        let mode = match name {
            "四舍五入" => Mode::HalfUp,
            "舍去" => Mode::Down,
            _ => Mode::Up,
        };
        Some((Expr::Rounded(Box::new(inner), Rounding { places, mode }), dimension))
    }

    pub(super) fn mismatch(&mut self, span: Span, a: Option<Dimension>, b: Option<Dimension>) {
        let word = |dimension: Option<Dimension>| {
            dimension.map_or("数".to_owned(), |dimension| dimension.to_string())
        };
        let problem = Diagnostic::error(
            "unit-mismatch",
            span,
            format!("单位不合：{}和{}不能这样放在一起", word(a), word(b)),
        );
        let points = [a, b].contains(&Some(Dimension::Points));
        self.problems.push(if points {
            problem.hint("按月数等计分时，把单价写成分：“月数 × 0.25 分”")
        } else {
            problem.hint("两边要数同一种东西：时间用“年”“个月”“天”，钱用“元”“万元”，件数用“次”“件”")
        });
    }

    /// An amount in the unit of what it is compared with or divides; years become months or the other way about.
    pub(super) fn fit(&mut self, amount: Amount, to: Option<Dimension>, span: Span) -> Option<Exact> {
        match fits(amount, to) {
            Some(value) => Some(value),
            None => {
                self.mismatch(span, to, amount.dimension);
                None
            }
        }
    }

    /// Points written as `30 分` or `30`.
    pub(super) fn points(&mut self, text: &Text) -> Option<Exact> {
        match crate::unit::amount(&text.text) {
            Some(Amount { value, dimension: None | Some(Dimension::Points) }) => Some(value),
            _ => {
                self.error_hint("bad-number", text.span, format!("“{}”不是分值", text.text), "写成“30 分”");
                None
            }
        }
    }
}

/// The names of functions.
pub(super) const FUNCTIONS: &[&str] = &["较大", "较小", "四舍五入", "舍去", "进位"];

fn plain(dimension: Option<Dimension>) -> bool {
    matches!(dimension, None | Some(Dimension::Plain))
}

/// The common dimension of two quantities that are added or compared: outer `None` when there is none.
pub(super) fn agree(a: Option<Dimension>, b: Option<Dimension>) -> Option<Option<Dimension>> {
    match (a, b) {
        (a, b) if plain(a) => Some(b),
        (a, b) if plain(b) => Some(a),
        (Some(a), Some(b)) if a == b => Some(Some(a)),
        _ => None,
    }
}

pub(super) fn fits(amount: Amount, to: Option<Dimension>) -> Option<Exact> {
    match (amount.dimension, to) {
        (None, _) | (_, None) => Some(amount.value),
        (Some(a), Some(b)) if a == b => Some(amount.value),
        (Some(Dimension::Months), Some(Dimension::Years | Dimension::Age)) => {
            amount.value.checked_div(Exact::from(12))
        }
        (Some(Dimension::Plain), _) | (_, Some(Dimension::Plain)) => Some(amount.value),
        _ => None,
    }
}
