//! Vetoes and uses.

use super::words::Say;
use super::writer::Writer;
use super::{LineKind, Lines, Reason, Text, UseExplanation, VetoExplanation};
use crate::assessment::Status;
use crate::run::{At, Run};
use policy::model::{Cond, Decision, Leaf, Test, Use};
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
        let basis = self.basis(&of.basis, of.basis.grade);
        let reasons = self.with_own_date(at, of, |writer| writer.reasons_of(at, of, status));
        let from = self.lines.len();
        let grade = self.with_own_date(at, of, |writer| writer.use_evidence(of, status));
        self.use_lines(at, of);
        UseExplanation {
            at,
            name: self.name(&of.name),
            category: self.name(&of.category),
            status,
            sentence,
            basis,
            grade,
            reasons,
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
        let own = Run::new(self.policy, self.assessment.record, on, as_of.on(on));
        let usual = std::mem::replace(&mut self.run, own);
        self.run.score = score;
        let written = write(self);
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
        if let Some(cond) = &of.cond {
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
            let policy = self.policy;
            // Below a denied name the reasons for its opposite matter.
            let wanted = if denied { !wanted } else { wanted };
            self.reason(&policy[id].cond, false, depth.saturating_add(1), wanted, decisive);
        }
    }

    /// What the measures of a use's condition were counted from, what is not known of them, what nobody has verified.
    fn use_evidence(&mut self, of: &'a Use, status: Status) -> Grade {
        let mut weakest = of.basis.grade;
        let Some(cond) = &of.cond else { return weakest };
        let policy = self.policy;
        for id in self.measures_of(cond) {
            self.run.measure(id);
            self.measure_lines(id, 1);
            weakest = weakest.min(policy[id].basis.grade);
            if policy[id].basis.grade == Grade::Unverified {
                let start = self.begin();
                self.say(Say::UnverifiedMeasure);
                self.push_measure_name(id);
                self.end_line(LineKind::Unverified, start);
            }
        }
        if status != Status::Unknown {
            return weakest;
        }
        let mut found = Vec::new();
        if self.rests_on_points(cond) {
            found = self.missing_from_total();
        }
        self.missing_for_test(cond, &mut found);
        if !found.is_empty() {
            let start = self.begin();
            self.say(Say::NotKnownYet);
            self.push_missing(&found);
            self.end_line(LineKind::Missing, start);
        }
        weakest
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
                    self.say(if key.descending { Say::HighFirst } else { Say::LowFirst });
                }
                let value = self.assessment.uses.get(at).and_then(|result| result.keys.get(place)).copied();
                if let Some(value) = value {
                    self.push(self.marks.open);
                    let unit = self.expr_unit(&key.expr, None);
                    self.range(value, unit);
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
        let start = self.begin();
        let mut first = true;
        for paper in &of.papers {
            self.separate(&mut first);
            self.push(self.name(paper));
        }
        self.end_line(LineKind::Papers, start);
        self.unspecified(&of.unspecified, false);
        self.readings(&of.readings);
        if let Some(cond) = &of.cond {
            self.readings_of_named(cond);
        }
        for note in &of.notes {
            self.text_line(LineKind::Note, self.name(note));
        }
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
            let condition = &policy[id];
            self.readings(&condition.readings);
            self.readings_of_named(&condition.cond);
        }
    }
}
