//! Timelines: which months or days surely count, and which may.

use crate::assessment::{EntryUse, Evidence, Skip};
use crate::run::{At, Known, Passed, Run};
use crate::window::Frame;
use policy::model::{Amount, Count, Fold, Measure, SetStep, Source, Threshold};
use policy::record::{Entry, Value as Held};
use policy::vocabulary::{FactId, Kind};
use terms::civil::{full_months_between, next_day};
use terms::{Date, Days, Exact, Month, Months, Range, Tri};

/// What surely counts and what may, before anything is counted.
pub(crate) struct Timeline<'a> {
    pub sets: Sets,
    pub entries: Vec<EntryUse<'a>>,
    pub unknown: bool,
    /// For sums and means: pieces of spans, with their months and the amount of each month.
    pub pieces: Vec<Piece>,
}

impl Timeline<'_> {
    fn empty() -> Self {
        Timeline { sets: Sets::Nothing, entries: Vec::new(), unknown: false, pieces: Vec::new() }
    }
}

/// The months or days that surely count, then those that may: [`Evidence`] on its way.
#[expect(clippy::large_enum_variant, reason = "lives on the stack for the length of one measure")]
pub(crate) enum Sets {
    Nothing,
    Months(Months, Months),
    Days(Days, Days),
}

impl Sets {
    pub fn into_evidence(self) -> Evidence {
        match self {
            Sets::Nothing => Evidence::Nothing,
            Sets::Months(surely, maybe) => Evidence::Months(Box::new((surely, maybe))),
            Sets::Days(surely, maybe) => Evidence::Days(Box::new((surely, maybe))),
        }
    }
}

pub(crate) struct Piece {
    pub counts: Tri,
    pub months: u32,
    pub amount: Range,
}

