//! What a version asks of a person: the facts its rules look at, and of spans and events the attributes.

use super::{
    Amount, Comparand, Cond, Count, DateOperand, Expr, Measure, Node, Operand, Policy, RowValue, Rule,
    Scored, Source, Table, Term, Test, Window,
};
use crate::vocabulary::{AttributeId, FactId};
use std::collections::{BTreeMap, BTreeSet};

/// The facts that the rules of a version look at, in the vocabulary's order, each with the attributes they look at.
pub type Asked = BTreeMap<FactId, BTreeSet<AttributeId>>;

impl Policy {
    /// What this version asks of a person: a fact that is not here changes nothing.
    pub fn asked(&self) -> Asked {
        let mut asking = Asking { policy: self, found: Asked::new() };
        for measure in &self.measures {
            asking.measure(measure);
        }
        for node in &self.nodes {
            asking.node(node);
        }
        for condition in &self.conditions {
            asking.cond(&condition.cond, &[]);
        }
        for veto in &self.vetoes {
            let sources = veto.events.map_or(&[][..], |id| &self[id].sources);
            if let Some(cond) = &veto.cond {
                asking.cond(cond, sources);
            }
            if let Term::Until(attribute, _) = veto.term {
                asking.attribute(attribute, sources);
            }
        }
        for of in &self.uses {
            if let Some(cond) = &of.cond {
                asking.cond(cond, &[]);
            }
            if let Some(score) = &of.score {
                asking.expr(score, &[]);
            }
            for key in &of.keys {
                asking.expr(&key.expr, &[]);
            }
        }
        asking.found
    }
}

struct Asking<'p> {
    policy: &'p Policy,
    found: Asked,
}

impl Asking<'_> {
    fn fact(&mut self, id: FactId) {
        self.found.entry(id).or_default();
    }

    /// An attribute of the span or event at hand: of whichever of the sources has it.
    fn attribute(&mut self, id: AttributeId, of: &[Source]) {
        for source in of {
            let known = self.policy.vocabulary.fact(source.fact).attributes.len();
            if usize::from(id.0) < known {
                self.found.entry(source.fact).or_default().insert(id);
            }
        }
    }

    fn measure(&mut self, measure: &Measure) {
        for source in &measure.sources {
            let one = std::slice::from_ref(source);
            self.fact(source.fact);
            if let Some(filter) = &source.filter {
                self.cond(filter, one);
            }
            match &source.amount {
                Some(Amount::Number(expr)) => self.expr(expr, one),
                Some(Amount::Attribute(id)) => self.attribute(*id, one),
                Some(Amount::Start | Amount::End) | None => {}
            }
            if let Some(starts) = source.starts {
                self.attribute(starts, one);
            }
        }
        if let Some(Window::Fixed { from: Some(from), .. }) = &measure.window {
            self.date(from, &measure.sources);
        }
        match &measure.count {
            Count::Formula(expr) => self.expr(expr, &measure.sources),
            Count::Table(table) => self.table(table, &measure.sources),
            Count::FullYears(from) | Count::FullMonths(from) => self.date(from, &measure.sources),
            _ => {}
        }
    }

    fn node(&mut self, node: &Node) {
        let sources = match node.scored {
            Scored::Measure(id) => &self.policy[id].sources[..],
            Scored::Fact(id) => {
                self.fact(id);
                &[]
            }
            Scored::Nothing => &[],
        };
        if let Some(cond) = &node.applies {
            self.cond(cond, sources);
        }
        match &node.rule {
            Rule::Table(table) => self.table(table, sources),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => self.expr(expr, sources),
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
    }

    fn table(&mut self, table: &Table, of: &[Source]) {
        for column in &table.columns {
            self.operand(column.operand, of);
        }
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.expr(expr, of);
            }
        }
    }

    fn operand(&mut self, operand: Operand, of: &[Source]) {
        match operand {
            Operand::Fact(id) => self.fact(id),
            Operand::Attribute(id) => self.attribute(id, of),
            Operand::Measure(_) | Operand::Node(_) => {}
        }
    }

    fn date(&mut self, operand: &DateOperand, of: &[Source]) {
        match operand {
            DateOperand::Fact(id) => self.fact(*id),
            DateOperand::Attribute(id) => self.attribute(*id, of),
            DateOperand::Shifted(inner, _) => self.date(inner, of),
            _ => {}
        }
    }

    fn expr(&mut self, expr: &Expr, of: &[Source]) {
        expr.visit(&mut |expr| match expr {
            Expr::Fact(id) => self.fact(*id),
            Expr::Attribute(id) => self.attribute(*id, of),
            Expr::Day(operand) => self.date(operand, of),
            Expr::Yes(operand) => self.operand(*operand, of),
            _ => {}
        });
    }

    fn cond(&mut self, cond: &Cond, of: &[Source]) {
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Numbers(left, _, right) => {
                self.expr(left, of);
                self.expr(right, of);
            }
            Test::Dates(left, _, right) => {
                self.date(left, of);
                self.date(right, of);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => self.operand(*operand, of),
            Test::Same(left, right) => {
                self.operand(*left, of);
                self.operand(*right, of);
            }
            Test::Exists(Comparand::Fact(id)) => self.fact(*id),
            Test::Exists(Comparand::Attribute(id)) => self.attribute(*id, of),
            // Measures and named conditions are walked by themselves.
            Test::Exists(Comparand::Measure(_)) | Test::Named(_) => {}
        });
    }
}
