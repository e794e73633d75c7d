//! Cutting a column at every border that its cells name.

use super::super::bounds::{Bounds, Scene};
use super::piece::{Piece, Values};
use super::{Axis, Rows};
use crate::model::{ABSENT, Cell, Column, Operand, Table, ValueKind};
use crate::vocabulary::Type;
use terms::{Exact, Range};

/// What a column looks at, as far as cutting it up goes.
enum Sort {
    Numbers { range: Range, whole: bool },
    Choice(Vec<String>, bool),
    Flag,
    Words,
}

pub(super) fn axis(bounds: &Bounds<'_>, table: &Table, at: usize, column: &Column, scene: Scene<'_>) -> Axis {
    let operand = column.operand;
    let sort = sort(bounds, operand, scene);
    let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.cells.get(at)).collect();
    let holds = |holds: &dyn Fn(&Cell) -> bool| {
        Rows::of(cells.len(), |row| {
            cells.get(row).is_some_and(|cell| matches!(cell, Cell::Any | Cell::Other) || holds(cell))
        })
    };
    let piece = |values: Values, covered: bool, fits: &dyn Fn(&Cell) -> bool| Piece {
        values,
        rows: holds(fits),
        covered,
    };
    let mut pieces = Vec::new();
    let mut numeric = false;
    match sort {
        Sort::Numbers { range, whole } => {
            numeric = true;
            for values in cut(&cells, range, whole) {
                let Values::Numbers(low, high) = values else {
                    continue;
                };
                let covered = spoken_of(&cells, low, high);
                pieces.push(piece(values.clone(), covered, &|cell| within(cell, low, high)));
            }
        }
        Sort::Choice(options, ordered) => {
            let mentioned = cells
                .iter()
                .map(|cell| if let Cell::Among(bits) = cell { *bits } else { 0 })
                .fold(0, |a, b| a | b);
            let named = mentioned & !ABSENT;
            let hull = if ordered { filled(named) } else { named };
            for (at, option) in (0u32..64).zip(&options) {
                let bit = 1u64 << at;
                let values = Values::Word(Some(option.clone()));
                pieces.push(piece(
                    values,
                    hull & bit != 0,
                    &|cell| matches!(cell, Cell::Among(bits) if bits & bit != 0),
                ));
            }
            // Who is known to have none of them.
            pieces.push(piece(
                Values::Word(Some("无".to_owned())),
                cells.contains(&&Cell::Among(ABSENT)),
                &|cell| matches!(cell, Cell::Among(bits) if bits & ABSENT != 0),
            ));
        }
        Sort::Flag => {
            for yes in [true, false] {
                let mentioned = cells.iter().any(|cell| matches!(cell, Cell::Flag(flag) if *flag == yes));
                pieces.push(piece(
                    Values::Flag(yes),
                    mentioned,
                    &|cell| matches!(cell, Cell::Flag(flag) if *flag == yes),
                ));
            }
        }
        Sort::Words => {
            let mut words: Vec<&str> = Vec::new();
            for cell in &cells {
                if let Cell::Words(named) = cell {
                    words.extend(named.iter().map(AsRef::as_ref));
                }
            }
            words.sort_unstable();
            words.dedup();
            for word in words {
                let values = Values::Word(Some(word.to_owned()));
                pieces.push(piece(
                    values,
                    true,
                    &|cell| matches!(cell, Cell::Words(named) if named.iter().any(|named| **named == *word)),
                ));
            }
            pieces.push(piece(Values::Word(None), false, &|_| false));
        }
    }
    if cells.iter().all(|cell| matches!(cell, Cell::Any | Cell::Other)) {
        // The column decides nothing: one piece stands for all its values.
        pieces = vec![piece(Values::Anything, true, &|_| true)];
    }
    let held = |row: usize| {
        Rows::of(pieces.len(), |at| pieces.get(at).is_some_and(|piece: &Piece| piece.rows.contains(row)))
    };
    let by_row = (0..cells.len()).map(held).collect();
    Axis { operand, numeric, pieces, by_row }
}

fn sort(bounds: &Bounds<'_>, operand: Operand, scene: Scene<'_>) -> Sort {
    let policy = bounds.policy;
    let typed = |kind: &Type| match kind {
        Type::Bool => Sort::Flag,
        Type::Choice(options) => Sort::Choice(options.clone(), false),
        Type::Ordered(options) => Sort::Choice(options.clone(), true),
        Type::Integer | Type::Decimal | Type::Money => {
            Sort::Numbers { range: bounds.operand(operand, scene), whole: *kind == Type::Integer }
        }
        Type::Text | Type::Many(_) | Type::Date => Sort::Words,
    };
    match operand {
        Operand::Fact(id) => {
            let fact = policy.vocabulary.fact(id);
            fact.value.as_ref().map_or(Sort::Words, typed)
        }
        Operand::Attribute(id) => {
            let fact = scene.fact.map(|fact| policy.vocabulary.fact(fact));
            let attribute = fact.and_then(|fact| fact.attributes.get(usize::from(id.0)));
            attribute.map_or(Sort::Words, |attribute| typed(&attribute.kind))
        }
        Operand::Measure(id) => match policy.measures.get(id.index()).map(|measure| &measure.kind) {
            Some(ValueKind::Number(_)) => {
                Sort::Numbers { range: bounds.operand(operand, scene), whole: bounds.is_whole(id) }
            }
            Some(ValueKind::Flag) => Sort::Flag,
            Some(ValueKind::Choice(options)) => Sort::Choice(options.clone(), true),
            _ => Sort::Words,
        },
        Operand::Node(_) => Sort::Numbers { range: bounds.operand(operand, scene), whole: false },
    }
}

