//! What items, measures and uses rest on: worked out once a policy, asked for with every explanation.

use super::{
    Amount, Comparand, Cond, Count, DateOperand, Expr, MeasureId, NodeId, Operand, ParameterId, Policy,
    RowValue, Rule, Scored, SetStep, Table, Test, Use, Window,
};
use crate::vocabulary::{AttributeId, FactId};

/// What something rests on, each once, in the order met.
#[derive(Clone, Default, Debug)]
pub struct Rests {
    /// Measures, those below measures too.
    pub measures: Vec<MeasureId>,
    /// Facts.
    pub facts: Vec<FactId>,
    /// Parameters.
    pub parameters: Vec<ParameterId>,
    /// Attributes of the span or event at hand.
    pub attributes: Vec<AttributeId>,
    /// What is asked of the spans and events of facts, and by which of the measures.
    pub asked: Vec<(FactId, AttributeId, Vec<MeasureId>)>,
}

/// What the parts of a policy rest on.
#[derive(Clone, Default, Debug)]
pub struct Below {
    nodes: Vec<(Rests, Vec<MeasureId>)>,
    uses: Vec<UseRests>,
}

/// What a use's condition rests on.
#[derive(Clone, Default, Debug)]
pub struct UseRests {
    /// All of it.
    pub all: Rests,
    /// The measures it looks at itself, without those below them.
    pub measures: Vec<MeasureId>,
    /// True when it looks at the total or at an item.
    pub points: bool,
}

impl Below {
    /// Everything a policy's parts rest on.
    pub(crate) fn of(policy: &Policy) -> Below {
        let walk = Walk(policy);
        Below {
            nodes: policy.node_ids().map(|id| (walk.below(id), walk.measures_under(id))).collect(),
            uses: policy.uses.iter().map(|of| walk.of_use(of)).collect(),
        }
    }

    /// What a node rests on, without other nodes.
    pub fn node(&self, id: NodeId) -> Option<&Rests> {
        self.nodes.get(id.index()).map(|(rests, _)| rests)
    }

    /// The measures a node rests on, without those of other nodes and of conditions on spans.
    pub fn measures(&self, id: NodeId) -> &[MeasureId] {
        self.nodes.get(id.index()).map_or(&[], |(_, measures)| measures)
    }

    /// What the use at a place rests on.
    pub fn of_use(&self, at: usize) -> Option<&UseRests> {
        self.uses.get(at)
    }
}

fn add<T: PartialEq>(to: &mut Vec<T>, one: T) -> bool {
    let new = !to.contains(&one);
    if new {
        to.push(one);
    }
    new
}

struct Walk<'p>(&'p Policy);

