//! Groups, items and parts: rules, combinations, limits.

use crate::assessment::{NodeResult, Outcome, Skip, YearPoints};
use crate::run::{At, Run};
use crate::value::Value;
use policy::model::{
    Count, Expr, Marginal, Measure, MeasureId, Node, NodeId, Operating, Rule, Scored, StartAfter, Table,
    ValueKind,
};
use terms::{Exact, Range, Tri};

impl<'a> Run<'a> {
    pub fn evaluate_node(&mut self, id: NodeId) -> NodeResult<'a> {
        let policy = self.policy;
        let node = &policy[id];
        let applies = node.applies.as_ref().map_or(Tri::Yes, |cond| self.cond(cond, At::default()));
        if applies == Tri::No {
            return NodeResult { outcome: Outcome::NotApplicable, ..NodeResult::nothing() };
        }
        let mut result = match &node.rule {
            Rule::Children => self.children(node),
            Rule::Table(table) => self.table_rule(node, table),
            Rule::Marginal(marginal) => self.on_number(node, |run, value| run.marginal(marginal, value)),
            Rule::Number(operating) => self.on_number(node, |_, value| operate(operating, value)),
            Rule::Flag(points) => self.flag(node, points),
            Rule::Each(points) => {
                self.each(node, &|run: &mut Run<'a>, at| (run.expr(points, at), None, false))
            }
            Rule::Formula(expr) => {
                let range = self.expr(expr, At::default());
                NodeResult { raw: range, ..NodeResult::nothing() }
            }
        };
        self.limits(node, &mut result);
        if applies == Tri::Unknown {
            result.points = result.points.hull(Range::ZERO);
        }
        if self.explains {
            result.outcome = self.outcome(node, &result);
        }
        result
    }

    fn limits(&self, node: &Node, result: &mut NodeResult<'a>) {
        let mut points = result.raw;
        if let Some(cap) = node.cap {
            let limited = points.min(Range::known(cap));
            result.capped |= limited != points;
            points = limited;
        }
        if let Some(floor) = node.floor {
            points = points.max(Range::known(floor));
        }
        if let Some(rounding) = node.rounding {
            points = points.map_rising(|value| rounding.apply(value));
        }
        result.points = points;
    }

