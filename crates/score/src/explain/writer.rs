//! The one who writes: a buffer, the lines in it, and the values to write about.

use super::uses::Named;
use super::words::{Language, Marks, Say, Unit, Words};
use super::{Explanation, Line, LineKind, Lines, MeasureExplanation, Missing, Reason, Text};
use crate::assessment::{Assessment, NodeResult};
use crate::run::Run;
use policy::language::syntax::Operator;
use policy::model::{ConditionId, Expr, NodeId, Policy};
use terms::{Exact, Range};

pub(super) struct Writer<'a, 'r> {
    pub assessment: &'r mut Assessment<'a>,
    pub policy: &'a Policy,
    /// Holds all results of the assessment while writing, so that any value can be asked for.
    pub run: Run<'a>,
    pub language: Language,
    words: &'static dyn Words,
    pub marks: &'static Marks,
    pub out: String,
    pub lines: Vec<Line>,
    pub reasons: Vec<Reason>,
    pub measures: Vec<MeasureExplanation>,
    /// What is not known and moves the total.
    pub missing: Vec<Missing>,
    /// Reasons below named conditions that were written already.
    pub named: Vec<Named>,
    /// Readings of named conditions that were written already.
    pub read: Vec<(ConditionId, std::ops::Range<usize>)>,
    /// True while values are as of the assessment's own counting date.
    pub usual: bool,
    /// True when what the short sheet leaves out is not written.
    pub brief: bool,
    /// Groups and items that the total subtracts.
    pub deducted: Vec<NodeId>,
}

impl<'a, 'r> Writer<'a, 'r> {
    pub fn new(assessment: &'r mut Assessment<'a>, language: Language) -> Writer<'a, 'r> {
        let run = Run::going_on(assessment);
        let words = language.words();
        let mut deducted = Vec::new();
        subtracted(&assessment.policy.total, false, &mut deducted);
        Writer {
            policy: assessment.policy,
            assessment,
            run,
            language,
            words,
            marks: words.marks(),
            out: String::with_capacity(16 * 1024),
            lines: Vec::with_capacity(192),
            reasons: Vec::with_capacity(64),
            measures: Vec::new(),
            missing: Vec::new(),
            named: Vec::new(),
            read: Vec::new(),
            usual: true,
            brief: false,
            deducted,
        }
    }

    pub fn explanation(mut self) -> Explanation<'a> {
        let items: Vec<_> = self.policy.node_ids().map(|id| self.item(id)).collect();
        let missing = self.missing_from_total();
        self.missing.clone_from(&missing);
        let summary = self.summary(&missing);
        let total = self.total_lines();
        let vetoes = self.vetoes();
        let uses = self.uses();
        self.run.exchange(self.assessment);
        Explanation {
            language: self.language,
            buffer: self.out,
            lines: self.lines,
            reasons: self.reasons,
            measures: self.measures,
            summary,
            total,
            items,
            vetoes,
            uses,
            missing,
        }
    }

    pub fn chinese(&self) -> bool {
        self.language == Language::Chinese
    }

    pub fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    /// A space, where one is wanted: not after a full-width bracket.
    pub fn space(&mut self) {
        if !self.out.ends_with('）') {
            self.out.push(' ');
        }
    }

    pub fn say(&mut self, what: Say<'_>) {
        self.words.say(&mut self.out, what);
    }

    pub fn amount(&mut self, value: Exact, unit: Unit<'_>) {
        self.words.amount(&mut self.out, value, unit);
    }

    pub fn range(&mut self, range: Range, unit: Unit<'_>) {
        self.words.range(&mut self.out, range, unit);
    }

    pub fn number(&mut self, value: Exact) {
        super::amounts::exact(&mut self.out, value);
    }

    /// Where the next text begins.
    pub fn begin(&self) -> usize {
        self.out.len()
    }

    /// What was written since `start`.
    pub fn since(&self, start: usize) -> Text {
        Text {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(self.out.len()).unwrap_or(u32::MAX),
        }
    }

    /// Makes what was written since `start` a line, if anything was.
    pub fn end_line(&mut self, kind: LineKind, start: usize) {
        let text = self.since(start);
        if !text.is_empty() {
            self.lines.push(Line { kind, text });
        }
    }

    /// A line that is one sentence.
    pub fn said(&mut self, kind: LineKind, what: Say<'_>) {
        let start = self.begin();
        self.say(what);
        self.end_line(kind, start);
    }

    /// A line that is one text.
    pub fn text_line(&mut self, kind: LineKind, text: &str) {
        let start = self.begin();
        self.push(text);
        self.end_line(kind, start);
    }

    /// A stretch of a list, up to its end.
    pub fn stretch(start: usize, end: usize) -> Lines {
        Lines { start: u32::try_from(start).unwrap_or(u32::MAX), end: u32::try_from(end).unwrap_or(u32::MAX) }
    }

    pub fn lines_from(&self, start: usize) -> Lines {
        Lines {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: u32::try_from(self.lines.len()).unwrap_or(u32::MAX),
        }
    }

    /// Puts the list mark between members: to be called before each member but the first.
    pub fn separate(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.out.push_str(self.marks.list);
        }
    }

    /// A node's result.
    pub fn result(&self, id: NodeId) -> Option<&NodeResult<'a>> {
        self.run.nodes.get(id.index())?.as_ref()
    }
}

/// The nodes that an expression subtracts.
pub(super) fn subtracted(expr: &Expr, minus: bool, found: &mut Vec<NodeId>) {
    match expr {
        Expr::Node(id) if minus => found.push(*id),
        Expr::Negative(inner) => subtracted(inner, !minus, found),
        Expr::Binary(left, Operator::Minus, right) => {
            subtracted(left, minus, found);
            subtracted(right, !minus, found);
        }
        Expr::Binary(left, _, right) | Expr::Larger(left, right) | Expr::Smaller(left, right) => {
            subtracted(left, minus, found);
            subtracted(right, minus, found);
        }
        Expr::Rounded(inner, _) => subtracted(inner, minus, found),
        _ => {}
    }
}
