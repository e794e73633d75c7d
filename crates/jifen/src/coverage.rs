//! How much of a version was verified, and what it leaves open.

use crate::grid;
use crate::page::{Ink, Page};
use policy::model::{Basis, Policy, Reading};
use policy::scheme::Library;
use terms::Grade;

/// Draws the table and the sums.
pub fn draw(page: &mut Page, policy: &Policy) {
    page.across(0, (Ink::Strong, &policy.title), (Ink::Faint, &policy.id.to_string()));
    page.rule('═');
    let mut count = Count::default();
    let mut rows = Vec::new();
    for rule in rules(policy) {
        count.add(&rule);
        let number = |count: usize| if count == 0 { String::new() } else { count.to_string() };
        rows.push(vec![
            rule.kind.to_owned(),
            rule.name.to_owned(),
            rule.basis.citation.clone().unwrap_or_default(),
            rule.basis.grade.word().to_owned(),
            number(rule.readings.len()),
            number(rule.silent),
        ]);
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

/// One line a version: how much of it was verified.
pub fn all(page: &mut Page, library: &Library) {
    page.line(Ink::Strong, "写进来的规则，核实到什么程度");
    page.rule('═');
    let mut sum = Count::default();
    let mut rows = Vec::new();
    for policy in library.schemes.iter().flat_map(|scheme| &scheme.versions) {
        let mut count = Count::default();
        for rule in rules(policy) {
            count.add(&rule);
            sum.add(&rule);
        }
        let mut row = vec![policy.id.to_string()];
        row.extend(count.cells());
        rows.push(row);
    }
    let head = ["版本", "规则", "已核", "转引", "待核", "读法", "未规定"].map(str::to_owned);
    grid::draw(page, 0, &head, &rows);
    page.gap();
    page.paragraph(0, 0, Ink::Strong, &sum.text());
    page.paragraph(
        0,
        0,
        Ink::Faint,
        "已核：在官方文本里读过；转引：在转载里读过；待核：凭记忆，或者说法不一。一个版本逐条看：jifen show 方案 --coverage",
    );
}

/// The shares of the three grades among a version's rules.
pub fn shares(policy: &Policy) -> Vec<String> {
    let mut count = Count::default();
    rules(policy).iter().for_each(|rule| count.add(rule));
    count.cells().into_iter().skip(1).take(3).collect()
}

/// A rule that is counted: an item, a condition, a veto, a use, or a measure that nobody verified.
struct Rule<'p> {
    kind: &'static str,
    name: &'p str,
    basis: &'p Basis,
    readings: &'p [Reading],
    silent: usize,
}

fn rules(policy: &Policy) -> Vec<Rule<'_>> {
    let mut found = Vec::new();
    let mut rule = |kind, name, basis, readings, silent| {
        found.push(Rule { kind, name, basis, readings, silent });
    };
    for id in policy.items() {
        let node = &policy[id];
        rule("指标", &node.name, &node.basis, &node.readings, node.unspecified.len());
    }
    for condition in &policy.conditions {
        let silent = condition.unspecified.len();
        rule("资格", &condition.name, &condition.basis, &condition.readings, silent);
    }
    for veto in &policy.vetoes {
        rule("否决", &veto.name, &veto.basis, &veto.readings, 0);
    }
    for of in &policy.uses {
        rule("用途", &of.name, &of.basis, &of.readings, of.unspecified.len());
    }
    let mut seen: Vec<&str> = Vec::new();
    for measure in &policy.measures {
        let name = measure.name.split('（').next().unwrap_or(&measure.name);
        if !seen.contains(&name) && measure.basis.grade == Grade::Unverified {
            rule("口径", name, &measure.basis, &measure.readings, 0);
        }
        seen.push(name);
    }
    found
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
    fn add(&mut self, rule: &Rule<'_>) {
        match rule.basis.grade {
            Grade::Verified => self.verified += 1,
            Grade::Copied => self.copied += 1,
            Grade::Unverified => self.unverified += 1,
        }
        self.readings += rule.readings.len();
        self.silent += rule.silent;
    }

    /// How many rules, and the share of each grade.
    fn cells(&self) -> Vec<String> {
        let all = self.verified + self.copied + self.unverified;
        let share = |part: usize| match (part * 200 + all).checked_div(2 * all) {
            Some(percent) => format!("{percent}%"),
            None => String::new(),
        };
        let plain = |count: usize| count.to_string();
        vec![
            plain(all),
            share(self.verified),
            share(self.copied),
            share(self.unverified),
            plain(self.readings),
            plain(self.silent),
        ]
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
