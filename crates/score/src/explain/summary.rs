//! The first sentences, and how the total comes about.

use super::expression::Shown;
use super::words::{Say, Unit};
use super::writer::Writer;
use super::{LineKind, Lines, Missing, Text};
use crate::run::At;
use policy::model::{Decision, RowValue, Rule};
use terms::Tri;

impl<'a> Writer<'a, '_> {
    pub fn summary(&mut self, missing: &[Missing]) -> Text {
        let start = self.begin();
        if self.policy.groups.is_empty() {
            self.say(Say::NoPoints { as_of: self.assessment.as_of });
            return self.since(start);
        }
        let total = self.assessment.total.range();
        self.say(Say::Total { as_of: self.assessment.as_of, total });
        match self.policy.standard.zip(self.assessment.meets_standard()) {
            Some((standard, meets)) => self.say(Say::MeetsStandard { total, standard, meets }),
            None if self.policy.uses.iter().any(|of| matches!(of.decision, Decision::Rank(_))) => {
                self.say(Say::Ranked)
            }
            None => self.say(Say::Stop),
        }
        if !missing.is_empty() {
            self.say(Say::Space);
            self.say(Say::NotKnownYet);
            self.push_missing(missing);
            self.say(Say::Stop);
        }
        if !total.is_known() {
            self.unseen();
        }
        let vetoes: Vec<usize> =
            self.assessment.vetoes.iter().filter(|veto| veto.holds == Tri::Yes).map(|veto| veto.at).collect();
        if !vetoes.is_empty() {
            self.say(Say::Space);
            self.say(Say::Vetoed);
            let mut first = true;
            for at in vetoes {
                let Some(veto) = self.policy.vetoes.get(at) else { continue };
                self.separate(&mut first);
                self.push(self.name(&veto.name));
            }
            self.say(Say::Stop);
        }
        self.since(start)
    }

    /// Items that hit a row whose points nobody has seen.
    fn unseen(&mut self) {
        let policy = self.policy;
        let mut first = true;
        for id in policy.node_ids() {
            let Rule::Table(table) = &policy[id].rule else { continue };
            let Some(result) = self.result(id).filter(|result| !result.points.is_known()) else { continue };
            let rows = result.entries.iter().filter_map(|scored| scored.row).chain(result.row);
            let hit = rows.filter_map(|row| table.rows.get(row)).any(|row| row.value == RowValue::Unseen);
            if !hit {
                continue;
            }
            if first {
                self.say(Say::Space);
                self.say(Say::UnseenIn);
            }
            self.separate(&mut first);
            self.push(self.node_name(id));
        }
        if !first {
            self.say(Say::Stop);
        }
    }

    pub fn total_lines(&mut self) -> Lines {
        let policy = self.policy;
        let from = self.lines.len();
        if policy.groups.is_empty() {
            self.readings(&policy.readings);
            return self.lines_from(from);
        }
        let start = self.begin();
        self.say(Say::TotalIs);
        self.push_expr(&policy.total, At::default(), Shown::Both);
        self.push_equals(self.assessment.raw_total, Unit::Points);
        self.end_line(LineKind::Rule, start);
        self.floored_and_rounded(self.assessment.raw_total, policy.total_floor, policy.total_rounding);
        self.readings(&policy.readings);
        for note in &policy.notes {
            self.text_line(LineKind::Note, self.name(note));
        }
        self.lines_from(from)
    }
}
