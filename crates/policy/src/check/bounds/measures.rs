//! Bounds of measures: windows bound months, days and years; facts bound what is taken of them.

use super::super::domain::Owner;
use super::{Bounds, Scene, remember, tame};
use crate::language::syntax::Operator;
use crate::model::{
    Amount, Count, DateOperand, Expr, Fold, Measure, MeasureId, RowValue, SetStep, ValueKind, Window,
};
use crate::unit::Dimension;
use crate::vocabulary::{Kind, Type};
use terms::{Exact, Range};

impl<'a> Bounds<'a> {
    /// A measure that is a number.
    pub fn measure(&self, id: MeasureId) -> Range {
        let Some(measure) = self.policy.measures.get(id.index()) else {
            return Range::ANY;
        };
        remember(&self.measures, id.index(), || tame(self.measured(measure)))
    }

    fn measured(&self, measure: &'a Measure) -> Range {
        let up_to = |most: Option<i64>| Range { low: Some(Exact::ZERO), high: most.map(Exact::from) };
        match &measure.count {
            Count::Formula(expr) => self.expr(expr, Scene::default()),
            Count::Table(table) => self.table(Owner::Measure(measure), table),
            Count::FullYears(from) => up_to(self.years_since(from)),
            Count::FullMonths(from) => up_to(self.years_since(from).map(|years| years * 12 + 11)),
            Count::Months | Count::CurrentRun | Count::LongestRun => up_to(self.months_of(measure)),
            Count::Years | Count::YearsByRun => up_to(self.months_of(measure).map(|months| months / 12)),
            Count::Days => up_to(days_of(measure.window.as_ref())),
            Count::YearsReaching(_) | Count::YearsTouched => up_to(years_of(measure.window.as_ref())),
            Count::Times => Range::at_least(Exact::ZERO),
            Count::Sum => {
                let one = self.taken(measure);
                let months = self.months_of(measure).filter(|_| self.of_months(measure));
                let times = Range { low: Some(Exact::ZERO), high: months.map(Exact::from) };
                one.times(tame(times)).hull(Range::ZERO)
            }
            Count::Mean | Count::Greatest | Count::Least | Count::Latest | Count::Earliest => {
                self.taken(measure).hull(Range::ZERO)
            }
            Count::Entries | Count::InForce | Count::Exists => Range::ANY,
        }
    }

    /// What is taken of one span or event.
    fn taken(&self, measure: &Measure) -> Range {
        let of_source = |source: &crate::model::Source| match &source.amount {
            Some(Amount::Number(expr)) => {
                self.expr(expr, Scene { fact: Some(source.fact), ..Scene::default() })
            }
            _ => Range::ANY,
        };
        let ranges = measure.sources.iter().map(of_source);
        ranges.reduce(Range::hull).unwrap_or(Range::ANY)
    }

    fn of_months(&self, measure: &Measure) -> bool {
        let kind = |source: &crate::model::Source| self.policy.vocabulary.fact(source.fact).kind;
        measure.sources.iter().all(|source| kind(source) == Kind::MonthSpans)
    }

    /// How many years lie between a date and the last day on which the version can be asked.
    fn years_since(&self, from: &DateOperand) -> Option<i64> {
        let first = match from {
            DateOperand::Fact(id) => self.policy.vocabulary.fact(*id).dates?.0,
            DateOperand::Fixed(day) => *day,
            _ => return None,
        };
        let years = i64::from(self.policy.until?.year()) - i64::from(first.year());
        Some(years.max(0))
    }