impl Walk<'_> {
    fn of_use(&self, of: &Use) -> UseRests {
        let Some(cond) = &of.cond else { return UseRests::default() };
        let mut all = Rests::default();
        self.under_cond(cond, &mut all);
        self.ask(&mut all);
        UseRests { all, measures: self.measures_of(cond), points: self.rests_on_points(cond) }
    }

    /// The attributes that a measure asks of the spans and events of its facts.
    fn asked(&self, measure: usize) -> Vec<(FactId, AttributeId)> {
        let mut found = Vec::new();
        for source in self.0.measures.get(measure).iter().flat_map(|measure| &measure.sources) {
            let mut asked = Rests::default();
            if let Some(filter) = &source.filter {
                self.under_cond(filter, &mut asked);
            }
            match &source.amount {
                Some(Amount::Number(expr)) => self.under_expr(expr, &mut asked),
                Some(Amount::Attribute(id)) => {
                    add(&mut asked.attributes, *id);
                }
                _ => {}
            }
            for attribute in asked.attributes {
                add(&mut found, (source.fact, attribute));
            }
        }
        found
    }

    /// The measures a node rests on, without those of other nodes.
    fn measures_under(&self, id: NodeId) -> Vec<MeasureId> {
        let policy = self.0;
        let node = &policy[id];
        let mut found = Vec::new();
        if let Scored::Measure(id) = node.scored {
            self.measures_below(id, &mut found);
        }
        if let Some(cond) = &node.applies {
            for id in self.measures_of(cond) {
                self.measures_below(id, &mut found);
            }
        }
        match &node.rule {
            Rule::Table(table) => self.measures_of_table(table, &mut found),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => {
                self.measures_of_expr(expr, &mut found)
            }
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
        found
    }

    fn measures_below(&self, id: MeasureId, found: &mut Vec<MeasureId>) {
        if !add(found, id) {
            return;
        }
        let policy = self.0;
        let measure = &policy[id];
        for step in &measure.steps {
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.measures_below(*id, found);
        }
        match &measure.count {
            Count::Formula(expr) => self.measures_of_expr(expr, found),
            Count::Table(table) => self.measures_of_table(table, found),
            Count::FullYears(DateOperand::Measure(id)) | Count::FullMonths(DateOperand::Measure(id)) => {
                self.measures_below(*id, found)
            }
            _ => {}
        }
    }

    fn measures_of_expr(&self, expr: &Expr, found: &mut Vec<MeasureId>) {
        expr.visit(&mut |expr| {
            if let Expr::Measure(id) = expr {
                self.measures_below(*id, found);
            }
        });
    }

    fn measures_of_table(&self, table: &Table, found: &mut Vec<MeasureId>) {
        for column in &table.columns {
            if let Operand::Measure(id) = column.operand {
                self.measures_below(id, found);
            }
        }
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.measures_of_expr(expr, found);
            }
        }
    }

    fn below(&self, id: NodeId) -> Rests {
        let policy = self.0;
        let node = &policy[id];
        let mut below = Rests::default();
        match node.scored {
            Scored::Measure(id) => self.under_measure(id, &mut below),
            Scored::Fact(id) => {
                add(&mut below.facts, id);
            }
            Scored::Nothing => {}
        }
        if let Some(cond) = &node.applies {
            self.under_cond(cond, &mut below);
        }
        match &node.rule {
            Rule::Table(table) => self.under_table(table, &mut below),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => self.under_expr(expr, &mut below),
            Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
        }
        self.ask(&mut below);
        below
    }

    /// Gathers what the measures ask; where spans or events are scored one by one, also what their rule asks.
    fn ask(&self, below: &mut Rests) {
        for id in &below.measures {
            let measure = &self.0[*id];
            let mut asked = self.asked(id.index());
            if matches!(measure.count, Count::Entries) {
                for source in &measure.sources {
                    below.attributes.iter().for_each(|attribute| {
                        add(&mut asked, (source.fact, *attribute));
                    });
                }
            }
            for (fact, attribute) in asked {
                match below.asked.iter_mut().find(|(of, one, _)| (*of, *one) == (fact, attribute)) {
                    Some((_, _, by)) => by.push(*id),
                    None => below.asked.push((fact, attribute, vec![*id])),
                }
            }
        }
    }

    fn under_measure(&self, id: MeasureId, below: &mut Rests) {
        if !add(&mut below.measures, id) {
            return;
        }
        let policy = self.0;
        let measure = &policy[id];
        for source in &measure.sources {
            add(&mut below.facts, source.fact);
            if let Some(filter) = &source.filter {
                self.under_cond(filter, below);
            }
            if let Some(Amount::Number(expr)) = &source.amount {
                self.under_expr(expr, below);
            }
        }
        if let Some(Window::Fixed { from: Some(from), .. }) = &measure.window {
            self.under_date(from, below);
        }
        for step in &measure.steps {
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.under_measure(*id, below);
        }
        match &measure.count {
            Count::Formula(expr) => self.under_expr(expr, below),
            Count::Table(table) => self.under_table(table, below),
            Count::FullYears(from) | Count::FullMonths(from) => self.under_date(from, below),
            _ => {}
        }
    }

    fn under_table(&self, table: &Table, below: &mut Rests) {
        for column in &table.columns {
            self.under_operand(column.operand, below);
        }
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.under_expr(expr, below);
            }
        }
    }

    fn under_operand(&self, operand: Operand, below: &mut Rests) {
        match operand {
            Operand::Fact(id) => {
                add(&mut below.facts, id);
            }
            Operand::Measure(id) => self.under_measure(id, below),
            Operand::Attribute(id) => {
                add(&mut below.attributes, id);
            }
            Operand::Node(_) => {}
        }
    }

    fn under_date(&self, operand: &DateOperand, below: &mut Rests) {
        match operand {
            DateOperand::Fact(id) => {
                add(&mut below.facts, *id);
            }
            DateOperand::Measure(id) => self.under_measure(*id, below),
            DateOperand::Attribute(id) => {
                add(&mut below.attributes, *id);
            }
            DateOperand::Shifted(inner, _) => self.under_date(inner, below),
            _ => {}
        }
    }

    fn under_expr(&self, expr: &Expr, below: &mut Rests) {
        expr.visit(&mut |expr| match expr {
            Expr::Fact(id) => {
                add(&mut below.facts, *id);
            }
            Expr::Measure(id) => self.under_measure(*id, below),
            Expr::Parameter(id) => {
                add(&mut below.parameters, *id);
            }
            Expr::Attribute(id) => {
                add(&mut below.attributes, *id);
            }
            _ => {}
        });
    }

    fn under_cond(&self, cond: &Cond, below: &mut Rests) {
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Numbers(left, _, right) => {
                self.under_expr(left, below);
                self.under_expr(right, below);
            }
            Test::Dates(left, _, right) => {
                self.under_date(left, below);
                self.under_date(right, below);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => {
                self.under_operand(*operand, below);
            }
            Test::Same(left, right) => {
                self.under_operand(*left, below);
                self.under_operand(*right, below);
            }
            Test::Exists(Comparand::Fact(id)) => {
                add(&mut below.facts, *id);
            }
            Test::Exists(Comparand::Measure(id)) => self.under_measure(*id, below),
            Test::Exists(Comparand::Attribute(id)) => {
                add(&mut below.attributes, *id);
            }
            Test::Named(id) => self.under_cond(&self.0[*id].cond, below),
        });
    }

    /// The measures that a condition looks at, without those below them.
    fn measures_of(&self, cond: &Cond) -> Vec<MeasureId> {
        let mut found = Vec::new();
        self.direct_measures(cond, &mut found);
        found
    }

    fn direct_measures(&self, cond: &Cond, found: &mut Vec<MeasureId>) {
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Numbers(left, _, right) => {
                for side in [left, right] {
                    side.visit(&mut |expr| {
                        if let Expr::Measure(id) = expr {
                            add(found, *id);
                        }
                    });
                }
            }
            Test::Choice(Operand::Measure(id), _)
            | Test::Words(Operand::Measure(id), _)
            | Test::Contains(Operand::Measure(id), _)
            | Test::Flag(Operand::Measure(id))
            | Test::Exists(Comparand::Measure(id)) => {
                add(found, *id);
            }
            Test::Named(id) => self.direct_measures(&self.0[*id].cond, found),
            _ => {}
        });
    }

    /// True when a condition looks at the total or at an item.
    fn rests_on_points(&self, cond: &Cond) -> bool {
        let mut found = false;
        cond.leaves(&mut |leaf| match &leaf.test {
            Test::Named(id) => found |= self.rests_on_points(&self.0[*id].cond),
            Test::Numbers(left, _, right) => {
                for side in [left, right] {
                    side.visit(&mut |expr| {
                        found |= matches!(expr, Expr::Total | Expr::Score | Expr::Node(_))
                    });
                }
            }
            _ => {}
        });
        found
    }
}
