//! The least and the most that every number of a policy can be, whoever the person is.
//!
//! Interval evaluation over the model with nothing known but the bounds of the vocabulary. An end that is not finite here
//! may still be so in truth; an end that is finite holds for everybody.

mod measures;

use super::domain::{Owner, Tiers};
use crate::language::syntax::Operator;
use crate::model::{
    Combine, Expr, Node, NodeId, Operand, Operating, Policy, Repeat, RowValue, Rule, Scored, Table, ValueKind,
};
use crate::vocabulary::FactId;
use measures::years_of;
use std::cell::RefCell;
use terms::{Exact, Range};

/// Where an expression stands: the fact whose event is at hand, and values narrowed by the row it belongs to.
#[derive(Clone, Copy, Default)]
pub(super) struct Scene<'s> {
    /// The fact whose attributes can be named.
    pub fact: Option<FactId>,
    /// What is known of columns.
    pub narrowed: &'s [(Operand, Range)],
}

/// Bounds of a policy's measures and nodes, each worked out once.
pub(super) struct Bounds<'a> {
    /// The policy.
    pub policy: &'a Policy,
    measures: RefCell<Vec<Slot>>,
    nodes: RefCell<Vec<Slot>>,
    total: RefCell<Slot>,
}

#[derive(Clone, Copy)]
enum Slot {
    Empty,
    /// Being worked out: only a version with errors comes back to it.
    Open,
    Full(Range),
}

