//! Runs worked examples and says where they do not come out.

use crate::assessment::{Assessment, Outcome, Status};
use crate::run::assess;
use policy::cases::{Case, Expected, ExpectedUse, read_cases};
use policy::diagnostic::{Diagnostic, Span};
use policy::model::{Policy, Rule};
use policy::scheme::{Library, Scheme};
use terms::{Range, Tri};

/// What came of one worked example.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// The case file.
    pub file: String,
    /// The version that was asked.
    pub version: String,
    /// The example's sentence.
    pub title: String,
    /// Where it stands.
    pub place: Span,
    /// What came out otherwise than expected, one line each; empty when all agrees.
    pub differences: Vec<String>,
}

/// Runs all case files of a scheme. A file is named after the version it belongs to; mistakes in the files are said as
/// diagnostics.
pub fn run_cases(scheme: &Scheme, library: &Library) -> (Vec<CaseReport>, Vec<Diagnostic>) {
    let mut reports = Vec::new();
    let mut problems = Vec::new();
    for file in &scheme.cases {
        let (cases, found) = read_cases(file, &library.vocabulary);
        problems.extend(found);
        let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
        let version = scheme.versions.iter().find(|policy| policy.id.effective.to_string() == name);
        let Some(version) = version else {
            let problem =
                Diagnostic::error("bad-case", Span::default(), format!("算例文件 {name}.md 没有对应的版本"));
            problems.push(problem.hint("文件名是版本的施行日；版本有错误时先改版本").file(&file.path));
            continue;
        };
        for case in cases {
            // A case is asked of its own version, even where its day lies outside the time in force: boundaries need that.
            let differences = differences(version, &case);
            reports.push(CaseReport {
                file: file.path.clone(),
                version: version.id.to_string(),
                title: case.title.clone(),
                place: case.place,
                differences,
            });
        }
    }
    (reports, problems)
}

fn differences(policy: &Policy, case: &Case) -> Vec<String> {
    let assessment = assess(policy, &case.record, case.on);
    let mut out = Vec::new();
    if let Some(Expected::Points(expected)) = case.total
        && assessment.total.range() != expected
    {
        out.push(format!("总分：应为 {}，得 {}", show(expected), show(assessment.total.range())));
    }
    if let (Some(expected), Some(standard)) = (case.meets, policy.standard) {
        let total = assessment.total.range();
        let meets = crate::cond::compare(
            total,
            policy::language::syntax::Comparison::AtLeast,
            Range::known(standard),
        );
        if meets != expected {
            out.push(format!("达标：应为{}，得{}", verdict(expected), verdict(meets)));
        }
    }
    for ExpectedUse { name, met: expected, score } in &case.uses {
        match assessment.use_named(name) {
            None => out.push(format!("用途“{name}”：这一天没有这个用途")),
            Some(result) => {
                let got = match result.status {
                    Status::Met => Tri::Yes,
                    Status::NotMet => Tri::No,
                    Status::Unknown => Tri::Unknown,
                };
                if let Some(score) = score
                    && result.score != *score
                {
                    out.push(format!("用途“{name}”：分数应为 {}，得 {}", show(*score), show(result.score)));
                }
                if got != *expected {
                    let reasons: Vec<String> = result
                        .leaves
                        .iter()
                        .map(|leaf| format!("{} {}", leaf.text, verdict(leaf.holds)))
                        .collect();
                    out.push(format!(
                        "用途“{name}”：应为{}，得{}（{}）",
                        verdict(*expected),
                        verdict(got),
                        reasons.join("；")
                    ));
                }
            }
        }
    }
    for item in &case.items {
        let Some(id) = policy.find(&item.path) else {
            out.push(format!("没有指标“{}”", item.path));
            continue;
        };
        let Some(result) = assessment.node(id) else { continue };
        let fits = match item.expected {
            Expected::Points(points) => result.points == points,
            Expected::Unspecified => result.unspecified,
            Expected::NotApplicable => result.outcome == Outcome::NotApplicable,
        };
        if !fits {
            out.push(format!(
                "{}：应为 {}，得 {}（{:?}）",
                item.path,
                expected(item.expected),
                show(result.points),
                result.outcome
            ));
        }
        if let Some(wanted) = &item.row
            && let Some(got) = row_text(policy, &assessment, id)
            && got != *wanted
        {
            out.push(format!("{}：应落在“{wanted}”一行，落在“{got}”一行", item.path));
        }
    }
    out
}

/// The first cell of the row that hit, of a node whose rule is a table.
fn row_text(policy: &Policy, assessment: &Assessment<'_>, id: policy::model::NodeId) -> Option<String> {
    let Rule::Table(table) = &policy[id].rule else { return None };
    let row = assessment.node(id)?.row?;
    table.rows.get(row)?.texts.first().cloned()
}

fn expected(expected: Expected) -> String {
    match expected {
        Expected::Points(range) => show(range),
        Expected::Unspecified => "未规定".into(),
        Expected::NotApplicable => "不适用".into(),
    }
}

fn show(range: Range) -> String {
    let end = |end: Option<terms::Exact>| end.map_or("不限".to_owned(), |end| end.to_string());
    match range.exactly() {
        Some(value) => value.to_string(),
        None => format!("{} 至 {}", end(range.low), end(range.high)),
    }
}

fn verdict(holds: Tri) -> &'static str {
    match holds {
        Tri::Yes => "是",
        Tri::No => "否",
        Tri::Unknown => "不定",
    }
}
