//! One evaluation: every measure, condition and node at most once.

use crate::assessment::{Assessment, MeasureResult, NodeResult};
use crate::value::Value;
use policy::model::{ConditionId, MeasureId, NodeId, Operand, Policy, Source};
use policy::record::{Entry, Held, Record};
use policy::vocabulary::{Fact, FactId};
use std::rc::Rc;
use terms::{Date, Points, Range, Tri};

/// Scores a person under one version, for an application on a day.
///
/// The counting date follows from that day as the policy says. Facts that are not in the record make intervals. The version
/// is taken as given: whether it is in force that day is the caller's question.
pub fn assess<'a>(policy: &'a Policy, record: &'a Record, on: Date) -> Assessment<'a> {
    let mut run = Run::new(policy, record, on, policy.as_of.on(on));
    run.explains = true;
    run.assessment()
}

/// The same points, vetoes and uses without what they were made of: for forecasts, which look at many days and explain none.
pub(crate) fn glance<'a>(policy: &'a Policy, record: &'a Record, on: Date) -> Assessment<'a> {
    let mut run = Run::new(policy, record, on, policy.as_of.on(on));
    run.tests = false;
    run.assessment()
}

/// The total, and with it every item's points, without keeping what they were made of: for plans, forecasts and comparisons,
/// which ask for many scores and explain few. Always the same numbers as [`assess`].
pub fn total(policy: &Policy, record: &Record, on: Date) -> Points {
    Points::given(Run::new(policy, record, on, policy.as_of.on(on)).total())
}

pub(crate) struct Run<'a> {
    pub policy: &'a Policy,
    pub record: &'a Record,
    pub application: Date,
    pub as_of: Date,
    /// By node; what they were made of is kept beside it where it is asked for.
    points: Vec<Option<Range>>,
    pub nodes: Vec<Option<NodeResult<'a>>>,
    pub measures: Vec<Option<MeasureResult<'a>>>,
    pub conditions: Vec<Option<Tri>>,
    /// By shared filter: whether each span or event of its fact passes, and what keeps it from passing.
    filters: Vec<Option<Rc<[Passed<'a>]>>>,
    total: Option<Range>,
    /// The score of the use at hand.
    pub score: Range,
    /// Whether spans that were looked at are kept for the explanation.
    pub explains: bool,
    /// Whether every single test of a use is looked at, also where the use is decided without it.
    pub tests: bool,
    /// The test that last came out as no, as written: why a span or event does not count.
    pub failed: Option<&'a str>,
}

/// Where an expression stands: the span or event at hand, the day for parameters, and values narrowed while a table is
/// tried out.
#[derive(Clone, Copy, Default)]
pub(crate) struct At<'a, 'n> {
    pub entry: Option<(FactId, &'a Entry)>,
    pub day: Option<Date>,
    pub narrowed: &'n [(Operand, Range)],
}

impl<'a> At<'a, '_> {
    pub fn entry(fact: FactId, entry: &'a Entry, day: Date) -> At<'a, 'static> {
        At { entry: Some((fact, entry)), day: Some(day), narrowed: &[] }
    }
}

/// Whether a span or event passes a filter; if not, the test that failed, as written.
pub(crate) type Passed<'a> = (Tri, Option<&'a str>);

