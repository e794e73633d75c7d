//! What comes out: every number with where it came from.

use crate::value::Value;
use policy::language::syntax::Comparison;
use policy::model::{ConditionId, MeasureId, NodeId, Policy};
use policy::record::Record;
use policy::vocabulary::FactId;
use terms::{Date, Days, Months, Points, Range, Tri};

/// A person's score under one version, on one day.
#[derive(Debug)]
pub struct Assessment<'a> {
    /// The version.
    pub policy: &'a Policy,
    /// The person's facts.
    pub record: &'a Record,
    /// The day of the application.
    pub application: Date,
    /// The day at which facts are counted.
    pub as_of: Date,
    /// By node, its points; and what they were made of.
    pub(crate) points: Vec<Option<Range>>,
    /// By node: groups, items, parts.
    pub(crate) nodes: Vec<Option<NodeResult<'a>>>,
    /// By measure; those nothing asked for are absent.
    pub(crate) measures: Vec<Option<MeasureResult<'a>>>,
    /// By condition.
    pub(crate) conditions: Vec<Option<Tri>>,
    /// The total before floor and rounding.
    pub raw_total: Range,
    /// The total.
    pub total: Points,
    /// Vetoes that hold or may hold, and those that do not.
    pub vetoes: Vec<VetoResult<'a>>,
    /// Every use of the version in force on the day of the application.
    pub uses: Vec<UseResult<'a>>,
}

impl<'a> Assessment<'a> {
    /// A node's result.
    pub fn node(&self, id: NodeId) -> Option<&NodeResult<'a>> {
        self.nodes.get(id.index())?.as_ref()
    }

    /// A measure's result, if anything asked for it.
    pub fn measure(&self, id: MeasureId) -> Option<&MeasureResult<'a>> {
        self.measures.get(id.index())?.as_ref()
    }

    /// Whether a named condition holds, if anything asked.
    pub fn condition(&self, id: ConditionId) -> Option<Tri> {
        self.conditions.get(id.index()).copied()?
    }

    /// Whether the total reaches the standard score, where there is one.
    pub fn meets_standard(&self) -> Option<Tri> {
        let standard = Range::known(self.policy.standard?);
        Some(crate::cond::compare(self.total.range(), Comparison::AtLeast, standard))
    }

    /// The result of a use in force, by name.
    pub fn use_named(&self, name: &str) -> Option<&UseResult<'a>> {
        self.uses.iter().find(|result| self.policy.uses.get(result.at).is_some_and(|of| of.name == name))
    }
}

/// A group's, item's or part's result.
#[derive(Clone, Debug)]
pub struct NodeResult<'a> {
    /// What it counts for.
    pub points: Range,
    /// Before start, caps, floor and rounding.
    pub raw: Range,
    /// What happened, in one word.
    pub outcome: Outcome<'a>,
    /// The number that the rule worked on.
    pub value: Option<Range>,
    /// The row that hit, when it is known.
    pub row: Option<usize>,
    /// True when a row that says 未规定 hit, here or below.
    pub unspecified: bool,
    /// Events scored one by one.
    pub entries: Vec<EntryPoints<'a>>,
    /// Calendar years, where there is a cap for each.
    pub years: Vec<YearPoints>,
    /// Children that do not count, and why.
    pub lost: Vec<(NodeId, Lost)>,
    /// True when a cap took points away.
    pub capped: bool,
}

/// What happened to an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome<'a> {
    /// It counts.
    Counted,
    /// 不具备: the fact is known not to be there.
    NotHeld,
    /// 不清楚: not all facts are known, and they matter.
    Unknown,
    /// 不计: there is something, but it does not count.
    NotCounted(Skip<'a>),
    /// 不适用: the item's own condition does not hold.
    NotApplicable,
    /// 未规定: the regulation is silent.
    Unspecified,
}

