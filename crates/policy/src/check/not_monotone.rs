//! A table that gives more for more of a number here, and less for more of it there.
//!
//! Points that rise with age up to 30 and fall after it may be meant; more often two rows changed places. Whoever means it says so
//! with `走向：不定`, so that the reader knows as well.
//!
//! Rows are compared along each numeric column with the other columns held fixed. `未规定` is passed over, for silence is not a
//! number, and so is `其他`, which stands for what the table does not speak of. Rows of 0 at either end are passed over too: a table
//! that stops there says the same.
//!
//! The message names two steps that go different ways.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 30 | 10 |
//! | 30 至 40 | 20 |
//! | 超过 40 | 5 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//! - 走向：不定
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 30 | 10 |
//! | 30 至 40 | 20 |
//! | 超过 40 | 5 |
//! ```

use super::Version;
use super::bounds::{Bounds, Scene};
use super::domain::{Piece, Tiers, shown};
use crate::diagnostic::Diagnostic;
use crate::model::{Cell, Operand, RowValue};
use std::cmp::Ordering;
use terms::{Exact, Range};

/// A number of a column, what it gives, and the row that gives it.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// The number.
    pub at: Exact,
    /// The points.
    pub points: Exact,
    /// The row; none outside the table.
    pub row: Option<usize>,
    /// True when the row names the number: not 其他, and not outside the table.
    pub named: bool,
}

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for tiers in version.whole_tables() {
        let Some(node) = tiers.node.map(|id| &version.policy[id]).filter(|node| !node.any_direction) else {
            continue;
        };
        let turn = walks(&version.bounds, tiers)
            .into_iter()
            .find_map(|walk| turn(&walk.steps).map(|turn| (walk, turn)));
        let Some((walk, (first, second))) = turn else {
            continue;
        };
        let place =
            second.1.row.and_then(|row| tiers.table.rows.get(row)).map_or(node.place, |row| row.place);
        let step = |(from, to): (Step, Step)| {
            let way = if to.points > from.points { "升" } else { "降" };
            format!(
                "{} 到 {} 由 {} 分{way}到 {} 分",
                shown(from.at),
                shown(to.at),
                shown(from.points),
                shown(to.points)
            )
        };
        let message = format!("“{}”随{}时升时降：{}，{}", node.name, walk.words, step(first), step(second));
        let problem = Diagnostic::warning("not-monotone", place, message);
        found.push(problem.hint("核对这几档；有意如此的加一条“- 走向：不定”"));
    }
    found
}

/// The first rise and the first fall, in the order in which they come. Zeros at both ends are no more than what a person outside
/// the table has, written out.
fn turn(steps: &[Option<Step>]) -> Option<((Step, Step), (Step, Step))> {
    let named: Vec<Step> = steps.iter().flatten().copied().filter(|step| step.named).collect();
    let counts = |step: &Step| !step.points.is_zero();
    let (from, to) = (named.iter().position(counts)?, named.iter().rposition(counts)?);
    let given = named.get(from..=to)?;
    let moves = |way: Ordering| {
        let pairs = given.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        pairs.into_iter().find(|(from, to)| to.points.cmp(&from.points) == way)
    };
    let (rise, fall) = (moves(Ordering::Greater)?, moves(Ordering::Less)?);
    Some(if rise.0.at <= fall.0.at { (rise, fall) } else { (fall, rise) })
}

/// Points along one numeric column.
pub(super) struct Walk {
    /// The column, and what the others are held at: `周岁（学历 本科）`.
    pub words: String,
    /// What is walked along.
    pub operand: Operand,
    /// Numbers from low to high with what they give; none where the regulation is silent, or the points hang on other things.
    pub steps: Vec<Option<Step>>,
}

/// All walks along numeric columns with the others held fixed.
pub(super) fn walks(bounds: &Bounds<'_>, tiers: &Tiers<'_>) -> Vec<Walk> {
    let mut walks = Vec::new();
    for (column, axis) in
        tiers.axes.iter().enumerate().filter(|(_, axis)| axis.numeric && axis.pieces.len() > 1)
    {
        for held in held(tiers, column) {
            let mut steps = Vec::new();
            for piece in &axis.pieces {
                let mut all: Vec<&Piece> = held.clone();
                all.insert(column.min(all.len()), piece);
                steps.extend(points(bounds, tiers, &all, column));
            }
            let head = tiers.table.columns.get(column).map_or("", |column| column.head.as_str());
            let others: Vec<String> = tiers
                .table
                .columns
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != column)
                .zip(&held)
                .map(|((_, column), piece)| format!("{} {}", column.head, piece.example()))
                .collect();
            let words = if others.is_empty() {
                head.to_owned()
            } else {
                format!("{head}（{}）", others.join("、"))
            };
            walks.push(Walk { words, operand: axis.operand, steps });
        }
    }
    walks
}

