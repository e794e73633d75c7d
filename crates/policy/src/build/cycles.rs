//! Names that need themselves to be worked out: a total that an item asks for, a condition on a measure on that condition.

use super::Builder;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{
    Amount, Comparand, Cond, ConditionId, Count, DateOperand, Expr, Measure, MeasureId, Node, NodeId,
    Operand, RowValue, Rule, Scored, SetStep, Table, Test, Window,
};

/// How many names may hang on one another in a row.
const DEEPEST: usize = 60;

/// Something that is worked out from others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Thing {
    Total,
    Node(NodeId),
    Measure(MeasureId),
    Condition(ConditionId),
}

enum Trouble {
    Round(Thing),
    Deep(Thing),
}

impl Builder<'_> {
    /// Says the first round, or the first chain that is too long, that there is.
    pub(super) fn cycles(&mut self, total: &Expr, total_place: Span) {
        let numbers = |count: usize| 0..u16::try_from(count).unwrap_or(u16::MAX);
        let mut things = vec![Thing::Total];
        things.extend(numbers(self.nodes.len()).map(|at| Thing::Node(NodeId(at))));
        things.extend(numbers(self.measures.len()).map(|at| Thing::Measure(MeasureId(at))));
        things.extend(numbers(self.conditions.len()).map(|at| Thing::Condition(ConditionId(at))));
        let mut walk = Walk { builder: self, total, height: vec![None; things.len()] };
        let trouble = things.into_iter().find_map(|thing| walk.visit(thing, 0).err());
        let (thing, what) = match trouble {
            None => return,
            Some(Trouble::Round(thing)) => (thing, "绕了一圈又用到自己".to_owned()),
            Some(Trouble::Deep(thing)) => (thing, format!("要经过 {DEEPEST} 个以上的名称才能算出")),
        };
        let (name, place) = match thing {
            Thing::Total => ("总分".to_owned(), total_place),
            Thing::Node(id) => {
                let node = self.nodes.get(id.index());
                node.map_or_else(Default::default, |node| (format!("“{}”的得分", node.name), node.place))
            }
            Thing::Measure(id) => {
                let measure = self.measures.get(id.index());
                measure.map_or_else(Default::default, |of| (format!("口径“{}”", of.name), of.place))
            }
            Thing::Condition(id) => {
                let condition = self.conditions.get(id.index());
                condition.map_or_else(Default::default, |of| (format!("条件“{}”", of.name), of.place))
            }
        };
        self.problems.push(Diagnostic::error("cycle", place, format!("{name}{what}")));
    }
}

struct Walk<'w, 'b> {
    builder: &'w Builder<'b>,
    total: &'w Expr,
    /// By thing: nothing before it was visited, 0 while it is open, then how many names it hangs on in a row.
    height: Vec<Option<usize>>,
}

impl Walk<'_, '_> {
    fn place(&self, thing: Thing) -> usize {
        let (nodes, measures) = (self.builder.nodes.len(), self.builder.measures.len());
        match thing {
            Thing::Total => 0,
            Thing::Node(id) => 1 + id.index(),
            Thing::Measure(id) => 1 + nodes + id.index(),
            Thing::Condition(id) => 1 + nodes + measures + id.index(),
        }
    }

    fn known(&self, thing: Thing) -> Option<usize> {
        self.height.get(self.place(thing)).copied().flatten()
    }

    fn set(&mut self, thing: Thing, height: usize) {
        let place = self.place(thing);
        if let Some(slot) = self.height.get_mut(place) {
            *slot = Some(height);
        }
    }

    fn visit(&mut self, thing: Thing, depth: usize) -> Result<usize, Trouble> {
        if let Some(height) = self.known(thing) {
            return Ok(height);
        }
        if depth > DEEPEST {
            return Err(Trouble::Deep(thing));
        }
        self.set(thing, 0);
        let mut height = 1;
        for needed in self.needs(thing) {
            // Marked is the one that closes the round.
            if self.known(needed) == Some(0) {
                return Err(Trouble::Round(thing));
            }
            height = height.max(1 + self.visit(needed, depth + 1)?);
        }
        if height > DEEPEST {
            return Err(Trouble::Deep(thing));
        }
        self.set(thing, height);
        Ok(height)
    }

