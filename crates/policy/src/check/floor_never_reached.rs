//! A floor that can never bind, because nobody's points fall that low.
//!
//! A floor says that a sum may sink and where it stops. If nothing in it can sink, a deduction was forgotten or stands in another
//! group. A floor that is just reached is fine. The floor of the total is looked at in the same way.
//!
//! The message says the least that anybody can have.
//!
//! Bad:
//!
//! ```markdown
//! ### 年龄
//! - 下限：1 分
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
//! - 下限：5 分
//!
//! | 周岁 | 分值 |
//! | --- | --- |
//! | 不满 45 | 20 |
//! | 45 以上 | 64 − 周岁 |
//! ```

use super::Version;
use super::domain::shown;
use crate::diagnostic::{Diagnostic, Span};
use terms::{Exact, Range};

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    let mut found: Vec<Diagnostic> = policy
        .node_ids()
        .filter_map(|id| {
            let node = &policy[id];
            problem(&format!("“{}”", node.name), node.place, node.floor?, version.bounds.raw(id))
        })
        .collect();
    let total = policy
        .total_floor
        .and_then(|floor| problem("总分", policy.places.floor, floor, version.bounds.total()));
    found.extend(total);
    found
}

fn problem(what: &str, place: Span, floor: Exact, points: Range) -> Option<Diagnostic> {
    let least = points.low.filter(|least| *least > floor)?;
    let message = format!("{what}的下限 {} 分永远用不到：最少也有 {} 分", shown(floor), shown(least));
    Some(
        Diagnostic::warning("floor-never-reached", place, message)
            .hint("核对有没有漏写减分的指标，确实用不到的删去下限"),
    )
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header, item, said, version};

    #[test]
    fn the_least_row_decides() {
        let table = "- 下限：1 分\n\n| 周岁 | 分值 |\n| --- | --- |\n| 不满 45 | 20 |\n| 45 以上 | 5 |\n";
        assert_eq!(
            said("floor-never-reached", &item(table)),
            ["“项目”的下限 1 分永远用不到：最少也有 5 分 @ 项目"]
        );
        let open =
            "- 下限：1 分\n\n| 周岁 | 分值 |\n| --- | --- |\n| 18 以上不满 45 | 20 |\n| 45 以上 | 5 |\n";
        assert_eq!(said("floor-never-reached", &item(open)), [""; 0], "outside the table it is 0");
    }

    #[test]
    fn the_total_has_a_floor_too() {
        let rules = "## 指标\n\n### 学历\n- 事实：应届毕业生\n- 具备：30 分\n";
        let text = header("- 下限：-5 分\n", rules);
        assert_eq!(said("floor-never-reached", &text), ["总分的下限 -5 分永远用不到：最少也有 0 分 @ -5 分"]);
        assert_eq!(said("floor-never-reached", &header("- 下限：0 分\n", rules)), [""; 0]);
        let sinking = format!("{rules}\n### 拘留\n- 事实：行政拘留\n- 多次：累加\n- 每次：−10 分\n");
        assert_eq!(said("floor-never-reached", &version(&sinking)), [""; 0]);
    }
}
