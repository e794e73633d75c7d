//! Vetoes and uses.

use super::words::Say;
use super::writer::Writer;
use super::{LineKind, Lines, MeasureExplanation, Reason, Text, UseExplanation, VetoExplanation};
use crate::assessment::Status;
use crate::run::{At, Run};
use policy::model::{Cond, ConditionId, Decision, Expr, Leaf, Test, Use};
use terms::{Grade, Tri};

impl<'a> Writer<'a, '_> {
    pub fn vetoes(&mut self) -> Vec<VetoExplanation<'a>> {
        let policy = self.policy;
        let results = self.assessment.vetoes.clone();
        let mut explained = Vec::new();
        for result in results.iter().filter(|result| result.holds.possible()) {
            let Some(veto) = policy.vetoes.get(result.at) else { continue };
            let start = self.begin();
            if let Some(entry) =
                result.entry.and_then(|used| self.run.entry(used.fact, used.at).zip(Some(used.fact)))
            {
                let (entry, fact) = entry;
                self.push(self.fact_name(fact));
                self.space();
                self.push_dates(fact, entry);
                self.push(self.marks.comma);
            }
            self.say(if result.holds == Tri::Yes { Say::VetoUntil(result.until) } else { Say::VetoMayHold });
            let sentence = self.since(start);
            let grade = veto.basis.grade;
            let basis = self.basis(&veto.basis, grade);
            let from = self.lines.len();
            self.readings(&veto.readings);
            explained.push(VetoExplanation {
                at: result.at,
                name: self.name(&veto.name),
                holds: result.holds,
                until: result.until,
                sentence,
                basis,
                grade,
                lines: self.lines_from(from),
            });
        }
        explained
    }

    pub fn uses(&mut self) -> Vec<UseExplanation<'a>> {
        let policy = self.policy;
        let count = self.assessment.uses.len();
        let mut explained = Vec::with_capacity(count);
        for at in 0..count {
            let Some(of) = self.assessment.uses.get(at).and_then(|result| policy.uses.get(result.at)) else {
                continue;
            };
            explained.push(self.one_use(at, of));
        }
        explained
    }

    fn one_use(&mut self, at: usize, of: &'a Use) -> UseExplanation<'a> {
        let result = self.assessment.uses.get(at);
        let place = result.map_or(usize::MAX, |result| result.at);
        let status = result.map_or(Status::Unknown, |result| result.status);
        let start = self.begin();
        self.say(match (status, of.decision) {
            (Status::Met, Decision::Rank(quota)) => Say::MetRank(quota),
            (Status::Met, Decision::Order) => Say::MetOrder,
            (Status::Met, Decision::Line) => Say::Met,
            (Status::NotMet, _) => Say::NotMet,
            (Status::Unknown, _) => Say::StatusUnknown,
        });
        let sentence = self.since(start);
        let start = self.begin();
        self.say(Say::Category(&of.category));
        let category = self.since(start);
        let basis = self.basis(&of.basis, of.basis.grade);
        let reasons = self.with_own_date(at, of, |writer| writer.reasons_of(at, of, status));
        let first = self.measures.len();
        let grade = self.with_own_date(at, of, |writer| writer.use_measures(place, of));
        let measures = Self::stretch(first, self.measures.len());
        let from = self.lines.len();
        self.with_own_date(at, of, |writer| writer.use_missing(place, status));
        if !self.brief {
            self.use_lines(at, of);
        }
        UseExplanation {
            at,
            name: self.name(&of.name),
            category,
            status,
            sentence,
            basis,
            grade,
            reasons,
            measures,
            lines: self.lines_from(from),
        }
    }

    /// Writes with the values as of the use's own counting date, if it has one.
    fn with_own_date<T>(&mut self, at: usize, of: &'a Use, write: impl FnOnce(&mut Self) -> T) -> T {
        let score = self.assessment.uses.get(at).map_or(terms::Range::ZERO, |result| result.score);
        let Some(as_of) = of.as_of else {
            self.run.score = score;
            return write(self);
        };
        let on = self.assessment.application;
        let mut own = Run::new(self.policy, self.assessment.record, on, as_of.on(on));
        own.explains = true;
        let usual = std::mem::replace(&mut self.run, own);
        self.run.score = score;
        self.usual = false;
        let written = write(self);
        self.usual = true;
        self.run = usual;
        written
    }

    fn reasons_of(&mut self, at: usize, of: &'a Use, status: Status) -> Lines {
        let from = self.reasons.len();
        // Of a result that is not met, what fails matters; of one that is not known, what is not known; of one that is met, all.
        let wanted = match status {
            Status::Met => Tri::Yes,
            Status::NotMet => Tri::No,
            Status::Unknown => Tri::Unknown,
        };
        if let Some(cond) = of.cond.as_ref().filter(|_| !self.brief || status != Status::Met) {
            self.reason(cond, false, 0, wanted, true);
        }
        let vetoes = self.assessment.uses.get(at).map(|result| result.vetoes.clone()).unwrap_or_default();
        for place in vetoes {
            let policy = self.policy;
            let (Some(veto), Some(result)) = (
                policy.vetoes.get(place),
                self.assessment.vetoes.iter().find(|result| result.at == place).copied(),
            ) else {
                continue;
            };
            let start = self.begin();
            self.say(Say::NoVeto);
            self.push(self.name(&veto.name));
            let text = self.since(start);
            let start = self.begin();
            self.say(if result.holds == Tri::Yes { Say::VetoUntil(result.until) } else { Say::VetoMayHold });
            let held = self.since(start);
            let holds = !result.holds;
            self.reasons.push(Reason {
                depth: 0,
                holds,
                decisive: holds == wanted,
                any: false,
                text,
                held,
                wanted: Text::default(),
            });
        }
        Lines {
            start: u32::try_from(from).unwrap_or(u32::MAX),
            end: u32::try_from(self.reasons.len()).unwrap_or(u32::MAX),
        }
    }

    /// A condition as a tree of reasons: members of 或 stand under a line that says one of them is enough.
    fn reason(&mut self, cond: &'a Cond, denied: bool, depth: u8, wanted: Tri, decisive: bool) {
        let holds = self.run.cond(cond, At::default());
        let holds = if denied { !holds } else { holds };
        let decisive = decisive && holds == wanted;
        match cond {
            Cond::Not(inner) => self.reason(inner, !denied, depth, wanted, decisive),
            Cond::Leaf(leaf) => self.leaf_reason(leaf, denied, holds, depth, wanted, decisive),
            // Under 非 the two change places.
            Cond::All(members) if !denied => {
                members.iter().for_each(|member| self.reason(member, denied, depth, wanted, decisive))
            }
            Cond::Any(members) if denied => {
                members.iter().for_each(|member| self.reason(member, denied, depth, wanted, decisive))
            }
            Cond::All(members) | Cond::Any(members) => {
                let start = self.begin();
                self.say(Say::AnyOf);
                let text = self.since(start);
                self.reasons.push(Reason {
                    depth,
                    holds,
                    decisive,
                    any: true,
                    text,
                    held: Text::default(),
                    wanted: Text::default(),
                });
                for member in members {
                    self.reason(member, denied, depth.saturating_add(1), wanted, decisive);
                }
            }
        }
    }

    fn leaf_reason(
        &mut self,
        leaf: &'a Leaf,
        denied: bool,
        holds: Tri,
        depth: u8,
        wanted: Tri,
        decisive: bool,
    ) {
        let start = self.begin();
        self.push_leaf(leaf, denied, None);
        let text = self.since(start);
        let start = self.begin();
        self.push_held_of(&leaf.test, At::default());
        let held = self.since(start);
        let start = self.begin();
        self.push_wanted_of(&leaf.test, At::default());
        let shown = self.since(start);
        self.reasons.push(Reason { depth, holds, decisive, any: false, text, held, wanted: shown });
        if let Test::Named(id) = leaf.test {
            // Below a denied name the reasons for its opposite matter.
            let wanted = if denied { !wanted } else { wanted };
            self.named_reasons(id, depth.saturating_add(1), wanted, decisive);
        }
    }

    /// The reasons below a named condition. What was written for another use is not written again.
    fn named_reasons(&mut self, id: ConditionId, depth: u8, wanted: Tri, decisive: bool) {
        let known = self
            .named
            .iter()
            .find(|known| known.id == id && (!decisive || (known.wanted == wanted && known.decisive)));
        if let Some(known) = known.filter(|_| self.usual) {
            let (start, end, before) = (known.start, known.end, known.depth);
            for at in start..end {
                let Some(reason) = self.reasons.get(at).copied() else { continue };
                let below = reason.depth.saturating_sub(before);
                self.reasons.push(Reason {
                    depth: depth.saturating_add(below),
                    decisive: decisive && reason.decisive,
                    ..reason
                });
            }
            return;
        }
        let start = self.reasons.len();
        let policy = self.policy;
        self.reason(&policy[id].cond, false, depth, wanted, decisive);
        if self.usual {
            let end = self.reasons.len();
            self.named.push(Named { id, wanted, decisive, depth, start, end });
        }
    }

    /// What the measures of a use's condition were counted from; gives the weakest grade. What was written for another use is
    /// not written again.
    fn use_measures(&mut self, place: usize, of: &'a Use) -> Grade {
        let mut weakest = of.basis.grade;
        let policy = self.policy;
        let Some(rests) = policy.below.of_use(place) else { return weakest };
        for id in rests.measures.iter().copied() {
            weakest = weakest.min(policy[id].basis.grade);
            if self.brief {
                continue;
            }
            let written = self
                .measures
                .iter()
                .find(|known| known.measure == id && of.as_of.is_none() && known.usual)
                .copied();
            if let Some(written) = written {
                self.measures.push(written);
                continue;
            }
            let from = self.lines.len();
            self.run.measure(id);
            self.measure_lines(id, 1);
            if policy[id].basis.grade == Grade::Unverified {
                let start = self.begin();
                self.say(Say::UnverifiedMeasure(true));
                self.push_measure_name(id);
                self.say(Say::UnverifiedMeasure(false));
                self.end_line(LineKind::Unverified, start);
            }
            let lines = self.lines_from(from);
            self.measures.push(MeasureExplanation { measure: id, lines, usual: of.as_of.is_none() });
        }
        weakest
    }

    /// What is not known and keeps a use from being decided.
    fn use_missing(&mut self, place: usize, status: Status) {
        let Some(rests) = self.policy.below.of_use(place).filter(|_| status == Status::Unknown) else {
            return;
        };
        let mut found = if rests.points { self.missing.clone() } else { Vec::new() };
        self.missing_of(&rests.all, &mut found);
        if !found.is_empty() {
            let start = self.begin();
            self.say(Say::NotKnownYet);
            self.push_missing(&found);
            self.end_line(LineKind::Missing, start);
        }
    }

    fn use_lines(&mut self, at: usize, of: &'a Use) {
        let start = self.begin();
        if of.score.is_some() {
            let score = self.assessment.uses.get(at).map_or(terms::Range::ZERO, |result| result.score);
            self.say(Say::OwnScore(score));
        }
        self.end_line(LineKind::Decision, start);
        if !of.keys.is_empty() {
            let start = self.begin();
            self.say(Say::Order);
            for (place, key) in of.keys.iter().enumerate() {
                if place > 0 {
                    self.push(self.marks.list);
                }
                if self.chinese() {
                    self.push(&key.text);
                } else {
                    self.push_expr(&key.expr, At::default(), super::expression::Shown::Names);
                    let by_date = matches!(key.expr, Expr::Day(_));
                    self.say(match (by_date, key.descending) {
                        (false, true) => Say::HighFirst,
                        (false, false) => Say::LowFirst,
                        (true, true) => Say::LateFirst,
                        (true, false) => Say::EarlyFirst,
                    });
                }
                let value = self.assessment.uses.get(at).and_then(|result| result.keys.get(place)).copied();
                if let Some(value) = value {
                    self.push(self.marks.open);
                    match &key.expr {
                        Expr::Day(date) => {
                            let date = self.run.date(date, At::default());
                            self.push_date(date);
                        }
                        Expr::Yes(operand) => self.push_held(*operand, At::default()),
                        expr => {
                            let unit = self.expr_unit(expr, None);
                            self.range(value, unit);
                        }
                    }
                    self.push(self.marks.close);
                }
            }
            self.end_line(LineKind::Decision, start);
        }
        let start = self.begin();
        if let Some(ties) = of.ties {
            self.say(Say::Ties(ties));
        }
        if let Some(backfill) = of.backfill {
            if of.ties.is_some() {
                self.push(self.marks.semicolon);
            }
            self.say(Say::Backfill(backfill));
        }
        self.end_line(LineKind::Decision, start);
        if let Some(office) = &of.office {
            self.text_line(LineKind::Office, self.name(office));
        }
        let mut papers: Vec<&'a str> = Vec::new();
        if let Some(cond) = &of.cond {
            self.papers_of_named(cond, &mut papers);
        }
        papers.extend(of.papers.iter().map(String::as_str));
        self.papers(papers.iter().copied());
        self.unspecified(&of.unspecified, false);
        self.readings(&of.readings);
        if let Some(cond) = &of.cond {
            self.readings_of_named(cond);
        }
        for note in &of.notes {
            self.text_line(LineKind::Note, self.name(note));
        }
    }

    /// Papers that prove the conditions a use names.
    fn papers_of_named(&self, cond: &'a Cond, found: &mut Vec<&'a str>) {
        let policy = self.policy;
        cond.leaves(&mut |leaf| {
            if let Test::Named(id) = leaf.test {
                let condition = &policy[id];
                self.papers_of_named(&condition.cond, found);
                found.extend(condition.papers.iter().map(String::as_str));
            }
        });
    }

    /// A line of papers, each once.
    pub fn papers(&mut self, papers: impl Iterator<Item = &'a str> + Clone) {
        let start = self.begin();
        for (at, paper) in papers.clone().enumerate() {
            if papers.clone().take(at).any(|before| before == paper) {
                continue;
            }
            if self.begin() > start {
                self.push(self.marks.list);
            }
            self.push(self.name(paper));
        }
        self.end_line(LineKind::Papers, start);
    }

    /// Readings of the conditions that a use names, and of those that they name.
    fn readings_of_named(&mut self, cond: &'a Cond) {
        let policy = self.policy;
        let mut named = Vec::new();
        cond.leaves(&mut |leaf| {
            if let Test::Named(id) = leaf.test {
                named.push(id);
            }
        });
        for id in named {
            let known = self.read.iter().find(|known| known.0 == id).map(|known| known.1.clone());
            if let Some(known) = known {
                for at in known {
                    self.lines.extend(self.lines.get(at).copied());
                }
                continue;
            }
            let start = self.lines.len();
            let condition = &policy[id];
            self.readings(&condition.readings);
            self.readings_of_named(&condition.cond);
            self.read.push((id, start..self.lines.len()));
        }
    }
}

/// The reasons below a named condition, as written for one use.
pub(super) struct Named {
    id: ConditionId,
    wanted: Tri,
    decisive: bool,
    depth: u8,
    start: usize,
    end: usize,
}
