//! The standard score is above the most that anybody can have.
//!
//! Then nobody ever reaches the line, and every use that asks for it is closed to all. An item is missing, a cap is too low, or the
//! standard score was copied wrong.
//!
//! The most is worked out from the bounds of the facts, the windows, the rows and the caps. Where one item is without bound, as
//! points for each further year are, there is no most and nothing is said. Lines that only a group cannot reach are not looked for
//! yet.
//!
//! Bad:
//!
//! ```markdown
//! # 示范市居住证积分
//!
//! - 施行：2026-01-01 起
//! - 依据：积分办法
//! - 标准分值：60 分
//!
//! ## 基础指标
//!
//! ### 应届
//! - 事实：应届毕业生
//! - 具备：30 分
//!
//! ### 紧缺
//! - 事实：紧缺专业
//! - 具备：20 分
//! ```
//!
//! Good:
//!
//! ```markdown
//! # 示范市居住证积分
//!
//! - 施行：2026-01-01 起
//! - 依据：积分办法
//! - 标准分值：50 分
//!
//! ## 基础指标
//!
//! ### 应届
//! - 事实：应届毕业生
//! - 具备：30 分
//!
//! ### 紧缺
//! - 事实：紧缺专业
//! - 具备：20 分
//! ```

use super::Version;
use super::domain::shown;
use crate::diagnostic::Diagnostic;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    let (Some(standard), Some(most)) = (policy.standard, version.bounds.total().high) else {
        return Vec::new();
    };
    if most >= standard {
        return Vec::new();
    }
    let message = format!("标准分值 {} 分谁也达不到：总分最多 {} 分", shown(standard), shown(most));
    let problem = Diagnostic::error("line-unreachable", policy.places.standard, message);
    vec![problem.hint("核对标准分值、各项上限，看有没有漏写指标")]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header, said};

    #[test]
    fn what_is_bounded_is_added_up_and_what_is_not_is_let_be() {
        let rules = "## 指标\n\n### 学历\n- 事实：应届毕业生\n- 具备：30 分\n\n### 献血\n- 事实：无偿献血\n- 多次：累加\n- 每次：2 分\n- 上限：10 分\n";
        let text = header("- 标准分值：60 分\n", rules);
        assert_eq!(said("line-unreachable", &text), ["标准分值 60 分谁也达不到：总分最多 40 分 @ 60 分"]);
        assert_eq!(said("line-unreachable", &text.replace("- 上限：10 分\n", "")), [""; 0]);
        assert_eq!(said("line-unreachable", &header("- 标准分值：40 分\n", rules)), [""; 0]);
    }
}
