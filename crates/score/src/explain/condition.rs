//! Conditions in words: in Chinese as they are written, in English from what they mean.

use super::expression::Shown;
use super::words::{Say, Unit};
use super::writer::Writer;
use crate::run::At;
use policy::language::syntax::Comparison;
use policy::model::{Comparand, DateOperand, Expr, Leaf, Operand, Test};
use policy::vocabulary::FactId;
use terms::Range;

impl<'a> Writer<'a, '_> {
    fn push_not(&mut self) {
        let word = if self.chinese() { "非 " } else { "not: " };
        self.push(word);
    }

    /// A single test; `denied` when it stands under 非 or is itself written as a denial.
    pub fn push_leaf(&mut self, leaf: &'a Leaf, denied: bool, fact: Option<FactId>) {
        if !self.chinese() {
            return self.push_test(&leaf.test, denied, fact);
        }
        // `X 是 是` reads better as `X`.
        if let Test::Flag(operand) = leaf.test {
            if denied {
                self.push_not();
            }
            return self.push_operand_name(operand, fact);
        }
        if denied && !is_denial(&leaf.text) {
            self.push_not();
        }
        self.push(&leaf.text);
    }

    fn push_test(&mut self, test: &'a Test, denied: bool, fact: Option<FactId>) {
        let is = if denied { " is not " } else { " is " };
        match test {
            Test::Numbers(left, comparison, right) => {
                self.push_expr(left, At::default(), Shown::Names);
                self.push(number_words(*comparison, denied));
                match right {
                    Expr::Number(value) => {
                        let unit = self.expr_unit(left, fact);
                        self.amount(*value, unit);
                    }
                    right => self.push_expr(right, At::default(), Shown::Names),
                }
            }
            Test::Dates(left, comparison, right) => {
                self.push_date_name(left, fact);
                self.push(date_words(*comparison, denied));
                self.push_date_name(right, fact);
            }
            Test::Choice(operand, bits) => {
                self.push_operand_name(*operand, fact);
                self.push(is);
                self.push_options(*bits, self.options(*operand, fact), " or ");
            }
            Test::Words(operand, words) => {
                self.push_operand_name(*operand, fact);
                self.push(is);
                for (at, word) in words.iter().enumerate() {
                    if at > 0 {
                        self.push(" or ");
                    }
                    self.push(self.name(word));
                }
            }
            Test::Same(left, right) => {
                self.push_operand_name(*left, fact);
                self.push(is);
                self.push_operand_name(*right, fact);
            }
            Test::Contains(operand, place) => {
                self.push_operand_name(*operand, fact);
                self.push(if denied { " does not include " } else { " includes " });
                self.push_options(1 << place, self.options(*operand, fact), " or ");
            }
            Test::Flag(operand) => {
                if denied {
                    self.push_not();
                }
                self.push_operand_name(*operand, fact);
            }
            Test::Exists(comparand) => {
                match comparand {
                    Comparand::Attribute(id) => self.push_operand_name(Operand::Attribute(*id), fact),
                    Comparand::Fact(id) => self.push(self.fact_name(*id)),
                    Comparand::Measure(id) => self.push_measure_name(*id),
                }
                self.push(if denied { ": none" } else { ": some" });
            }
            Test::Named(id) => {
                if denied {
                    self.push_not();
                }
                self.push(self.name(&self.policy[*id].name));
            }
        }
    }

    /// The left side of a comparison of numbers.
    pub fn held_number(&mut self, test: &'a Test, at: At<'a, '_>) -> Option<(Range, Unit<'a>)> {
        let Test::Numbers(left, ..) = test else { return None };
        let value = self.run.expr(left, at);
        Some((value, self.expr_unit(left, at.entry.map(|(fact, _)| fact))))
    }

    /// The right side of a comparison of numbers, where the condition names it and does not write it out.
    pub fn wanted_number(&mut self, test: &'a Test, at: At<'a, '_>) -> Option<(Range, Unit<'a>)> {
        let Test::Numbers(left, _, right) = test else { return None };
        if matches!(right, Expr::Number(_)) {
            return None;
        }
        let fact = at.entry.map(|(fact, _)| fact);
        let value = self.run.expr(right, at);
        let unit = match self.expr_unit(right, fact) {
            Unit::Plain => self.expr_unit(left, fact),
            unit => unit,
        };
        Some((value, unit))
    }

    /// What a test looked at, as it is held; nothing for tests of named conditions.
    pub fn push_held_of(&mut self, test: &'a Test, at: At<'a, '_>) {
        match test {
            Test::Numbers(..) => {
                if let Some((value, unit)) = self.held_number(test, at) {
                    self.range(value, unit);
                }
            }
            Test::Dates(left, ..) => {
                let date = self.run.date(left, at);
                self.push_date(date);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Same(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => self.push_held(*operand, at),
            Test::Exists(Comparand::Attribute(id)) => self.push_held(Operand::Attribute(*id), at),
            Test::Exists(Comparand::Fact(id)) if self.policy.vocabulary.fact(*id).value.is_some() => {
                self.push_held(Operand::Fact(*id), at)
            }
            Test::Exists(comparand) => {
                let holds = self.run.exists(*comparand, at);
                self.say(match holds {
                    terms::Tri::No => Say::None,
                    terms::Tri::Yes => Say::Some,
                    terms::Tri::Unknown => Say::Unknown,
                });
            }
            Test::Named(_) => {}
        }
    }

    /// What is wanted, where the condition names it and does not write it out.
    pub fn push_wanted_of(&mut self, test: &'a Test, at: At<'a, '_>) {
        if let Some((value, unit)) = self.wanted_number(test, at) {
            return self.range(value, unit);
        }
        match test {
            Test::Dates(_, _, right) if !matches!(right, DateOperand::Fixed(_)) => {
                let date = self.run.date(right, at);
                self.push_date(date);
            }
            Test::Same(_, right) => self.push_held(*right, at),
            _ => {}
        }
    }

    /// The unit of an expression, as far as it is one thing.
    pub fn expr_unit(&self, expr: &'a Expr, fact: Option<FactId>) -> Unit<'a> {
        match expr {
            Expr::Attribute(id) => self.unit(Operand::Attribute(*id), fact),
            Expr::Fact(id) => self.unit(Operand::Fact(*id), fact),
            Expr::Measure(id) => self.unit(Operand::Measure(*id), fact),
            Expr::Parameter(id) => super::names::word("", self.policy[*id].dimension),
            Expr::Node(_) | Expr::Total | Expr::Standard | Expr::Score => Unit::Points,
            Expr::Negative(inner) | Expr::Rounded(inner, _) => self.expr_unit(inner, fact),
            Expr::Binary(left, _, right) | Expr::Larger(left, right) | Expr::Smaller(left, right) => {
                match self.expr_unit(left, fact) {
                    Unit::Plain => self.expr_unit(right, fact),
                    unit => unit,
                }
            }
            Expr::Number(_) | Expr::Day(_) | Expr::Yes(_) => Unit::Plain,
        }
    }
}

/// True for tests that are written as denials.
fn is_denial(text: &str) -> bool {
    [" 不是 ", " 不属于 ", " 不含 ", " 是 否"].iter().any(|word| text.contains(word)) || text.ends_with(" 无")
}

fn number_words(comparison: Comparison, denied: bool) -> &'static str {
    match (comparison, denied) {
        (Comparison::AtLeast, false) | (Comparison::Below, true) => " is at least ",
        (Comparison::Above, false) | (Comparison::AtMost, true) => " is more than ",
        (Comparison::AtMost, false) | (Comparison::Above, true) => " is at most ",
        (Comparison::Below, false) | (Comparison::AtLeast, true) => " is less than ",
        (Comparison::Equal, false) => " is ",
        (Comparison::Equal, true) => " is not ",
    }
}

fn date_words(comparison: Comparison, denied: bool) -> &'static str {
    match (comparison, denied) {
        (Comparison::AtLeast, false) | (Comparison::Below, true) => " is not before ",
        (Comparison::Above, false) | (Comparison::AtMost, true) => " is after ",
        (Comparison::AtMost, false) | (Comparison::Above, true) => " is not after ",
        (Comparison::Below, false) | (Comparison::AtLeast, true) => " is before ",
        (Comparison::Equal, false) => " is ",
        (Comparison::Equal, true) => " is not ",
    }
}