/// What a record says of a fact.
pub(crate) enum Known<'a> {
    /// Not known, or disputed.
    Unknown,
    /// Known to be none.
    Nothing,
    /// A value.
    Value(&'a policy::record::Value),
    /// Spans or events.
    Entries(&'a [Entry]),
}

impl<'a> Run<'a> {
    pub fn new(policy: &'a Policy, record: &'a Record, application: Date, as_of: Date) -> Run<'a> {
        Run {
            points: vec![None; policy.nodes.len()],
            measures: vec![None; policy.measures.len()],
            conditions: vec![None; policy.conditions.len()],
            ..Run::bare(policy, record, application, as_of)
        }
    }

    /// Everything that there is to find.
    fn assessment(mut self) -> Assessment<'a> {
        let raw_total = self.raw_total();
        let total = self.total();
        let policy = self.policy;
        for group in &policy.groups {
            self.node(*group);
        }
        let vetoes = self.vetoes();
        let uses = self.uses(&vetoes);
        Assessment {
            policy,
            record: self.record,
            application: self.application,
            as_of: self.as_of,
            points: self.points,
            nodes: self.nodes,
            measures: self.measures,
            conditions: self.conditions,
            raw_total,
            total: Points::given(total),
            vetoes,
            uses,
        }
    }

    /// A run that goes on from an assessment, and gives back what it took when it is exchanged again.
    pub fn going_on(assessment: &mut Assessment<'a>) -> Run<'a> {
        let mut run =
            Run::bare(assessment.policy, assessment.record, assessment.application, assessment.as_of);
        run.explains = true;
        run.exchange(assessment);
        run
    }

    /// A run with no room for results yet.
    fn bare(policy: &'a Policy, record: &'a Record, application: Date, as_of: Date) -> Run<'a> {
        Run {
            policy,
            record,
            application,
            as_of,
            points: Vec::new(),
            nodes: Vec::new(),
            measures: Vec::new(),
            conditions: Vec::new(),
            filters: vec![None; policy.filters.len()],
            total: None,
            score: Range::ZERO,
            explains: false,
            tests: true,
            failed: None,
        }
    }

    /// Takes what an assessment found in exchange for what this run found, and gives it back when called again.
    pub fn exchange(&mut self, assessment: &mut Assessment<'a>) {
        std::mem::swap(&mut self.points, &mut assessment.points);
        std::mem::swap(&mut self.nodes, &mut assessment.nodes);
        std::mem::swap(&mut self.measures, &mut assessment.measures);
        std::mem::swap(&mut self.conditions, &mut assessment.conditions);
    }

    pub fn fact(&self, id: FactId) -> &'a Fact {
        self.policy.vocabulary.fact(id)
    }

    pub fn known(&self, id: FactId) -> Known<'a> {
        let state = self.record.get(id);
        if state.disputed {
            return Known::Unknown;
        }
        match &state.held {
            Held::Unknown => Known::Unknown,
            Held::Nothing => Known::Nothing,
            Held::Value(value, _) => Known::Value(value),
            Held::Entries(entries) => Known::Entries(entries),
        }
    }

    /// Which spans or events pass a source's fixed condition; none when it has none.
    pub fn passes(&mut self, source: &Source, entries: &'a [Entry]) -> Option<Rc<[Passed<'a>]>> {
        let id = source.fixed?;
        if let Some(Some(known)) = self.filters.get(usize::from(id.0)) {
            return Some(Rc::clone(known));
        }
        let policy = self.policy;
        let filter = policy.filters.get(usize::from(id.0))?;
        let passed: Rc<[Passed<'a>]> = entries
            .iter()
            .map(|entry| {
                let holds = self.cond(&filter.cond, At::entry(source.fact, entry, entry.from));
                (holds, if holds == Tri::No { self.failed } else { None })
            })
            .collect();
        if let Some(slot) = self.filters.get_mut(usize::from(id.0)) {
            *slot = Some(Rc::clone(&passed));
        }
        Some(passed)
    }

    /// A value fact, as far as it is known.
    pub fn fact_value(&self, id: FactId) -> Value<'a> {
        let fact = self.fact(id);
        let Some(kind) = &fact.value else { return Value::Entries };
        match self.known(id) {
            Known::Value(value) => Value::held(value, kind),
            Known::Nothing => Value::absent(kind),
            Known::Unknown | Known::Entries(_) => Value::unknown(kind, fact.bounds, fact.dates),
        }
    }

    /// Anything a condition or a column can look at.
    pub fn operand(&mut self, operand: Operand, at: At<'a, '_>) -> Value<'a> {
        if let Some((_, range)) = at.narrowed.iter().find(|(narrowed, _)| *narrowed == operand) {
            return Value::Number(*range);
        }
        match operand {
            Operand::Fact(id) => self.fact_value(id),
            Operand::Measure(id) => self.measure(id),
            Operand::Node(id) => Value::Number(self.node(id)),
            Operand::Attribute(id) => {
                let Some((fact, entry)) = at.entry else { return Value::Entries };
                let Some(attribute) = self.fact(fact).attributes.get(usize::from(id.0)) else {
                    return Value::Entries;
                };
                match entry.attribute(id) {
                    Some(value) => Value::held(value, &attribute.kind),
                    None => Value::unknown(&attribute.kind, attribute.bounds, attribute.dates),
                }
            }
        }
    }

    /// A measure's value.
    pub fn measure(&mut self, id: MeasureId) -> Value<'a> {
        if let Some(Some(result)) = self.measures.get(id.index()) {
            return result.value;
        }
        let result = self.evaluate_measure(id);
        let value = result.value;
        if let Some(slot) = self.measures.get_mut(id.index()) {
            *slot = Some(result);
        }
        value
    }

    /// A node's points.
    pub fn node(&mut self, id: NodeId) -> Range {
        if let Some(Some(points)) = self.points.get(id.index()) {
            return *points;
        }
        let result = self.evaluate_node(id);
        let points = result.points;
        if let Some(slot) = self.points.get_mut(id.index()) {
            *slot = Some(points);
        }
        if self.explains || self.policy.compares_acts {
            if self.nodes.is_empty() {
                self.nodes.resize_with(self.policy.nodes.len(), || None);
            }
            if let Some(slot) = self.nodes.get_mut(id.index()) {
                *slot = Some(result);
            }
        }
        points
    }

    /// Whether a named condition holds.
    pub fn named(&mut self, id: ConditionId) -> Tri {
        if let Some(Some(holds)) = self.conditions.get(id.index()) {
            return *holds;
        }
        let policy = self.policy;
        let holds = self.cond(&policy[id].cond, At::default());
        if let Some(slot) = self.conditions.get_mut(id.index()) {
            *slot = Some(holds);
        }
        holds
    }

    pub fn raw_total(&mut self) -> Range {
        let policy = self.policy;
        self.expr(&policy.total, At::default())
    }

    /// The total, with floor and rounding.
    pub fn total(&mut self) -> Range {
        if let Some(total) = self.total {
            return total;
        }
        let mut total = self.raw_total();
        if let Some(floor) = self.policy.total_floor {
            total = total.max(Range::known(floor));
        }
        if let Some(rounding) = self.policy.total_rounding {
            total = total.map_rising(|value| rounding.apply(value));
        }
        self.total = Some(total);
        total
    }
}