/// All bits between the lowest and the highest.
fn filled(bits: u64) -> u64 {
    if bits == 0 {
        return 0;
    }
    let (low, high) = (bits.trailing_zeros(), 63 - bits.leading_zeros());
    (u64::MAX >> (63 - high)) & (u64::MAX << low)
}

type End = Option<(Exact, bool)>;

/// Cuts the numbers at every border that a cell names; a border itself is a piece. What lies outside `range` is left out.
fn cut(cells: &[&Cell], range: Range, whole: bool) -> Vec<Values> {
    let mut borders: Vec<Exact> = Vec::new();
    for cell in cells {
        if let Cell::Between(low, high) = cell {
            borders.extend(low.iter().chain(high).map(|(border, _)| *border));
        }
    }
    borders.sort_unstable();
    borders.dedup();
    let mut pieces: Vec<(End, End)> = Vec::new();
    let mut below: End = None;
    for border in borders {
        pieces.push((below, Some((border, false))));
        pieces.push((Some((border, true)), Some((border, true))));
        below = Some((border, false));
    }
    pieces.push((below, None));
    pieces
        .into_iter()
        .filter_map(|(low, high)| clip(low, high, range, whole))
        .map(|(low, high)| Values::Numbers(low, high))
        .collect()
}

/// A piece without what the quantity cannot be; nothing when nothing is left.
fn clip(low: End, high: End, range: Range, whole: bool) -> Option<(End, End)> {
    let low = match (low, range.low) {
        (Some((low, included)), Some(least)) if low > least => Some((low, included)),
        (Some((low, false)), Some(least)) if low == least => Some((low, false)),
        (_, Some(least)) => Some((least, true)),
        (low, None) => low,
    };
    let high = match (high, range.high) {
        (Some((high, included)), Some(most)) if high < most => Some((high, included)),
        (Some((high, false)), Some(most)) if high == most => Some((high, false)),
        (_, Some(most)) => Some((most, true)),
        (high, None) => high,
    };
    let (low, high) = if whole {
        let up = |(end, included): (Exact, bool)| {
            let floor = Exact::from(end.floor());
            let raised =
                if floor == end && included { end } else { floor.checked_add(Exact::ONE).unwrap_or(floor) };
            (raised, true)
        };
        let down = |(end, included): (Exact, bool)| {
            let floor = Exact::from(end.floor());
            let lowered =
                if floor == end && !included { end.checked_sub(Exact::ONE).unwrap_or(end) } else { floor };
            (lowered, true)
        };
        (low.map(up), high.map(down))
    } else {
        (low, high)
    };
    match (low, high) {
        (Some((a, x)), Some((b, y))) if a > b || (a == b && !(x && y)) => None,
        ends => Some(ends),
    }
}

/// True when a cell holds the whole piece.
fn within(cell: &Cell, low: End, high: End) -> bool {
    let Cell::Between(from, to) = cell else {
        return false;
    };
    let above = match (from, low) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((from, inclusive)), Some((low, included))) => {
            *from < low || (*from == low && (*inclusive || !included))
        }
    };
    let under = match (to, high) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some((to, inclusive)), Some((high, included))) => {
            *to > high || (*to == high && (*inclusive || !included))
        }
    };
    above && under
}

/// True when a piece lies between the least and the greatest number that cells speak of.
fn spoken_of(cells: &[&Cell], low: End, high: End) -> bool {
    let mut hull: Option<(End, End)> = None;
    for cell in cells {
        if let Cell::Between(from, to) = cell {
            hull = Some(match hull {
                None => (*from, *to),
                Some((least, most)) => (
                    least.zip(*from).map(|(a, b)| if (a.0, !a.1) <= (b.0, !b.1) { a } else { b }),
                    most.zip(*to).map(|(a, b)| if (a.0, a.1) >= (b.0, b.1) { a } else { b }),
                ),
            });
        }
    }
    hull.is_some_and(|(from, to)| within(&Cell::Between(from, to), low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn half(number: i64) -> Exact {
        Exact::ratio(number, 2)
    }

    fn end() -> impl Strategy<Value = End> {
        prop_oneof![
            Just(None),
            (-20i64..20, any::<bool>()).prop_map(|(at, included)| Some((half(at), included)))
        ]
    }

    fn holds(low: End, high: End, number: Exact) -> bool {
        low.is_none_or(|(low, included)| low < number || (included && low == number))
            && high.is_none_or(|(high, included)| number < high || (included && number == high))
    }

    proptest! {
        #[test]
        fn every_number_lies_in_one_piece_that_cells_hold_wholly_or_not_at_all(
            ends in proptest::collection::vec((end(), end()), 1..6),
            limits in (-25i64..0, 0i64..25, any::<bool>(), any::<bool>()),
            whole: bool,
            at in -60i64..60,
        ) {
            let number = if whole { Exact::from(at / 2) } else { half(at) };
            let cells: Vec<Cell> = ends.iter().map(|(low, high)| Cell::Between(*low, *high)).collect();
            let range = Range { low: limits.2.then(|| half(limits.0)), high: limits.3.then(|| half(limits.1)) };
            let pieces = cut(&cells.iter().collect::<Vec<_>>(), range, whole);
            let ends_of = |values: &Values| match values {
                Values::Numbers(low, high) => (*low, *high),
                _ => (None, None),
            };
            let around: Vec<_> = pieces.iter().map(ends_of).filter(|(low, high)| holds(*low, *high, number)).collect();
            prop_assert_eq!(around.len(), usize::from(range.contains(number)));
            if let Some((low, high)) = around.first().copied() {
                for (cell, (from, to)) in cells.iter().zip(&ends) {
                    prop_assert_eq!(within(cell, low, high), holds(*from, *to, number));
                }
            }
        }
    }
}
