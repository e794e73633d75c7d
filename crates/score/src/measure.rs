//! Measures: from spans, events and dates to one value.

use crate::assessment::{EntryUse, Evidence, MeasureResult};
use crate::run::{At, Known, Run};
use crate::spans::Piece;
use crate::value::{DateValue, Value, Words};
use policy::model::{ABSENT, Amount, Count, DateOperand, Measure, MeasureId, RowValue, ValueKind};
use policy::vocabulary::Kind;
use terms::civil::{full_months_between, full_years_between};
use terms::{Date, Exact, Range, Tri};

impl<'a> Run<'a> {
    pub fn evaluate_measure(&mut self, id: MeasureId) -> MeasureResult<'a> {
        let policy = self.policy;
        let measure = &policy[id];
        let alone = |value: Value<'a>| {
            let unknown = !matches!(value, Value::Number(range) if range.is_known()) && uncertain(value);
            MeasureResult { value, evidence: Evidence::Nothing, entries: Vec::new(), unknown }
        };
        match &measure.count {
            Count::Formula(expr) => {
                let value = Value::Number(self.expr(expr, At::default()));
                return alone(value);
            }
            Count::Table(table) => {
                let value = Value::Number(self.table(table, At::default()).range);
                return alone(value);
            }
            Count::FullYears(from) => {
                return alone(Value::Number(self.elapsed(measure, from, full_years_between)));
            }
            Count::FullMonths(from) => {
                return alone(Value::Number(self.elapsed(measure, from, full_months_between)));
            }
            _ => {}
        }
        // Known to have nothing of it: the commonest case of all.
        if measure.steps.is_empty()
            && measure.sources.iter().all(|source| matches!(self.known(source.fact), Known::Nothing))
        {
            let value = nothing(&measure.kind);
            return MeasureResult { value, evidence: Evidence::Nothing, entries: Vec::new(), unknown: false };
        }
        let kind = measure.sources.first().map_or(Kind::Events, |source| self.fact(source.fact).kind);
        if kind == Kind::Events { self.of_events(measure) } else { self.of_spans(measure) }
    }

    fn elapsed(&mut self, measure: &'a Measure, from: &DateOperand, count: fn(Date, Date) -> u32) -> Range {
        let on = self.counting_date(measure);
        let number = |day: Date| Exact::from(i64::from(count(day, on)));
        match self.date(from, At::default()) {
            DateValue::Known(day) => Range::known(number(day)),
            DateValue::Absent => Range::ZERO,
            DateValue::Unknown(Some((first, last))) => {
                Range::between(number(last), number(first)).hull(Range::ZERO)
            }
            DateValue::Unknown(None) => Range::at_least(Exact::ZERO),
        }
    }

    fn of_spans(&mut self, measure: &'a Measure) -> MeasureResult<'a> {
        let line = self.timeline(measure);
        let value = match &measure.count {
            Count::InForce => Value::Flag(self.in_force(measure, &line.sets)),
            Count::Exists => Value::Flag(some(&line.entries, line.unknown)),
            Count::Times => Value::Number(times(&line.entries, line.unknown)),
            Count::Sum => Value::Number(sum_pieces(&line.pieces, line.unknown)),
            Count::Mean => Value::Number(mean_pieces(&line.pieces, line.unknown)),
            Count::Greatest | Count::Least | Count::Latest | Count::Earliest => {
                self.taken(measure, &line.entries, line.unknown)
            }
            _ => Value::Number(self.count_line(measure, &line.sets)),
        };
        // Kept for the explanation, and for measures that take from this one.
        let kept = self.explains || measure.feeds;
        let evidence = if kept { line.sets.into_evidence() } else { Evidence::Nothing };
        MeasureResult { value, evidence, entries: line.entries, unknown: line.unknown }
    }

    fn of_events(&mut self, measure: &'a Measure) -> MeasureResult<'a> {
        let (entries, unknown, frame) = self.events(measure);
        let value = match &measure.count {
            Count::Exists => Value::Flag(some(&entries, unknown)),
            Count::Times => Value::Number(times(&entries, unknown)),
            Count::Sum => {
                let mut sum = Range::ZERO;
                for used in &entries {
                    sum = sum + self.amount_of(measure, *used);
                }
                Value::Number(if unknown { sum + Range::at_least(Exact::ZERO) } else { sum })
            }
            Count::YearsReaching(least) => {
                let years = self.by_year(measure, &entries);
                let reach = |surely: bool| {
                    years
                        .iter()
                        .filter(|(_, sum)| {
                            if surely {
                                sum.low.is_some_and(|low| low >= *least)
                            } else {
                                sum.high.is_none_or(|high| high >= *least)
                            }
                        })
                        .count()
                };
                let number = |count: usize| Exact::from(i64::try_from(count).unwrap_or(0));
                let low = number(reach(true));
                let high = if unknown { frame.years().map(Exact::from) } else { Some(number(reach(false))) };
                Value::Number(Range { low: Some(low), high })
            }
            Count::Mean | Count::Greatest | Count::Least | Count::Latest | Count::Earliest => {
                self.taken(measure, &entries, unknown)
            }
            _ => Value::Entries,
        };
        MeasureResult { value, evidence: Evidence::Nothing, entries, unknown }
    }

    /// The greatest, least, latest or earliest of what is taken from each.
    fn taken(&mut self, measure: &'a Measure, entries: &[EntryUse<'a>], unknown: bool) -> Value<'a> {
        let unsure = unknown || entries.iter().any(|used| used.counts == Tri::Unknown);
        let mut best: Option<(Value<'a>, Date)> = None;
        for used in entries.iter().filter(|used| used.counts.possible()) {
            let Some(source) = measure.sources.iter().find(|source| source.fact == used.fact) else {
                continue;
            };
            let Some(entry) = self.entry(used.fact, used.at) else { continue };
            let here = At::entry(used.fact, entry, entry.from);
            let value = match &source.amount {
                Some(Amount::Number(expr)) => Value::Number(self.expr(expr, here)),
                Some(Amount::Attribute(id)) => self.operand(policy::model::Operand::Attribute(*id), here),
                Some(Amount::Start) => Value::Date(DateValue::Known(entry.from)),
                Some(Amount::End) => Value::Date(entry.to.map_or(DateValue::Absent, DateValue::Known)),
                None => continue,
            };
            best = Some(match best {
                None => (value, entry.from),
                Some(before) => better(&measure.count, before, (value, entry.from)),
            });
        }
        match (best, unsure) {
            (Some((value, _)), false) => value,
            (None, false) => nothing(&measure.kind),
            // A number that may still be topped is at least (or at most) the best of those that surely count; that finer
            // interval is left to the caller who asks for numbers: anything, here.
            _ => anything(&measure.kind),
        }
    }
}

