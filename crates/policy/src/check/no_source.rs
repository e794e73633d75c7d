//! An item, condition, veto or use that cites nothing.
//!
//! Every number a person is shown must be traceable to an article. `依据` may stand in the header, in a group, an item, a part or a
//! row; what stands below inherits it. What inherits nothing has no source, and a reader cannot check it.
//!
//! Bad:
//!
//! ```markdown
//! # 示范市居住证积分
//!
//! - 施行：2026-01-01 起
//!
//! ## 基础指标
//!
//! ### 应届
//! - 事实：应届毕业生
//! - 具备：10 分
//! ```
//!
//! Good:
//!
//! ```markdown
//! # 示范市居住证积分
//!
//! - 施行：2026-01-01 起
//!
//! ## 基础指标
//!
//! ### 应届
//! - 事实：应届毕业生
//! - 具备：10 分
//! - 依据：积分办法 第六条
//! ```

use super::Version;
use crate::diagnostic::{Diagnostic, Span};
use crate::model::{Basis, Node, Rule};

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    let leaves = policy.nodes.iter().filter(|node| node.children.is_empty() && !sourced(node));
    let mut found: Vec<Diagnostic> = leaves.map(|node| problem("指标", &node.name, node.place)).collect();
    let cited = |basis: &Basis| basis.citation.is_some();
    let conditions = policy.conditions.iter().filter(|condition| !cited(&condition.basis));
    found.extend(conditions.map(|condition| problem("资格", &condition.name, condition.place)));
    let vetoes = policy.vetoes.iter().filter(|veto| !cited(&veto.basis));
    found.extend(vetoes.map(|veto| problem("一票否决", &veto.name, veto.place)));
    let uses = policy.uses.iter().filter(|of| !cited(&of.basis));
    found.extend(uses.map(|of| problem("用途", &of.name, of.place)));
    found
}

/// True when the item is cited, or each of its rows is.
fn sourced(node: &Node) -> bool {
    let rows = match &node.rule {
        Rule::Table(table) => table.rows.iter().all(|row| row.basis.citation.is_some()),
        Rule::Marginal(marginal) => marginal.rows.iter().all(|(.., basis)| basis.citation.is_some()),
        _ => false,
    };
    node.basis.citation.is_some() || rows
}

fn problem(kind: &str, name: &str, place: Span) -> Diagnostic {
    let problem = Diagnostic::error("no-source", place, format!("{kind}“{name}”没有依据"));
    problem.hint("加一条“- 依据：文件 第几条”，或写在文件开头，由下面各项沿用")
}

#[cfg(test)]
mod tests {
    use super::super::tests::said;

    const BARE: &str = "# 示范市居住证积分\n\n- 施行：2026-01-01 起\n\n## 指标\n\n### 应届\n- 事实：应届毕业生\n- 具备：10 分\n\n### 年龄\n\n\
                        | 应届毕业生 | 分值 | 依据 |\n| --- | --- | --- |\n| 是 | 5 | 积分办法 第一条 |\n| 否 | 0 | 积分办法 第一条 |\n\n\
                        ## 资格\n\n### 成年\n- 条件：应届毕业生\n\n## 一票否决\n\n### 犯罪\n- 事实：刑事犯罪\n- 期限：永久\n\n## 用途：入学\n- 类别：上学\n- 条件：成年\n";

    #[test]
    fn everything_that_decides_needs_one() {
        let found = said("no-source", BARE);
        assert_eq!(
            found,
            [
                "指标“应届”没有依据 @ 应届",
                "资格“成年”没有依据 @ 成年",
                "一票否决“犯罪”没有依据 @ 犯罪",
                "用途“入学”没有依据 @ 用途：入学"
            ]
        );
        let inherited = BARE.replace("2026-01-01 起\n", "2026-01-01 起\n- 依据：积分办法\n");
        assert_eq!(said("no-source", &inherited), [""; 0]);
    }
}
