//! One more year, and half of an item's points are gone.
//!
//! A steep step is often meant. It also invites people to hurry or to wait, and a mistyped row looks just like it. Whoever means it
//! says why with `断崖：…`, and the sheet can show the reason.
//!
//! Looked at are tables of one person's number, such as an age: the step from one number to the next that loses at least half of
//! the most the table gives. Beyond the last row a person has 0. Tables of events and of other items' points are not looked at, nor
//! is the step from none to one.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 45 以下 | 20 |
//! | 46 以上 | 0 |
//! ```
//!
//! Good:
//!
//! ```markdown
//! ### 年龄
//! - 断崖：规定以 45 周岁为界
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 45 以下 | 20 |
//! | 46 以上 | 0 |
//! ```

use super::Version;
use super::domain::{Tiers, shown};
use super::not_monotone::{Step, walks};
use crate::diagnostic::Diagnostic;
use crate::model::Operand;
use terms::Exact;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for tiers in version.whole_tables().filter(|tiers| tiers.events.is_none()) {
        let Some(node) = tiers.node.map(|id| &version.policy[id]).filter(|node| node.cliff.is_none()) else {
            continue;
        };
        let fall = walks(&version.bounds, tiers)
            .into_iter()
            .filter(|walk| !matches!(walk.operand, Operand::Node(_)))
            .find_map(|walk| fall(&walk.steps, node.cap).map(|fall| (walk.words, fall)));
        let Some((words, (from, to))) = fall else { continue };
        let place = place(tiers, from, to).unwrap_or(node.place);
        let lost = shown(from.points - to.points);
        let message =
            format!("“{}”在{words} {} 到 {} 一步失去 {lost} 分", node.name, shown(from.at), shown(to.at));
        found.push(Diagnostic::advice("cliff", place, message).hint("有意如此的加一条“- 断崖：理由”"));
    }
    found
}

fn place(tiers: &Tiers<'_>, from: Step, to: Step) -> Option<crate::diagnostic::Span> {
    tiers.table.rows.get(to.row.or(from.row)?).map(|row| row.place)
}

/// The first step that loses at least half of the most there is.
fn fall(steps: &[Option<Step>], cap: Option<Exact>) -> Option<(Step, Step)> {
    let capped = |points: Exact| cap.map_or(points, |cap| points.min(cap));
    let capped = |step: Step| Step { points: capped(step.points), ..step };
    let steps: Vec<Option<Step>> = steps.iter().map(|step| step.map(capped)).collect();
    let most = steps.iter().flatten().map(|step| step.points).max().filter(|most| *most > Exact::ZERO)?;
    let pairs = steps.windows(2).filter_map(|pair| Some(((*pair.first()?)?, (*pair.last()?)?)));
    // Inside one row points change from number to number, not at a border; and none and one differ in kind, not by a step.
    let mut borders =
        pairs.filter(|(from, to)| from.row != to.row && !(from.at.is_zero() && to.at == Exact::ONE));
    borders.find(|(from, to)| {
        let lost = from.points.checked_sub(to.points);
        lost.and_then(|lost| lost.checked_mul(Exact::from(2))).is_some_and(|twice| twice >= most)
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{item, said, version};

    #[test]
    fn a_step_that_loses_half_is_said() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 45 以下 | 20 |\n| 46 至 50 | 10 |\n| 超过 50 | 5 |\n";
        assert_eq!(said("cliff", &item(table)), ["“项目”在周岁 45 到 46 一步失去 10 分 @ 46 至 50 | 10"]);
        assert_eq!(said("cliff", &item(&format!("- 断崖：规定如此\n\n{table}"))), [""; 0]);
        let gentle = table.replace("| 10 |", "| 15 |");
        assert_eq!(said("cliff", &item(&gentle)), ["“项目”在周岁 50 到 51 一步失去 10 分 @ 超过 50 | 5"]);
    }

    #[test]
    fn the_end_of_the_table_is_a_step_too() {
        let table = "| 周岁 | 分值 |\n| --- | --- |\n| 18 至 45 | 20 |\n";
        assert_eq!(said("cliff", &item(table)), ["“项目”在周岁 45 到 46 一步失去 20 分 @ 18 至 45 | 20"]);
    }

    #[test]
    fn none_and_one_differ_in_kind() {
        let rules = "## 口径\n\n### 次数\n- 取自：违反计划生育\n- 计：次数\n\n## 指标\n\n### 奖励\n\n| 次数 | 分值 |\n| --- | --- |\n| 0 | 20 |\n| 1 以上 | 0 |\n";
        assert_eq!(said("cliff", &version(rules)), [""; 0]);
        let later =
            rules.replace("| 0 | 20 |", "| 1 以下 | 20 |").replace("| 1 以上 | 0 |", "| 2 以上 | 0 |");
        assert_eq!(said("cliff", &version(&later)).len(), 1);
    }

    #[test]
    fn rising_to_a_line_is_no_cliff_nor_is_what_a_cap_levels() {
        let rules = "## 口径\n\n### 月数\n- 取自：职工社会保险\n- 计：月数\n\n## 指标\n\n### 参保\n\n| 月数 | 分值 |\n| --- | --- |\n| 36 以上 | 120 |\n| 不满 36 | 0 |\n";
        assert_eq!(said("cliff", &version(rules)), [""; 0]);
        let table = "- 上限：10 分\n\n| 周岁 | 分值 |\n| --- | --- |\n| 不满 30 | 40 |\n| 30 至 40 | 10 |\n| 超过 40 | 6 |\n";
        assert_eq!(said("cliff", &item(table)), [""; 0]);
    }
}
