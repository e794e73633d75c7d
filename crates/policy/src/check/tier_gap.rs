//! A value that no row of a table takes, though rows on both sides of it do.
//!
//! Whoever falls in the gap gets 0, and nobody can tell whether the regulation meant that or the table forgot it. A table may be
//! open below its lowest and above its highest number: only what lies between counts, and combinations of choices that the
//! columns name one by one. If the regulation itself leaves the gap, write a row for it with `未规定`; if it means 0, write 0.
//!
//! The message names the first values that no row takes.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 18 至 40 | 20 |
//! | 45 至 60 | 5 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 18 至 40 | 20 |
//! | 41 至 44 | 未规定 |
//! | 45 至 60 | 5 |
//! ```

use super::Version;
use super::domain::Tiers;
use crate::diagnostic::Diagnostic;
use crate::model::Row;

/// How many gaps are named.
const MOST_NAMED: usize = 3;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    version.whole_tables().filter_map(of_table).collect()
}

fn of_table(tiers: &Tiers<'_>) -> Option<Diagnostic> {
    let mut gaps: Vec<String> = Vec::new();
    let mut below: Option<usize> = None;
    let whole = if let [axis] = tiers.axes.as_slice() {
        for piece in &axis.pieces {
            if let Some(first) = piece.rows.first() {
                below = below.or_else(|| (!gaps.is_empty()).then_some(first));
            } else if piece.covered {
                let head = tiers.table.columns.first().map_or("", |column| column.head.as_str());
                gaps.push(format!("{head} {}", piece.stretch()));
            }
        }
        true
    } else {
        tiers.combinations(&mut |pieces, rows| {
            if rows.first().is_none() && pieces.iter().all(|piece| piece.covered) {
                gaps.push(tiers.words(pieces));
            }
        })
    };
    let row: &Row = below.and_then(|row| tiers.table.rows.get(row)).or_else(|| tiers.table.rows.last())?;
    if !whole {
        let message = format!("“{}”的表格分得太细，没有逐格查完有没有空档", tiers.owner);
        return Some(Diagnostic::warning("tier-gap", row.place, message).hint("拆成几个部分"));
    }
    let named: Vec<&str> = gaps.iter().take(MOST_NAMED).map(String::as_str).collect();
    if named.is_empty() {
        return None;
    }
    let more = gaps.len() - named.len();
    let more = if more == 0 { String::new() } else { format!("（另有 {more} 处）") };
    let message = format!("“{}”没有一档写到：{}{more}", tiers.owner, named.join("；"));
    let problem = Diagnostic::warning("tier-gap", row.place, message);
    Some(problem.hint("加一档；规定没有说的写“未规定”，不得分的写 0"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said, version};

    #[test]
    fn ages_are_whole_so_that_forty_is_followed_by_forty_one() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 18 至 40 | 20 |\n| 41 至 60 | 5 |\n";
        assert_eq!(said("tier-gap", &item(table)), [""; 0]);
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 18 至 40 | 20 |\n| 超过 41 | 5 |\n";
        assert_eq!(said("tier-gap", &item(table)), ["“项目”没有一档写到：周岁 41 @ 超过 41 | 5"]);
    }

    #[test]
    fn sums_of_hours_need_not_be_whole() {
        let rules = "## 口径\n\n### 时数\n- 取自：志愿服务\n- 计：合计 时长\n\n## 指标\n\n### 志愿\n\n\
                     | 时数 | 分值 |\n| --- | --- |\n| 20 至 49 | 5 |\n| 50 以上 | 10 |\n";
        assert_eq!(
            said("tier-gap", &version(rules)),
            ["“志愿”没有一档写到：时数 超过 49 不满 50 @ 50 以上 | 10"]
        );
    }

    #[test]
    fn combinations_that_the_columns_name_are_looked_at() {
        let table = "| 学历 | 学位 | 分值 |\n| --- | --- | --- |\n| 本科 | 学士 | 20 |\n| 硕士研究生 | 硕士 | 30 |\n| 硕士研究生 | 学士 | 25 |\n";
        assert_eq!(
            said("tier-gap", &item(table)),
            ["“项目”没有一档写到：学历 本科、学位 硕士 @ 硕士研究生 | 学士 | 25"]
        );
        let table = "| 学历 | 学位 | 分值 |\n| --- | --- | --- |\n| 本科 | 学士 | 20 |\n| 硕士研究生 | 硕士 | 30 |\n| 任意 | 其他 | 10 |\n";
        assert_eq!(said("tier-gap", &item(table)), [""; 0]);
    }

    #[test]
    fn outside_the_lowest_and_the_highest_nothing_is_missing() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 18 至 40 | 20 |\n";
        assert_eq!(said("tier-gap", &item(table)), [""; 0]);
        let table = "| 学历 | 分值 |\n| --- | --- |\n| 博士研究生 | 30 |\n| 本科 | 10 |\n";
        assert_eq!(said("tier-gap", &item(table)), ["“项目”没有一档写到：学历 硕士研究生 @ 博士研究生 | 30"]);
    }
}
