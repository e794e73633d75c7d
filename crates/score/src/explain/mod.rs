//! An assessment in words: every item with what was counted, how, under which rule, and what was not counted and why.
//!
//! Nothing is computed here that the evaluator did not compute; what is written is deterministic and in one of two
//! [`Language`]s. All texts of an explanation stand in one buffer; a [`Text`] is a place in it, read with
//! [`Explanation::text`].

mod amounts;
mod arithmetic;
mod condition;
mod en;

mod events;
mod evidence;
mod expression;
mod held;
mod item;
mod missing;
mod names;
mod skipped;
mod summary;
mod tables;
mod uses;
mod words;
mod writer;
mod zh;

use crate::assessment::{Assessment, Outcome, Status};
use policy::model::{MeasureId, NodeId, NodeKind, Policy};
use policy::vocabulary::{AttributeId, FactId};
use terms::{Date, Grade, Range, Tri};
pub use words::Language;

/// An assessment in words.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The language.
    pub language: Language,
    pub(crate) buffer: String,
    pub(crate) lines: Vec<Line>,
    pub(crate) reasons: Vec<Reason>,
    pub(crate) measures: Vec<MeasureExplanation>,
    /// The first sentences: the total, the standard score, what is not known.
    pub summary: Text,
    /// How the total comes about.
    pub total: Lines,
    /// Groups, items and parts, in the policy's order, parents before children.
    pub items: Vec<ItemExplanation<'a>>,
    /// Vetoes that hold or may hold.
    pub vetoes: Vec<VetoExplanation<'a>>,
    /// Every use in force.
    pub uses: Vec<UseExplanation<'a>>,
    /// Facts that are not known and move the total.
    pub missing: Vec<Missing>,
}

impl<'a> Explanation<'a> {
    /// A text of this explanation.
    pub fn text(&self, text: Text) -> &str {
        self.buffer.get(text.start as usize..text.end as usize).unwrap_or_default()
    }

    /// Lines of this explanation.
    pub fn lines(&self, lines: Lines) -> impl Iterator<Item = (LineKind, &str)> {
        let range = lines.start as usize..lines.end as usize;
        self.lines.get(range).unwrap_or_default().iter().map(|line| (line.kind, self.text(line.text)))
    }

    /// The tests of a use's condition, in order, with their depth.
    pub fn reasons(&self, of: &UseExplanation<'_>) -> &[Reason] {
        self.reasons.get(of.reasons.start as usize..of.reasons.end as usize).unwrap_or_default()
    }

    /// What the measures of a use's condition were counted from.
    pub fn measures(&self, of: &UseExplanation<'_>) -> &[MeasureExplanation] {
        self.measures.get(of.measures.start as usize..of.measures.end as usize).unwrap_or_default()
    }

    /// The explanation of a node.
    pub fn item(&self, id: NodeId) -> Option<&ItemExplanation<'a>> {
        self.items.get(id.index())
    }
}

/// A place in an explanation's buffer.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Text {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Text {
    /// True when nothing was written.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Some consecutive lines (or reasons) of an explanation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Lines {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A line and what it is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Line {
    /// What it is about.
    pub kind: LineKind,
    /// What it says.
    pub text: Text,
}

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum LineKind {
    /// The item's own condition: what of it holds, or what does not.
    Applies,
    /// The facts that were used: which months, which certificate.
    Facts,
    /// The row or the arithmetic that gives the points.
    Rule,
    /// Something held that does not count, and why.
    Skipped,
    /// Something held that lies outside the time looked at.
    Outside,
    /// Points taken away by a cap, added by a floor, or rounded.
    Limited,
    /// Why an item's points do not enter the sum.
    Lost,
    /// Facts that are not known and matter here.
    Missing,
    /// What nobody has verified.
    Unverified,
    /// Where the regulation is silent.
    Unspecified,
    /// How an ambiguity is read.
    Reading,
    /// The other reading; stands right after the one taken.
    OtherReading,
    /// How a use decides, ranks, breaks ties.
    Decision,
    /// Who confirms it.
    Department,
    /// Where to go.
    Office,
    /// What to bring.
    Papers,
    /// A note for readers.
    Note,
}

impl LineKind {
    /// A stable name for machines.
    pub fn key(self) -> &'static str {
        match self {
            LineKind::Applies => "applies",
            LineKind::Facts => "facts",
            LineKind::Rule => "rule",
            LineKind::Skipped => "skipped",
            LineKind::Outside => "outside",
            LineKind::Limited => "limited",
            LineKind::Lost => "lost",
            LineKind::Missing => "missing",
            LineKind::Unverified => "unverified",
            LineKind::Unspecified => "unspecified",
            LineKind::Reading => "reading",
            LineKind::OtherReading => "other_reading",
            LineKind::Decision => "decision",
            LineKind::Department => "department",
            LineKind::Office => "office",
            LineKind::Papers => "papers",
            LineKind::Note => "note",
        }
    }
}

