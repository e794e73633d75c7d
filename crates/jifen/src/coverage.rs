//! How much of a version was verified, and what it leaves open.

use crate::grid;
use crate::page::{Ink, Page};
use policy::model::{Basis, Policy, Reading};
use terms::Grade;

/// Draws the table and the sums.
pub fn draw(page: &mut Page, policy: &Policy) {
    page.across(0, (Ink::Strong, &policy.title), (Ink::Faint, &policy.id.to_string()));
    page.rule('═');
    let mut count = Count::default();
    let mut rows = Vec::new();
    let mut row = |kind: &str, name: &str, basis: &Basis, readings: &[Reading], silent: usize| {
        count.add(basis, readings, silent);
        let number = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        rows.push(vec![
            kind.to_owned(),
            name.to_owned(),
            basis.citation.clone().unwrap_or_default(),
            basis.grade.word().to_owned(),
            number(readings.len()),
            number(silent),
        ]);
    };
    for id in policy.items() {
        let node = &policy[id];
        row("指标", &node.name, &node.basis, &node.readings, node.unspecified.len());
    }
    for condition in &policy.conditions {
        row("资格", &condition.name, &condition.basis, &condition.readings, condition.unspecified.len());
    }
    for veto in &policy.vetoes {
        row("否决", &veto.name, &veto.basis, &veto.readings, 0);
    }
    for of in &policy.uses {
        row("用途", &of.name, &of.basis, &of.readings, of.unspecified.len());
    }
    let mut seen: Vec<&str> = Vec::new();
    for measure in &policy.measures {
        let name = measure.name.split('（').next().unwrap_or(&measure.name);
        if !seen.contains(&name) && measure.basis.grade == Grade::Unverified {
            row("口径", name, &measure.basis, &measure.readings, 0);
        }
        seen.push(name);
    }
    let head = ["", "名称", "依据", "核实", "读法", "未规定"].map(str::to_owned);
    grid::draw(page, 0, &head, &rows);
    page.gap();
    page.paragraph(0, 0, Ink::Strong, &count.text());
    for parameter in &policy.parameters {
        let unverified = parameter.rows.iter().filter(|row| row.basis.grade == Grade::Unverified).count();
        let ink = if unverified > 0 { Ink::Doubt } else { Ink::Plain };
        page.paragraph(
            0,
            2,
            ink,
            &format!("参数 {}：{} 个数，其中 {unverified} 个待核", parameter.name, parameter.rows.len()),
        );
    }
}

#[derive(Default)]
struct Count {
    verified: usize,
    copied: usize,
    unverified: usize,
    readings: usize,
    silent: usize,
}

impl Count {
    fn add(&mut self, basis: &Basis, readings: &[Reading], silent: usize) {
        match basis.grade {
            Grade::Verified => self.verified += 1,
            Grade::Copied => self.copied += 1,
            Grade::Unverified => self.unverified += 1,
        }
        self.readings += readings.len();
        self.silent += silent;
    }

    fn text(&self) -> String {
        format!(
            "共 {} 条：已核 {}，转引 {}，待核 {}；有另一种读法的 {} 处，条文没有写明的 {} 处",
            self.verified + self.copied + self.unverified,
            self.verified,
            self.copied,
            self.unverified,
            self.readings,
            self.silent
        )
    }
}