    fn outcome(&mut self, node: &'a Node, result: &NodeResult<'a>) -> Outcome<'a> {
        let Some(points) = result.points.exactly() else { return Outcome::Unknown };
        if !points.is_zero() {
            return Outcome::Counted;
        }
        if matches!(node.rule, Rule::Table(_)) && result.unspecified {
            return Outcome::Unspecified;
        }
        if let Rule::Children = node.rule {
            return self.outcome_of_children(node);
        }
        // Nothing came of it: because there is nothing, or because what there is does not count?
        if let Some(used) = result.entries.iter().find(|scored| scored.entry.skip.is_some()) {
            return used.entry.skip.map_or(Outcome::NotHeld, Outcome::NotCounted);
        }
        if let Scored::Measure(id) = node.scored
            && let Some(skip) = self.source_skip(id)
        {
            return Outcome::NotCounted(skip);
        }
        if result.value.and_then(Range::exactly).is_some_and(|value| !value.is_zero()) {
            let skip = if result.row.is_some() { Skip::RowGivesNothing } else { Skip::TooLittle };
            return Outcome::NotCounted(skip);
        }
        match (&node.rule, result.row, node.scored) {
            (Rule::Table(_), row, Scored::Nothing) if self.columns_held(&node.rule) => {
                let gives_nothing = if row.is_some() { Skip::RowGivesNothing } else { Skip::OutsideTable };
                Outcome::NotCounted(gives_nothing)
            }
            _ => Outcome::NotHeld,
        }
    }

    fn outcome_of_children(&self, node: &Node) -> Outcome<'a> {
        let mut outcome = Outcome::NotHeld;
        let none_applies = node.children.iter().all(|child| {
            let result = self.nodes.get(child.index()).and_then(Option::as_ref);
            result.is_some_and(|result| result.outcome == Outcome::NotApplicable)
        });
        if none_applies {
            return Outcome::NotApplicable;
        }
        for child in &node.children {
            match self.nodes.get(child.index()).and_then(Option::as_ref).map(|child| child.outcome) {
                Some(found @ (Outcome::Unspecified | Outcome::NotCounted(_))) => return found,
                Some(Outcome::Counted) => outcome = Outcome::NotCounted(Skip::OtherPicked),
                _ => {}
            }
        }
        outcome
    }

    /// Why the spans or events behind a number do not count, when there are any; behind a formula, those of its measures.
    fn source_skip(&self, id: MeasureId) -> Option<Skip<'a>> {
        let result = self.measures.get(id.index())?.as_ref()?;
        if let Count::Formula(expr) = &self.policy[id].count {
            let mut found = None;
            expr.visit(&mut |expr| {
                if let Expr::Measure(of) = expr {
                    found = found.or_else(|| self.source_skip(*of));
                }
            });
            return found;
        }
        if result.entries.iter().any(|used| used.counts.possible()) {
            return None;
        }
        // A condition that fails tells more than a time that is over.
        let skips = || result.entries.iter().filter_map(|used| used.skip);
        skips().find(|skip| *skip != Skip::Window).or_else(|| skips().next())
    }

    fn columns_held(&mut self, rule: &'a Rule) -> bool {
        let Rule::Table(table) = rule else { return false };
        table.columns.iter().any(|column| self.operand(column.operand, At::default()).exists() == Tri::Yes)
    }

    fn number(&mut self, scored: Scored) -> Range {
        match scored {
            Scored::Measure(id) => self.measure(id).number(),
            Scored::Fact(id) => self.fact_value(id).number(),
            Scored::Nothing => Range::ZERO,
        }
    }

    fn on_number(&mut self, node: &'a Node, rule: impl Fn(&mut Run<'a>, Range) -> Range) -> NodeResult<'a> {
        if let (Some(cap), Scored::Measure(id)) = (node.yearly_cap, node.scored) {
            return self.yearly(id, cap, &rule);
        }
        let value = self.number(node.scored);
        let counted = node.start.map_or(value, |start| after(start, value));
        let raw = rule(self, counted);
        NodeResult { raw, value: Some(value), ..NodeResult::nothing() }
    }

    /// The rule applied to each calendar year by itself, each year capped.
    fn yearly(
        &mut self,
        id: MeasureId,
        cap: Exact,
        rule: &impl Fn(&mut Run<'a>, Range) -> Range,
    ) -> NodeResult<'a> {
        let policy = self.policy;
        let measure: &Measure = &policy[id];
        let value = self.measure(id).number();
        let (entries, unknown) = match self.measures.get(id.index()).and_then(Option::as_ref) {
            Some(result) => (result.entries.clone(), result.unknown),
            None => return NodeResult::nothing(),
        };
        let mut result = NodeResult { value: Some(value), ..NodeResult::nothing() };
        for (year, amount) in self.by_year(measure, &entries) {
            let raw = rule(self, amount);
            let points = raw.min(Range::known(cap));
            result.capped |= points != raw;
            result.raw = result.raw + points;
            result.years.push(YearPoints { year, raw, points });
        }
        if unknown {
            let years = self.frame(measure).years();
            let most = years.and_then(|years| Exact::from(years).checked_mul(cap));
            result.raw = Range { low: result.raw.low, high: most };
        }
        result
    }

    fn marginal(&mut self, marginal: &Marginal, value: Range) -> Range {
        value.map_rising(|months| {
            let mut left = months.full(marginal.unit)?;
            let mut done = Exact::ZERO;
            let mut sum = Exact::ZERO;
            for (until, points, _) in &marginal.rows {
                let room = until.map_or(Some(left), |until| Some(until.checked_sub(done)?.min(left)))?;
                sum = sum.checked_add(room.checked_mul(*points)?)?;
                left = left.checked_sub(room)?;
                done = done.checked_add(room)?;
            }
            Some(sum)
        })
    }

    fn flag(&mut self, node: &'a Node, points: &'a Expr) -> NodeResult<'a> {
        let (holds, value) = match node.scored {
            Scored::Measure(id) => {
                let value = self.measure(id);
                let holds = match value {
                    Value::Entries => self.measures.get(id.index()).and_then(Option::as_ref).map_or(
                        Tri::Unknown,
                        |result| {
                            let some = result.entries.iter().map(|used| used.counts).fold(Tri::No, Tri::or);
                            if result.unknown { some.or(Tri::Unknown) } else { some }
                        },
                    ),
                    Value::Number(range) => more_than_nothing(range),
                    other => other.exists(),
                };
                (holds, value)
            }
            Scored::Fact(id) => {
                let value = self.fact_value(id);
                let holds = match value {
                    Value::Number(range) => more_than_nothing(range),
                    other => other.exists(),
                };
                (holds, value)
            }
            Scored::Nothing => (Tri::No, Value::Entries),
        };
        let given = self.expr(points, At::default());
        let raw = match holds {
            Tri::Yes => given,
            Tri::No => Range::ZERO,
            Tri::Unknown => given.hull(Range::ZERO),
        };
        let value = if let Value::Number(range) = value { Some(range) } else { None };
        NodeResult { raw, value, ..NodeResult::nothing() }
    }

    fn table_rule(&mut self, node: &'a Node, table: &'a Table) -> NodeResult<'a> {
        if let Scored::Measure(id) = node.scored
            && self.policy[id].kind == ValueKind::Entries
        {
            return self.each(node, &|run: &mut Run<'a>, at| {
                let found = run.table(table, at);
                (found.range, found.row, found.unspecified)
            });
        }
        let found = self.table(table, At::default());
        let value = match node.scored {
            Scored::Nothing => {
                table.columns.first().and_then(|column| match self.operand(column.operand, At::default()) {
                    Value::Number(range) => Some(range),
                    _ => None,
                })
            }
            scored => match self.scored_value(scored) {
                Value::Number(range) => Some(range),
                _ => None,
            },
        };
        NodeResult {
            raw: found.range,
            row: found.row,
            unspecified: found.unspecified,
            value,
            ..NodeResult::nothing()
        }
    }

    fn scored_value(&mut self, scored: Scored) -> Value<'a> {
        match scored {
            Scored::Measure(id) => self.measure(id),
            Scored::Fact(id) => self.fact_value(id),
            Scored::Nothing => Value::Entries,
        }
    }
}