impl<'a> Run<'a> {
    /// The timeline of a measure over spans.
    pub fn timeline(&mut self, measure: &'a Measure) -> Timeline<'a> {
        let frame = self.frame(measure);
        let by_day = measure.sources.iter().any(|source| self.fact(source.fact).kind == Kind::DaySpans);
        let mut line = if by_day { self.days(measure, frame) } else { self.months(measure, frame) };
        if let (Sets::Days(surely, maybe), Some(fold)) = (&line.sets, measure.fold) {
            let whole = fold == Fold::Whole;
            // The month that is not over yet is not counted as a month.
            let over = Months::between(Months::first(), Month::last_full(self.counting_date(measure)));
            let months = |days: &Days| days.to_months(whole).intersection(&over);
            let certain = months(surely);
            line.sets = Sets::Months(certain, if surely == maybe { certain } else { months(maybe) });
        }
        for step in &measure.steps {
            self.step(&mut line, step);
        }
        line
    }

    fn months(&mut self, measure: &'a Measure, frame: Frame) -> Timeline<'a> {
        let (first, last) = frame.months(Month::last_full(self.counting_date(measure)));
        let mut line = Timeline { sets: Sets::Months(Months::NONE, Months::NONE), ..Timeline::empty() };
        // Filled in place: these sets are large to move about. What may count holds at first only what does not surely count.
        let Sets::Months(surely, maybe) = &mut line.sets else { return line };
        for source in &measure.sources {
            let held = match self.known(source.fact) {
                Known::Entries(held) => held,
                Known::Nothing | Known::Value(_) => continue,
                Known::Unknown => {
                    line.unknown = true;
                    let earliest = self.fact(source.fact).earliest.unwrap_or_else(Months::first);
                    if !frame.empty {
                        maybe.insert(first.max(earliest), last);
                    }
                    continue;
                }
            };
            let keeps = self.keeps(measure);
            if keeps {
                line.entries.reserve_exact(held.len());
            }
            let passed = self.passes(source, held);
            for (at, entry) in held.iter().enumerate() {
                let from = Month::of(begins(source, entry)).max(first);
                let to = entry.to.map_or(last, Month::of).min(last);
                let mut used = EntryUse { fact: source.fact, at, counts: Tri::No, skip: Some(Skip::Window) };
                if from <= to && !frame.empty {
                    let (counts, failed) = fixed(passed.as_deref(), at);
                    let counts = if frame.unsure || entry.maybe || begins_unsure(source, entry) {
                        counts.and(Tri::Unknown)
                    } else {
                        counts
                    };
                    used.skip = failed.map(Skip::Filter);
                    if counts.possible() {
                        self.pieces(source, entry, counts, (from, to), &mut |run, counts, from, to| {
                            used.counts = used.counts.max(counts);
                            match counts {
                                Tri::Yes => surely.insert(from, to),
                                Tri::Unknown => maybe.insert(from, to),
                                Tri::No => return,
                            }
                            run.piece(measure, source, entry, counts, (from, to), &mut line.pieces);
                        });
                        used.skip = if used.counts == Tri::No { self.failed.map(Skip::Filter) } else { None };
                    }
                }
                if keeps {
                    line.entries.push(used);
                }
            }
        }
        maybe.add(surely);
        line
    }

    /// Hands over a span whole, or piece by piece where a parameter changes inside it.
    fn pieces(
        &mut self,
        source: &'a Source,
        entry: &'a Entry,
        counts: Tri,
        (from, to): (Month, Month),
        each: &mut impl FnMut(&mut Self, Tri, Month, Month),
    ) {
        if !source.monthly {
            return each(self, counts, from, to);
        }
        if let Some(threshold) = &source.threshold
            && source.amount.is_none()
            && let Some(Held::Number(value)) = entry.attribute(threshold.attribute)
        {
            return self.against(threshold, *value, counts, (from, to), each);
        }
        let changes = &self.policy.changes;
        let mut next = changes.partition_point(|change| *change <= from);
        let mut start = from;
        while start <= to {
            let end = changes.get(next).map_or(to, |change| change.back(1).min(to));
            next += 1;
            let at = At::entry(source.fact, entry, start.first_day());
            let varying = source.varying.as_ref().map_or(Tri::Yes, |filter| self.cond(filter, at));
            each(self, counts.and(varying), start, end);
            start = end.ahead(1);
        }
    }

    /// The same for a number against a threshold worked out in advance; stretches with the same answer come as one.
    fn against(
        &mut self,
        threshold: &'a Threshold,
        value: Exact,
        counts: Tri,
        (from, to): (Month, Month),
        each: &mut impl FnMut(&mut Self, Tri, Month, Month),
    ) {
        let steps = &threshold.steps;
        let mut next = threshold.steps_by(from);
        let mut start = from;
        let mut pending: Option<(Tri, Month)> = None;
        while start <= to {
            let wanted = next.checked_sub(1).and_then(|at| steps.get(at));
            let holds = wanted
                .map_or(Tri::Unknown, |(_, least)| Tri::from(threshold.comparison.holds(&value, least)));
            if holds == Tri::No {
                self.failed = Some(&threshold.text);
            }
            match pending {
                Some((before, _)) if before == holds => {}
                _ => {
                    if let Some((before, since)) = pending {
                        each(self, counts.and(before), since, start.back(1));
                    }
                    pending = Some((holds, start));
                }
            }
            start = steps.get(next).map_or_else(|| to.ahead(1), |(month, _)| *month);
            next += 1;
        }
        if let Some((holds, since)) = pending {
            each(self, counts.and(holds), since, to);
        }
    }

    fn piece(
        &mut self,
        measure: &Measure,
        source: &'a Source,
        entry: &'a Entry,
        counts: Tri,
        (from, to): (Month, Month),
        out: &mut Vec<Piece>,
    ) {
        if let (Count::Sum | Count::Mean, Some(Amount::Number(expr))) = (&measure.count, &source.amount) {
            let amount = self.expr(expr, At::entry(source.fact, entry, from.first_day()));
            out.push(Piece { counts, months: u32::try_from(to.since(from) + 1).unwrap_or(0), amount });
        }
    }

    fn days(&mut self, measure: &'a Measure, frame: Frame) -> Timeline<'a> {
        let mut surely: Vec<(Date, Date)> = Vec::new();
        let mut open: Vec<(Date, Date)> = Vec::new(); // what may count besides
        let mut line = Timeline::empty();
        let begin = frame.from.unwrap_or(Date::MIN);
        for source in &measure.sources {
            let held = match self.known(source.fact) {
                Known::Entries(held) => held,
                Known::Nothing | Known::Value(_) => continue,
                Known::Unknown => {
                    line.unknown = true;
                    let earliest = self.fact(source.fact).earliest.unwrap_or_else(Months::first).first_day();
                    if !frame.empty {
                        open.push((begin.max(earliest), frame.to));
                    }
                    continue;
                }
            };
            let keeps = self.keeps(measure);
            if keeps {
                line.entries.reserve_exact(held.len());
            }
            surely.reserve_exact(held.len());
            let passed = self.passes(source, held);
            for (at, entry) in held.iter().enumerate() {
                let from = begins(source, entry).max(begin);
                let to = entry.to.unwrap_or(frame.to).min(frame.to);
                let mut used = EntryUse { fact: source.fact, at, counts: Tri::No, skip: Some(Skip::Window) };
                if from <= to && !frame.empty {
                    used = self.tested(source, entry, used, fixed(passed.as_deref(), at), frame);
                    match used.counts {
                        Tri::Yes => surely.push((from, to)),
                        Tri::Unknown => open.push((from, to)),
                        Tri::No => {}
                    }
                }
                if keeps {
                    line.entries.push(used);
                }
            }
        }
        let surely = Days::of_spans(surely);
        let maybe = if open.is_empty() { surely.clone() } else { surely.union(&Days::of_spans(open)) };
        line.sets = Sets::Days(surely, maybe);
        line
    }

    /// Spans looked at are kept for the explanation, and where the count itself asks for them.
    fn keeps(&self, measure: &Measure) -> bool {
        self.explains
            || matches!(
                measure.count,
                Count::Exists
                    | Count::Times
                    | Count::Greatest
                    | Count::Least
                    | Count::Latest
                    | Count::Earliest
                    | Count::Entries
            )
    }

    /// Whether a span by day, or an event, counts: the shared part of the condition, then the rest, as of its first day.
    pub fn tested(
        &mut self,
        source: &'a Source,
        entry: &'a Entry,
        used: EntryUse<'a>,
        fixed: Passed<'a>,
        frame: Frame,
    ) -> EntryUse<'a> {
        let (mut counts, failed) = fixed;
        let mut skip = failed.map(Skip::Filter);
        if let Some(varying) = source.varying.as_ref().filter(|_| counts.possible()) {
            counts = counts.and(self.cond(varying, At::entry(source.fact, entry, entry.from)));
            skip = if counts == Tri::No { self.failed.map(Skip::Filter) } else { None };
        }
        if frame.unsure || entry.maybe || begins_unsure(source, entry) {
            counts = counts.and(Tri::Unknown);
        }
        EntryUse { counts, skip, ..used }
    }

    fn step(&mut self, line: &mut Timeline<'a>, step: &SetStep) {
        let id = step.other();
        self.measure(id);
        let Some(Some(other)) = self.measures.get(id.index()) else { return };
        line.unknown |= other.unknown;
        if other.evidence == Evidence::Nothing {
            if let SetStep::Keep(_) = step {
                line.sets = Sets::Nothing;
            }
            return;
        }
        if let (Sets::Days(a, b), Evidence::Days(days)) = (&line.sets, &other.evidence) {
            let (c, d) = &**days;
            line.sets = match step {
                SetStep::Add(..) => Sets::Days(a.union(c), b.union(d)),
                SetStep::Remove(_) => Sets::Days(a.without(d), b.without(c)),
                SetStep::Keep(_) => Sets::Days(a.intersection(c), b.intersection(d)),
            };
            return;
        }
        let (a, b) = match &line.sets {
            Sets::Months(surely, maybe) => (*surely, *maybe),
            Sets::Days(surely, maybe) => (surely.to_months(true), maybe.to_months(true)),
            Sets::Nothing => (Months::NONE, Months::NONE),
        };
        let (mut c, mut d) = match &other.evidence {
            Evidence::Months(sets) => **sets,
            Evidence::Days(days) => (days.0.to_months(true), days.1.to_months(true)),
            Evidence::Nothing => (Months::NONE, Months::NONE),
        };
        if let SetStep::Add(_, Some(until)) = step {
            let early = Months::between(Months::first(), *until);
            c = c.intersection(&early);
            d = d.intersection(&early);
        }
        let sets = match step {
            SetStep::Add(..) => (a.union(&c), b.union(&d)),
            SetStep::Remove(_) => (a.without(&d), b.without(&c)),
            SetStep::Keep(_) => (a.intersection(&c), b.intersection(&d)),
        };
        line.sets = Sets::Months(sets.0, sets.1);
    }

    /// Counts a timeline. Every count here grows with the set, so that the two ends of the interval are the counts of what
    /// surely counts and of what may.
    pub fn count_line(&self, measure: &Measure, sets: &Sets) -> Range {
        let on = self.counting_date(measure);
        match sets {
            Sets::Months(surely, maybe) => {
                let low = count_months(&measure.count, surely, measure.gap, on);
                if surely == maybe {
                    Range::known(low)
                } else {
                    Range::between(low, count_months(&measure.count, maybe, measure.gap, on))
                }
            }
            Sets::Days(surely, maybe) => {
                let low = count_days(&measure.count, surely, measure.gap, on);
                if surely == maybe {
                    Range::known(low)
                } else {
                    Range::between(low, count_days(&measure.count, maybe, measure.gap, on))
                }
            }
            Sets::Nothing => Range::ZERO,
        }
    }

    /// Whether the as-of month or day is inside.
    pub fn in_force(&self, measure: &Measure, sets: &Sets) -> Tri {
        let on = self.counting_date(measure);
        let (surely, maybe) = match sets {
            Sets::Months(surely, maybe) => {
                let month = Month::last_full(on);
                (surely.contains(month), maybe.contains(month))
            }
            Sets::Days(surely, maybe) => (surely.contains(on), maybe.contains(on)),
            Sets::Nothing => (false, false),
        };
        match (surely, maybe) {
            (true, _) => Tri::Yes,
            (_, true) => Tri::Unknown,
            _ => Tri::No,
        }
    }

    /// The fact's span or event at a place.
    pub fn entry(&self, fact: FactId, at: usize) -> Option<&'a Entry> {
        match self.known(fact) {
            Known::Entries(entries) => entries.get(at),
            _ => None,
        }
    }
}

/// The day from which a span counts: its first, or the later one its source names.
fn begins(source: &Source, entry: &Entry) -> Date {
    match source.starts.and_then(|id| entry.attribute(id)) {
        Some(Held::Date(day)) => entry.from.max(*day),
        _ => entry.from,
    }
}

/// True when the source names a later first day that is not known of this span.
fn begins_unsure(source: &Source, entry: &Entry) -> bool {
    source.starts.is_some_and(|id| entry.attribute(id).is_none())
}

/// Whether a span passes the fixed part of its condition.
pub(crate) fn fixed<'a>(passed: Option<&[Passed<'a>]>, at: usize) -> Passed<'a> {
    passed.and_then(|passed| passed.get(at)).copied().unwrap_or((Tri::Yes, None))
}