fn better<'a>(count: &Count, before: (Value<'a>, Date), after: (Value<'a>, Date)) -> (Value<'a>, Date) {
    let takes_after = match (count, before.0, after.0) {
        (Count::Latest, ..) => after.1 >= before.1,
        (Count::Earliest, ..) => after.1 < before.1,
        (Count::Greatest, Value::Number(a), Value::Number(b)) => return (Value::Number(a.max(b)), before.1),
        (Count::Least, Value::Number(a), Value::Number(b)) => return (Value::Number(a.min(b)), before.1),
        (Count::Greatest, Value::Choice(a), Value::Choice(b)) => (b & !ABSENT) > (a & !ABSENT),
        (Count::Least, Value::Choice(a), Value::Choice(b)) => b < a,
        (Count::Greatest, Value::Date(DateValue::Known(a)), Value::Date(DateValue::Known(b))) => b > a,
        (Count::Least, Value::Date(DateValue::Known(a)), Value::Date(DateValue::Known(b))) => b < a,
        _ => false,
    };
    if takes_after { after } else { before }
}

fn nothing<'a>(kind: &ValueKind) -> Value<'a> {
    match kind {
        ValueKind::Number(_) => Value::Number(Range::ZERO),
        ValueKind::Flag => Value::Flag(Tri::No),
        ValueKind::Choice(_) => Value::Choice(ABSENT),
        ValueKind::Words => Value::Words(Words::Absent),
        ValueKind::Date => Value::Date(DateValue::Absent),
        ValueKind::Entries => Value::Entries,
    }
}

fn anything<'a>(kind: &ValueKind) -> Value<'a> {
    match kind {
        ValueKind::Number(_) => Value::Number(Range::at_least(Exact::ZERO)),
        ValueKind::Flag => Value::Flag(Tri::Unknown),
        ValueKind::Choice(options) => Value::Choice(((1 << options.len().min(62)) - 1) | ABSENT),
        ValueKind::Words => Value::Words(Words::Unknown),
        ValueKind::Date => Value::Date(DateValue::Unknown(None)),
        ValueKind::Entries => Value::Entries,
    }
}

fn uncertain(value: Value<'_>) -> bool {
    !matches!(
        value,
        Value::Flag(Tri::Yes | Tri::No)
            | Value::Date(DateValue::Known(_) | DateValue::Absent)
            | Value::Words(Words::Known(_) | Words::Absent)
            | Value::Choice(ABSENT)
    )
}

fn some(entries: &[EntryUse<'_>], unknown: bool) -> Tri {
    let some = entries.iter().map(|used| used.counts).fold(Tri::No, Tri::or);
    if unknown { some.or(Tri::Unknown) } else { some }
}

fn times(entries: &[EntryUse<'_>], unknown: bool) -> Range {
    let number = |count: usize| Exact::from(i64::try_from(count).unwrap_or(0));
    let low = number(entries.iter().filter(|used| used.counts.certain()).count());
    let high = number(entries.iter().filter(|used| used.counts.possible()).count());
    Range { low: Some(low), high: (!unknown).then_some(high) }
}

fn months(piece: &Piece) -> Range {
    Range::known(Exact::from(i64::from(piece.months)))
}

fn sum_pieces(pieces: &[Piece], unknown: bool) -> Range {
    let mut sum = Range::ZERO;
    for piece in pieces {
        let amount = piece.amount.times(months(piece));
        sum = sum + if piece.counts.certain() { amount } else { amount.hull(Range::ZERO) };
    }
    if unknown { sum + Range::at_least(Exact::ZERO) } else { sum }
}

fn mean_pieces(pieces: &[Piece], unknown: bool) -> Range {
    if unknown {
        return Range::at_least(Exact::ZERO);
    }
    if pieces.iter().any(|piece| !piece.counts.certain()) {
        // Between the least and the greatest of the pieces, or nothing.
        return pieces.iter().fold(Range::ZERO, |hull, piece| hull.hull(piece.amount));
    }
    let total: u32 = pieces.iter().map(|piece| piece.months).sum();
    if total == 0 {
        return Range::ZERO;
    }
    sum_pieces(pieces, false).over(Range::known(Exact::from(i64::from(total))))
}

/// What a table row gives, evaluated.
pub(crate) fn row_points<'a>(run: &mut Run<'a>, value: &'a RowValue, at: At<'a, '_>) -> Range {
    match value {
        RowValue::Given(expr) => run.expr(expr, at),
        RowValue::Unspecified => Range::ZERO,
        RowValue::Unseen => Range::at_least(Exact::ZERO),
    }
}
