//! What a score is for: conditions, vetoes, uses, counting dates.

use super::{Basis, Cond, Expr, MeasureId, Place, Reading};
use crate::vocabulary::AttributeId;
use terms::civil::{day_before, years_before};
use terms::{Date, Month};

/// A named condition.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The name.
    pub name: String,
    /// What must hold.
    pub cond: Cond,
    /// Citation and grade.
    pub basis: Basis,
    /// How ambiguities are read.
    pub readings: Vec<Reading>,
    /// What the text leaves open.
    pub unspecified: Vec<String>,
    /// Department that confirms.
    pub department: Option<String>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// A veto.
#[derive(Clone, Debug)]
pub struct Veto {
    /// The name.
    pub name: String,
    /// The events that veto.
    pub events: Option<MeasureId>,
    /// Or the condition that does.
    pub cond: Option<Cond>,
    /// For how long.
    pub term: Term,
    /// For which uses; all when absent.
    pub uses: Option<Vec<String>>,
    /// Citation and grade.
    pub basis: Basis,
    /// How ambiguities are read.
    pub readings: Vec<Reading>,
    /// Where it stands.
    pub place: Place,
}

/// How long a veto lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Term {
    /// 永久
    Forever,
    /// So many months after the event, that day included.
    MonthsAfter(u32),
    /// Until the date in an attribute, and so many months more.
    Until(AttributeId, u32),
}

/// A use.
#[derive(Clone, Debug)]
pub struct Use {
    /// The name.
    pub name: String,
    /// Which door it stands behind.
    pub category: String,
    /// The first and last day of this rule, if not the whole version's.
    pub in_force: Option<(Date, Option<Date>)>,
    /// What must hold.
    pub cond: Option<Cond>,
    /// Its own score, if not the total.
    pub score: Option<Expr>,
    /// How it decides.
    pub decision: Decision,
    /// Keys of the order, first to last.
    pub keys: Vec<Key>,
    /// What happens to ties.
    pub ties: Option<Ties>,
    /// Whether freed places are filled.
    pub backfill: Option<bool>,
    /// A counting date of its own.
    pub as_of: Option<AsOf>,
    /// Whose score counts.
    pub applicant: Applicant,
    /// False where vetoes do not bind.
    pub vetoes_bind: bool,
    /// Where to go.
    pub office: Option<String>,
    /// What to bring.
    pub papers: Vec<String>,
    /// Citation and grade.
    pub basis: Basis,
    /// How ambiguities are read.
    pub readings: Vec<Reading>,
    /// What the text leaves open.
    pub unspecified: Vec<String>,
    /// Notes for readers.
    pub notes: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// Whose score counts for a use.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Applicant {
    /// 本人
    #[default]
    Oneself,
    /// 父母任一方: one parent applies, whichever stands better; two parents' points are not added.
    EitherParent,
}

/// How a use decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Decision {
    /// 达线: the conditions decide.
    Line,
    /// 排名, with the quota if it is part of the rule.
    Rank(Option<u32>),
    /// 次序: points only improve the order.
    Order,
}

/// A key of an order.
#[derive(Clone, Debug)]
pub struct Key {
    /// What is compared.
    pub expr: Expr,
    /// From high to low.
    pub descending: bool,
    /// As written.
    pub text: String,
}

/// What happens to ties.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Ties {
    /// 并列全部录取
    AllIn,
    /// 摇号
    Lottery,
    /// 先申请者先
    Time,
    /// 无规定
    Unspecified,
}

/// How a counting date follows from the application date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum AsOf {
    /// 申请日
    Application,
    /// 申请日前一日
    DayBefore,
    /// 上年 M 月 D 日
    LastYear(i8, i8),
    /// 本年 M 月 D 日
    ThisYear(i8, i8),
    /// 上月末
    EndOfLastMonth,
    /// 上月 1 日
    FirstOfLastMonth,
    /// 半年末: the last 30 June or 31 December before the application.
    HalfYearEnd,
}

impl AsOf {
    /// The counting date for an application on a day.
    pub fn on(self, application: Date) -> Date {
        let day = |year: i16, month: i8, day: i8| Date::new(year, month, day).unwrap_or(application);
        let year = application.year();
        match self {
            AsOf::Application => application,
            AsOf::DayBefore => day_before(application),
            AsOf::LastYear(month, of) => day(years_before(application, 1).year(), month, of),
            AsOf::ThisYear(month, of) => day(year, month, of),
            AsOf::EndOfLastMonth => day_before(Month::of(application).first_day()),
            AsOf::FirstOfLastMonth => Month::of(application).back(1).first_day(),
            AsOf::HalfYearEnd if application.month() <= 6 => day(years_before(application, 1).year(), 12, 31),
            AsOf::HalfYearEnd => day(year, 6, 30),
        }
    }
}