fn whole(number: u32) -> Exact {
    Exact::from(i64::from(number))
}

fn count_months(count: &Count, set: &Months, gap: u32, on: Date) -> Exact {
    let last = Month::last_full(on);
    match count {
        Count::Years => whole(set.count() / 12),
        Count::YearsTouched => whole(set.years()),
        Count::YearsByRun => whole(set.runs_bridging(gap).iter().map(|run| run.2 / 12).sum()),
        Count::CurrentRun if gap == 0 => whole(set.run_to(last)),
        Count::CurrentRun => {
            whole(set.runs_bridging(gap).last().filter(|run| run.1 == last).map_or(0, |run| run.2))
        }
        Count::LongestRun => whole(set.runs_bridging(gap).iter().map(|run| run.2).max().unwrap_or(0)),
        _ => whole(set.count()),
    }
}

fn count_days(count: &Count, set: &Days, gap: u32, on: Date) -> Exact {
    if let Count::YearsTouched = count {
        return whole(set.to_months(false).years());
    }
    if let Count::Days = count {
        return whole(set.count());
    }
    // A run's months: those of its pieces; a gap that does not break it does not count either.
    let months = |(from, to): (Date, Date)| -> u32 {
        set.runs()
            .filter(|(a, b)| *a >= from && *b <= to)
            .map(|(a, b)| full_months_between(a, next_day(b)))
            .sum()
    };
    let runs = set.bridging(gap);
    match count {
        Count::Years => whole(runs.into_iter().map(months).sum::<u32>() / 12),
        Count::YearsByRun => whole(runs.into_iter().map(|run| months(run) / 12).sum()),
        Count::CurrentRun => whole(runs.last().filter(|run| run.1 >= on).map_or(0, |run| months(*run))),
        Count::LongestRun => whole(runs.into_iter().map(months).max().unwrap_or(0)),
        _ => whole(runs.into_iter().map(months).sum()),
    }
}
