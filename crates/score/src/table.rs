//! Tables: the first row that matches, or all rows that may.

use crate::measure::row_points;
use crate::run::{At, Run};
use crate::value::{Value, Words};
use policy::model::{Cell, Count, Operand, RowValue, Table, ValueKind};
use policy::unit::Dimension;
use policy::vocabulary::Type;
use terms::{Exact, Range, Tri};

/// What looking something up in a table gave.
pub(crate) struct Lookup {
    /// What it gives.
    pub range: Range,
    /// The row, when it is known which.
    pub row: Option<usize>,
    /// True when a row that may fit says 未规定.
    pub unspecified: bool,
}

/// One way a column's value may turn out.
#[derive(Clone, Copy)]
enum Atom<'a> {
    Number(Range),
    Choice(u64),
    Flag(bool),
    Words(Words<'a>),
}

impl<'a> Run<'a> {
    /// Looks up the first row that matches.
    pub fn table(&mut self, table: &'a Table, at: At<'a, '_>) -> Lookup {
        // Nearly all tables are narrow: no allocation for their values.
        let mut narrow = [Value::Entries; 4];
        let mut broad = Vec::new();
        let values = match narrow.get_mut(..table.columns.len()) {
            Some(values) => values,
            None => {
                broad.resize(table.columns.len(), Value::Entries);
                &mut broad
            }
        };
        let mut open = false;
        for (column, value) in table.columns.iter().zip(values.iter_mut()) {
            *value = self.operand(column.operand, at);
            open |= !settled(*value);
        }
        if open { self.open_rows(table, values, at) } else { self.settled_row(table, values, at) }
    }

    /// True for quantities that are counted in whole numbers.
    fn is_whole(&self, operand: Operand) -> bool {
        match operand {
            Operand::Fact(id) => self.fact(id).value == Some(Type::Integer),
            Operand::Measure(id) => {
                let measure = &self.policy[id];
                let counted = matches!(
                    measure.kind,
                    ValueKind::Number(Some(
                        Dimension::Months
                            | Dimension::Years
                            | Dimension::Days
                            | Dimension::Age
                            | Dimension::Count
                    ))
                );
                counted
                    && !matches!(
                        measure.count,
                        Count::Formula(_) | Count::Table(_) | Count::Sum | Count::Mean
                    )
            }
            Operand::Attribute(_) | Operand::Node(_) => false,
        }
    }

    fn settled_row(&mut self, table: &'a Table, values: &[Value<'a>], at: At<'a, '_>) -> Lookup {
        let hit = table
            .rows
            .iter()
            .position(|row| row.cells.iter().zip(values).all(|(cell, value)| fits(cell, *value)));
        let Some((row, place)) = hit.and_then(|hit| table.rows.get(hit).zip(Some(hit))) else {
            return Lookup { range: Range::ZERO, row: None, unspecified: false };
        };
        let range = row_points(self, &row.value, at);
        Lookup { range, row: Some(place), unspecified: row.value == RowValue::Unspecified }
    }

    /// Tries every way the open columns may turn out; the interval holds all results, and no more when the columns are
    /// independent.
    fn open_rows(&mut self, table: &'a Table, values: &[Value<'a>], at: At<'a, '_>) -> Lookup {
        let choices: Vec<Vec<Atom<'a>>> = table
            .columns
            .iter()
            .zip(values)
            .enumerate()
            .map(|(at, (column, value))| atoms(table, at, *value, self.is_whole(column.operand)))
            .collect();
        let mut found: Option<Range> = None;
        let mut rows: Vec<Option<usize>> = Vec::new();
        let mut unspecified = false;
        let mut picks = vec![0usize; choices.len()];
        loop {
            let picked: Vec<Atom<'a>> = picks
                .iter()
                .zip(&choices)
                .filter_map(|(pick, choices)| choices.get(*pick).copied())
                .collect();
            if picked.len() == choices.len() {
                let row = table.rows.iter().position(|row| {
                    row.cells.iter().zip(&picked).all(|(cell, atom)| fits(cell, as_value(*atom)))
                });
                let narrowed: Vec<(Operand, Range)> = table
                    .columns
                    .iter()
                    .zip(&picked)
                    .filter_map(|(column, atom)| match atom {
                        Atom::Number(range) => Some((column.operand, *range)),
                        _ => None,
                    })
                    .collect();
                let here = At { narrowed: &narrowed, ..at };
                let range = match row.and_then(|row| table.rows.get(row)) {
                    Some(row) => {
                        unspecified |= row.value == RowValue::Unspecified;
                        row_points(self, &row.value, here)
                    }
                    None => Range::ZERO,
                };
                found = Some(found.map_or(range, |before| before.hull(range)));
                rows.push(row);
            }
            if !advance(&mut picks, &choices) {
                break;
            }
        }
        let first = rows.first().copied().flatten();
        let same = rows.iter().all(|row| *row == first);
        Lookup { range: found.unwrap_or(Range::ZERO), row: if same { first } else { None }, unspecified }
    }
}

