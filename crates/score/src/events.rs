//! Events: which of them count, and sums over them.

use crate::assessment::{EntryUse, Skip};
use crate::run::{At, Known, Run};
use crate::spans::fixed;
use crate::window::Frame;
use policy::model::{Amount, Measure, Source};
use std::collections::BTreeMap;
use terms::{Exact, Range, Tri};

impl<'a> Run<'a> {
    /// The events of a measure, each with whether it counts; true when there may be others that are not known.
    pub fn events(&mut self, measure: &'a Measure) -> (Vec<EntryUse<'a>>, bool, Frame) {
        let frame = self.frame(measure);
        let mut entries = Vec::new();
        let mut unknown = false;
        for source in &measure.sources {
            let held = match self.known(source.fact) {
                Known::Entries(held) => held,
                Known::Nothing | Known::Value(_) => continue,
                Known::Unknown => {
                    unknown = true;
                    continue;
                }
            };
            entries.reserve_exact(held.len());
            let passed = self.passes(source, held);
            for (at, entry) in held.iter().enumerate() {
                let used = EntryUse { fact: source.fact, at, counts: Tri::No, skip: Some(Skip::Window) };
                let inside = frame.holds(entry.from);
                entries.push(if inside {
                    self.tested(source, entry, used, fixed(passed.as_deref(), at), frame)
                } else {
                    used
                });
            }
        }
        (entries, unknown && !frame.empty, frame)
    }

    /// The amount of one event.
    pub fn amount_of(&mut self, measure: &'a Measure, used: EntryUse<'a>) -> Range {
        let Some(source) = measure.sources.iter().find(|source| source.fact == used.fact) else {
            return Range::ZERO;
        };
        let amount = self.source_amount(source, used);
        match used.counts {
            Tri::Yes => amount,
            Tri::Unknown => amount.hull(Range::ZERO),
            Tri::No => Range::ZERO,
        }
    }

    fn source_amount(&mut self, source: &'a Source, used: EntryUse<'a>) -> Range {
        let Some(entry) = self.entry(source.fact, used.at) else { return Range::ZERO };
        match &source.amount {
            Some(Amount::Number(expr)) => self.expr(expr, At::entry(source.fact, entry, entry.from)),
            _ => Range::known(Exact::ONE),
        }
    }

    /// Sums by calendar year, earliest first.
    pub fn by_year(&mut self, measure: &'a Measure, entries: &[EntryUse<'a>]) -> Vec<(i16, Range)> {
        let mut years: BTreeMap<i16, Range> = BTreeMap::new();
        for used in entries {
            if !used.counts.possible() {
                continue;
            }
            let Some(entry) = self.entry(used.fact, used.at) else { continue };
            let amount = self.amount_of(measure, *used);
            let sum = years.entry(entry.from.year()).or_insert(Range::ZERO);
            *sum = *sum + amount;
        }
        years.into_iter().collect()
    }
}
