//! Events scored one by one: which count and how, which do not and why.

use super::LineKind;
use super::words::Say;
use super::writer::Writer;
use crate::assessment::{EntryPoints, Skip};
use crate::run::At;
use policy::model::{MeasureId, Node, NodeId, Repeat, Scored};
use terms::Tri;

/// More events than this are not written out.
const MOST_EVENTS: usize = 8;

impl<'a> Writer<'a, '_> {
    /// Events scored one by one: those that count with how, then those that do not.
    pub fn event_lines(&mut self, id: NodeId, how: impl Fn(&mut Self, Option<usize>, At<'a, '_>)) {
        let Scored::Measure(measure) = self.policy[id].scored else { return };
        let total = self.result(id).map_or(0, |result| result.entries.len());
        let event =
            |writer: &Self, at: usize| writer.result(id).and_then(|result| result.entries.get(at).copied());
        let mut shown = 0;
        for at in 0..total {
            let Some(scored) = event(self, at).filter(|scored| scored.entry.counts.possible()) else {
                continue;
            };
            shown += 1;
            if shown > MOST_EVENTS {
                continue;
            }
            self.event_line(scored, &how);
        }
        if shown > MOST_EVENTS {
            let start = self.begin();
            self.say(Say::More(shown - MOST_EVENTS));
            self.end_line(LineKind::Facts, start);
        }
        if shown == 0 {
            // Nothing counts: what there is, is said with its reason below.
            let unknown = self
                .run
                .measures
                .get(measure.index())
                .and_then(Option::as_ref)
                .is_some_and(|result| result.unknown);
            if !unknown {
                let start = self.begin();
                self.push_sources(measure);
                self.say(if total == 0 { Say::KnownNone } else { Say::NothingCounts });
                self.end_line(LineKind::Facts, start);
            }
        }
        self.skipped(measure);
        for at in 0..total {
            let Some(scored) = event(self, at) else { continue };
            if scored.entry.skip == Some(Skip::CountedElsewhere) {
                self.skipped_event(scored);
            }
        }
    }

    fn event_line(&mut self, scored: EntryPoints<'a>, how: &impl Fn(&mut Self, Option<usize>, At<'a, '_>)) {
        let used = scored.entry;
        let Some(entry) = self.run.entry(used.fact, used.at) else { return };
        let start = self.begin();
        self.push(self.fact_name(used.fact));
        self.space();
        self.push_dates(used.fact, entry);
        self.push(self.marks.colon);
        how(self, scored.row, At::entry(used.fact, entry, entry.from));
        if used.skip == Some(Skip::NotHighest) {
            self.push(self.marks.open);
            self.say(Say::NotHighest);
            self.push(self.marks.close);
        }
        if used.counts == Tri::Unknown {
            self.push(self.marks.open);
            self.say(Say::MayCount);
            self.push(self.marks.close);
        }
        let kind = if used.skip.is_some() { LineKind::Skipped } else { LineKind::Facts };
        self.end_line(kind, start);
    }

    fn skipped_event(&mut self, scored: EntryPoints<'a>) {
        let Some(entry) = self.run.entry(scored.entry.fact, scored.entry.at) else { return };
        let start = self.begin();
        self.say(Say::NotCountedBecause);
        self.push_dates(scored.entry.fact, entry);
        self.push(self.marks.colon);
        self.say(Say::CountedElsewhere);
        self.end_line(LineKind::Skipped, start);
    }

    fn push_sources(&mut self, id: MeasureId) {
        let policy = self.policy;
        let mut first = true;
        for source in &policy[id].sources {
            self.separate(&mut first);
            self.push(self.fact_name(source.fact));
        }
        self.push(self.marks.colon);
    }

    /// How several events combine.
    pub fn combined_line(&mut self, id: NodeId, node: &'a Node) {
        let Some(result) = self.result(id) else { return };
        let counting = result.entries.iter().filter(|scored| scored.entry.counts.possible()).count();
        let raw = result.raw;
        if counting < 2 {
            return;
        }
        let start = self.begin();
        match node.repeat {
            Some(Repeat::Highest) => self.say(Say::Highest),
            _ => {
                self.say(Say::SumOf(counting));
                self.say(Say::Gives(raw));
            }
        }
        self.end_line(LineKind::Rule, start);
    }
}
