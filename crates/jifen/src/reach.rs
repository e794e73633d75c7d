//! `jifen check --reach`: what no person of a described group can reach. The record holds what the group has in common; all
//! else is unknown, so that the score is an interval that holds everyone's.

use crate::command::Check;
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use crate::page::{Ink, Page};
use crate::{asked, clock, json};
use policy::model::Policy;
use score::explain::{Language, points};
use score::{Assessment, Status};
use std::path::Path;
use terms::{Date, Range, Tri};

/// What a group can reach under one version.
pub struct Reach<'a> {
    pub policy: &'a Policy,
    pub assessment: Assessment<'a>,
}

impl<'a> Reach<'a> {
    /// The greatest total; an interval without end where there is none.
    pub fn most(&self) -> Range {
        let total = self.assessment.total.range();
        total.high.map_or(total, Range::known)
    }

    /// Uses that nobody of the group can have, with the tests that stand in the way, as written.
    pub fn closed(&self) -> Vec<(&'a str, Vec<&'a str>)> {
        let mut found = Vec::new();
        for result in self.assessment.uses.iter().filter(|result| result.status == Status::NotMet) {
            let Some(of) = self.policy.uses.get(result.at) else { continue };
            let tests = result.leaves.iter().filter(|leaf| leaf.holds == Tri::No).map(|leaf| leaf.text);
            found.push((of.name.as_str(), tests.collect()));
        }
        found
    }
}

/// Answers for every scheme with a version in force, or for the one that was asked for.
pub fn run(shelf: &Shelf, arguments: &Check, record: &Path) -> Result<Verdict, Failure> {
    let on = arguments.on.unwrap_or_else(clock::today);
    let record = asked::record(record, &shelf.library.vocabulary)?;
    let policies: Vec<&Policy> = match &arguments.policy {
        Some(id) => vec![shelf.version(id, on)?],
        None => shelf.library.schemes.iter().filter_map(|scheme| scheme.on(on)).collect(),
    };
    let all: Vec<Reach<'_>> = policies
        .into_iter()
        .map(|policy| Reach { policy, assessment: score::assess(policy, &record, on) })
        .collect();
    if arguments.json {
        json::print(&json::reach(on, &all))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    draw(&mut page, on, &all);
    page.print()?;
    Ok(Verdict::Fine)
}

fn draw(page: &mut Page, on: Date, all: &[Reach<'_>]) {
    page.across(0, (Ink::Strong, "这群人里没有一个人够得上的"), (Ink::Faint, &format!("申请日 {on}")));
    page.rule('═');
    page.paragraph(
        0,
        0,
        Ink::Faint,
        "记录里写了的事实人人都有，没写的各人不同，当作不清楚；下面的结论对每一个人都成立。",
    );
    for reach in all {
        let policy = reach.policy;
        page.gap();
        page.across(0, (Ink::Strong, &policy.title), (Ink::Faint, &policy.id.to_string()));
        if !policy.nodes.is_empty() {
            page.paragraph(2, 2, Ink::Plain, &most(reach));
        }
        let closed = reach.closed();
        if closed.is_empty() {
            page.paragraph(2, 2, Ink::Plain, "没有哪个用途是一定够不上的");
        }
        for (name, tests) in closed {
            let text = if tests.is_empty() {
                name.to_owned()
            } else {
                format!("{name}：不满足 {}", tests.join("、"))
            };
            page.labelled(2, (Ink::Bad, "✗ "), Ink::Plain, &text);
        }
    }
}

/// The greatest total in words, and whether it reaches the standard score.
fn most(reach: &Reach<'_>) -> String {
    let most = reach.most();
    let Some(high) = most.exactly() else {
        return "总分算不出最多是多少：有的项目没有上限".to_owned();
    };
    let mut line = format!("总分最多 {}", points(most, Language::Chinese));
    if let Some(standard) = reach.policy.standard {
        let word = if high < standard { "够不到" } else { "够得到" };
        let standard = points(Range::known(standard), Language::Chinese);
        line.push_str(&format!("，{word}标准分值 {standard}"));
    }
    line
}