impl<'a> NodeResult<'a> {
    /// Nothing yet.
    pub(crate) fn nothing() -> NodeResult<'a> {
        NodeResult {
            points: Range::ZERO,
            raw: Range::ZERO,
            outcome: Outcome::NotHeld,
            value: None,
            row: None,
            unspecified: false,
            entries: Vec::new(),
            years: Vec::new(),
            lost: Vec::new(),
            capped: false,
        }
    }
}

fn more_than_nothing(range: Range) -> Tri {
    if range.low.is_some_and(|low| low > Exact::ZERO) {
        Tri::Yes
    } else if range.high.is_some_and(|high| high <= Exact::ZERO) {
        Tri::No
    } else {
        Tri::Unknown
    }
}

fn after(start: StartAfter, value: Range) -> Range {
    value.map_rising(|months| {
        if months < start.months {
            Some(Exact::ZERO)
        } else if start.all {
            Some(months)
        } else {
            months.checked_sub(start.months)
        }
    })
}

fn operate(operating: &Operating, value: Range) -> Range {
    // Nothing gives nothing under every one of these rules.
    if value == Range::ZERO {
        return Range::ZERO;
    }
    // What takes points away falls as the number grows: the same rule with the sign turned, turned back.
    if operating.falls() {
        return -rise(&operating.negative(), value);
    }
    rise(operating, value)
}

fn rise(operating: &Operating, value: Range) -> Range {
    value.map_rising(|value| match operating {
        Operating::PerFull { step, points, remainder } => {
            let full = value.full(*step)?;
            let given = full.checked_mul(*points)?;
            let Some((least, points)) = remainder else { return Some(given) };
            let rest = value.checked_sub(full.checked_mul(*step)?)?;
            if rest >= *least { given.checked_add(*points) } else { Some(given) }
        }
        Operating::ProRata { step, points } => value.checked_div(*step)?.checked_mul(*points),
        Operating::FirstThen { first, first_points, step, points } => {
            if value < *first {
                return Some(Exact::ZERO);
            }
            let further = value.checked_sub(*first)?.full(*step)?;
            first_points.checked_add(further.checked_mul(*points)?)
        }
    })
}
