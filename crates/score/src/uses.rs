//! Vetoes and uses.

use crate::assessment::{EntryUse, Status, UseResult, VetoResult};
use crate::run::{At, Run};
use crate::value::{DateValue, Value};
use policy::model::{MeasureId, Operand, Term, Use, Veto};
use terms::civil::{day_before, months_after};
use terms::{Date, Range, Tri};

impl<'a> Run<'a> {
    /// Every veto: whether it holds, and until when.
    pub fn vetoes(&mut self) -> Vec<VetoResult<'a>> {
        let policy = self.policy;
        policy.vetoes.iter().enumerate().map(|(at, veto)| self.veto(at, veto)).collect()
    }

    fn veto(&mut self, at: usize, veto: &'a Veto) -> VetoResult<'a> {
        let mut result = VetoResult { at, holds: Tri::No, until: None, entry: None };
        if let Some(cond) = &veto.cond {
            result.holds = self.cond(cond, At::default());
        }
        let Some(id) = veto.events else { return result };
        for (used, holds, until) in self.veto_events(id, veto.term) {
            // The event that binds longest is the one to name.
            let longer = match (result.until, until) {
                (None, _) if result.entry.is_some() && result.holds == holds => false,
                (Some(before), Some(after)) => after > before,
                _ => true,
            };
            if (holds > result.holds) || (holds == result.holds && holds != Tri::No && longer) {
                result = VetoResult { at, holds, until, entry: Some(used) };
            }
        }
        let unknown =
            self.measures.get(id.index()).and_then(Option::as_ref).is_some_and(|measure| measure.unknown);
        if unknown {
            result.holds = result.holds.or(Tri::Unknown);
        }
        result
    }

    fn veto_events(&mut self, id: MeasureId, term: Term) -> Vec<(EntryUse<'a>, Tri, Option<Date>)> {
        self.measure(id);
        let entries = self
            .measures
            .get(id.index())
            .and_then(Option::as_ref)
            .map(|measure| measure.entries.clone())
            .unwrap_or_default();
        let mut found = Vec::new();
        for used in entries.into_iter().filter(|used| used.counts.possible()) {
            let Some(entry) = self.entry(used.fact, used.at) else { continue };
            let (holds, until) = match term {
                Term::Forever => (Tri::Yes, None),
                Term::MonthsAfter(months) => {
                    let until = months_after(entry.from, months);
                    (Tri::from(self.as_of <= until), Some(until))
                }
                Term::Until(attribute, months) => {
                    match self.operand(Operand::Attribute(attribute), At::entry(used.fact, entry, entry.from))
                    {
                        Value::Date(DateValue::Known(day)) => {
                            // «Until the list is left» ends the day before; «until a date and five years more» includes it.
                            let until = if months == 0 { day_before(day) } else { months_after(day, months) };
                            (Tri::from(self.as_of <= until), Some(until))
                        }
                        // No end is known: it still holds.
                        Value::Date(DateValue::Absent) => (Tri::Yes, None),
                        _ => (Tri::Unknown, None),
                    }
                }
            };
            if holds != Tri::No {
                found.push((used, holds.and(used.counts), until));
            }
        }
        found
    }

    /// Every use whose rule is in force on the day of the application.
    pub fn uses(&mut self, vetoes: &[VetoResult<'a>]) -> Vec<UseResult<'a>> {
        let policy = self.policy;
        let mut results = Vec::with_capacity(policy.uses.len());
        for (at, of) in policy.uses.iter().enumerate() {
            let on = self.application;
            let in_force = of.in_force.is_none_or(|(from, to)| from <= on && to.is_none_or(|to| on <= to));
            if !in_force {
                continue;
            }
            let result = match of.as_of {
                // A use with its own counting date looks at everything again as of that day.
                Some(as_of) => {
                    let mut run = Run::new(policy, self.record, on, as_of.on(on));
                    run.explains = self.explains;
                    run.tests = self.tests;
                    let vetoes = run.vetoes();
                    run.a_use(at, of, &vetoes)
                }
                None => self.a_use(at, of, vetoes),
            };
            results.push(result);
        }
        results
    }

    /// One use.
    pub fn a_use(&mut self, at: usize, of: &'a Use, vetoes: &[VetoResult<'a>]) -> UseResult<'a> {
        let policy = self.policy;
        let score = match &of.score {
            Some(expr) => self.expr(expr, At::default()),
            None => self.total(),
        };
        self.score = score;
        let mut holds = Tri::Yes;
        let mut leaves = Vec::new();
        if let Some(cond) = &of.cond {
            holds = self.cond(cond, At::default());
            if self.tests {
                leaves.reserve(4);
                self.leaves(cond, false, &mut leaves);
            }
        }
        let keys: Vec<Range> = of.keys.iter().map(|key| self.expr(&key.expr, At::default())).collect();
        let mut binding = Vec::new();
        if of.vetoes_bind {
            for result in vetoes.iter().filter(|result| result.holds.possible()) {
                let Some(veto) = policy.vetoes.get(result.at) else { continue };
                if veto.uses.as_ref().is_none_or(|uses| uses.contains(&of.name)) {
                    holds = holds.and(!result.holds);
                    binding.push(result.at);
                }
            }
        }
        let status = match holds {
            Tri::Yes => Status::Met,
            Tri::No => Status::NotMet,
            Tri::Unknown => Status::Unknown,
        };
        UseResult { at, status, score, keys, vetoes: binding, leaves }
    }
}
