//! What is there and does not count, and why.

use super::LineKind;
use super::words::{Say, Unit};
use super::writer::Writer;
use crate::assessment::Skip;
use crate::run::At;
use policy::model::{Cond, Leaf, Measure, MeasureId};
use policy::vocabulary::Kind;
use terms::{Date, Month, Range, Tri};

/// More groups of spans or events that do not count are not written out.
const MOST_SKIPPED: usize = 4;

impl<'a> Writer<'a, '_> {
    /// Spans or events that do not count, those with the same reason together.
    pub fn skipped(&mut self, id: MeasureId) {
        let total = self.entries(id);
        let mut at = 0;
        let mut groups = 0;
        while let Some(first) = self.used(id, at) {
            let mut end = at + 1;
            let Some(skip) = first.skip.filter(|_| first.counts == Tri::No) else {
                at = end;
                continue;
            };
            while end < total
                && self.used(id, end).is_some_and(|next| {
                    next.counts == Tri::No && next.skip == first.skip && next.fact == first.fact
                })
            {
                end += 1;
            }
            groups += 1;
            if groups <= MOST_SKIPPED {
                self.skipped_line(id, at, end, skip);
            }
            at = end;
        }
        if groups > MOST_SKIPPED {
            let start = self.begin();
            self.say(Say::More(groups - MOST_SKIPPED));
            self.end_line(LineKind::Skipped, start);
        }
    }

    /// The spans or events from one place up to another, all of one fact and left out for one reason.
    fn skipped_line(&mut self, id: MeasureId, from: usize, end: usize, skip: Skip<'a>) {
        let start = self.begin();
        let (Some(first), Some(last)) = (self.used(id, from), self.used(id, end - 1)) else { return };
        let (Some(earliest), Some(latest)) =
            (self.run.entry(first.fact, first.at), self.run.entry(last.fact, last.at))
        else {
            return;
        };
        self.say(Say::NotCountedBecause);
        if first == last {
            self.push_dates(first.fact, earliest);
        } else {
            match self.policy.vocabulary.fact(first.fact).kind {
                Kind::MonthSpans => match latest.to {
                    Some(to) => self.say(Say::Months(Month::of(earliest.from), Month::of(to))),
                    None => self.say(Say::MonthsToDate(Month::of(earliest.from))),
                },
                Kind::DaySpans => self.say(Say::Span(earliest.from, latest.to)),
                _ => self.say(Say::Span(earliest.from, Some(latest.to.unwrap_or(latest.from)))),
            }
            self.say(Say::Pieces(end - from));
        }
        self.push(self.marks.colon);
        let policy = self.policy;
        let measure: &'a Measure = &policy[id];
        match skip {
            Skip::Filter(text) => {
                let source = measure.sources.iter().find(|source| source.fact == first.fact);
                let leaf = source
                    .and_then(|source| source.filter.as_ref())
                    .and_then(|filter| find_leaf(filter, text, false));
                let earliest_day = self.run.frame(measure).from.unwrap_or(Date::MIN);
                let mut places: Vec<At<'a, 'static>> = Vec::new();
                for at in from..end {
                    let Some(entry) = self.used(id, at).and_then(|used| self.run.entry(used.fact, used.at))
                    else {
                        continue;
                    };
                    places.push(At::entry(first.fact, entry, entry.from.max(earliest_day)));
                }
                self.push_requirement(leaf, text, &places);
            }
            other => self.push_skip(other),
        }
        self.end_line(if skip == Skip::Window { LineKind::Outside } else { LineKind::Skipped }, start);
    }

    /// `要求“…”，实为 …`, over the spans or events at hand.
    pub fn push_requirement(
        &mut self,
        leaf: Option<(&'a Leaf, bool)>,
        text: &'a str,
        places: &[At<'a, 'static>],
    ) {
        self.say(Say::Requires);
        self.push(self.marks.quote);
        let Some((leaf, denied)) = leaf else {
            self.push(text);
            return self.push(self.marks.unquote);
        };
        self.push_leaf(leaf, denied, places.first().and_then(|at| at.entry).map(|(fact, _)| fact));
        self.push(self.marks.unquote);
        let start = self.begin();
        self.push(self.marks.open);
        let inner = self.begin();
        self.over_all(
            places,
            |writer, at| writer.wanted_number(&leaf.test, at),
            |writer, at| writer.push_wanted_of(&leaf.test, at),
        );
        self.close_or_drop(start, inner, self.marks.close);
        let start = self.begin();
        self.say(Say::InFact);
        let inner = self.begin();
        self.over_all(
            places,
            |writer, at| writer.held_number(&leaf.test, at),
            |writer, at| writer.push_held_of(&leaf.test, at),
        );
        self.close_or_drop(start, inner, "");
    }

    fn close_or_drop(&mut self, start: usize, inner: usize, close: &str) {
        if self.begin() == inner {
            self.out.truncate(start);
        } else {
            self.push(close);
        }
    }

    /// Numbers of several places as one interval, other values one by one, equal ones once.
    fn over_all(
        &mut self,
        places: &[At<'a, 'static>],
        number: impl Fn(&mut Self, At<'a, 'static>) -> Option<(Range, Unit<'a>)>,
        write: impl Fn(&mut Self, At<'a, 'static>),
    ) {
        let mut hull: Option<(Range, Unit<'a>)> = None;
        for at in places {
            if let Some((range, unit)) = number(self, *at) {
                hull = Some(hull.map_or((range, unit), |(before, unit)| (before.hull(range), unit)));
            }
        }
        if let Some((range, unit)) = hull {
            return self.range(range, unit);
        }
        let mut written: Vec<(usize, usize)> = Vec::new();
        for at in places {
            let before = self.begin();
            if !written.is_empty() {
                self.push(self.marks.semicolon);
            }
            let start = self.begin();
            write(self, *at);
            let new = self.out.get(start..).unwrap_or_default();
            let known = written.iter().any(|(from, to)| self.out.get(*from..*to) == Some(new));
            if known || new.is_empty() {
                self.out.truncate(before);
            } else {
                written.push((start, self.begin()));
            }
        }
    }

    pub fn push_skip(&mut self, skip: Skip<'a>) {
        match skip {
            Skip::Filter(text) => self.push_requirement(None, text, &[]),
            Skip::Window => self.say(Say::OutsideWindow),
            Skip::TooLittle => self.say(Say::TooLittle),
            Skip::NotHighest => self.say(Say::NotHighest),
            Skip::CountedElsewhere => self.say(Say::CountedElsewhere),
            Skip::RowGivesNothing => self.say(Say::RowGivesNothing),
            Skip::OutsideTable => self.say(Say::OutsideTable),
            Skip::OtherPicked => self.say(Say::OtherPicked),
        }
    }
}

/// The test of a condition that is written so, and whether it is denied.
fn find_leaf<'c>(cond: &'c Cond, text: &str, denied: bool) -> Option<(&'c Leaf, bool)> {
    match cond {
        Cond::All(members) | Cond::Any(members) => {
            members.iter().find_map(|member| find_leaf(member, text, denied))
        }
        Cond::Not(inner) => find_leaf(inner, text, !denied),
        Cond::Leaf(leaf) => (*leaf.text == *text).then_some((leaf, denied)),
    }
}