    /// The most months that a measure of spans can hold.
    fn months_of(&self, measure: &Measure) -> Option<i64> {
        let by_day = !self.of_months(measure);
        // A window of days may touch one month more than it is long.
        let more = i64::from(by_day && measure.fold != Some(Fold::Whole));
        let mut most = match measure.window.as_ref() {
            Some(Window::Months(count)) => Some(i64::from(*count) + more),
            Some(Window::Years(count)) => Some(i64::from(*count) * 12 + more),
            Some(Window::FullYears(count)) => Some(i64::from(*count) * 12),
            Some(Window::ThisYear) => Some(12),
            Some(Window::Fixed { .. }) => years_of(measure.window.as_ref()).map(|years| years * 12),
            None => None,
        };
        for step in &measure.steps {
            let other = |id: MeasureId| {
                let other = self.policy.measures.get(id.index())?;
                // Chains are short; a deeper one is simply not bounded.
                other.steps.is_empty().then(|| self.months_of(other))?
            };
            most = match step {
                SetStep::Add(id, _) => most.zip(other(*id)).map(|(a, b)| a + b),
                SetStep::Keep(id) => match (most, other(*id)) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                },
                SetStep::Remove(_) => most,
            };
        }
        most
    }

    /// True for measures that are counted in whole numbers.
    pub fn is_whole(&self, id: MeasureId) -> bool {
        let Some(measure) = self.policy.measures.get(id.index()) else {
            return false;
        };
        let counted = matches!(
            measure.kind,
            ValueKind::Number(Some(
                Dimension::Months | Dimension::Years | Dimension::Days | Dimension::Age | Dimension::Count
            ))
        );
        match &measure.count {
            Count::Formula(expr) => self.whole(expr),
            Count::Table(table) => table.rows.iter().all(|row| match &row.value {
                RowValue::Given(expr) => self.whole(expr),
                RowValue::Unspecified | RowValue::Unseen => true,
            }),
            Count::Sum | Count::Greatest | Count::Least | Count::Latest | Count::Earliest => {
                let whole = |source: &crate::model::Source| match &source.amount {
                    Some(Amount::Number(Expr::Attribute(id))) => {
                        let attributes = &self.policy.vocabulary.fact(source.fact).attributes;
                        attributes
                            .get(usize::from(id.0))
                            .is_some_and(|attribute| attribute.kind == Type::Integer)
                    }
                    Some(Amount::Number(expr)) => self.whole(expr),
                    _ => false,
                };
                measure.sources.iter().all(whole)
            }
            Count::Mean => false,
            _ => counted,
        }
    }

    /// True for expressions that give whole numbers only.
    fn whole(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Number(value) => value.is_whole(),
            Expr::Fact(id) => self.policy.vocabulary.fact(*id).value == Some(Type::Integer),
            Expr::Negative(inner) => self.whole(inner),
            Expr::Binary(left, Operator::Plus | Operator::Minus | Operator::Times, right)
            | Expr::Larger(left, right)
            | Expr::Smaller(left, right) => self.whole(left) && self.whole(right),
            Expr::Rounded(_, rounding) => rounding.places == 0,
            // A measure of measures is looked into one step deep, so that a round in a version with errors ends.
            Expr::Measure(id) => {
                let measure = self.policy.measures.get(id.index());
                let plain = measure
                    .is_some_and(|measure| !matches!(measure.count, Count::Formula(_) | Count::Table(_)));
                plain && self.is_whole(*id)
            }
            _ => false,
        }
    }
}

/// Days in a window, when it has a beginning and an end.
fn days_of(window: Option<&Window>) -> Option<i64> {
    match window? {
        Window::Months(count) => Some(i64::from(*count) * 31 + 1),
        Window::Years(count) => Some(i64::from(*count) * 366 + 1),
        Window::FullYears(count) => Some(i64::from(*count) * 366),
        Window::ThisYear => Some(366),
        Window::Fixed { .. } => years_of(window).map(|years| years * 366),
    }
}

/// Calendar years that a window touches, when it has a beginning and an end.
pub(super) fn years_of(window: Option<&Window>) -> Option<i64> {
    match window? {
        Window::Months(count) => Some(i64::from(*count) / 12 + 2),
        Window::Years(count) => Some(i64::from(*count) + 1),
        Window::FullYears(count) => Some(i64::from(*count)),
        Window::ThisYear => Some(1),
        Window::Fixed { from: Some(DateOperand::Fixed(from)), to: Some(to) } => {
            Some((i64::from(to.year()) - i64::from(from.year()) + 1).max(0))
        }
        Window::Fixed { .. } => None,
    }
}
