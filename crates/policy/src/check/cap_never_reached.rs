//! A cap that can never bind, because the rule below it gives less than that to everybody.
//!
//! Then either the cap or the rule was copied wrong: a row is missing, a rate is too low, a window too short. A cap that is just
//! reached is fine: many regulations repeat the greatest row as the cap.
//!
//! Where items are left out on purpose, a `未规定` under the heading that has the cap says so, and nothing is said here.
//!
//! The message says the most that anybody can have, from the bounds of the facts, the windows and the rows.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//! - 上限：30 分
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 45 | 20 |
//! | 45 以上 | 5 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//! - 上限：20 分
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 45 | 20 |
//! | 45 以上 | 5 |
//! ```

use super::Version;
use super::domain::shown;
use crate::diagnostic::Diagnostic;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for id in version.policy.node_ids() {
        let node = &version.policy[id];
        let (Some(cap), Some(most)) = (node.cap, version.bounds.raw(id).high) else {
            continue;
        };
        if most < cap && node.unspecified.is_empty() {
            let message =
                format!("“{}”的上限 {} 分永远用不到：最多只能得 {} 分", node.name, shown(cap), shown(most));
            let problem = Diagnostic::warning("cap-never-reached", node.place, message);
            found.push(
                problem.hint("核对上限和各档的分值，确实用不到的删去上限；漏了小项的加一条“- 未规定：”"),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said, version};

    #[test]
    fn the_greatest_row_decides() {
        let table = "- 上限：30 分\n\n| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 20 |\n| 45 以上 | 5 |\n";
        assert_eq!(
            said("cap-never-reached", &item(table)),
            ["“项目”的上限 30 分永远用不到：最多只能得 20 分 @ 项目"]
        );
        assert_eq!(said("cap-never-reached", &item(&table.replace("30 分", "20 分"))), [""; 0]);
    }

    #[test]
    fn what_the_text_leaves_open_explains_a_cap() {
        let table = "- 上限：30 分\n- 未规定：还有哪些小项\n\n| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 20 |\n| 45 以上 | 5 |\n";
        assert_eq!(said("cap-never-reached", &item(table)), [""; 0]);
    }

    #[test]
    fn a_formula_is_bounded_by_its_row() {
        let table = "- 上限：30 分\n\n| 周岁 | 分值 |\n| --- | --- |\n| 18 至 55 | 5 + 2 × (56 − 周岁) |\n| 56 至 60 | 5 |\n";
        assert_eq!(said("cap-never-reached", &item(table)), [""; 0], "up to 81");
        assert_eq!(
            said("cap-never-reached", &item(&table.replace("30 分", "90 分"))),
            ["“项目”的上限 90 分永远用不到：最多只能得 81 分 @ 项目"]
        );
    }

    #[test]
    fn a_window_bounds_a_rate() {
        let rules = "## 口径\n\n### 近四年月数\n- 取自：职工社会保险\n- 窗口：最近 48 个月\n- 计：月数\n\n## 指标\n\n### 参保\n\
                     - 事实：近四年月数\n- 每满 1 年：3 分\n- 上限：20 分\n";
        assert_eq!(
            said("cap-never-reached", &version(rules)),
            ["“参保”的上限 20 分永远用不到：最多只能得 12 分 @ 参保"]
        );
        let open = rules.replace("- 窗口：最近 48 个月\n", "");
        assert_eq!(said("cap-never-reached", &version(&open)), [""; 0]);
    }

    #[test]
    fn a_group_sums_its_items_and_takes_the_highest_of_those_to_choose_from() {
        let rules = "## 指标\n- 择一：甲项、乙项\n- 上限：50 分\n\n### 甲项\n- 事实：应届毕业生\n- 具备：30 分\n\n### 乙项\n- 事实：紧缺专业\n\
                     - 具备：20 分\n\n### 丙项\n- 事实：农业户籍\n- 具备：10 分\n";
        assert_eq!(
            said("cap-never-reached", &version(rules)),
            ["“指标”的上限 50 分永远用不到：最多只能得 40 分 @ 指标"]
        );
    }

    #[test]
    fn any_number_of_events_has_no_bound() {
        let rules = "## 指标\n\n### 献血\n- 事实：无偿献血\n- 多次：累加\n- 每次：2 分\n- 上限：10 分\n\n### 表彰\n- 事实：表彰奖励\n\
                     - 多次：取最高\n- 每次：2 分\n- 上限：10 分\n";
        assert_eq!(
            said("cap-never-reached", &version(rules)),
            ["“表彰”的上限 10 分永远用不到：最多只能得 2 分 @ 表彰"]
        );
    }
}
