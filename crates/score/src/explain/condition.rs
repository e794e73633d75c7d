//! Conditions in words: in Chinese as they are written, in English from what they mean.

use super::expression::Shown;
use super::words::Unit;
use super::writer::Writer;
use crate::run::At;
use policy::language::syntax::Comparison;
use policy::model::{Comparand, Cond, Leaf, Operand, Test};
use policy::vocabulary::FactId;

impl<'a> Writer<'a, '_> {
    /// A whole condition.
    pub fn push_cond(&mut self, cond: &'a Cond, fact: Option<FactId>) {
        match cond {
            Cond::All(members) => self.push_members(members, self.marks.list, fact),
            Cond::Any(members) => self.push_members(members, self.marks.or, fact),
            Cond::Not(inner) => match &**inner {
                Cond::Leaf(leaf) => self.push_leaf(leaf, true, fact),
                inner => {
                    self.push_not();
                    self.push(self.marks.open.trim_start());
                    self.push_cond(inner, fact);
                    self.push(self.marks.close);
                }
            },
            Cond::Leaf(leaf) => self.push_leaf(leaf, false, fact),
        }
    }

    fn push_members(&mut self, members: &'a [Cond], between: &str, fact: Option<FactId>) {
        for (at, member) in members.iter().enumerate() {
            if at > 0 {
                self.push(between);
            }
            let brackets = matches!(member, Cond::All(_) | Cond::Any(_));
            if brackets {
                self.push(self.marks.open.trim_start());
            }
            self.push_cond(member, fact);
            if brackets {
                self.push(self.marks.close);
            }
        }
    }

    fn push_not(&mut self) {
        let word = if self.chinese() { "非 " } else { "not " };
        self.push(word);
    }

    /// A single test; `denied` when it stands under 非 or is itself written as a denial.
    pub fn push_leaf(&mut self, leaf: &'a Leaf, denied: bool, fact: Option<FactId>) {
        if !self.chinese() {
            return self.push_test(&leaf.test, denied, fact);
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
                self.push_expr(right, At::default(), Shown::Names);
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
            Test::Contains(operand, place) => {
                self.push_operand_name(*operand, fact);
                self.push(if denied { " does not include " } else { " includes " });
                self.push_options(1 << place, self.options(*operand, fact), " or ");
            }
            Test::Flag(operand) => {
                self.push_operand_name(*operand, fact);
                self.push(if denied { ": no" } else { ": yes" });
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
                    self.push("not: ");
                }
                self.push(self.name(&self.policy[*id].name));
            }
        }
    }

    /// What a test looked at, as it is held; nothing for tests of named conditions.
    pub fn push_held_of(&mut self, test: &'a Test, at: At<'a, '_>) {
        let fact = at.entry.map(|(fact, _)| fact);
        match test {
            Test::Numbers(left, ..) => {
                let value = self.run.expr(left, at);
                let unit = self.expr_unit(left, fact);
                self.range(value, unit);
            }
            Test::Dates(left, ..) => {
                let date = self.run.date(left, at);
                self.push_date(date);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => self.push_held(*operand, at),
            Test::Exists(Comparand::Attribute(id)) => self.push_held(Operand::Attribute(*id), at),
            Test::Exists(Comparand::Fact(id)) if self.policy.vocabulary.fact(*id).value.is_some() => {
                self.push_held(Operand::Fact(*id), at)
            }
            Test::Exists(comparand) => {
                let holds = self.run.exists(*comparand, at);
                self.say(match holds {
                    terms::Tri::No => super::words::Say::None,
                    terms::Tri::Yes => super::words::Say::Some,
                    terms::Tri::Unknown => super::words::Say::Unknown,
                });
            }
            Test::Named(_) => {}
        }
    }

    /// What is wanted, where the condition names it and does not write it out.
    pub fn push_wanted_of(&mut self, test: &'a Test, at: At<'a, '_>) {
        let fact = at.entry.map(|(fact, _)| fact);
        match test {
            Test::Numbers(left, _, right) if !matches!(right, policy::model::Expr::Number(_)) => {
                let value = self.run.expr(right, at);
                let unit = match self.expr_unit(right, fact) {
                    Unit::Plain => self.expr_unit(left, fact),
                    unit => unit,
                };
                self.range(value, unit);
            }
            Test::Dates(_, _, right) if !matches!(right, policy::model::DateOperand::Fixed(_)) => {
                let date = self.run.date(right, at);
                self.push_date(date);
            }
            _ => {}
        }
    }

    /// The unit of an expression, as far as it is one thing.
    pub fn expr_unit(&self, expr: &'a policy::model::Expr, fact: Option<FactId>) -> Unit<'a> {
        use policy::model::Expr;
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
            Expr::Number(_) => Unit::Plain,
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
