//! The checked policy: every name resolved, every unit agreed. Evaluators work on this and on nothing else.

mod asked;
mod expr;
mod measure;
mod node;
mod rests;
mod uses;

pub use asked::Asked;
pub use expr::{ABSENT, Comparand, Cond, DateOperand, Expr, Leaf, Operand, Test};
pub use measure::{
    Amount, Count, Filter, FilterId, Fold, Measure, SetStep, Source, Threshold, ValueKind, Window,
};
pub use node::{
    Cell, Column, Combine, Marginal, Node, NodeKind, Operating, Pick, PickBy, Repeat, Row, RowValue, Rule,
    Scored, StartAfter, Table,
};
pub use rests::{Below, Rests, UseRests};
pub use uses::{Applicant, AsOf, Condition, Decision, Key, Term, Ties, Use, Veto};

use crate::diagnostic::Span;
use crate::unit::Dimension;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::sync::Arc;
use terms::{Date, Exact, Grade, Month, Rounding, VersionId};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $of:ty, $field:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $name(pub u16);

        impl $name {
            /// The place as an index.
            pub fn index(self) -> usize {
                usize::from(self.0)
            }
        }

        impl std::ops::Index<$name> for Policy {
            type Output = $of;
            #[expect(clippy::indexing_slicing, reason = "ids are handed out by the builder for this very policy")]
            fn index(&self, id: $name) -> &$of {
                &self.$field[id.index()]
            }
        }
    )*};
}

ids! {
    /// A measure's place in its policy.
    MeasureId => Measure, measures;
    /// A parameter's place in its policy.
    ParameterId => Parameter, parameters;
    /// The place of a group, item or part in its policy.
    NodeId => Node, nodes;
    /// A condition's place in its policy.
    ConditionId => Condition, conditions;
}

/// One version of a scheme, checked.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Scheme and effective date.
    pub id: VersionId,
    /// The file it was read from.
    pub file: String,
    /// The title.
    pub title: String,
    /// The last day in force, when one is known.
    pub until: Option<Date>,
    /// The sheet's official name (文书).
    pub sheet_name: Option<String>,
    /// The issuing office (主管).
    pub office: Option<String>,
    /// The standard score (标准分值).
    pub standard: Option<Exact>,
    /// The total, over groups and items.
    pub total: Expr,
    /// The total as written.
    pub total_text: String,
    /// The least the total can be.
    pub total_floor: Option<Exact>,
    /// Rounding of the total.
    pub total_rounding: Option<Rounding>,
    /// How the counting date follows from the application date.
    pub as_of: AsOf,
    /// Default citation and grade.
    pub basis: Basis,
    /// How the header's ambiguities are read.
    pub readings: Vec<Reading>,
    /// Notes for readers under the title.
    pub notes: Vec<String>,
    /// Numbers that change with time.
    pub parameters: Vec<Parameter>,
    /// The months in which some parameter has a new value, in order: between two of them every test on a span stays the same.
    pub changes: Vec<Month>,
    /// Named lists, for display; conditions hold their members.
    pub lists: Vec<List>,
    /// All measures, those with arguments once for each use.
    pub measures: Vec<Measure>,
    /// Conditions on spans and events that measures share.
    pub filters: Vec<Filter>,
    /// Groups, items and parts, parents before children.
    pub nodes: Vec<Node>,
    /// The groups, in order.
    pub groups: Vec<NodeId>,
    /// True when some node must know which acts another one counted.
    pub compares_acts: bool,
    /// Named conditions (资格).
    pub conditions: Vec<Condition>,
    /// Vetoes (一票否决).
    pub vetoes: Vec<Veto>,
    /// Uses (用途).
    pub uses: Vec<Use>,
    /// English renderings of names and sentences.
    pub english: Arc<BTreeMap<String, String>>,
    /// The instruments this scheme cites.
    pub instruments: Arc<[Instrument]>,
    /// The facts its rules are about.
    pub vocabulary: Arc<Vocabulary>,
    /// What its parts rest on.
    pub below: Below,
    /// Where the header's clauses stand.
    pub places: HeaderPlaces,
}

/// Where the header's clauses stand; the title's place for those that were not written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct HeaderPlaces {
    /// The title.
    pub title: Place,
    /// 施行
    pub in_force: Place,
    /// 标准分值
    pub standard: Place,
    /// 总分
    pub total: Place,
    /// 下限
    pub floor: Place,
    /// 文书
    pub sheet_name: Place,
    /// 主管
    pub office: Place,
}

impl Policy {
    /// All node ids, parents before children.
    pub fn node_ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..u16::try_from(self.nodes.len()).unwrap_or(u16::MAX)).map(NodeId)
    }

    /// The items (not groups, not parts), in order.
    pub fn items(&self) -> impl Iterator<Item = NodeId> + '_ {
        self.node_ids().filter(|id| self[*id].kind == NodeKind::Item)
    }

    /// The node of a name: a group, an item, or `item·part`.
    pub fn find(&self, name: &str) -> Option<NodeId> {
        self.node_ids().find(|id| self[*id].path == name)
    }

    /// True when the version is in force on that day.
    pub fn in_force(&self, on: Date) -> bool {
        self.id.effective <= on && self.until.is_none_or(|until| on <= until)
    }

    /// The English rendering of a name or sentence; the Chinese itself where there is none.
    pub fn english<'a>(&'a self, chinese: &'a str) -> &'a str {
        self.english.get(chinese).map_or(chinese, String::as_str)
    }
}

/// Where a rule comes from and how well that is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Basis {
    /// Instrument and article, as cited.
    pub citation: Option<String>,
    /// The evidence grade.
    pub grade: Grade,
    /// Codes of the sources it was read from (出处), as listed in `instruments.md`.
    pub sources: Vec<String>,
}

/// How an ambiguity is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The reading taken.
    pub taken: String,
    /// The other reading, if one is named.
    pub other: Option<String>,
}

/// A number that changes with time.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// What it counts.
    pub dimension: Option<Dimension>,
    /// From when which value holds, in order of time.
    pub rows: Vec<ParameterRow>,
    /// The file it was read from.
    pub file: String,
    /// Where its title stands in that file.
    pub place: Place,
}

impl Parameter {
    /// The row in force on a day; none before the first.
    pub fn on(&self, day: Date) -> Option<&ParameterRow> {
        self.rows.iter().rev().find(|row| row.from <= day)
    }
}

/// One value of a parameter.
#[derive(Clone, Debug)]
pub struct ParameterRow {
    /// The first day it holds.
    pub from: Date,
    /// The value, in its dimension's own unit.
    pub value: Exact,
    /// Where it comes from.
    pub basis: Basis,
    /// Where its first day stands in the parameter's file.
    pub place: Place,
}

impl ParameterRow {
    /// The first month for which it is the value: that of its day if that is the first, else the next.
    pub fn first_month(&self) -> Month {
        let month = Month::of(self.from);
        if self.from.day() == 1 { month } else { month.ahead(1) }
    }
}

/// A named list of words.
#[derive(Clone, Debug)]
pub struct List {
    /// The name.
    pub name: String,
    /// The members.
    pub members: Vec<String>,
    /// Where it comes from.
    pub basis: Basis,
    /// Where it stands.
    pub place: Place,
}

/// A document that makes rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Instrument {
    /// The key by which citations name it.
    pub key: String,
    /// Further columns, head and cell: full title, number, issuer, dates, grade.
    pub columns: Vec<(String, String)>,
}

/// The place of a piece of a policy in its file.
pub type Place = Span;
