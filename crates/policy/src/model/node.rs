//! Groups, items and parts: one shape at three heights.

use super::{Basis, Cond, Expr, MeasureId, NodeId, Operand, Place, Reading};
use crate::vocabulary::FactId;
use terms::{Exact, Rounding};

/// A group, item or part.
#[derive(Clone, Debug)]
pub struct Node {
    /// Group, item or part.
    pub kind: NodeKind,
    /// The name.
    pub name: String,
    /// The name by which expressions find it: for parts `item·part`.
    pub path: String,
    /// What it stands under.
    pub parent: Option<NodeId>,
    /// What stands under it.
    pub children: Vec<NodeId>,
    /// Citation and grade.
    pub basis: Basis,
    /// How ambiguities are read.
    pub readings: Vec<Reading>,
    /// What the text leaves open.
    pub unspecified: Vec<String>,
    /// Only when this holds.
    pub applies: Option<Cond>,
    /// What is scored.
    pub scored: Scored,
    /// Counts only after a time.
    pub start: Option<StartAfter>,
    /// Events whose identity was counted in these nodes do not count here.
    pub distinct_from: Vec<NodeId>,
    /// How it scores.
    pub rule: Rule,
    /// How several events combine.
    pub repeat: Option<Repeat>,
    /// Among the children, events with one identity count once, where they weigh most.
    pub heaviest_only: bool,
    /// Sets of children of which one counts.
    pub picks: Vec<Pick>,
    /// How children combine.
    pub combine: Combine,
    /// Cap for each calendar year.
    pub yearly_cap: Option<Exact>,
    /// Cap.
    pub cap: Option<Exact>,
    /// Floor.
    pub floor: Option<Exact>,
    /// Rounding.
    pub rounding: Option<Rounding>,
    /// 走向：不定: declared to rise and fall.
    pub any_direction: bool,
    /// 断崖: why it drops steeply.
    pub cliff: Option<String>,
    /// Department that confirms.
    pub department: Option<String>,
    /// Papers to bring.
    pub papers: Vec<String>,
    /// Notes for readers.
    pub notes: Vec<String>,
    /// Where it stands.
    pub place: Place,
}

/// The three heights.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum NodeKind {
    /// `##`
    Group,
    /// `###`
    Item,
    /// `####`
    Part,
}

/// What a node scores.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Scored {
    /// Nothing of its own: its children, or its table's columns.
    Nothing,
    /// A measure.
    Measure(MeasureId),
    /// A value fact.
    Fact(FactId),
}

/// 起算
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct StartAfter {
    /// So many months must be reached.
    pub months: Exact,
    /// 全部计入 (true) or 只计其后 (false).
    pub all: bool,
}

/// How a node scores.
#[derive(Clone, Debug)]
pub enum Rule {
    /// The sum (or other combination) of its children.
    Children,
    /// A table of tiers.
    Table(Box<Table>),
    /// A table in which each month (or year) is worth what its row says.
    Marginal(Box<Marginal>),
    /// Operating on one number.
    Number(Operating),
    /// So many points when the fact holds.
    Flag(Expr),
    /// Each event gives its own points.
    Each(Expr),
    /// An expression.
    Formula(Expr),
}

/// Rules on one number.
#[derive(Clone, PartialEq, Debug)]
pub enum Operating {
    /// 每满 N：points for each full N, and points for a remainder that reaches a size.
    PerFull {
        /// N, in the measure's own unit.
        step: Exact,
        /// Points for each.
        points: Exact,
        /// A remainder of at least this gives these points.
        remainder: Option<(Exact, Exact)>,
    },
    /// 每 N：pro rata.
    ProRata {
        /// N, in the measure's own unit.
        step: Exact,
        /// Points for each.
        points: Exact,
    },
    /// 首 N 与 此后每满 N.
    FirstThen {
        /// The first amount.
        first: Exact,
        /// Points for it.
        first_points: Exact,
        /// Each further full amount.
        step: Exact,
        /// Points for each of those.
        points: Exact,
    },
}

impl Operating {
    /// True when more of the number gives fewer points.
    pub fn falls(&self) -> bool {
        let (Operating::PerFull { points, .. }
        | Operating::ProRata { points, .. }
        | Operating::FirstThen { points, .. }) = self;
        points.is_negative()
    }

    /// The same rule with every number of points turned round.
    pub fn negative(&self) -> Operating {
        match self {
            Operating::PerFull { step, points, remainder } => Operating::PerFull {
                step: *step,
                points: -*points,
                remainder: remainder.map(|(least, points)| (least, -points)),
            },
            Operating::ProRata { step, points } => Operating::ProRata { step: *step, points: -*points },
            Operating::FirstThen { first, first_points, step, points } => Operating::FirstThen {
                first: *first,
                first_points: -*first_points,
                step: *step,
                points: -*points,
            },
        }
    }
}

/// A table of tiers.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its condition columns.
    pub columns: Vec<Column>,
    /// Its rows; the first that matches counts.
    pub rows: Vec<Row>,
    /// True when rows that could not be read were left out: only in versions with errors.
    pub partial: bool,
    /// Where it stands.
    pub place: Place,
}

/// A condition column.
#[derive(Clone, Debug)]
pub struct Column {
    /// The head, as written.
    pub head: String,
    /// What it looks at.
    pub operand: Operand,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// One cell for each condition column.
    pub cells: Vec<Cell>,
    /// The cells as written.
    pub texts: Vec<String>,
    /// What it gives.
    pub value: RowValue,
    /// Citation and grade.
    pub basis: Basis,
    /// A note for readers.
    pub note: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a row gives.
#[derive(Clone, PartialEq, Debug)]
pub enum RowValue {
    /// Points, or the value of a measure.
    Given(Expr),
    /// 未规定: the regulation is silent.
    Unspecified,
    /// 未见: the regulation says, and we have not seen what; anything from nothing up.
    Unseen,
}

/// A condition cell.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// 任意
    Any,
    /// 其他: whatever no row above takes.
    Other,
    /// Numbers between two ends; each end with whether it is included.
    Between(Option<(Exact, bool)>, Option<(Exact, bool)>),
    /// Choices, as bits by place.
    Among(u64),
    /// Words.
    Words(Vec<Box<str>>),
    /// Yes or no.
    Flag(bool),
}

/// A marginal table.
#[derive(Clone, PartialEq, Debug)]
pub struct Marginal {
    /// Up to which number of units (included; none: without end), points for each unit, and the row's basis.
    pub rows: Vec<(Option<Exact>, Exact, Basis)>,
    /// The unit in months: 1, or 12 for 每年 (then only full years count).
    pub unit: Exact,
}

/// How several events combine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Repeat {
    /// 累加
    Sum,
    /// 取最高
    Highest,
}

/// Children of which one counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// The children.
    pub among: Vec<NodeId>,
    /// Who picks.
    pub by: PickBy,
}

/// Who picks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum PickBy {
    /// 择一: the rule takes the highest.
    Rule,
    /// 选一: the applicant chooses; the best is taken and said.
    Applicant,
}

/// How children (departments' findings) combine.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Combine {
    /// 累加
    Sum,
    /// 取最高
    Highest,
    /// 一致方计: equal, else nothing.
    Agreed,
}
