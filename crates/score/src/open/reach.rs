//! From what is not settled down to the facts that are not known.

use crate::assessment::Status;
use crate::run::{At, Known, Run};
use crate::value::{DateValue, Value, Words};
use policy::model::{
    Amount, Combine, Comparand, Cond, ConditionId, Count, DateOperand, Decision, Expr, Leaf, MeasureId, Node,
    NodeId, Operand, RowValue, Rule, Scored, SetStep, Source, Table, Test, Use, ValueKind, Veto, Window,
};
use policy::record::Held;
use policy::vocabulary::FactId;
use std::collections::BTreeSet;
use terms::{Range, Tri};

/// Walks from what is wanted to the facts it still hangs on. Everything settled is left at once.
pub(super) struct Reach<'a, 'r> {
    run: &'r mut Run<'a>,
    /// The facts met.
    pub found: BTreeSet<FactId>,
    nodes: BTreeSet<NodeId>,
    measures: BTreeSet<MeasureId>,
    conditions: BTreeSet<ConditionId>,
    total: bool,
    /// The score of the use at hand, where it has its own.
    score: Option<&'a Expr>,
}

impl<'a, 'r> Reach<'a, 'r> {
    pub fn new(run: &'r mut Run<'a>) -> Reach<'a, 'r> {
        Reach {
            run,
            found: BTreeSet::new(),
            nodes: BTreeSet::new(),
            measures: BTreeSet::new(),
            conditions: BTreeSet::new(),
            total: false,
            score: None,
        }
    }

    /// All that lies under a node.
    pub fn below(mut self, id: NodeId) -> BTreeSet<FactId> {
        self.under(id);
        self.found
    }

    /// What a use looks at, leaving out what it looks at through points.
    pub fn apart_from_points(mut self, at: usize, of: &'a Use) -> BTreeSet<FactId> {
        self.total = true;
        self.nodes = self.run.policy.node_ids().collect();
        self.a_use(at, of);
        self.found
    }

    pub fn total(&mut self) {
        if self.total || self.run.total().is_known() {
            return;
        }
        self.total = true;
        let policy = self.run.policy;
        self.expr(&policy.total);
    }

    /// A use: what its status hangs on, and for one that ranks, what its order hangs on.
    pub fn a_use(&mut self, at: usize, of: &'a Use) {
        let policy = self.run.policy;
        let vetoes = self.run.vetoes();
        let status = self.run.a_use(at, of, &vetoes).status;
        self.score = of.score.as_ref();
        if status == Status::Unknown {
            if let Some(cond) = &of.cond {
                self.cond(cond);
            }
            let binds = |veto: &Veto| veto.uses.as_ref().is_none_or(|uses| uses.contains(&of.name));
            for result in vetoes.iter().filter(|result| of.vetoes_bind && result.holds == Tri::Unknown) {
                let Some(veto) = policy.vetoes.get(result.at).filter(|veto| binds(veto)) else { continue };
                if let Some(cond) = &veto.cond {
                    self.cond(cond);
                }
                if let Some(events) = veto.events {
                    self.sources(events);
                }
            }
        }
        if of.decision != Decision::Line && status != Status::NotMet {
            self.expr(&Expr::Score);
            of.keys.iter().for_each(|key| self.expr(&key.expr));
        }
    }

    fn fact(&mut self, id: FactId) {
        let state = self.run.record.get(id);
        // A fact in dispute has been answered; what is missing is the finding of an office.
        if state.held == Held::Unknown && !state.disputed {
            self.found.insert(id);
        }
    }

