//! Measures (口径): what is counted, of which facts, in which window.

use super::{AsOf, Basis, Cond, DateOperand, Expr, MeasureId, Parameter, Place, Reading, Table, Test};
use crate::language::syntax::{Comparison, Operator};
use crate::unit::Dimension;
use crate::vocabulary::{AttributeId, FactId};
use terms::{Date, Exact, Month};

/// A measure, with its arguments filled in.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The name, with its arguments.
    pub name: String,
    /// The facts it takes spans or events from, each with its own condition.
    pub sources: Vec<Source>,
    /// How far back it looks.
    pub window: Option<Window>,
    /// How days become calendar months.
    pub fold: Option<Fold>,
    /// Set operations, in order.
    pub steps: Vec<SetStep>,
    /// Gaps of up to so many months do not break a run.
    pub gap: u32,
    /// A counting date of its own.
    pub as_of: Option<AsOf>,
    /// What is counted.
    pub count: Count,
    /// What kind of value that is.
    pub kind: ValueKind,
    /// True when another measure takes months or days from this one.
    pub feeds: bool,
    /// Citation and grade.
    pub basis: Basis,
    /// How ambiguities are read.
    pub readings: Vec<Reading>,
    /// Where it stands.
    pub place: Place,
}

/// A fact that a measure takes from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The fact.
    pub fact: FactId,
    /// Which of its spans or events count.
    pub filter: Option<Cond>,
    /// What is summed, compared or taken of each, for counts that need it.
    pub amount: Option<Amount>,
    /// The part of the condition that is the same for every month of a span, shared among measures.
    pub fixed: Option<FilterId>,
    /// The part that contains a parameter, so that spans are taken month by month.
    pub varying: Option<Cond>,
    /// That part worked out in advance, where it is one attribute against a parameter.
    pub threshold: Option<Threshold>,
    /// 起算日: spans begin to count on the day in this attribute, if that is later than their own first day.
    pub starts: Option<AttributeId>,
    /// True when the condition or the amount contains a parameter.
    pub monthly: bool,
}

/// A parameter that runs longer than this is looked up without such help.
const MOST_MONTHS: usize = 2400;

/// `X 不低于 k × parameter`, worked out for every value of the parameter.
#[derive(Clone, PartialEq, Debug)]
pub struct Threshold {
    /// X.
    pub attribute: AttributeId,
    /// How it compares.
    pub comparison: Comparison,
    /// From which month with which number, in order of time; before the first the parameter has no value.
    pub steps: Vec<(Month, Exact)>,
    /// The test as written.
    pub text: Box<str>,
    /// How many steps there are by each month, from that of the first step to that of the last.
    by_month: Vec<u16>,
}

impl Threshold {
    /// The threshold of a condition, if it has that form.
    pub fn of(cond: &Cond, parameters: &[Parameter]) -> Option<Threshold> {
        let Cond::Leaf(leaf) = cond else { return None };
        let Test::Numbers(Expr::Attribute(attribute), comparison, right) = &leaf.test else { return None };
        let (factor, id) = match right {
            Expr::Parameter(id) => (Exact::ONE, *id),
            Expr::Binary(left, Operator::Times, right) => match (&**left, &**right) {
                (Expr::Number(factor), Expr::Parameter(id)) | (Expr::Parameter(id), Expr::Number(factor)) => {
                    (*factor, *id)
                }
                _ => return None,
            },
            _ => return None,
        };
        let rows = &parameters.get(id.index())?.rows;
        let steps: Option<Vec<(Month, Exact)>> =
            rows.iter().map(|row| Some((row.first_month(), row.value.checked_mul(factor)?))).collect();
        let steps = steps?;
        let mut by_month = Vec::new();
        if let (Some((first, _)), Some((last, _))) = (steps.first(), steps.last()) {
            let months = usize::try_from(last.since(*first)).ok().filter(|months| *months <= MOST_MONTHS)?;
            let by = |month: Month| steps.partition_point(|(step, _)| *step <= month);
            let all = (0..=i32::try_from(months).ok()?).map(|at| u16::try_from(by(first.ahead(at))).ok());
            by_month = all.collect::<Option<Vec<u16>>>()?;
        }
        let text = leaf.text.clone();
        Some(Threshold { attribute: *attribute, comparison: *comparison, steps, text, by_month })
    }