/// A group, item or part in words.
#[derive(Clone, Copy, Debug)]
pub struct ItemExplanation<'a> {
    /// Which.
    pub node: NodeId,
    /// Group, item or part.
    pub kind: NodeKind,
    /// Its name.
    pub name: &'a str,
    /// Its points: `30 分`, `86 至 104 分`.
    pub points: Text,
    /// What happened: `不具备`, `不清楚`; empty when it simply counts.
    pub outcome: Text,
    /// What happened, for machines.
    pub result: Outcome<'a>,
    /// False when its points do not enter the sum above it, because another counts instead.
    pub counted: bool,
    /// True when it takes points away: the total subtracts it, or its own points are negative.
    pub deducts: bool,
    /// Instrument and article, with the grade.
    pub basis: Text,
    /// The weakest grade of the rule, the row, the measures and the parameters it rests on.
    pub grade: Grade,
    /// What there is to say.
    pub lines: Lines,
}

/// A use in words.
#[derive(Clone, Copy, Debug)]
pub struct UseExplanation<'a> {
    /// Its place among the assessment's uses.
    pub at: usize,
    /// Its name.
    pub name: &'a str,
    /// Which door it stands behind.
    pub category: Text,
    /// Met, not met, not known yet.
    pub status: Status,
    /// The same in a sentence that says what a place in the order depends on.
    pub sentence: Text,
    /// Instrument and article, with the grade.
    pub basis: Text,
    /// The weakest grade of the rule and of the measures that its condition looks at.
    pub grade: Grade,
    pub(crate) reasons: Lines,
    pub(crate) measures: Lines,
    /// What there is to say beyond the reasons.
    pub lines: Lines,
}

/// What a measure was counted from, for a use that looks at it.
#[derive(Clone, Copy, Debug)]
pub struct MeasureExplanation {
    /// Which.
    pub measure: MeasureId,
    /// The facts, what of them does not count, and whether nobody has verified it.
    pub lines: Lines,
    /// True when it was counted to the same day as the items.
    pub(crate) usual: bool,
}

/// A part of a use's condition.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// How deep it stands below other conditions.
    pub depth: u8,
    /// Whether it holds.
    pub holds: Tri,
    /// True when the use's result hangs on it.
    pub decisive: bool,
    /// True for the line above conditions of which one is enough.
    pub any: bool,
    /// What must hold, as written.
    pub text: Text,
    /// What is held; empty where there is no single value.
    pub held: Text,
    /// What is wanted, where the condition names it instead of writing it out.
    pub wanted: Text,
}

/// A veto in words.
#[derive(Clone, Copy, Debug)]
pub struct VetoExplanation<'a> {
    /// Its place among the assessment's vetoes.
    pub at: usize,
    /// Its name.
    pub name: &'a str,
    /// Whether it holds.
    pub holds: Tri,
    /// The last day it holds, if it ends.
    pub until: Option<Date>,
    /// What it rests on and until when it binds.
    pub sentence: Text,
    /// Instrument and article, with the grade.
    pub basis: Text,
    /// The evidence grade.
    pub grade: Grade,
    /// Readings.
    pub lines: Lines,
}

/// A fact, or an attribute of it, that is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    /// The fact.
    pub fact: FactId,
    /// The attribute, where the fact is known and only this is missing.
    pub attribute: Option<AttributeId>,
    /// Given, but contested.
    pub disputed: bool,
}

/// Points with their unit: `30 分`, `86 至 104 分`.
pub fn points(range: Range, language: Language) -> String {
    let mut text = String::new();
    language.words().range(&mut text, range, words::Unit::Points);
    text
}

/// Whether the total subtracts a node's points, or those of what it stands in.
pub fn is_subtracted(policy: &Policy, id: NodeId) -> bool {
    let mut found = Vec::new();
    writer::subtracted(&policy.total, false, &mut found);
    let mut at = Some(id);
    while let Some(node) = at {
        if found.contains(&node) {
            return true;
        }
        at = policy[node].parent;
    }
    false
}

/// The same without the unit: `30`, `86 至 104`.
pub fn number(range: Range, language: Language) -> String {
    let mut text = String::new();
    language.words().range(&mut text, range, words::Unit::Plain);
    text
}

/// Puts an assessment into words.
///
/// It is taken mutably because a value that no rule has asked for yet may be computed on the way, and is then kept.
pub fn explain<'a>(assessment: &mut Assessment<'a>, language: Language) -> Explanation<'a> {
    writer::Writer::new(assessment, language).explanation()
}

/// The same without what the short sheet leaves out: how what is not held or does not enter the sum would be counted, papers
/// and offices, the reasons of uses that are met, and what each measure of a use was counted from.
pub fn explain_briefly<'a>(assessment: &mut Assessment<'a>, language: Language) -> Explanation<'a> {
    let mut writer = writer::Writer::new(assessment, language);
    writer.brief = true;
    writer.explanation()
}
