//! Two rows of a table match the same person.
//!
//! The first row that matches counts, so the engine would still give an answer; the reader of the regulation would not. Either
//! a border belongs to two rows (`56 至 60` and `60 以上` both hold 60) or a row was meant to exclude another one and does not say
//! so. Write the borders so that each value falls in one row. A cell `其他` never overlaps: it stands for whatever no row above it
//! takes.
//!
//! The message names a value that falls in both rows.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 56 | 20 |
//! | 55 至 60 | 5 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 55 | 20 |
//! | 55 至 60 | 5 |
//! ```

use super::Version;
use super::domain::Tiers;
use crate::diagnostic::Diagnostic;
use crate::model::Cell;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    version.tables.iter().flat_map(of_table).collect()
}

fn of_table(tiers: &Tiers<'_>) -> Vec<Diagnostic> {
    let reached = tiers.reached();
    let mut found = Vec::new();
    for (at, row) in tiers.table.rows.iter().enumerate() {
        // A row that is never first is another check's; 其他 is whatever the rows above leave over.
        if !reached.get(at).copied().unwrap_or(true) || row.cells.contains(&Cell::Other) {
            continue;
        }
        let first = (0..at).find_map(|above| tiers.common(above, at).map(|pieces| (above, pieces)));
        let Some((above, pieces)) = first else { continue };
        let Some(other) = tiers.table.rows.get(above) else {
            continue;
        };
        let tail = if other.value == row.value { "" } else { "，分值不唯一" };
        let message = format!("{} 同时落在两档{tail}", tiers.words(&pieces));
        let problem =
            Diagnostic::error("tier-overlap", row.place, message).related(other.place, "也落在这一档");
        found.push(
            problem.hint("改写两档的边界，使每个值只落在一档；“以上”“以下”“至”都含本数，“不满”“超过”不含"),
        );
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said};

    #[test]
    fn a_border_in_two_rows_is_named() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 18 | 0 |\n| 18 至 56 | 20 |\n| 56 至 60 | 5 |\n";
        assert_eq!(said("tier-overlap", &item(table)), ["周岁 56 同时落在两档，分值不唯一 @ 56 至 60 | 5"]);
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 56 | 5 |\n| 56 至 60 | 5 |\n| 超过 60 | 0 |\n";
        assert_eq!(said("tier-overlap", &item(table)), [""; 0]);
    }

    #[test]
    fn two_columns_overlap_only_where_both_do() {
        let table = "| 学历 | 学位 | 分值 |\n| --- | --- | --- |\n| 博士研究生 | 博士 | 37 |\n| 博士研究生 | 其他 | 26 |\n| 硕士研究生以上 | 博士 | 26 |\n";
        assert_eq!(
            said("tier-overlap", &item(table)),
            ["学历 博士研究生、学位 博士 同时落在两档，分值不唯一 @ 硕士研究生以上 | 博士 | 26"]
        );
        let table = "| 学历 | 学位 | 分值 |\n| --- | --- | --- |\n| 博士研究生 | 博士 | 37 |\n| 非博士研究生 | 博士 | 26 |\n| 任意 | 其他 | 10 |\n";
        assert_eq!(said("tier-overlap", &item(table)), [""; 0]);
    }

    #[test]
    fn rows_that_give_the_same_overlap_too() {
        let table = "| 应届毕业生 | 周岁 | 分值 |\n| --- | --- | --- |\n| 是 | 任意 | 10 |\n| 任意 | 不满 30 | 10 |\n| 否 | 30 以上 | 0 |\n";
        assert_eq!(
            said("tier-overlap", &item(table)),
            ["应届毕业生 是、周岁 29 同时落在两档 @ 任意 | 不满 30 | 10"]
        );
    }
}