fn advance(picks: &mut [usize], choices: &[Vec<Atom<'_>>]) -> bool {
    for (pick, choices) in picks.iter_mut().zip(choices) {
        *pick += 1;
        if *pick < choices.len() {
            return true;
        }
        *pick = 0;
    }
    false
}

fn settled(value: Value<'_>) -> bool {
    match value {
        Value::Number(range) => range.is_known(),
        Value::Flag(flag) => flag != Tri::Unknown,
        Value::Choice(mask) => mask.count_ones() <= 1,
        Value::Words(words) => words != Words::Unknown,
        Value::Many(..) | Value::Date(_) | Value::Entries => true,
    }
}

fn as_value(atom: Atom<'_>) -> Value<'_> {
    match atom {
        Atom::Number(range) => Value::Number(range),
        Atom::Choice(mask) => Value::Choice(mask),
        Atom::Flag(yes) => Value::Flag(Tri::from(yes)),
        Atom::Words(words) => Value::Words(words),
    }
}

/// Whether a settled value fits a cell. A narrowed interval lies wholly inside or outside every cell of its column.
fn fits(cell: &Cell, value: Value<'_>) -> bool {
    match (cell, value) {
        (Cell::Any | Cell::Other, _) => true,
        (Cell::Between(low, high), Value::Number(range)) => {
            // Any point of the interval stands for it; its ends may lie on a border that it does not include, so that the
            // middle is asked.
            let point = middle(range);
            low.is_none_or(|(low, included)| point > low || (included && point == low))
                && high.is_none_or(|(high, included)| point < high || (included && point == high))
        }
        (Cell::Among(bits), Value::Choice(mask)) => mask & bits != 0,
        (Cell::Flag(wanted), Value::Flag(flag)) => flag == Tri::from(*wanted),
        (Cell::Words(words), Value::Words(Words::Known(text))) => words.iter().any(|word| **word == *text),
        _ => false,
    }
}

fn middle(range: Range) -> Exact {
    match (range.low, range.high) {
        (Some(low), Some(high)) if low == high => low,
        (Some(low), Some(high)) => low.checked_add(high).map_or(low, |sum| sum / Exact::from(2)),
        (Some(low), None) => low.checked_add(Exact::ONE).unwrap_or(low),
        (None, Some(high)) => high.checked_sub(Exact::ONE).unwrap_or(high),
        (None, None) => Exact::ZERO,
    }
}

/// The ways a column's value may turn out, so cut that each lies wholly inside or outside every cell.
fn atoms<'a>(table: &'a Table, column: usize, value: Value<'a>, whole: bool) -> Vec<Atom<'a>> {
    match value {
        Value::Number(range) => cut(table, column, range, whole).into_iter().map(Atom::Number).collect(),
        Value::Flag(Tri::Unknown) => vec![Atom::Flag(false), Atom::Flag(true)],
        Value::Flag(flag) => vec![Atom::Flag(flag == Tri::Yes)],
        Value::Choice(mask) => {
            (0..64).filter(|at| mask >> at & 1 == 1).map(|at| Atom::Choice(1 << at)).collect()
        }
        Value::Words(Words::Unknown) => {
            // Each word that a cell names, and any other word.
            let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
            let mut ways: Vec<Atom<'a>> = vec![Atom::Words(Words::Absent)];
            for cell in cells {
                if let Cell::Words(words) = cell {
                    ways.extend(words.iter().map(|word| Atom::Words(Words::Known(word))));
                }
            }
            ways
        }
        Value::Words(words) => vec![Atom::Words(words)],
        Value::Many(..) | Value::Date(_) | Value::Entries => vec![Atom::Words(Words::Absent)],
    }
}

/// Cuts an interval at every border of a column. Whole numbers between borders stay in one piece; a border itself is a piece.
fn cut(table: &Table, column: usize, range: Range, whole: bool) -> Vec<Range> {
    let mut borders: Vec<Exact> = Vec::new();
    for cell in table.rows.iter().filter_map(|row| row.cells.get(column)) {
        if let Cell::Between(low, high) = cell {
            borders.extend(
                low.iter()
                    .chain(high.iter())
                    .map(|(border, _)| *border)
                    .filter(|border| range.contains(*border)),
            );
        }
    }
    borders.sort_unstable();
    borders.dedup();
    let mut pieces = Vec::new();
    let mut low = range.low;
    let mut open_low = true;
    for border in borders {
        // What lies strictly between two borders, if anything of the interval does.
        if low.is_none_or(|low| low < border) {
            pieces.extend(inside(low, Some(border), !open_low, true, whole));
        }
        pieces.push(Range::known(border));
        low = Some(border);
        open_low = false;
    }
    let rest = match (low, range.high) {
        (Some(low), Some(high)) => low < high || (low == high && open_low),
        _ => true,
    };
    if rest {
        pieces.extend(inside(low, range.high, !open_low, false, whole));
    }
    pieces
}

/// The stretch between two numbers without the ends that are borders; of whole numbers, only those strictly between.
fn inside(
    low: Option<Exact>,
    high: Option<Exact>,
    low_is_border: bool,
    high_is_border: bool,
    whole: bool,
) -> Option<Range> {
    let step = |end: Option<Exact>, border: bool, by: Exact| {
        if whole && border { end.and_then(|end| end.checked_add(by)) } else { end }
    };
    let range =
        Range { low: step(low, low_is_border, Exact::ONE), high: step(high, high_is_border, -Exact::ONE) };
    match (range.low, range.high) {
        (Some(low), Some(high)) if low > high => None,
        _ => Some(range),
    }
}
