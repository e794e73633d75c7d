//! A name has no English rendering although the scheme has an `english.md`.
//!
//! The English page then shows Chinese in the middle of a sentence. Looked at are the title, the sheet's name, the office, groups,
//! items, parts, measures, parameters, lists, conditions, vetoes and uses. Sentences, such as readings, are not looked at.
//!
//! Add a row to the table in `english.md`:
//!
//! ```text
//! | 中文     | English                  |
//! | -------- | ------------------------ |
//! | 参保年限 | Years of social insurance |
//! ```

use super::Version;
use crate::diagnostic::Diagnostic;
use crate::model::Place;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(version: &Version<'_>) -> Vec<Diagnostic> {
    let policy = version.policy;
    if policy.english.is_empty() {
        return Vec::new();
    }
    let mut names: BTreeMap<&str, Place> = BTreeMap::new();
    let mut name = |name, place| {
        names.entry(name).or_insert(place);
    };
    let places = policy.places;
    name(policy.title.as_str(), places.title);
    policy.sheet_name.iter().for_each(|text| name(text, places.sheet_name));
    policy.office.iter().for_each(|text| name(text, places.office));
    policy.nodes.iter().for_each(|node| name(&node.name, node.place));
    policy.lists.iter().for_each(|list| name(&list.name, list.place));
    policy.conditions.iter().for_each(|condition| name(&condition.name, condition.place));
    policy.vetoes.iter().for_each(|veto| name(&veto.name, veto.place));
    policy.uses.iter().for_each(|of| name(&of.name, of.place));
    // Events that an item or a veto takes as they are stand where it does, and have the fact's name.
    let elsewhere: BTreeSet<usize> = policy
        .nodes
        .iter()
        .map(|node| node.place)
        .chain(policy.vetoes.iter().map(|veto| veto.place))
        .map(|place| place.start)
        .collect();
    for measure in policy.measures.iter().filter(|measure| !elsewhere.contains(&measure.place.start)) {
        // A measure's arguments are not part of its name.
        name(measure.name.split('（').next().unwrap_or_default(), measure.place);
    }
    let missing = |name: &str| !policy.english.contains_key(name);
    let mut found: Vec<Diagnostic> =
        names.iter().filter(|(name, _)| missing(name)).map(|(name, place)| problem(name, *place)).collect();
    let parameters = policy.parameters.iter().filter(|parameter| missing(&parameter.name));
    found.extend(parameters.map(|parameter| problem(&parameter.name, parameter.place).file(&parameter.file)));
    found
}

fn problem(name: &str, place: Place) -> Diagnostic {
    let problem = Diagnostic::advice("english-missing", place, format!("“{name}”没有英文"));
    problem.hint(format!("在 english.md 的表里加一行：| {name} | … |"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{header_in_force, said_of};

    #[test]
    fn only_names_of_a_scheme_with_english_are_missed() {
        let version = format!(
            "{}\n## 口径\n\n### 参保月数（起点）\n- 取自：职工社会保险\n- 窗口：最近 起点 个月\n- 计：月数\n\n## 指标\n\n### 参保年限\n- 事实：参保月数（12）\n- 每满 1 年：3 分\n\n### 表彰\n- 事实：表彰奖励\n- 多次：累加\n- 每次：1 分\n",
            header_in_force("2021-01-01 起")
        );
        let english = "# 英文对照\n\n| 中文 | English |\n| --- | --- |\n| 示范市居住证积分 | Points |\n| 指标 | Items |\n| 参保月数 | Months insured |\n".to_owned();
        let with = [("2021-01-01.md", version.clone()), ("english.md", english)];
        assert_eq!(
            said_of("english-missing", &with),
            ["“参保年限”没有英文 @ 参保年限", "“表彰”没有英文 @ 表彰"]
        );
        assert_eq!(said_of("english-missing", &[("2021-01-01.md", version)]), [""; 0]);
    }
}
