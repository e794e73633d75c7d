//! A parameter that a version uses has no value for part of the time in force.
//!
//! Numbers such as an average wage change every year and live in `parameters/`. When a version begins before the first row, months
//! before it cannot be judged and every score that needs them is unknown: an error. When two rows in the time in force stand more
//! than 18 months apart, a year was probably forgotten, and a stale number would be taken for it: a warning.
//!
//! The message says from when to when. What comes after the last row is not looked at: the next year's number may not be published
//! yet.
//!
//! In `parameters/average-wage.md`, used by `2021-01-01.md`:
//!
//! ```text
//! | 起      | 值   |
//! | ------- | ---- |
//! | 2020-07 | 9339 |      wrong: 2021 is missing
//! | 2022-07 | 11396 |
//! ```

use super::Version;
use crate::diagnostic::Diagnostic;
use crate::model::{Expr, Parameter, ParameterId, Place, Policy};
use std::collections::BTreeMap;
use terms::civil::full_months_between;

/// Rows further apart than this have probably lost one between them.
const MOST_MONTHS: u32 = 18;

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    let mut used: BTreeMap<ParameterId, Place> = BTreeMap::new();
    super::expressions::each(policy, &mut |expr, place| {
        if let Expr::Parameter(id) = expr {
            used.entry(*id).or_insert(place);
        }
    });
    let mut found = Vec::new();
    for (id, place) in used {
        let Some(parameter) = policy.parameters.get(id.index()) else {
            continue;
        };
        found.extend(first_day(policy, parameter, place));
        found.extend(holes(policy, parameter));
    }
    found
}

fn first_day(policy: &Policy, parameter: &Parameter, place: Place) -> Option<Diagnostic> {
    let effective = policy.id.effective;
    if parameter.on(effective).is_some() {
        return None;
    }
    let name = &parameter.name;
    let message = match parameter.rows.first() {
        Some(row) => format!("参数“{name}”从 {} 才有值，本版 {effective} 起施行", row.from),
        None => format!("参数“{name}”一个值也没有"),
    };
    let problem = Diagnostic::error("parameter-missing", place, message);
    Some(problem.hint(format!("在 {} 里补上 {effective} 当日的值", parameter.file)))
}

/// Neighbouring rows that stand too far apart while the version is in force.
fn holes(policy: &Policy, parameter: &Parameter) -> Vec<Diagnostic> {
    let rows = parameter.rows.iter().zip(parameter.rows.iter().skip(1));
    let in_force = |from, to| to > policy.id.effective && policy.until.is_none_or(|until| from <= until);
    rows.filter(|(row, next)| {
        in_force(row.from, next.from) && full_months_between(row.from, next.from) > MOST_MONTHS
    })
    .map(|(row, next)| {
        let message = format!(
            "参数“{}”在 {} 和 {} 之间没有新值，相隔超过 {MOST_MONTHS} 个月",
            parameter.name, row.from, next.from
        );
        let problem =
            Diagnostic::warning("parameter-missing", next.place, message).related(row.place, "前一个值");
        problem.hint("补上漏掉的年份；确实没有变动的，也写一行，值照旧").file(&parameter.file)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header_in_force, said_of};

    fn found(rows: &str) -> Vec<String> {
        let parameter = format!("# 平均工资\n\n- 单位：元\n\n| 起 | 值 |\n| --- | --- |\n{rows}");
        let rules = "\n## 口径\n\n### 高基数月数\n- 取自：职工社会保险\n- 条件：基数 不低于 平均工资\n- 计：月数\n\n## 指标\n\n### 基数\n- 事实：高基数月数\n- 每 1 个月：1 分\n";
        let version = format!("{}{rules}", header_in_force("2021-01-01 至 2022-12-31"));
        said_of("parameter-missing", &[("2021-01-01.md", version), ("parameters/wage.md", parameter)])
    }

    #[test]
    fn the_first_day_needs_a_value() {
        assert_eq!(found("| 2020-07 | 5000 |\n| 2021-07 | 6000 |\n"), [""; 0]);
        assert_eq!(
            found("| 2021-07 | 6000 |\n"),
            ["参数“平均工资”从 2021-07-01 才有值，本版 2021-01-01 起施行 @ 高基数月数"]
        );
    }

    #[test]
    fn a_year_left_out_is_a_hole_if_it_lies_in_the_time_in_force() {
        assert_eq!(
            found("| 2020-07 | 5000 |\n| 2022-07 | 6000 |\n"),
            ["参数“平均工资”在 2020-07-01 和 2022-07-01 之间没有新值，相隔超过 18 个月 @ 2022-07"]
        );
        assert_eq!(found("| 2016-07 | 4000 |\n| 2020-07 | 5000 |\n| 2021-07 | 6000 |\n"), [""; 0]);
    }
}
