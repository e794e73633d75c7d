//! One group, item or part.

use super::expression::Shown;
use super::words::{Say, Unit};
use super::writer::Writer;
use super::{ItemExplanation, LineKind, Text};
use crate::assessment::{Lost, Outcome, Skip};
use crate::run::At;
use policy::model::{
    Basis, Combine, Cond, Count, Expr, MeasureId, Node, NodeId, NodeKind, Operand, Reading, Rule, Scored,
    ValueKind,
};
use terms::{Exact, Grade, Range, Rounding, Tri};

impl<'a> Writer<'a, '_> {
    pub fn item(&mut self, id: NodeId) -> ItemExplanation<'a> {
        let policy = self.policy;
        let node: &'a Node = &policy[id];
        let from = self.lines.len();
        let (points, outcome, row) =
            self.result(id).map_or((Range::ZERO, Outcome::NotHeld, None), |result| {
                (result.points, result.outcome, result.row)
            });
        let lost = self.lost(id);
        let start = self.begin();
        self.range(points, Unit::Points);
        let points_text = self.since(start);
        let outcome_text = self.outcome(id, outcome, lost.is_some());
        // The short sheet has one line for what is not held, one more for what does not enter the sum, and of what does not count
        // only why.
        let short = self.brief && node.kind != NodeKind::Group;
        let out = short && matches!(outcome, Outcome::NotCounted(Skip::Filter(_) | Skip::Window));
        let only_why = if out && lost.is_none() { self.simply_counted(node) } else { None };
        let whole = !short || (outcome != Outcome::NotHeld && lost.is_none() && only_why.is_none());
        if let Some(cond) = node.applies.as_ref().filter(|_| whole || outcome == Outcome::NotApplicable) {
            self.applies(cond);
        }
        if whole && outcome != Outcome::NotApplicable {
            self.rule_lines(id, node);
            self.limits(id, node);
        }
        if let Some(measure) = only_why {
            self.skipped(measure);
        }
        if let Some(lost) = lost {
            self.lost_line(lost, points);
        }
        if self.result(id).is_some_and(|result| result.lost.iter().any(|(child, _)| *child == id)) {
            self.said(LineKind::Lost, Say::SameAct);
        }
        if !points.is_known() {
            self.missing_line(id);
        }
        let (basis, mut grade) = self.row_basis(node, row);
        // Parts that are written are cited where they differ from the item above them.
        let cited = whole || (outcome != Outcome::NotHeld && !node.children.is_empty());
        let basis_text = if cited { self.basis(basis, grade) } else { Text::default() };
        if whole {
            let below = policy.below.measures(id);
            grade = grade.min(self.unverified_lines(id, below, grade));
            let silent = node.kind != NodeKind::Group && !node.unspecified.is_empty();
            if outcome == Outcome::Unspecified || silent {
                self.unspecified(&node.unspecified, outcome == Outcome::Unspecified);
            }
            self.readings_of(node, below);
        }
        if !self.brief {
            self.around(node);
        }
        ItemExplanation {
            node: id,
            kind: node.kind,
            name: self.name(&node.name),
            points: points_text,
            outcome: outcome_text,
            result: outcome,
            counted: lost.is_none(),
            deducts: self.deducts(id),
            basis: basis_text,
            grade,
            lines: self.lines_from(from),
        }
    }

    /// The one measure of spans or events that a node scores as a number, where there is nothing else to look at.
    fn simply_counted(&self, node: &Node) -> Option<MeasureId> {
        let Scored::Measure(id) = node.scored else { return None };
        let measure = &self.policy[id];
        let taken = matches!(
            measure.count,
            Count::Formula(_) | Count::Table(_) | Count::FullYears(_) | Count::FullMonths(_)
        );
        let alone = match &node.rule {
            Rule::Table(table) => table.columns.iter().all(|column| column.operand == Operand::Measure(id)),
            _ => true,
        };
        (!taken && alone && measure.kind != ValueKind::Entries).then_some(id)
    }

    /// Who confirms it, with which papers, and what else a reader should know.
    fn around(&mut self, node: &'a Node) {
        if let Some(department) = &node.department {
            self.text_line(LineKind::Department, self.name(department));
        }
        self.papers(node.papers.iter().map(String::as_str));
        for note in &node.notes {
            self.text_line(LineKind::Note, self.name(note));
        }
    }

    fn outcome(&mut self, id: NodeId, outcome: Outcome<'a>, lost: bool) -> Text {
        let start = self.begin();
        match outcome {
            Outcome::Counted if lost => self.say(Say::NotInSum),
            Outcome::Counted => {}
            Outcome::NotHeld if self.deducts(id) => self.say(Say::NoRecord),
            Outcome::NotHeld => self.say(Say::NotHeld),
            Outcome::Unknown => self.say(Say::OutcomeUnknown),
            Outcome::NotCounted(_) => self.say(Say::NotCounted),
            Outcome::NotApplicable => self.say(Say::NotApplicable),
            Outcome::Unspecified => self.say(Say::Unspecified),
        }
        self.since(start)
    }

    /// True for items that take points away: nobody lacks those.
    fn deducts(&self, id: NodeId) -> bool {
        let policy = self.policy;
        let negative = |expr: &Expr| match expr {
            Expr::Negative(_) => true,
            Expr::Number(value) => value.is_negative(),
            _ => false,
        };
        if matches!(&policy[id].rule, Rule::Each(points) | Rule::Flag(points) if negative(points)) {
            return true;
        }
        let mut at = Some(id);
        while let Some(node) = at {
            if self.deducted.contains(&node) {
                return true;
            }
            at = policy[node].parent;
        }
        false
    }

    /// Why a node's points do not enter the sum above it, if they do not.
    fn lost(&self, id: NodeId) -> Option<Lost> {
        let parent = self.policy[id].parent?;
        self.result(parent)?.lost.iter().find(|(child, _)| *child == id).map(|(_, lost)| *lost)
    }

    fn lost_line(&mut self, lost: Lost, points: Range) {
        let start = self.begin();
        // While facts are missing another one may still turn out the highest.
        let surely = |writer: &Self, other: NodeId| {
            let best = writer.result(other).and_then(|result| result.points.low);
            best.zip(points.high).is_some_and(|(best, most)| best >= most)
        };
        match lost {
            Lost::To(other) | Lost::ChosenBest(other) if !surely(self, other) => self.say(Say::LostOpen),
            Lost::To(other) => self.say(Say::LostTo(self.node_name(other))),
            Lost::ChosenBest(other) => self.say(Say::ChosenBest(self.node_name(other))),
            Lost::Disagreement => self.say(Say::Disagreement),
        }
        self.end_line(LineKind::Lost, start);
    }

    /// The item's own condition: what of it holds, or else what does not, or may not.
    fn applies(&mut self, cond: &'a Cond) {
        let wanted = self.run.cond(cond, At::default());
        let mut found = Vec::new();
        self.leaves_that(cond, false, wanted, &mut found);
        for (leaf, denied) in found {
            let start = self.begin();
            match wanted {
                Tri::No => self.push_requirement(Some((leaf, denied)), &leaf.text, &[At::default()]),
                holds => {
                    self.say(if holds == Tri::Yes { Say::Fits } else { Say::RequirementOpen });
                    self.push(self.marks.quote);
                    self.push_leaf(leaf, denied, None);
                    self.push(self.marks.unquote);
                }
            }
            self.end_line(LineKind::Applies, start);
        }
    }

    /// The tests of a condition that come out so.
    fn leaves_that(
        &mut self,
        cond: &'a Cond,
        denied: bool,
        wanted: Tri,
        found: &mut Vec<(&'a policy::model::Leaf, bool)>,
    ) {
        match cond {
            Cond::All(members) | Cond::Any(members) => {
                for member in members {
                    self.leaves_that(member, denied, wanted, found);
                }
            }
            Cond::Not(inner) => self.leaves_that(inner, !denied, wanted, found),
            Cond::Leaf(leaf) => {
                let holds = self.run.cond(cond, At::default());
                if (if denied { !holds } else { holds }) == wanted {
                    found.push((leaf, denied));
                }
            }
        }
    }

    fn rule_lines(&mut self, id: NodeId, node: &'a Node) {
        match &node.rule {
            Rule::Children => self.children_lines(id, node),
            Rule::Table(table) if self.scores_events(node) => {
                self.event_lines(id, |writer, row, at| {
                    writer.push_columns(table, at);
                    if let Some(row) = row {
                        writer.push(writer.marks.semicolon);
                        writer.push_row(table, row, at);
                    }
                });
                self.combined_line(id, node);
            }
            Rule::Table(table) => self.table_lines(id, table),
            Rule::Marginal(marginal) => {
                self.scored_lines(node.scored);
                self.marginal_lines(id, marginal);
            }
            Rule::Number(operating) => {
                self.scored_lines(node.scored);
                self.number_lines(id, operating);
            }
            Rule::Flag(points) => {
                self.scored_lines(node.scored);
                let start = self.begin();
                self.say(Say::WhenHeld);
                self.push_points_of(points, At::default(), Shown::Both);
                self.end_line(LineKind::Rule, start);
            }
            Rule::Each(points) => {
                self.event_lines(id, |writer, _, at| writer.push_points_of(points, at, Shown::Both));
                self.year_lines(id);
                self.combined_line(id, node);
            }
            Rule::Formula(expr) => {
                let start = self.begin();
                self.push_points_of(expr, At::default(), Shown::Both);
                self.end_line(LineKind::Rule, start);
                self.formula_facts(expr);
            }
        }
    }

    fn scores_events(&self, node: &Node) -> bool {
        matches!(node.scored, Scored::Measure(id) if self.policy[id].kind == ValueKind::Entries)
    }

    /// What the number or flag that is scored was taken from.
    pub fn scored_lines(&mut self, scored: Scored) {
        match scored {
            Scored::Measure(id) => self.measure_lines(id, 0),
            Scored::Fact(id) => {
                let start = self.begin();
                self.push_fact(id);
                self.end_line(LineKind::Facts, start);
            }
            Scored::Nothing => {}
        }
    }

    fn formula_facts(&mut self, expr: &'a Expr) {
        let mut measures: Vec<MeasureId> = Vec::new();
        expr.visit(&mut |expr| {
            if let Expr::Measure(id) = expr
                && !measures.contains(id)
            {
                measures.push(*id);
            }
        });
        for id in measures {
            self.measure_lines(id, 1);
        }
    }

    /// Parts that make up an item, where more than one counts.
    fn children_lines(&mut self, id: NodeId, node: &'a Node) {
        if node.kind == NodeKind::Group {
            return;
        }
        let counting = |writer: &Self, child: NodeId| {
            let points = writer.result(child).map_or(Range::ZERO, |result| result.points);
            (points != Range::ZERO && writer.lost(child).is_none()).then_some(points)
        };
        let count = node.children.iter().filter(|child| counting(self, **child).is_some()).count();
        if count < 2 {
            return;
        }
        let start = self.begin();
        let raw = self.result(id).map_or(Range::ZERO, |result| result.raw);
        if node.combine == Combine::Highest {
            self.say(Say::Highest);
        } else {
            let mut first = true;
            for child in &node.children {
                let Some(points) = counting(self, *child) else { continue };
                if !std::mem::replace(&mut first, false) {
                    self.push(" + ");
                }
                self.push(self.node_name(*child));
                self.space();
                self.push_bare(points);
            }
            self.push_equals(raw, Unit::Points);
        }
        self.end_line(LineKind::Rule, start);
    }

    /// Cap, floor and rounding, where they changed something.
    fn limits(&mut self, id: NodeId, node: &'a Node) {
        let Some(mut before) = self.result(id).map(|result| result.raw) else { return };
        let start = self.begin();
        if let Some(cap) = node.cap {
            let after = before.min(Range::known(cap));
            if after != before {
                self.say(Say::Cap { before, cap });
            }
            before = after;
        }
        self.end_line(LineKind::Limited, start);
        self.floored_and_rounded(before, node.floor, node.rounding);
    }

    /// A floor and a rounding, of an item or of the total, where they changed something.
    pub fn floored_and_rounded(&mut self, before: Range, floor: Option<Exact>, rounding: Option<Rounding>) {
        let start = self.begin();
        let mut value = before;
        if let Some(floor) = floor {
            value = before.max(Range::known(floor));
            if value != before {
                self.say(Say::Floor { before, floor });
            }
        }
        self.end_line(LineKind::Limited, start);
        let start = self.begin();
        if let Some(rounding) = rounding {
            let after = value.map_rising(|value| rounding.apply(value));
            if after != value {
                self.say(Say::Rounded { places: rounding.places, mode: rounding.mode, after });
            }
        }
        self.end_line(LineKind::Limited, start);
    }

    /// The citation of the row that hit where it has one, else the node's.
    fn row_basis(&self, node: &'a Node, row: Option<usize>) -> (&'a Basis, Grade) {
        if let (Rule::Table(table), Some(row)) = (&node.rule, row)
            && let Some(row) = table.rows.get(row)
        {
            return (&row.basis, row.basis.grade);
        }
        (&node.basis, node.basis.grade)
    }

    /// A citation with its grade.
    pub fn basis(&mut self, basis: &'a Basis, grade: Grade) -> Text {
        let start = self.begin();
        match &basis.citation {
            Some(citation) => self.say(Say::Citation(self.name(citation), grade)),
            None => self.say(Say::OnlyGrade(grade)),
        }
        self.since(start)
    }

    pub fn unspecified(&mut self, texts: &'a [String], hit: bool) {
        if texts.is_empty() && hit {
            let start = self.begin();
            self.say(Say::Silent);
            self.end_line(LineKind::Unspecified, start);
        }
        for text in texts {
            self.text_line(LineKind::Unspecified, self.name(text));
        }
    }

    pub fn readings(&mut self, readings: &'a [Reading]) {
        for reading in readings {
            self.text_line(LineKind::Reading, self.name(&reading.taken));
            if let Some(other) = &reading.other {
                self.text_line(LineKind::OtherReading, self.name(other));
            }
        }
    }

    /// The readings of a node and of the measures it rests on, each once.
    fn readings_of(&mut self, node: &'a Node, below: &[MeasureId]) {
        if node.kind == NodeKind::Group && matches!(node.rule, Rule::Children) {
            return self.readings(&node.readings);
        }
        self.readings(&node.readings);
        let policy = self.policy;
        for measure in below {
            self.readings(&policy[*measure].readings);
        }
    }

    /// Lines on what is weaker than the rule itself; gives the weakest grade.
    fn unverified_lines(&mut self, id: NodeId, below: &[MeasureId], own: Grade) -> Grade {
        let policy = self.policy;
        let mut weakest = own;
        for measure in below {
            let grade = policy[*measure].basis.grade;
            weakest = weakest.min(grade);
            if grade == Grade::Unverified && own != Grade::Unverified {
                let start = self.begin();
                self.say(Say::UnverifiedMeasure(true));
                self.push_measure_name(*measure);
                self.say(Say::UnverifiedMeasure(false));
                self.end_line(LineKind::Unverified, start);
            }
        }
        weakest.min(self.parameter_lines(id, below))
    }
}