    fn needs(&self, thing: Thing) -> Vec<Thing> {
        let mut needs = Vec::new();
        match thing {
            Thing::Total => of_expr(self.total, &mut needs),
            Thing::Node(id) => {
                self.builder.nodes.get(id.index()).into_iter().for_each(|node| of_node(node, &mut needs))
            }
            Thing::Measure(id) => {
                self.builder
                    .measures
                    .get(id.index())
                    .into_iter()
                    .for_each(|measure| of_measure(measure, &mut needs));
            }
            Thing::Condition(id) => {
                let condition = self.builder.conditions.get(id.index());
                condition.into_iter().for_each(|condition| of_cond(&condition.cond, &mut needs));
            }
        }
        needs
    }
}

fn of_node(node: &Node, needs: &mut Vec<Thing>) {
    needs.extend(node.children.iter().chain(&node.distinct_from).map(|id| Thing::Node(*id)));
    if let Scored::Measure(id) = node.scored {
        needs.push(Thing::Measure(id));
    }
    node.applies.iter().for_each(|cond| of_cond(cond, needs));
    match &node.rule {
        Rule::Table(table) => of_table(table, needs),
        Rule::Flag(expr) | Rule::Each(expr) | Rule::Formula(expr) => of_expr(expr, needs),
        Rule::Children | Rule::Marginal(_) | Rule::Number(_) => {}
    }
}

fn of_measure(measure: &Measure, needs: &mut Vec<Thing>) {
    for source in &measure.sources {
        source.filter.iter().for_each(|filter| of_cond(filter, needs));
        if let Some(Amount::Number(expr)) = &source.amount {
            of_expr(expr, needs);
        }
    }
    for step in &measure.steps {
        match step {
            SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id) => needs.push(Thing::Measure(*id)),
        }
    }
    if let Some(Window::Fixed { from: Some(from), .. }) = &measure.window {
        of_date(from, needs);
    }
    match &measure.count {
        Count::Formula(expr) => of_expr(expr, needs),
        Count::Table(table) => of_table(table, needs),
        Count::FullYears(from) | Count::FullMonths(from) => of_date(from, needs),
        _ => {}
    }
}

fn of_table(table: &Table, needs: &mut Vec<Thing>) {
    table.columns.iter().for_each(|column| of_operand(column.operand, needs));
    for row in &table.rows {
        if let RowValue::Given(expr) = &row.value {
            of_expr(expr, needs);
        }
    }
}

fn of_operand(operand: Operand, needs: &mut Vec<Thing>) {
    match operand {
        Operand::Measure(id) => needs.push(Thing::Measure(id)),
        Operand::Node(id) => needs.push(Thing::Node(id)),
        Operand::Attribute(_) | Operand::Fact(_) => {}
    }
}

fn of_date(date: &DateOperand, needs: &mut Vec<Thing>) {
    match date {
        DateOperand::Measure(id) => needs.push(Thing::Measure(*id)),
        DateOperand::Shifted(inner, _) => of_date(inner, needs),
        _ => {}
    }
}

fn of_expr(expr: &Expr, needs: &mut Vec<Thing>) {
    expr.visit(&mut |expr| match expr {
        Expr::Measure(id) => needs.push(Thing::Measure(*id)),
        Expr::Node(id) => needs.push(Thing::Node(*id)),
        Expr::Total => needs.push(Thing::Total),
        Expr::Day(date) => of_date(date, needs),
        Expr::Yes(operand) => of_operand(*operand, needs),
        _ => {}
    });
}

fn of_cond(cond: &Cond, needs: &mut Vec<Thing>) {
    cond.leaves(&mut |leaf| match &leaf.test {
        Test::Numbers(left, _, right) => {
            of_expr(left, needs);
            of_expr(right, needs);
        }
        Test::Dates(left, _, right) => {
            of_date(left, needs);
            of_date(right, needs);
        }
        Test::Choice(operand, _)
        | Test::Words(operand, _)
        | Test::Contains(operand, _)
        | Test::Flag(operand) => {
            of_operand(*operand, needs);
        }
        Test::Same(left, right) => {
            of_operand(*left, needs);
            of_operand(*right, needs);
        }
        Test::Exists(Comparand::Measure(id)) => needs.push(Thing::Measure(*id)),
        Test::Exists(_) => {}
        Test::Named(id) => needs.push(Thing::Condition(*id)),
    });
}