/// Why something that is there does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Skip<'a> {
    /// This part of the condition does not hold, as written.
    Filter(&'a str),
    /// Outside the window.
    Window,
    /// Less than one full unit, or not yet long enough to begin to count.
    TooLittle,
    /// Another one is higher.
    NotHighest,
    /// Counted already elsewhere.
    CountedElsewhere,
    /// The row it falls in gives nothing.
    RowGivesNothing,
    /// No row fits.
    OutsideTable,
    /// Another child was picked.
    OtherPicked,
}

/// Why a child does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lost {
    /// The rule takes the highest of several: this one is higher.
    To(NodeId),
    /// The applicant's best choice is another.
    ChosenBest(NodeId),
    /// The departments' findings differ.
    Disagreement,
}

/// An event with its points.
#[derive(Clone, Copy, Debug)]
pub struct EntryPoints<'a> {
    /// Which event.
    pub entry: EntryUse<'a>,
    /// Its points, if it counts.
    pub points: Range,
    /// The row that hit.
    pub row: Option<usize>,
}

impl EntryPoints<'_> {
    /// What it adds: nothing if it does not count, perhaps nothing if it may not.
    pub fn weight(&self) -> Range {
        match self.entry.counts {
            Tri::Yes => self.points,
            Tri::Unknown => self.points.hull(Range::ZERO),
            Tri::No => Range::ZERO,
        }
    }
}

/// A span or event, and whether it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryUse<'a> {
    /// The fact.
    pub fact: FactId,
    /// Its place among the fact's spans or events.
    pub at: usize,
    /// Whether it counts.
    pub counts: Tri,
    /// Why not.
    pub skip: Option<Skip<'a>>,
}

/// A calendar year's points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct YearPoints {
    /// The year.
    pub year: i16,
    /// Before the year's cap.
    pub raw: Range,
    /// After it.
    pub points: Range,
}

/// A measure's result.
#[derive(Clone, Debug)]
pub struct MeasureResult<'a> {
    /// The value.
    pub value: Value<'a>,
    /// What it was counted from.
    pub evidence: Evidence,
    /// The spans or events looked at.
    pub entries: Vec<EntryUse<'a>>,
    /// True when a fact it takes from is not known, or disputed.
    pub unknown: bool,
}

/// What a measure was counted from: what surely counts, and what may.
#[derive(Clone, PartialEq, Debug)]
pub enum Evidence {
    /// Nothing but other values.
    Nothing,
    /// Months.
    Months(Box<(Months, Months)>),
    /// Days.
    Days(Box<(Days, Days)>),
}

/// A veto's result.
#[derive(Clone, Copy, Debug)]
pub struct VetoResult<'a> {
    /// Its place among the policy's vetoes.
    pub at: usize,
    /// Whether it holds.
    pub holds: Tri,
    /// The last day it holds, if it ends.
    pub until: Option<Date>,
    /// The event it rests on.
    pub entry: Option<EntryUse<'a>>,
}

/// A use's result.
#[derive(Clone, Debug)]
pub struct UseResult<'a> {
    /// Its place among the policy's uses.
    pub at: usize,
    /// Met, not met, or not known yet.
    pub status: Status,
    /// The use's own score.
    pub score: Range,
    /// Keys of its order.
    pub keys: Vec<Range>,
    /// Places of the vetoes that bind it and hold or may hold.
    pub vetoes: Vec<usize>,
    /// Every single test of its condition.
    pub leaves: Vec<LeafResult<'a>>,
}

/// Whether a use is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Status {
    /// The conditions are met.
    Met,
    /// They are not.
    NotMet,
    /// Facts that matter are not known.
    Unknown,
}

/// A single test of a condition.
#[derive(Clone, Copy, Debug)]
pub struct LeafResult<'a> {
    /// As written.
    pub text: &'a str,
    /// Whether it holds, after any 非 around it.
    pub holds: Tri,
    /// The named condition, when it is one.
    pub named: Option<ConditionId>,
    /// The left side, when numbers are compared.
    pub left: Option<Range>,
    /// The right side.
    pub right: Option<Range>,
}
