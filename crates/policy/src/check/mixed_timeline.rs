//! `并入`, `除去` or `限于` between a timeline of days and a timeline of months.
//!
//! A home is held by the day, insurance is paid by the month. Whether a month in which a home was held for three days counts is for
//! the regulation to say, and `折月` is where it is said: `满月` or `有一日即算`. Without it the engine would have to guess. The same
//! clauses need timelines on both sides: events and plain values have no months.
//!
//! Bad:
//!
//! ```markdown
//! ## 口径
//!
//! ### 参保月数
//! - 取自：职工社会保险
//! - 计：月数
//!
//! ### 自有住所月数
//! - 取自：自有住房
//! - 限于：参保月数
//! - 计：月数
//!
//! ## 指标
//!
//! ### 住所
//! - 事实：自有住所月数
//! - 每 12 个月：1 分
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
//! ### 自有住所月数
//! - 取自：自有住房
//! - 折月：有一日即算
//! - 限于：参保月数
//! - 计：月数
//!
//! ## 指标
//!
//! ### 住所
//! - 事实：自有住所月数
//! - 每 12 个月：1 分
//! ```

use super::Version;
use crate::diagnostic::Diagnostic;
use crate::model::{Measure, MeasureId, Policy, SetStep};
use crate::vocabulary::Kind;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Line {
    Months,
    Days,
    /// Events, values, sums of other measures.
    Nothing,
}

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    let mut found = Vec::new();
    for measure in &policy.measures {
        for step in &measure.steps {
            let (word, id) = match step {
                SetStep::Add(id, _) => ("并入", *id),
                SetStep::Remove(id) => ("除去", *id),
                SetStep::Keep(id) => ("限于", *id),
            };
            found.extend(other(policy, id).and_then(|other| problem(policy, measure, word, other)));
        }
    }
    found
}

fn other(policy: &Policy, id: MeasureId) -> Option<&Measure> {
    policy.measures.get(id.index())
}

fn problem(policy: &Policy, measure: &Measure, word: &str, other: &Measure) -> Option<Diagnostic> {
    let (mine, theirs) = (line(policy, measure), line(policy, other));
    if mine == theirs && mine != Line::Nothing {
        return None;
    }
    let say = |message: String, hint: String| {
        let problem = Diagnostic::error("mixed-timeline", measure.place, message).hint(hint);
        Some(problem.related(other.place, format!("“{}”在这里定义", other.name)))
    };
    for (line, name) in [(mine, &measure.name), (theirs, &other.name)] {
        if line == Line::Nothing {
            let message =
                format!("“{}”{word}“{}”，可是“{name}”没有逐月或逐日的时间", measure.name, other.name);
            return say(message, "这三种条款只用于取自时段的口径".to_owned());
        }
    }
    let by_day = if mine == Line::Days { &measure.name } else { &other.name };
    let message = format!("“{}”{word}“{}”：一个按日，一个按月，合不到一起", measure.name, other.name);
    say(message, format!("在“{by_day}”里加一条“- 折月：满月”或“- 折月：有一日即算”"))
}

fn line(policy: &Policy, measure: &Measure) -> Line {
    let mut kinds = measure.sources.iter().map(|source| policy.vocabulary.fact(source.fact).kind);
    match kinds.next() {
        Some(Kind::MonthSpans) => Line::Months,
        Some(Kind::DaySpans) if measure.fold.is_some() => Line::Months,
        Some(Kind::DaySpans) => Line::Days,
        _ => Line::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{said, version};

    fn rules(fact: &str, clauses: &str) -> String {
        version(&format!(
            "## 口径\n\n### 甲数\n- 取自：职工社会保险\n- 计：月数\n\n### 乙数\n- 取自：{fact}\n- 除去：甲数\n{clauses}\n\n## 指标\n\n### 项目\n- 事实：乙数\n- 每 1 个月：1 分\n"
        ))
    }

    #[test]
    fn days_and_months_do_not_mix_unless_folded() {
        assert_eq!(
            said("mixed-timeline", &rules("自有住房", "- 计：月数")),
            ["“乙数”除去“甲数”：一个按日，一个按月，合不到一起 @ 乙数"]
        );
        assert_eq!(said("mixed-timeline", &rules("自有住房", "- 折月：满月\n- 计：月数")), [""; 0]);
        assert_eq!(said("mixed-timeline", &rules("工作经历", "- 计：月数")), [""; 0]);
    }

    #[test]
    fn events_have_no_months() {
        let text = rules("志愿服务", "- 计：合计 时长").replace("每 1 个月", "每 1 小时");
        assert_eq!(
            said("mixed-timeline", &text),
            ["“乙数”除去“甲数”，可是“乙数”没有逐月或逐日的时间 @ 乙数"]
        );
    }
}