impl<'a> Bounds<'a> {
    /// Nothing worked out yet.
    pub fn of(policy: &'a Policy) -> Bounds<'a> {
        Bounds {
            policy,
            measures: RefCell::new(vec![Slot::Empty; policy.measures.len()]),
            nodes: RefCell::new(vec![Slot::Empty; policy.nodes.len()]),
            total: RefCell::new(Slot::Empty),
        }
    }

    /// The total, before its own floor.
    pub fn total(&self) -> Range {
        let known = *self.total.borrow();
        match known {
            Slot::Full(range) => range,
            Slot::Open => Range::ANY,
            Slot::Empty => {
                self.total.replace(Slot::Open);
                let range = self.expr(&self.policy.total, Scene::default());
                self.total.replace(Slot::Full(range));
                range
            }
        }
    }

    /// A node's points.
    pub fn node(&self, id: NodeId) -> Range {
        let Some(node) = self.policy.nodes.get(id.index()) else {
            return Range::ANY;
        };
        remember(&self.nodes, id.index(), || self.limited(node, self.raw(id)))
    }

    /// A node's points before its own cap, floor and rounding.
    pub fn raw(&self, id: NodeId) -> Range {
        let Some(node) = self.policy.nodes.get(id.index()) else {
            return Range::ANY;
        };
        match &node.rule {
            Rule::Children => self.children(node),
            Rule::Table(table) => self.several(node, self.table(Owner::Node(id), table)),
            Rule::Each(points) => {
                let fact = self.entries_fact(node.scored);
                self.several(node, self.expr(points, Scene { fact, ..Scene::default() }))
            }
            Rule::Flag(points) => self.expr(points, Scene::default()).hull(Range::ZERO),
            Rule::Formula(expr) => self.expr(expr, Scene::default()),
            Rule::Number(operating) => self.by_year(node, operate(operating, self.started(node))),
            Rule::Marginal(marginal) => {
                let months = self.started(node);
                let most = |units: Exact| {
                    let (mut left, mut done, mut sum) = (units, Exact::ZERO, Exact::ZERO);
                    for (until, points, _) in &marginal.rows {
                        let room =
                            until.map_or(Some(left), |until| Some(until.checked_sub(done)?.min(left)))?;
                        sum = sum.checked_add(room.checked_mul(*points)?)?;
                        left = left.checked_sub(room)?;
                        done = done.checked_add(room)?;
                    }
                    Some(sum)
                };
                let units = tame(months.over(Range::known(marginal.unit)))
                    .map_rising(|units| Some(Exact::from(units.floor())));
                let rising = marginal.rows.iter().all(|(_, points, _)| !points.is_negative());
                let small = marginal.rows.iter().all(|(_, points, _)| is_tame(*points));
                self.by_year(node, if rising && small { tame(units.map_rising(most)) } else { Range::ANY })
            }
        }
    }

    fn limited(&self, node: &Node, raw: Range) -> Range {
        let mut points = raw;
        if let Some(cap) = node.cap {
            points = points.min(tame(Range::known(cap)));
        }
        if let Some(floor) = node.floor {
            points = points.max(tame(Range::known(floor)));
        }
        if let Some(rounding) = node.rounding {
            points = points.map_rising(|value| rounding.apply(value));
        }
        if node.applies.is_some() {
            points = points.hull(Range::ZERO);
        }
        tame(points)
    }

    fn children(&self, node: &Node) -> Range {
        let mut points: Vec<(NodeId, Range)> =
            node.children.iter().map(|child| (*child, self.node(*child))).collect();
        for pick in &node.picks {
            let picked = points.iter().filter(|(id, _)| pick.among.contains(id));
            let Some(highest) = picked.map(|(_, range)| *range).reduce(Range::max) else {
                continue;
            };
            points.retain(|(id, _)| !pick.among.contains(id));
            points.extend(pick.among.first().map(|id| (*id, highest)));
        }
        let ranges = points.iter().map(|(_, range)| *range);
        let combined = match node.combine {
            Combine::Sum => ranges.fold(Range::ZERO, |sum, range| tame(sum + range)),
            Combine::Highest => ranges.reduce(Range::max).unwrap_or(Range::ZERO),
            Combine::Agreed => ranges.fold(Range::ZERO, Range::hull),
        };
        if node.heaviest_only { combined.hull(Range::ZERO) } else { combined }
    }

    /// One event's points, and how several combine; a node without events has them as they are.
    fn several(&self, node: &Node, one: Range) -> Range {
        if self.entries_fact(node.scored).is_none() {
            return one;
        }
        if node.repeat == Some(Repeat::Highest) && node.yearly_cap.is_none() {
            return one.max(Range::ZERO);
        }
        let sum = Range {
            low: one.low.filter(|low| !low.is_negative()).map(|_| Exact::ZERO),
            high: one.high.filter(|high| *high <= Exact::ZERO).map(|_| Exact::ZERO),
        };
        self.by_year(node, sum)
    }

    /// With a cap for each calendar year, no more than that for every year of the window.
    fn by_year(&self, node: &Node, points: Range) -> Range {
        let (Some(cap), Scored::Measure(id)) = (node.yearly_cap, node.scored) else {
            return points;
        };
        let years =
            self.policy.measures.get(id.index()).and_then(|measure| years_of(measure.window.as_ref()));
        let most = years.map(|years| tame(Range::known(Exact::from(years)).times(tame(Range::known(cap)))));
        Range { low: points.low, high: most.and_then(|most| most.high) }
    }

    fn entries_fact(&self, scored: Scored) -> Option<FactId> {
        let Scored::Measure(id) = scored else { return None };
        let measure = self.policy.measures.get(id.index())?;
        let entries = measure.kind == ValueKind::Entries;
        measure.sources.first().filter(|_| entries).map(|source| source.fact)
    }

    /// The number that a node's rule works on, counted from where it begins to count.
    fn started(&self, node: &Node) -> Range {
        let value = match node.scored {
            Scored::Measure(id) => self.measure(id),
            Scored::Fact(id) => self.operand(Operand::Fact(id), Scene::default()),
            Scored::Nothing => Range::ZERO,
        };
        let Some(start) = node.start else { return value };
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

    /// A table's rows, and zero where a person can fall outside them.
    pub fn table(&self, owner: Owner<'a>, table: &'a Table) -> Range {
        let tiers = Tiers::of(self, owner, table);
        let mut found: Option<Range> = None;
        for at in 0..table.rows.len() {
            if let Some(range) = self.row(&tiers, at) {
                found = Some(found.map_or(range, |before| before.hull(range)));
            }
        }
        let mut outside = false;
        let whole = tiers.combinations(&mut |_, rows| outside |= rows.first().is_none());
        let found = found.unwrap_or(Range::ZERO);
        if outside || !whole { found.hull(Range::ZERO) } else { found }
    }

    /// What a row gives; nothing when nobody can be in it.
    pub fn row(&self, tiers: &Tiers<'_>, at: usize) -> Option<Range> {
        let row = tiers.table.rows.get(at)?;
        let mut narrowed = Vec::new();
        for axis in &tiers.axes {
            let mut held = axis.pieces.iter().filter(|piece| piece.rows.contains(at));
            let first = held.next()?.range();
            if axis.numeric {
                narrowed.push((axis.operand, tame(held.fold(first, |hull, piece| hull.hull(piece.range())))));
            }
        }
        Some(match &row.value {
            RowValue::Given(expr) => self.expr(expr, Scene { fact: tiers.events, narrowed: &narrowed }),
            RowValue::Unspecified => Range::ZERO,
            RowValue::Unseen => Range::at_least(Exact::ZERO),
        })
    }

    /// Any expression.
    pub fn expr(&self, expr: &Expr, scene: Scene<'_>) -> Range {
        let range = match expr {
            Expr::Number(value) => Range::known(*value),
            Expr::Attribute(id) => self.operand(Operand::Attribute(*id), scene),
            Expr::Fact(id) => self.operand(Operand::Fact(*id), scene),
            Expr::Measure(id) => self.operand(Operand::Measure(*id), scene),
            Expr::Node(id) => self.operand(Operand::Node(*id), scene),
            Expr::Parameter(id) => {
                let rows = self.policy.parameters.get(id.index()).map(|parameter| parameter.rows.iter());
                let values = rows.into_iter().flatten().map(|row| Range::known(row.value));
                values.reduce(Range::hull).unwrap_or(Range::ANY)
            }
            Expr::Total => self.total(),
            Expr::Standard => self.policy.standard.map_or(Range::ANY, Range::known),
            Expr::Score | Expr::Day(_) => Range::ANY,
            Expr::Yes(_) => Range::between(Exact::ZERO, Exact::ONE),
            Expr::Negative(inner) => -self.expr(inner, scene),
            Expr::Binary(left, operator, right) => {
                let (a, b) = (self.expr(left, scene), self.expr(right, scene));
                match operator {
                    Operator::Plus => a + b,
                    Operator::Minus => a - b,
                    Operator::Times => a.times(b),
                    Operator::Over => a.over(b),
                }
            }
            Expr::Larger(left, right) => self.expr(left, scene).max(self.expr(right, scene)),
            Expr::Smaller(left, right) => self.expr(left, scene).min(self.expr(right, scene)),
            Expr::Rounded(inner, rounding) => {
                self.expr(inner, scene).map_rising(|value| rounding.apply(value))
            }
        };
        tame(range)
    }

    /// Anything numeric that an expression or a column names.
    pub fn operand(&self, operand: Operand, scene: Scene<'_>) -> Range {
        if let Some((_, range)) = scene.narrowed.iter().find(|(narrowed, _)| *narrowed == operand) {
            return *range;
        }
        let between = |bounds: Option<(Exact, Exact)>| {
            bounds.map_or(Range::ANY, |(low, high)| Range::between(low, high))
        };
        tame(match operand {
            Operand::Measure(id) => self.measure(id),
            Operand::Node(id) => self.node(id),
            // Who is known not to have it counts as having none of it.
            Operand::Fact(id) => between(self.policy.vocabulary.fact(id).bounds).hull(Range::ZERO),
            Operand::Attribute(id) => {
                let fact = scene.fact.map(|fact| self.policy.vocabulary.fact(fact));
                let attribute = fact.and_then(|fact| fact.attributes.get(usize::from(id.0)));
                attribute.map_or(Range::ANY, |attribute| between(attribute.bounds))
            }
        })
    }
}

fn remember(slots: &RefCell<Vec<Slot>>, at: usize, work_out: impl FnOnce() -> Range) -> Range {
    let known = slots.borrow().get(at).copied();
    match known {
        Some(Slot::Full(range)) => range,
        Some(Slot::Open) | None => Range::ANY,
        Some(Slot::Empty) => {
            put(slots, at, Slot::Open);
            let range = work_out();
            put(slots, at, Slot::Full(range));
            range
        }
    }
}

fn put(slots: &RefCell<Vec<Slot>>, at: usize, slot: Slot) {
    if let Some(place) = slots.borrow_mut().get_mut(at) {
        *place = slot;
    }
}

/// A rule on one number, over all its values. Points may be negative, so that the ends may change places.
fn operate(operating: &Operating, value: Range) -> Range {
    let full = |value: Range, step: Exact| {
        tame(value.over(tame(Range::known(step)))).map_rising(|count| Some(Exact::from(count.floor())))
    };
    let number = |points: Exact| tame(Range::known(points));
    tame(match operating {
        Operating::PerFull { step, points, remainder } => {
            let earned = tame(full(value, *step).times(number(*points)));
            match remainder {
                // The remainder gives at most its points once.
                Some((_, extra)) => earned + number(*extra).hull(Range::ZERO),
                None => earned,
            }
        }
        Operating::ProRata { step, points } => tame(value.over(number(*step))).times(number(*points)),
        Operating::FirstThen { first, first_points, step, points } => {
            let further = full(tame(value - number(*first)).max(Range::ZERO), *step);
            let reached = number(*first_points) + tame(further.times(number(*points)));
            if value.low.is_some_and(|low| low >= *first) { reached } else { reached.hull(Range::ZERO) }
        }
    })
}

/// The largest numerator and denominator that bounds are worked out with.
const LARGEST: i64 = 1_000_000_000;

fn is_tame(value: Exact) -> bool {
    (-LARGEST..=LARGEST).contains(&value.numerator()) && value.denominator() <= LARGEST
}

/// A range whose ends are small enough to be multiplied and compared without end: an end of too many digits moves outward
/// to a whole number, and one that is too large becomes no end at all.
fn tame(range: Range) -> Range {
    let end = |value: Option<Exact>, up: bool| {
        let value = value?;
        if is_tame(value) {
            return Some(value);
        }
        let floor = value.floor();
        let whole = if up && !value.is_whole() { floor.checked_add(1)? } else { floor };
        (-LARGEST..=LARGEST).contains(&whole).then(|| Exact::from(whole))
    };
    Range { low: end(range.low, false), high: end(range.high, true) }
}