/// All ways the other columns can be, up to a limit that no readable table comes near.
fn held<'t>(tiers: &'t Tiers<'_>, column: usize) -> Vec<Vec<&'t Piece>> {
    const MOST: usize = 64;
    let mut ways: Vec<Vec<&Piece>> = vec![Vec::new()];
    for (at, axis) in tiers.axes.iter().enumerate() {
        if at == column {
            continue;
        }
        let mut longer = Vec::new();
        for way in &ways {
            for piece in &axis.pieces {
                if longer.len() < MOST {
                    let mut way = way.clone();
                    way.push(piece);
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    ways
}

/// What the two ends of a piece give.
fn points(bounds: &Bounds<'_>, tiers: &Tiers<'_>, all: &[&Piece], column: usize) -> Vec<Option<Step>> {
    let (Some(piece), Some(axis)) = (all.get(column), tiers.axes.get(column)) else {
        return Vec::new();
    };
    let rows = all.iter().map(|piece| piece.rows.clone()).reduce(|a, b| a.and(&b));
    let row = rows.and_then(|rows| rows.first());
    let (low, high) = piece.ends();
    let mut ends = vec![low];
    ends.extend((high > low).then_some(high));
    let Some(row) = row else {
        let outside = |at| {
            let points = Exact::ZERO;
            Some(Step { at, points, row: None, named: false })
        };
        return ends.into_iter().map(outside).collect();
    };
    let Some(RowValue::Given(expr)) = tiers.table.rows.get(row).map(|row| &row.value) else {
        return vec![None];
    };
    let cells = tiers.table.rows.get(row).map(|row| row.cells.as_slice());
    let named = cells.and_then(|cells| cells.get(column)) != Some(&Cell::Other);
    let step = |at: Exact| {
        let narrowed = [(axis.operand, Range::known(at))];
        let scene = Scene { fact: tiers.events, narrowed: &narrowed };
        let points = bounds.expr(expr, scene).exactly()?;
        Some(Step { at, points, row: Some(row), named })
    };
    ends.into_iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said, version};

    #[test]
    fn up_and_down_is_said_with_both_steps() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 30 | 10 |\n| 30 至 40 | 20 |\n| 超过 40 | 5 |\n";
        assert_eq!(
            said("not-monotone", &item(table)),
            ["“项目”随周岁时升时降：29 到 30 由 10 分升到 20 分，40 到 41 由 20 分降到 5 分 @ 超过 40 | 5"]
        );
        assert_eq!(said("not-monotone", &item(&format!("- 走向：不定\n\n{table}"))), [""; 0]);
    }

    #[test]
    fn silence_is_no_fall_and_a_formula_is_followed_along_its_row() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 18 | 未规定 |\n| 18 至 55 | 5 + 2 × (56 − 周岁) |\n| 56 至 60 | 5 |\n| 超过 60 | 未规定 |\n";
        assert_eq!(said("not-monotone", &item(table)), [""; 0]);
        let rising = table.replace("(56 − 周岁)", "(周岁 − 18)");
        assert_eq!(said("not-monotone", &item(&rising)).len(), 1);
    }

    #[test]
    fn what_is_left_over_between_single_numbers_is_not_compared() {
        let rules = "## 指标\n\n### 奖项\n- 事实：表彰奖励\n- 多次：取最高\n\n| 附表分值 | 分值 |\n| --- | --- |\n| 12 | 12 |\n| 10 | 10 |\n| 其他 | 0 |\n";
        assert_eq!(said("not-monotone", &version(rules)), [""; 0]);
    }

    #[test]
    fn zeros_at_the_ends_are_no_rise() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 18 | 0 |\n| 18 至 35 | 30 |\n| 36 至 45 | 20 |\n| 超过 45 | 0 |\n";
        assert_eq!(said("not-monotone", &item(table)), [""; 0]);
        let hollow = table.replace("| 20 |", "| 0 |").replace("| 超过 45 | 0 |", "| 超过 45 | 5 |");
        assert_eq!(said("not-monotone", &item(&hollow)).len(), 1);
    }

    #[test]
    fn the_other_columns_are_held_fixed() {
        let table = "| 学历 | 周岁 | 分值 |\n| --- | --- | --- |\n| 本科以上 | 不满 35 | 30 |\n| 本科以上 | 35 以上 | 20 |\n| 大专以下 | 不满 35 | 5 |\n| 大专以下 | 35 以上 | 10 |\n";
        assert_eq!(said("not-monotone", &item(table)), [""; 0], "each diploma goes one way");
        let table = "| 学历 | 周岁 | 分值 |\n| --- | --- | --- |\n| 本科 | 不满 35 | 30 |\n| 本科 | 35 至 40 | 40 |\n| 本科 | 超过 40 | 10 |\n";
        let found = said("not-monotone", &item(table));
        assert!(
            found.first().is_some_and(|text| text.starts_with("“项目”随周岁（学历 本科）时升时降")),
            "{found:?}"
        );
    }
}
