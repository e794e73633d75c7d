//! Groups, items and parts: rules, combinations, limits.

use crate::assessment::{EntryPoints, EntryUse, Lost, NodeResult, Outcome, Skip, YearPoints};
use crate::run::{At, Run};
use crate::value::Value;
use policy::model::{
    Combine, Expr, Marginal, Measure, MeasureId, Node, NodeId, Operating, PickBy, Repeat, Rule, Scored,
    StartAfter, Table, ValueKind,
};
use std::collections::BTreeMap;
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
        if matches!(node.rule, Rule::Table(_)) && result.unspecified && result.points.is_known() {
            return Outcome::Unspecified;
        }
        let Some(points) = result.points.exactly() else { return Outcome::Unknown };
        if !points.is_zero() {
            return Outcome::Counted;
        }
        if let Rule::Children = node.rule {
            return self.outcome_of_children(node);
        }
        // Nothing came of it: because there is nothing, or because what there is does not count?
        if let Some(used) = result.entries.iter().find(|scored| scored.entry.skip.is_some()) {
            return used.entry.skip.map_or(Outcome::NotHeld, Outcome::NotCounted);
        }
        if let Some(skip) = self.source_skip(node.scored) {
            return Outcome::NotCounted(skip);
        }
        if result.value.and_then(Range::exactly).is_some_and(|value| !value.is_zero()) {
            let skip = if result.row.is_some() { Skip::RowGivesNothing } else { Skip::TooLittle };
            return Outcome::NotCounted(skip);
        }
        match (&node.rule, result.row, node.scored) {
            (Rule::Table(_), Some(_), Scored::Nothing) => Outcome::NotCounted(Skip::RowGivesNothing),
            (Rule::Table(_), None, Scored::Nothing) if self.columns_held(&node.rule) => {
                Outcome::NotCounted(Skip::OutsideTable)
            }
            _ => Outcome::NotHeld,
        }
    }

    fn outcome_of_children(&self, node: &Node) -> Outcome<'a> {
        let mut outcome = Outcome::NotHeld;
        for child in &node.children {
            match self.nodes.get(child.index()).and_then(Option::as_ref).map(|child| child.outcome) {
                Some(found @ (Outcome::Unspecified | Outcome::NotCounted(_))) => return found,
                Some(Outcome::Counted) => outcome = Outcome::NotCounted(Skip::OtherPicked),
                _ => {}
            }
        }
        outcome
    }

    /// Why the spans or events behind a number do not count, when there are any.
    fn source_skip(&self, scored: Scored) -> Option<Skip<'a>> {
        let Scored::Measure(id) = scored else { return None };
        let result = self.measures.get(id.index())?.as_ref()?;
        if result.entries.iter().any(|used| used.counts.possible()) {
            return None;
        }
        result.entries.iter().find_map(|used| used.skip)
    }

    fn columns_held(&mut self, rule: &'a Rule) -> bool {
        let Rule::Table(table) = rule else { return false };
        table.columns.iter().any(|column| self.operand(column.operand, At::default()).exists() == Tri::Yes)
    }

    fn children(&mut self, node: &'a Node) -> NodeResult<'a> {
        let mut points: Vec<(NodeId, Range)> = Vec::with_capacity(node.children.len());
        let mut result = NodeResult::nothing();
        for child in &node.children {
            let given = self.node(*child);
            points.push((*child, given));
            result.unspecified |=
                self.nodes.get(child.index()).and_then(Option::as_ref).is_some_and(|child| child.unspecified);
        }
        if node.heaviest_only {
            self.heaviest(&mut points);
        }
        for pick in &node.picks {
            self.pick(&pick.among, pick.by, &mut points, &mut result);
        }
        result.raw = match node.combine {
            Combine::Sum => points.iter().fold(Range::ZERO, |sum, (_, points)| sum + *points),
            Combine::Highest => {
                points.iter().map(|(_, points)| *points).reduce(Range::max).unwrap_or(Range::ZERO)
            }
            Combine::Agreed => agreed(&points, &mut result),
        };
        result
    }

    fn pick(
        &mut self,
        among: &[NodeId],
        by: PickBy,
        points: &mut [(NodeId, Range)],
        result: &mut NodeResult<'a>,
    ) {
        let mut best: Option<(NodeId, Range)> = None;
        let mut highest = Range::ZERO;
        let mut any = false;
        for (id, range) in points.iter().filter(|(id, _)| among.contains(id)) {
            highest = if any { highest.max(*range) } else { *range };
            any = true;
            let better = match best {
                None => true,
                Some((_, before)) => {
                    range.low > before.low || (range.low == before.low && above(range.high, before.high))
                }
            };
            if better {
                best = Some((*id, *range));
            }
        }
        let Some((winner, _)) = best else { return };
        for (id, range) in points.iter_mut().filter(|(id, _)| among.contains(id)) {
            if *id == winner {
                *range = highest;
                continue;
            }
            // Something that gives nothing has lost nothing.
            if *range != Range::ZERO {
                let lost = if by == PickBy::Rule { Lost::To(winner) } else { Lost::ChosenBest(winner) };
                result.lost.push((*id, lost));
            }
            *range = Range::ZERO;
        }
    }

    /// Events with one identity under several children count only where they weigh most.
    fn heaviest(&mut self, points: &mut [(NodeId, Range)]) {
        let mut heaviest: BTreeMap<&'a str, (Exact, NodeId)> = BTreeMap::new();
        let mut all: Vec<(NodeId, &'a str, Exact)> = Vec::new();
        for (child, _) in points.iter() {
            let Some(Some(result)) = self.nodes.get(child.index()) else { continue };
            for scored in result.entries.iter().filter(|scored| scored.entry.counts.certain()) {
                let id = self.entry(scored.entry.fact, scored.entry.at).and_then(|entry| entry.id.as_deref());
                let (Some(id), Some(weight)) = (id, scored.points.exactly()) else { continue };
                all.push((*child, id, weight));
                let known = heaviest.entry(id).or_insert((weight, *child));
                if weight > known.0 {
                    *known = (weight, *child);
                }
            }
        }
        for (child, id, weight) in all {
            if heaviest.get(id).is_some_and(|(_, winner)| *winner != child)
                && let Some((_, range)) = points.iter_mut().find(|(at, _)| *at == child)
            {
                *range = *range - Range::known(weight);
                if let Some(Some(result)) = self.nodes.get_mut(child.index()) {
                    result.lost.push((child, Lost::To(child)));
                }
            }
        }
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
            let most = years.map(|years| Exact::from(years) * cap);
            result.raw = Range { low: result.raw.low, high: most };
        }
        result
    }

    fn marginal(&mut self, marginal: &Marginal, value: Range) -> Range {
        value.map_rising(|months| {
            let units = Exact::ratio((months / marginal.unit).floor(), 1);
            let mut left = units;
            let mut done = Exact::ZERO;
            let mut sum = Exact::ZERO;
            for (until, points, _) in &marginal.rows {
                let room = until.map_or(left, |until| (until - done).min(left));
                sum = sum + room * *points;
                left = left - room;
                done = done + room;
            }
            sum
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

    /// Events scored one by one, then combined.
    #[expect(clippy::type_complexity, reason = "a row's points, the row, and whether it is 未规定")]
    fn each(
        &mut self,
        node: &'a Node,
        score: &dyn Fn(&mut Run<'a>, At<'a, '_>) -> (Range, Option<usize>, bool),
    ) -> NodeResult<'a> {
        let Scored::Measure(id) = node.scored else { return NodeResult::nothing() };
        self.measure(id);
        let Some(Some(measure)) = self.measures.get(id.index()) else { return NodeResult::nothing() };
        let (entries, unknown) = (measure.entries.clone(), measure.unknown);
        let mut result = NodeResult::nothing();
        for mut used in entries {
            if used.counts.possible() && self.counted_elsewhere(node, used) {
                used.counts = Tri::No;
                used.skip = Some(Skip::CountedElsewhere);
            }
            let mut scored = EntryPoints { entry: used, points: Range::ZERO, row: None };
            if used.counts.possible()
                && let Some(entry) = self.entry(used.fact, used.at)
            {
                let (points, row, unspecified) = score(self, At::entry(used.fact, entry, entry.from));
                scored.points = points;
                scored.row = row;
                result.unspecified |= unspecified;
            }
            result.entries.push(scored);
        }
        let another = if unknown { self.another(node) } else { Range::ZERO };
        self.combine_entries(node, &mut result, unknown, another);
        result
    }

    /// What one event that is not known could give, or nothing.
    fn another(&mut self, node: &'a Node) -> Range {
        match &node.rule {
            Rule::Each(Expr::Number(value)) => Range::known(*value).hull(Range::ZERO),
            Rule::Table(table) => {
                let mut hull = Range::ZERO;
                for row in &table.rows {
                    hull = hull.hull(crate::measure::row_points(self, &row.value, At::default()));
                }
                hull
            }
            _ => Range::ANY,
        }
    }

    fn combine_entries(
        &mut self,
        node: &'a Node,
        result: &mut NodeResult<'a>,
        unknown: bool,
        another: Range,
    ) {
        if let Some(cap) = node.yearly_cap {
            let mut years: BTreeMap<i16, Range> = BTreeMap::new();
            for scored in result.entries.iter().filter(|scored| scored.entry.counts.possible()) {
                let Some(entry) = self.entry(scored.entry.fact, scored.entry.at) else { continue };
                let sum = years.entry(entry.from.year()).or_insert(Range::ZERO);
                *sum = *sum + scored.weight();
            }
            for (year, raw) in years {
                let points = raw.min(Range::known(cap));
                result.capped |= points != raw;
                result.raw = result.raw + points;
                result.years.push(YearPoints { year, raw, points });
            }
            if unknown {
                let Scored::Measure(id) = node.scored else { return };
                let policy = self.policy;
                let years = self.frame(&policy[id]).years();
                result.raw = Range { low: result.raw.low, high: years.map(|years| Exact::from(years) * cap) };
            }
            return;
        }
        if node.repeat == Some(Repeat::Highest) {
            let certain = result
                .entries
                .iter()
                .filter(|scored| scored.entry.counts.certain())
                .map(|scored| scored.points);
            let surely = certain.reduce(Range::max);
            let mut highest = surely.unwrap_or(Range::ZERO);
            for scored in result.entries.iter().filter(|scored| scored.entry.counts == Tri::Unknown) {
                let with = if surely.is_some() { highest.max(scored.points) } else { scored.points };
                highest = highest.hull(with);
            }
            let best =
                result.entries.iter().enumerate().filter(|(_, scored)| scored.entry.counts.certain()).max_by(
                    |a, b| {
                        // Of equals the first counts.
                        a.1.points.low.cmp(&b.1.points.low).then(b.0.cmp(&a.0))
                    },
                );
            let best = best.map(|(at, _)| at);
            for (at, scored) in result.entries.iter_mut().enumerate() {
                if scored.entry.counts.certain() && Some(at) != best && scored.points.high <= highest.low {
                    scored.entry.skip = Some(Skip::NotHighest);
                }
            }
            result.row = best.and_then(|best| result.entries.get(best)).and_then(|scored| scored.row);
            if unknown {
                let with = if surely.is_some() { highest.max(another) } else { highest.hull(another) };
                highest = highest.hull(with);
            }
            result.raw = highest;
            return;
        }
        result.raw = result.entries.iter().fold(Range::ZERO, |sum, scored| sum + scored.weight());
        if unknown {
            // Any number of them: without limit in the directions in which one can go.
            let grows = another.high.is_none_or(|high| high > Exact::ZERO);
            let falls = another.low.is_none_or(|low| low < Exact::ZERO);
            let (low, high) = (result.raw.low, result.raw.high);
            result.raw = Range { low: if falls { None } else { low }, high: if grows { None } else { high } };
        }
    }

    /// True when an event of the same identity was counted in one of the nodes this one must not repeat.
    fn counted_elsewhere(&mut self, node: &Node, used: EntryUse<'a>) -> bool {
        let Some(id) = self.entry(used.fact, used.at).and_then(|entry| entry.id.as_deref()) else {
            return false;
        };
        for other in &node.distinct_from {
            self.node(*other);
            let Some(Some(result)) = self.nodes.get(other.index()) else { continue };
            let counted = result
                .entries
                .iter()
                .filter(|scored| scored.entry.counts.certain() && scored.points != Range::ZERO);
            let ids: Vec<&str> = counted
                .filter_map(|scored| self.entry(scored.entry.fact, scored.entry.at))
                .filter_map(|entry| entry.id.as_deref())
                .collect();
            if ids.contains(&id) {
                return true;
            }
        }
        false
    }
}

impl<'a> NodeResult<'a> {
    fn nothing() -> NodeResult<'a> {
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

fn above(a: Option<Exact>, b: Option<Exact>) -> bool {
    match (a, b) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => a > b,
        _ => false,
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
            Exact::ZERO
        } else if start.all {
            months
        } else {
            months - start.months
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
            let full = Exact::ratio((value / *step).floor(), 1);
            let rest = value - full * *step;
            let extra =
                remainder.filter(|(least, _)| rest >= *least).map_or(Exact::ZERO, |(_, points)| points);
            full * *points + extra
        }
        Operating::ProRata { step, points } => value / *step * *points,
        Operating::FirstThen { first, first_points, step, points } => {
            if value < *first {
                Exact::ZERO
            } else {
                *first_points + Exact::ratio(((value - *first) / *step).floor(), 1) * *points
            }
        }
    })
}

/// The departments' findings when they agree, else nothing.
fn agreed(points: &[(NodeId, Range)], result: &mut NodeResult<'_>) -> Range {
    let Some((_, first)) = points.first() else { return Range::ZERO };
    if points.iter().all(|(_, range)| range == first && range.is_known()) {
        return *first;
    }
    if points.iter().all(|(_, range)| range.is_known()) {
        result.lost.extend(points.iter().map(|(id, _)| (*id, Lost::Disagreement)));
        return Range::ZERO;
    }
    // They may yet agree on any value that all can still take.
    let common = points.iter().try_fold(Range::ANY, |common, (_, range)| common.meet(*range));
    common.map_or(Range::ZERO, |common| common.hull(Range::ZERO))
}
