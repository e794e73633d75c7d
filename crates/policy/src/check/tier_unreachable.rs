//! A row of a table that is never the first to match.
//!
//! Nobody can be scored by such a row. Either the rows above take every value that it names, or its values lie outside what the
//! fact can be: an age of 200, or 72 months of the last 48. The row is dead text that a reader takes for law.
//!
//! The message says which rows take its values, or what the column can be.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 45 | 20 |
//! | 35 以下 | 30 |
//! | 45 以上 | 0 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 35 以下 | 30 |
//! | 超过 35 不满 45 | 20 |
//! | 45 以上 | 0 |
//! ```

use super::Version;
use super::domain::{Axis, Tiers, shown};
use crate::diagnostic::Diagnostic;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    version.tables.iter().flat_map(of_table).collect()
}

fn of_table(tiers: &Tiers<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, reached) in tiers.reached().iter().copied().enumerate() {
        let Some(row) = tiers.table.rows.get(at).filter(|_| !reached) else {
            continue;
        };
        let words = tiers.row_words(at);
        let impossible =
            (0..).zip(&tiers.axes).find(|(_, axis)| !axis.pieces.iter().any(|piece| piece.rows.contains(at)));
        if let Some((column, axis)) = impossible {
            let head = tiers.table.columns.get(column).map_or("", |column| column.head.as_str());
            let message = format!("没有人会落在“{words}”这一档：{head}{}", possible(axis));
            let problem = Diagnostic::error("tier-unreachable", row.place, message);
            found.push(problem.hint("删去这一档，或改正它的数"));
            continue;
        }
        let mut problem = Diagnostic::error(
            "tier-unreachable",
            row.place,
            format!("“{words}”这一档轮不到：它的每个值都先落在上面的档里"),
        );
        for above in (0..at).filter(|above| tiers.common(*above, at).is_some()).take(3) {
            if let Some(row) = tiers.table.rows.get(above) {
                problem = problem.related(row.place, "先落在这一档");
            }
        }
        found.push(problem.hint("把范围窄的一档放在上面，或删去这一档"));
    }
    found
}

/// What a column can be.
fn possible(axis: &Axis) -> String {
    let range = axis.pieces.first().zip(axis.pieces.last());
    let ends = range.map(|(first, last)| (first.range().low, last.range().high));
    match ends {
        Some((Some(low), Some(high))) => format!("只能是 {} 至 {}", shown(low), shown(high)),
        Some((Some(low), None)) => format!("不会低于 {}", shown(low)),
        Some((None, Some(high))) => format!("不会超过 {}", shown(high)),
        _ => "没有这样的值".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said, version};

    #[test]
    fn a_row_below_a_wider_one_is_never_reached() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 20 |\n| 35 以下 | 30 |\n| 45 以上 | 0 |\n";
        assert_eq!(
            said("tier-unreachable", &item(table)),
            ["“35 以下”这一档轮不到：它的每个值都先落在上面的档里 @ 35 以下 | 30"]
        );
    }

    #[test]
    fn two_rows_together_may_hide_a_third() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 20 |\n| 45 以上 | 0 |\n| 40 至 50 | 10 |\n";
        assert_eq!(
            said("tier-unreachable", &item(table)),
            ["“40 至 50”这一档轮不到：它的每个值都先落在上面的档里 @ 40 至 50 | 10"]
        );
        assert_eq!(said("tier-overlap", &item(table)), [""; 0], "one mistake is said once");
    }

    #[test]
    fn a_window_bounds_what_can_be_counted_in_it() {
        let rules = "## 口径\n\n### 近四年月数\n- 取自：职工社会保险\n- 窗口：最近 48 个月\n- 计：月数\n\n## 指标\n\n### 参保\n\n\
                     | 近四年月数 | 分值 |\n| --- | --- |\n| 不满 24 | 0 |\n| 24 以上不满 60 | 10 |\n| 60 以上 | 20 |\n";
        assert_eq!(
            said("tier-unreachable", &version(rules)),
            ["没有人会落在“60 以上”这一档：近四年月数只能是 0 至 48 @ 60 以上 | 20"]
        );
    }

    #[test]
    fn other_after_all_choices_still_stands_for_none() {
        let table =
            "| 学位 | 分值 |\n| --- | --- |\n| 博士 | 30 |\n| 硕士 | 20 |\n| 学士 | 10 |\n| 其他 | 0 |\n";
        assert_eq!(said("tier-unreachable", &item(table)), [""; 0]);
        let table = "| 应届毕业生 | 分值 |\n| --- | --- |\n| 是 | 30 |\n| 否 | 0 |\n| 其他 | 0 |\n";
        assert_eq!(said("tier-unreachable", &item(table)).len(), 1);
    }
}