    /// How many steps there are by a month, that month's own included.
    pub fn steps_by(&self, month: Month) -> usize {
        let Some((first, _)) = self.steps.first() else { return 0 };
        match usize::try_from(month.since(*first)) {
            Ok(at) => self.by_month.get(at).map_or(self.steps.len(), |steps| usize::from(*steps)),
            Err(_) => 0,
        }
    }
}

/// The place of a shared condition in its policy.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FilterId(pub u16);

/// A condition on the spans or events of a fact that several measures share, so that it is asked once a person.
#[derive(Clone, PartialEq, Debug)]
pub struct Filter {
    /// The fact.
    pub fact: FactId,
    /// The condition.
    pub cond: Cond,
}

/// What is taken of each span or event.
#[derive(Clone, Debug)]
pub enum Amount {
    /// A number.
    Number(Expr),
    /// A choice, words or a date attribute.
    Attribute(AttributeId),
    /// Its first day.
    Start,
    /// Its last day.
    End,
}

/// Turning days into calendar months.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Fold {
    /// Only months of which every day is in.
    Whole,
    /// Months with at least one day in.
    Touched,
}

/// A set operation between timelines.
#[derive(Clone, PartialEq, Debug)]
pub enum SetStep {
    /// 并入: add the other's months, up to a month if one is given.
    Add(MeasureId, Option<Month>),
    /// 除去: remove the other's months.
    Remove(MeasureId),
    /// 限于: keep only the other's months.
    Keep(MeasureId),
}

impl SetStep {
    /// The other measure.
    pub fn other(&self) -> MeasureId {
        let (SetStep::Add(id, _) | SetStep::Remove(id) | SetStep::Keep(id)) = self;
        *id
    }
}

/// What is counted.
#[derive(Clone, Debug)]
pub enum Count {
    /// Nothing yet: the spans or events themselves, to be scored one by one.
    Entries,
    /// 月数
    Months,
    /// 天数
    Days,
    /// 整年数
    Years,
    /// 各段整年数
    YearsByRun,
    /// 年度数: calendar years with at least one month.
    YearsTouched,
    /// 连续月数
    CurrentRun,
    /// 最长连续月数
    LongestRun,
    /// 在期
    InForce,
    /// 次数
    Times,
    /// 有无
    Exists,
    /// 合计
    Sum,
    /// 平均
    Mean,
    /// 最高
    Greatest,
    /// 最低
    Least,
    /// 最近
    Latest,
    /// 最早
    Earliest,
    /// 年度数: calendar years whose sum reaches the number.
    YearsReaching(Exact),
    /// 满年数 since a date
    FullYears(DateOperand),
    /// 满月数 since a date
    FullMonths(DateOperand),
    /// 等于: an expression.
    Formula(Expr),
    /// A table that ends in 值.
    Table(Box<Table>),
}

/// How far back a measure looks.
#[derive(Clone, PartialEq, Debug)]
pub enum Window {
    /// The last so many months, up to the as-of month.
    Months(u32),
    /// The last so many years, from the same day to the as-of day, both included.
    Years(u32),
    /// The last so many calendar years that are over.
    FullYears(u32),
    /// The as-of date's calendar year.
    ThisYear,
    /// From a date to a date.
    Fixed {
        /// First day; open when absent.
        from: Option<DateOperand>,
        /// Last day; the as-of date when absent.
        to: Option<Date>,
    },
}

/// The kind of a measure's value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ValueKind {
    /// A number of this dimension.
    Number(Option<Dimension>),
    /// Yes or no.
    Flag,
    /// One of these words, in ascending order where order matters.
    Choice(Vec<String>),
    /// Words.
    Words,
    /// A date.
    Date,
    /// Spans or events.
    Entries,
}
