//! What a table's columns can be, cut as finely as its rows can tell apart.
//!
//! Each column is cut into pieces that lie wholly inside or wholly outside every cell of the column. A combination of one
//! piece for each column then matches the same rows for every person in it, so that looking at one person of each
//! combination is a proof for all.

mod cut;
mod piece;

pub(super) use piece::{Piece, shown};

use super::bounds::{Bounds, Scene};
use crate::model::{Column, Measure, NodeId, Operand, Policy, Scored, Table, ValueKind};
use crate::vocabulary::FactId;
use cut::axis;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// How many pieces are looked at before a table is given up as too large.
const MOST_LOOKS: usize = 200_000;

/// A table with what its columns can be.
pub(super) struct Tiers<'a> {
    /// The name of the item or measure it belongs to.
    pub owner: &'a str,
    /// The item, when it is no measure's table.
    pub node: Option<NodeId>,
    /// The fact whose events take their rows one by one.
    pub events: Option<FactId>,
    /// The table.
    pub table: &'a Table,
    /// Its columns, cut into pieces.
    pub axes: Vec<Axis>,
    reached: OnceCell<Vec<bool>>,
}

/// A column cut into pieces.
pub(super) struct Axis {
    /// What the column looks at.
    pub operand: Operand,
    /// True for numbers.
    pub numeric: bool,
    /// The pieces, numbers from low to high.
    pub pieces: Vec<Piece>,
    /// For each row, the places of the pieces that it holds.
    by_row: Vec<Rows>,
}
/// A set of rows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Rows(Vec<u64>);

impl Rows {
    fn of(count: usize, holds: impl Fn(usize) -> bool) -> Rows {
        let mut words = vec![0u64; count.div_ceil(64)];
        for (at, word) in words.iter_mut().enumerate() {
            for bit in 0..64.min(count - at * 64) {
                *word |= u64::from(holds(at * 64 + bit)) << bit;
            }
        }
        Rows(words)
    }

    /// The rows in both sets.
    pub fn and(&self, other: &Rows) -> Rows {
        Rows(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    /// True when a row is in both sets.
    pub fn meets(&self, other: &Rows) -> bool {
        self.0.iter().zip(&other.0).any(|(a, b)| a & b != 0)
    }

    /// The first row.
    pub fn first(&self) -> Option<usize> {
        let at = self.0.iter().position(|word| *word != 0)?;
        let bit = usize::try_from(self.0.get(at)?.trailing_zeros()).ok()?;
        Some(at * 64 + bit)
    }

    /// True when the row is in the set.
    pub fn contains(&self, row: usize) -> bool {
        self.0.get(row / 64).is_some_and(|word| word >> (row % 64) & 1 == 1)
    }
}

impl<'a> Tiers<'a> {
    /// A table of an item or a measure, cut up.
    pub fn of(bounds: &Bounds<'a>, owner: Owner<'a>, table: &'a Table) -> Tiers<'a> {
        let policy = bounds.policy;
        let (name, node, events) = match owner {
            Owner::Measure(measure) => (measure.name.as_str(), None, None),
            Owner::Node(id) => (policy[id].name.as_str(), Some(id), events(policy, policy[id].scored)),
        };
        let scene = Scene { fact: events, ..Scene::default() };
        let axes = (0..).zip(&table.columns).map(|(at, column)| axis(bounds, table, at, column, scene));
        Tiers { owner: name, node, events, table, axes: axes.collect(), reached: OnceCell::new() }
    }

    /// Calls `see` once for each combination of pieces that the rows can tell apart, with the rows that match. False when
    /// there are too many to look at all.
    pub fn combinations(&self, see: &mut impl FnMut(&[&Piece], &Rows)) -> bool {
        let all = Rows::of(self.table.rows.len(), |_| true);
        let mut left = MOST_LOOKS;
        descend(&self.axes, &all, &mut Vec::new(), &mut left, see);
        left > 0
    }

    /// Which rows are the first to match for somebody. All, when the table is too large to know.
    pub fn reached(&self) -> &[bool] {
        self.reached.get_or_init(|| {
            let mut reached = vec![false; self.table.rows.len()];
            let whole = self.combinations(&mut |_, rows| {
                if let Some(slot) = rows.first().and_then(|first| reached.get_mut(first)) {
                    *slot = true;
                }
            });
            if whole { reached } else { vec![true; reached.len()] }
        })
    }

    /// Pieces, one for each column, that both rows hold. A number of the table itself makes the plainest example.
    pub fn common(&self, a: usize, b: usize) -> Option<Vec<&Piece>> {
        let meet = |axis: &Axis| axis.by_row.get(a).zip(axis.by_row.get(b)).is_some_and(|(a, b)| a.meets(b));
        if !self.axes.iter().all(meet) {
            return None;
        }
        let of_axis = |axis: &'_ Axis| -> Option<usize> {
            let pieces = axis.pieces.iter().enumerate();
            let both = pieces.filter(|(_, piece)| piece.rows.contains(a) && piece.rows.contains(b));
            both.min_by_key(|(_, piece)| (!piece.covered, !piece.is_point())).map(|(at, _)| at)
        };
        self.axes.iter().map(|axis| axis.pieces.get(of_axis(axis)?)).collect()
    }

    /// One combination in words: `周岁 55、学历 本科`.
    pub fn words(&self, pieces: &[&Piece]) -> String {
        let word = |(column, piece): (&Column, &&Piece)| format!("{} {}", column.head, piece.example());
        let words: Vec<String> = self.table.columns.iter().zip(pieces).map(word).collect();
        words.join("、")
    }

    /// The cells of a row as written: `56 至 60`.
    pub fn row_words(&self, row: usize) -> String {
        self.table.rows.get(row).map_or(String::new(), |row| row.texts.join("、"))
    }
}

/// Whose table it is.
#[derive(Clone, Copy)]
pub(super) enum Owner<'a> {
    /// An item's or part's.
    Node(NodeId),
    /// A measure's.
    Measure(&'a Measure),
}
/// The fact whose events an item scores one by one.
fn events(policy: &Policy, scored: Scored) -> Option<FactId> {
    let Scored::Measure(id) = scored else { return None };
    let measure = policy.measures.get(id.index())?;
    let entries = measure.kind == ValueKind::Entries;
    measure.sources.first().filter(|_| entries).map(|source| source.fact)
}

/// Tries every combination of pieces, those that match the same rows only once.
fn descend<'p>(
    axes: &'p [Axis],
    rows: &Rows,
    picked: &mut Vec<&'p Piece>,
    left: &mut usize,
    see: &mut impl FnMut(&[&Piece], &Rows),
) {
    let Some((axis, further)) = axes.split_first() else {
        see(picked, rows);
        return;
    };
    let mut kinds: BTreeMap<(Rows, bool), &'p Piece> = BTreeMap::new();
    *left = left.saturating_sub(axis.pieces.len());
    if *left == 0 {
        return;
    }
    for piece in &axis.pieces {
        kinds.entry((rows.and(&piece.rows), piece.covered)).or_insert(piece);
    }
    for ((rows, _), piece) in &kinds {
        if *left == 0 {
            return;
        }
        picked.push(piece);
        descend(further, rows, picked, left, see);
        picked.pop();
    }
}
