//! What a node rests on, and what of that is not known.

use super::words::Say;
use super::writer::Writer;
use super::{LineKind, Missing};
use crate::assessment::EntryUse;
use crate::run::Known;
use policy::model::{MeasureId, NodeId, Rests};
use policy::record::Entry;
use policy::vocabulary::FactId;
use terms::{Date, Grade, Month, Range, Tri};

/// More facts than this are not listed in a sentence.
const MOST: usize = 8;

fn add<T: PartialEq>(to: &mut Vec<T>, one: T) -> bool {
    let new = !to.contains(&one);
    if new {
        to.push(one);
    }
    new
}

impl<'a> Writer<'a, '_> {
    /// Facts and attributes that a node rests on and that are not known.
    pub fn missing_under(&self, id: NodeId, found: &mut Vec<Missing>) {
        if let Some(below) = self.policy.below.node(id) {
            self.missing_of(below, found);
        }
    }

    /// Facts and attributes that something rests on and that are not known.
    pub fn missing_of(&self, below: &Rests, found: &mut Vec<Missing>) {
        for fact in &below.facts {
            let disputed = self.assessment.record.get(*fact).disputed;
            match self.run.known(*fact) {
                Known::Unknown => {
                    add(found, Missing { fact: *fact, attribute: None, disputed });
                }
                Known::Entries(entries) => self.missing_attributes(*fact, entries, below, found),
                Known::Nothing | Known::Value(_) => {}
            }
        }
    }

    /// Attributes left out of spans and events whose result is not known.
    fn missing_attributes(&self, fact: FactId, entries: &[Entry], below: &Rests, found: &mut Vec<Missing>) {
        for (_, attribute, by) in below.asked.iter().filter(|(of, ..)| *of == fact) {
            let lacks = |entry: &Entry| entry.attribute(*attribute).is_none();
            if !entries.iter().any(lacks) || self.attribute(fact, *attribute).is_none() {
                continue;
            }
            // Those that count can still lack what is summed or looked up; those that do not count matter no more.
            let matters = |id: &MeasureId| {
                let result = self.run.measures.get(id.index()).and_then(Option::as_ref);
                result.is_some_and(|result| {
                    let counting = |used: &&EntryUse<'_>| used.fact == fact && used.counts != Tri::No;
                    let mut used = result.entries.iter().filter(counting);
                    used.any(|used| entries.get(used.at).is_some_and(lacks))
                })
            };
            if by.iter().any(matters) {
                add(found, Missing { fact, attribute: Some(*attribute), disputed: false });
            }
        }
    }

    /// What is not known and moves the total.
    pub fn missing_from_total(&self) -> Vec<Missing> {
        let mut found = Vec::new();
        if self.assessment.total.range().is_known() {
            return found;
        }
        for id in self.policy.node_ids() {
            let open = self.result(id).is_some_and(|result| !result.points.is_known());
            if open {
                self.missing_under(id, &mut found);
            }
        }
        found
    }

    pub fn missing_line(&mut self, id: NodeId) {
        let mut found = Vec::new();
        self.missing_under(id, &mut found);
        if found.is_empty() {
            return;
        }
        let start = self.begin();
        self.say(Say::NotKnownYet);
        self.push_missing(&found);
        self.end_line(LineKind::Missing, start);
    }

    /// The names of what is not known.
    pub fn push_missing(&mut self, found: &[Missing]) {
        let mut first = true;
        for missing in found.iter().take(MOST) {
            self.separate(&mut first);
            self.push(self.fact_name(missing.fact));
            if let Some(attribute) = missing.attribute {
                self.push(self.marks.open);
                self.push(self.attribute_name(missing.fact, attribute));
                self.push(self.marks.close);
            }
            if missing.disputed {
                self.push(self.marks.open);
                self.say(Say::Disputed);
                self.push(self.marks.close);
            }
        }
        if found.len() > MOST {
            self.say(Say::Pieces(found.len()));
        }
    }

    /// The parameters that months were held against, with their grades; gives the weakest grade.
    pub fn parameter_lines(&mut self, id: NodeId, measures: &[MeasureId]) -> Grade {
        let mut weakest = Grade::Verified;
        if self.result(id).is_none_or(|result| result.points == Range::ZERO) {
            return weakest;
        }
        let policy = self.policy;
        if measures.iter().all(|measure| policy[*measure].sources.iter().all(|source| !source.monthly)) {
            return weakest;
        }
        let Some(below) = policy.below.node(id) else { return weakest };
        // From the first day looked at to the last.
        let mut frame: Option<(Date, Date)> = None;
        for measure in &below.measures {
            let monthly = policy[*measure].sources.iter().any(|source| source.monthly);
            if !monthly {
                continue;
            }
            let of = self.run.frame(&policy[*measure]);
            let from = of.from.unwrap_or_else(|| terms::Months::first().first_day());
            let (first, last) = frame.unwrap_or((from, of.to));
            frame = Some((first.min(from), last.max(of.to)));
        }
        let (first, last) = frame.unwrap_or((self.assessment.as_of, self.assessment.as_of));
        let last = Month::last_full(last).last_day().max(first);
        for parameter in &below.parameters {
            let parameter = &policy[*parameter];
            let start = self.begin();
            let mut some = false;
            let mut unverified = false;
            for (at, row) in parameter.rows.iter().enumerate() {
                let next = parameter.rows.get(at + 1).map(|row| row.from);
                if row.from > last || next.is_some_and(|next| next <= first) {
                    continue;
                }
                if std::mem::replace(&mut some, true) {
                    self.push(self.marks.list);
                } else {
                    self.push(self.name(&parameter.name));
                    self.push(self.marks.colon);
                }
                self.say(Say::From(row.from));
                self.amount(row.value, super::names::word("", parameter.dimension));
                weakest = weakest.min(row.basis.grade);
                if row.basis.grade == Grade::Unverified {
                    unverified = true;
                    self.push(self.marks.open);
                    self.say(Say::OnlyGrade(Grade::Unverified));
                    self.push(self.marks.close);
                }
            }
            self.end_line(if unverified { LineKind::Unverified } else { LineKind::Facts }, start);
        }
        weakest
    }
}
