//! A name that nothing refers to: a measure, a list, a condition, or a parameter's file.
//!
//! A definition that nothing uses decides nothing. Either the rule that should use it names something else, or it was left over from
//! an older version. Measures, lists and conditions are looked for in their own version; a parameter in all versions of the scheme.
//!
//! Bad:
//!
//! ```markdown
//! ## 口径
//!
//! ### 参保月数
//! - 取自：职工社会保险
//! - 计：月数
//! ```
//!
//! Good:
//!
//! ```markdown
//! ## 口径
//!
//! ### 参保月数
//! - 取自：职工社会保险
//! - 计：月数
//!
//! ## 指标
//!
//! ### 参保年限
//! - 事实：参保月数
//! - 每满 1 年：3 分
//! ```

use crate::diagnostic::Diagnostic;
use crate::model::Expr;
use crate::scheme::Scheme;

/// Parameters that no version uses; the other names are looked at while a version is built.
pub(super) fn find(scheme: &Scheme) -> Vec<Diagnostic> {
    let versions: Vec<_> = scheme.versions.iter().chain(&scheme.drafts).collect();
    let Some(first) = versions.first() else {
        return Vec::new();
    };
    let mut used = vec![false; first.parameters.len()];
    for policy in &versions {
        super::expressions::each(policy, &mut |expr, _| {
            if let Expr::Parameter(id) = expr
                && let Some(slot) = used.get_mut(id.index())
            {
                *slot = true;
            }
        });
    }
    let unused = first.parameters.iter().zip(used).filter(|(_, used)| !used);
    unused
        .map(|(parameter, _)| {
            let message = format!("参数“{}”没有被任何版本用到", parameter.name);
            let problem = Diagnostic::warning("unused-name", parameter.place, message);
            problem.hint("在口径、条件或分值里写它的名称，或删去这个文件").file(&parameter.file)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header_in_force, said_of};

    #[test]
    fn a_parameter_is_used_if_any_version_names_it() {
        let parameter = "# 平均工资\n\n- 单位：元\n\n| 起 | 值 | 依据 |\n| --- | --- | --- |\n| 2020-01 | 5000 | 公布 |\n".to_owned();
        let older = format!(
            "{}\n## 口径\n\n### 高基数月数\n- 取自：职工社会保险\n- 条件：基数 不低于 平均工资\n- 计：月数\n\n## 指标\n\n### 基数\n- 事实：高基数月数\n- 每 1 个月：1 分\n",
            header_in_force("2020-01-01 至 2020-12-31")
        );
        let newer = header_in_force("2021-01-01 起");
        let both = [
            ("2020-01-01.md", older),
            ("2021-01-01.md", newer.clone()),
            ("parameters/wage.md", parameter.clone()),
        ];
        assert_eq!(said_of("unused-name", &both), [""; 0]);
        let one = [("2021-01-01.md", newer), ("parameters/wage.md", parameter)];
        assert_eq!(said_of("unused-name", &one), ["参数“平均工资”没有被任何版本用到 @ 平均工资"]);
    }
}