    fn expr(&mut self, expr: &Expr) {
        match expr {
            Expr::Fact(id) => self.fact(*id),
            Expr::Measure(id) => self.measure(*id),
            Expr::Node(id) => self.node(*id),
            Expr::Total => self.total(),
            Expr::Score => match self.score {
                Some(score) => self.expr(score),
                None => self.total(),
            },
            Expr::Negative(inner) | Expr::Rounded(inner, _) => self.expr(inner),
            Expr::Binary(left, _, right) | Expr::Larger(left, right) | Expr::Smaller(left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Day(operand) => self.date(operand),
            Expr::Yes(operand) => self.operand(*operand),
            Expr::Number(_) | Expr::Attribute(_) | Expr::Parameter(_) | Expr::Standard => {}
        }
    }

    fn operand(&mut self, operand: Operand) {
        match operand {
            Operand::Fact(id) => self.fact(id),
            Operand::Measure(id) => self.measure(id),
            Operand::Node(id) => self.node(id),
            // Of a span or event at hand; its fact is met where the span or event comes from.
            Operand::Attribute(_) => {}
        }
    }

    fn date(&mut self, operand: &DateOperand) {
        match operand {
            DateOperand::Fact(id) => self.fact(*id),
            DateOperand::Measure(id) => self.measure(*id),
            DateOperand::Shifted(inner, _) => self.date(inner),
            _ => {}
        }
    }

    /// A condition that stands by itself: only the members that are not settled.
    fn cond(&mut self, cond: &'a Cond) {
        if self.run.cond(cond, At::default()) != Tri::Unknown {
            return;
        }
        match cond {
            Cond::All(members) | Cond::Any(members) => members.iter().for_each(|member| self.cond(member)),
            Cond::Not(inner) => self.cond(inner),
            Cond::Leaf(leaf) => self.leaf(leaf),
        }
    }

    fn leaf(&mut self, leaf: &Leaf) {
        match &leaf.test {
            Test::Numbers(left, _, right) => {
                self.expr(left);
                self.expr(right);
            }
            Test::Dates(left, _, right) => {
                self.date(left);
                self.date(right);
            }
            Test::Choice(operand, _)
            | Test::Words(operand, _)
            | Test::Contains(operand, _)
            | Test::Flag(operand) => self.operand(*operand),
            Test::Same(left, right) => {
                self.operand(*left);
                self.operand(*right);
            }
            Test::Exists(Comparand::Fact(id)) => self.fact(*id),
            Test::Exists(Comparand::Measure(id)) => self.measure(*id),
            Test::Exists(Comparand::Attribute(_)) => {}
            Test::Named(id) => self.named(*id),
        }
    }

    fn named(&mut self, id: ConditionId) {
        if self.run.named(id) != Tri::Unknown || !self.conditions.insert(id) {
            return;
        }
        let policy = self.run.policy;
        self.cond(&policy[id].cond);
    }

    fn node(&mut self, id: NodeId) {
        if !self.run.node(id).is_known() {
            self.under(id);
        }
    }

    /// What lies under a node, whether or not its points are settled.
    fn under(&mut self, id: NodeId) {
        if !self.nodes.insert(id) {
            return;
        }
        let policy = self.run.policy;
        let node = &policy[id];
        if let Some(cond) = &node.applies {
            self.cond(cond);
        }
        match node.scored {
            Scored::Measure(measure) if self.by_entries(node, measure) => self.sources(measure),
            Scored::Measure(measure) => self.measure(measure),
            Scored::Fact(fact) => self.fact(fact),
            Scored::Nothing => {}
        }
        match &node.rule {
            Rule::Children => self.children(node),
            Rule::Table(table) => self.table(table),
            Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => self.expr(expr),
            Rule::Marginal(_) | Rule::Number(_) => {}
        }
        // Whether an event counts here hangs on which events count there, not on the points they give.
        node.distinct_from.iter().for_each(|other| self.under(*other));
    }

    /// True when a node looks at the spans or events of its measure and not only at its value.
    fn by_entries(&self, node: &Node, measure: MeasureId) -> bool {
        node.yearly_cap.is_some() || self.run.policy[measure].kind == ValueKind::Entries
    }

    fn children(&mut self, node: &Node) {
        if node.heaviest_only {
            return node.children.iter().for_each(|child| self.under(*child));
        }
        let mut rest: BTreeSet<NodeId> = node.children.iter().copied().collect();
        for pick in &node.picks {
            self.highest(&pick.among);
            pick.among.iter().for_each(|id| {
                rest.remove(id);
            });
        }
        if node.picks.is_empty() && node.combine == Combine::Highest {
            return self.highest(&node.children);
        }
        rest.into_iter().for_each(|child| self.node(child));
    }

    /// Of several the highest: one that can never be above another that is sure does not matter.
    fn highest(&mut self, among: &[NodeId]) {
        let points: Vec<(NodeId, Range)> = among.iter().map(|id| (*id, self.run.node(*id))).collect();
        let sure = points.iter().filter_map(|(_, range)| range.low).max();
        for (id, range) in points {
            let below = sure.zip(range.high).is_some_and(|(sure, high)| high <= sure);
            if !below {
                self.node(id);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        table.columns.iter().for_each(|column| self.operand(column.operand));
        for row in &table.rows {
            if let RowValue::Given(expr) = &row.value {
                self.expr(expr);
            }
        }
    }

    fn measure(&mut self, id: MeasureId) {
        let value = self.run.measure(id);
        let settled = match value {
            Value::Number(range) => range.is_known(),
            Value::Flag(flag) => flag != Tri::Unknown,
            Value::Choice(mask) => mask.count_ones() == 1,
            Value::Many(surely, maybe) => surely == maybe,
            Value::Words(words) => words != Words::Unknown,
            Value::Date(date) => !matches!(date, DateValue::Unknown(_)),
            Value::Entries => false,
        };
        if !settled {
            self.sources(id);
        }
    }

    /// What a measure takes from, whether or not its value is settled: for those who look at its spans or events.
    fn sources(&mut self, id: MeasureId) {
        if !self.measures.insert(id) {
            return;
        }
        let policy = self.run.policy;
        let measure = &policy[id];
        measure.sources.iter().for_each(|source| self.source(source));
        if let Some(Window::Fixed { from: Some(from), .. }) = &measure.window {
            self.date(from);
        }
        for step in &measure.steps {
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.sources(*id);
        }
        match &measure.count {
            Count::Formula(expr) => self.expr(expr),
            Count::Table(table) => self.table(table),
            Count::FullYears(from) | Count::FullMonths(from) => self.date(from),
            _ => {}
        }
    }

    fn source(&mut self, source: &Source) {
        self.fact(source.fact);
        if matches!(self.run.known(source.fact), Known::Nothing) {
            return;
        }
        // For spans and events that are not at hand, every test may be the one that decides.
        if let Some(filter) = &source.filter {
            filter.leaves(&mut |leaf| self.leaf(leaf));
        }
        if let Some(Amount::Number(expr)) = &source.amount {
            self.expr(expr);
        }
    }
}
