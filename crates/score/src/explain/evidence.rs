//! What a measure was counted from, and what of it does not count.

use super::LineKind;
use super::expression::Shown;
use super::words::{Say, Unit};
use super::writer::Writer;
use crate::assessment::{EntryUse, Evidence};
use crate::run::{At, Known};
use crate::value::{DateValue, Value};
use policy::model::{
    Amount, Count, DateOperand, Expr, Measure, MeasureId, Operand, SetStep, Table, ValueKind,
};
use policy::record::Entry;
use policy::vocabulary::{FactId, Kind};
use terms::{Date, Month, Range, Tri};

/// More runs or events than this are not written out one by one.
const MOST: usize = 6;
/// Measures defined by measures are followed so far down.
const DEEPEST: u8 = 2;

impl<'a> Writer<'a, '_> {
    /// Lines on what a measure was counted from and what does not count.
    pub fn measure_lines(&mut self, id: MeasureId, depth: u8) {
        let policy = self.policy;
        let measure: &'a Measure = &policy[id];
        let value = self.run.measure(id);
        let start = self.begin();
        match &measure.count {
            Count::Formula(expr) => {
                self.push_measure_name(id);
                self.push(" = ");
                self.push_expr(expr, At::default(), Shown::Both);
                if Self::computes(expr) {
                    self.push_equals(value.number(), self.measure_unit(measure));
                }
                self.end_line(LineKind::Facts, start);
                self.formula_measures(expr, depth);
            }
            Count::Table(table) => {
                self.push_columns(table, At::default());
                self.push(self.marks.colon);
                self.push_measure_name(id);
                self.space();
                self.push_value(value, None, self.measure_unit(measure));
                self.end_line(LineKind::Facts, start);
            }
            Count::FullYears(from) | Count::FullMonths(from) => {
                self.elapsed(measure, from, value.number());
                self.end_line(LineKind::Facts, start);
            }
            _ => {
                if self.counted(measure, id, value) {
                    self.end_line(LineKind::Facts, start);
                } else {
                    // That nothing is known is said once, by the line on what is missing.
                    self.out.truncate(start);
                }
                self.skipped(id);
            }
        }
    }

    /// The measures an expression is made of.
    fn formula_measures(&mut self, expr: &'a Expr, depth: u8) {
        if depth >= DEEPEST {
            return;
        }
        let mut measures: Vec<MeasureId> = Vec::new();
        expr.visit(&mut |expr| {
            if let Expr::Measure(id) = expr
                && !measures.contains(id)
            {
                measures.push(*id);
            }
        });
        for id in measures {
            self.measure_lines(id, depth + 1);
        }
    }

    fn elapsed(&mut self, measure: &'a Measure, from: &'a DateOperand, value: Range) {
        self.push_date_name(from, None);
        let to = self.run.counting_date(measure);
        match self.run.date(from, At::default()) {
            DateValue::Known(from) => {
                self.space();
                self.say(Say::Elapsed { from, to, value, unit: self.measure_unit(measure) });
            }
            DateValue::Absent => {
                self.push(self.marks.colon);
                self.say(Say::KnownNone);
            }
            DateValue::Unknown(_) => {
                self.push(self.marks.colon);
                self.say(Say::NotGiven);
            }
        }
    }

    fn fact_names(&mut self, measure: &'a Measure) {
        let mut first = true;
        for source in &measure.sources {
            self.separate(&mut first);
            self.push(self.fact_name(source.fact));
        }
    }

    /// True when there was something to say.
    fn counted(&mut self, measure: &'a Measure, id: MeasureId, value: Value<'a>) -> bool {
        self.fact_names(measure);
        self.push(self.marks.colon);
        let Some(result) = self.run.measures.get(id.index()).and_then(Option::as_ref) else { return false };
        let some = result.entries.iter().any(|used| used.counts.possible());
        let (entries, unknown) = (result.entries.len(), result.unknown);
        let none = match &result.evidence {
            Evidence::Months(sets) => sets.1.is_empty() || (sets.0.is_empty() && unknown),
            Evidence::Days(days) => days.1.is_empty() || (days.0.is_empty() && unknown),
            Evidence::Nothing => !some,
        };
        if none {
            self.say(if entries == 0 { Say::KnownNone } else { Say::NothingCounts });
            if unknown {
                return false;
            }
            self.conditions_of(measure);
            return true;
        }
        match &result.evidence {
            Evidence::Months(sets) => {
                let (runs, count, same) = (sets.0.runs(), sets.0.count(), sets.0 == sets.1);
                self.months(measure, value, &runs, count, same);
            }
            Evidence::Days(days) => {
                let runs: Vec<(Date, Date)> = days.0.runs().collect();
                let same = days.0 == days.1;
                self.days(measure, value, &runs, same);
            }
            Evidence::Nothing => self.events(measure, id, value, unknown),
        }
        self.conditions_of(measure);
        true
    }

    fn months(
        &mut self,
        measure: &'a Measure,
        value: Value<'a>,
        runs: &[(Month, Month)],
        count: u32,
        same: bool,
    ) {
        for (at, (from, to)) in runs.iter().take(MOST).enumerate() {
            if at > 0 {
                self.push(self.marks.list);
            }
            self.say(Say::Months(*from, *to));
        }
        if matches!(measure.count, Count::Exists) {
            return;
        }
        self.after_runs(runs.len());
        if !same {
            return self.say(Say::InAll(value.number(), self.measure_unit(measure)));
        }
        let months = Range::known(terms::Exact::from(i64::from(count)));
        self.total_of(measure, value, months);
    }

    fn days(&mut self, measure: &'a Measure, value: Value<'a>, runs: &[(Date, Date)], same: bool) {
        let on = self.run.counting_date(measure);
        for (at, (from, to)) in runs.iter().take(MOST).enumerate() {
            if at > 0 {
                self.push(self.marks.list);
            }
            self.say(Say::Span(*from, (*to < on).then_some(*to)));
        }
        if matches!(measure.count, Count::Exists) {
            return;
        }
        self.after_runs(runs.len());
        if !same && matches!(value, Value::Number(_)) {
            return self.say(Say::InAll(value.number(), self.measure_unit(measure)));
        }
        self.total_of(measure, value, value.number());
    }

    /// What stands between runs and what they come to.
    fn after_runs(&mut self, runs: usize) {
        if runs > MOST {
            self.say(Say::Pieces(runs));
        }
        if runs == 0 {
            self.say(Say::MayCount);
        }
        self.push(self.marks.comma);
    }

    /// What the months or days come to, by what is counted.
    fn total_of(&mut self, measure: &'a Measure, value: Value<'a>, months: Range) {
        let unit = self.measure_unit(measure);
        match (&measure.count, value) {
            (Count::Years, Value::Number(years)) => {
                self.say(Say::InAll(months, Unit::Months));
                self.push(self.marks.comma);
                self.say(Say::Full(years, Unit::Years));
            }
            (Count::YearsByRun, Value::Number(years)) => self.say(Say::YearsOfRuns(years)),
            (Count::CurrentRun, Value::Number(run)) => self.say(Say::Unbroken(run)),
            (Count::LongestRun, Value::Number(run)) => self.say(Say::LongestRun(run)),
            (_, Value::Flag(flag)) if matches!(measure.count, Count::InForce) => self.say(Say::InForce(flag)),
            (_, Value::Number(number)) => self.say(Say::InAll(number, unit)),
            (_, other) => self.push_value(other, kind_options(measure), unit),
        }
    }

    /// The events that count.
    fn events(&mut self, measure: &'a Measure, id: MeasureId, value: Value<'a>, unknown: bool) {
        let total = self.entries(id);
        let mut shown = 0;
        let mut counting = 0;
        for at in 0..total {
            let Some(used) = self.used(id, at).filter(|used| used.counts.possible()) else { continue };
            counting += 1;
            if shown == MOST {
                continue;
            }
            if shown > 0 {
                self.push(self.marks.list);
            }
            shown += 1;
            self.push_event(measure, used);
        }
        if counting > shown {
            self.say(Say::Pieces(counting));
        }
        if counting > 1 || matches!(measure.count, Count::Times | Count::YearsReaching(_)) || unknown {
            match value {
                Value::Number(number) => {
                    self.push(self.marks.comma);
                    let unit = if matches!(measure.count, Count::YearsReaching(_)) {
                        Unit::Years
                    } else {
                        self.measure_unit(measure)
                    };
                    self.say(Say::InAll(number, unit));
                }
                Value::Choice(_) | Value::Date(_) | Value::Words(_) => {
                    self.push(self.marks.comma);
                    self.push_value(value, kind_options(measure), Unit::Plain);
                }
                _ => {}
            }
        }
    }

    fn push_event(&mut self, measure: &'a Measure, used: EntryUse<'a>) {
        let Some(entry) = self.run.entry(used.fact, used.at) else { return };
        self.push_dates(used.fact, entry);
        let Some(source) = measure.sources.iter().find(|source| source.fact == used.fact) else { return };
        let here = At::entry(used.fact, entry, entry.from);
        match &source.amount {
            Some(Amount::Number(expr)) => {
                self.space();
                let value = self.run.expr(expr, here);
                let unit = self.expr_unit(expr, Some(used.fact));
                self.range(value, unit);
            }
            Some(Amount::Attribute(id)) => {
                self.space();
                self.push_held(Operand::Attribute(*id), here);
            }
            _ => {}
        }
        if used.counts == Tri::Unknown {
            self.push(self.marks.open);
            self.say(Say::MayCount);
            self.push(self.marks.close);
        }
    }

    /// When a span or event was.
    pub fn push_dates(&mut self, fact: FactId, entry: &'a Entry) {
        match self.policy.vocabulary.fact(fact).kind {
            Kind::MonthSpans => match entry.to {
                Some(to) => self.say(Say::Months(Month::of(entry.from), Month::of(to))),
                None => self.say(Say::MonthsToDate(Month::of(entry.from))),
            },
            Kind::DaySpans => self.say(Say::Span(entry.from, entry.to)),
            Kind::Events | Kind::Value => super::amounts::date(&mut self.out, entry.from),
        }
    }

    /// Window, set operations and counting date, where the measure has its own.
    fn conditions_of(&mut self, measure: &'a Measure) {
        let start = self.begin();
        let mut first = true;
        if measure.window.is_some() {
            let frame = self.run.frame(measure);
            if let Some(from) = frame.from.filter(|from| !frame.empty && *from <= frame.to) {
                self.bracket(&mut first);
                let months = measure
                    .sources
                    .iter()
                    .all(|source| self.policy.vocabulary.fact(source.fact).kind == Kind::MonthSpans);
                if months {
                    let (from, to) = frame.months(Month::last_full(self.run.counting_date(measure)));
                    self.say(Say::WindowMonths(from, to));
                } else {
                    self.say(Say::Window(from, frame.to));
                }
            }
        }
        for step in &measure.steps {
            self.bracket(&mut first);
            let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = step;
            self.say(match step {
                SetStep::Add(..) => Say::Added,
                SetStep::Remove(_) => Say::Removed,
                SetStep::Keep(_) => Say::Kept,
            });
            self.push_measure_name(*id);
        }
        if measure.as_of.is_some() {
            let on = self.run.counting_date(measure);
            if on != self.assessment.as_of {
                self.bracket(&mut first);
                self.say(Say::AsOf(on));
            }
        }
        if self.begin() > start {
            self.push(self.marks.close);
        }
    }

    fn bracket(&mut self, first: &mut bool) {
        let mark = if std::mem::replace(first, false) { self.marks.open } else { self.marks.semicolon };
        self.push(mark);
    }

    /// How many spans or events a measure looked at.
    pub fn entries(&self, id: MeasureId) -> usize {
        self.run.measures.get(id.index()).and_then(Option::as_ref).map_or(0, |result| result.entries.len())
    }

    pub fn used(&self, id: MeasureId, at: usize) -> Option<EntryUse<'a>> {
        self.run.measures.get(id.index())?.as_ref()?.entries.get(at).copied()
    }

    /// A value fact that is scored, or that a table looks at.
    pub fn push_fact(&mut self, id: FactId) {
        self.push(self.fact_name(id));
        self.space();
        match self.run.known(id) {
            Known::Unknown => {
                self.say(if self.assessment.record.get(id).disputed { Say::Disputed } else { Say::NotGiven })
            }
            Known::Nothing => self.say(Say::None),
            Known::Value(_) | Known::Entries(_) => self.push_held(Operand::Fact(id), At::default()),
        }
    }

    /// The values a table looks at.
    pub fn push_columns(&mut self, table: &'a Table, at: At<'a, '_>) {
        let mut first = true;
        for column in &table.columns {
            self.separate(&mut first);
            match column.operand {
                Operand::Fact(id) => self.push_fact(id),
                operand => {
                    self.push_operand_name(operand, at.entry.map(|(fact, _)| fact));
                    self.space();
                    self.push_held(operand, at);
                }
            }
        }
    }
}

fn kind_options(measure: &Measure) -> Option<&[String]> {
    match &measure.kind {
        ValueKind::Choice(options) => Some(options),
        _ => None,
    }
}
