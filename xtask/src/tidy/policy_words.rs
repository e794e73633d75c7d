//! No item, use or instrument of a policy, and no standard score, stands in a string of a `.rs` file: they are written
//! once, in the policy. A name that is a fact's name too is allowed: facts belong to all cities.

use std::collections::BTreeSet;

use super::Violation;
use crate::markdown::{heading, lines};
use crate::repository::Repository;
use crate::rust_text::{Kind, is_test_file, outside_tests};

const VOCABULARY: &str = "policies/facts.md";
/// Shorter names are words that anybody may need.
const SHORTEST: usize = 4;

pub fn check(repository: &Repository) -> Vec<Violation> {
    let words = Words::of(repository);
    let mut found = Vec::new();
    for (path, text) in repository.ending_in(".rs") {
        if !path.starts_with("crates/") || !path.contains("/src/") || is_test_file(path) {
            continue;
        }
        for piece in
            outside_tests(text).iter().filter(|piece| piece.kind == Kind::Literal && !piece.text.is_ascii())
        {
            found.extend(
                words.within(piece.text).into_iter().map(|what| Violation::new(path, piece.line, what)),
            );
        }
    }
    found
}

#[derive(Default)]
struct Words {
    names: BTreeSet<String>,
    /// As they are written, such as `120 分`.
    scores: BTreeSet<String>,
}

impl Words {
    fn of(repository: &Repository) -> Self {
        let mut words = Self::default();
        for (_, page) in repository.ending_in(".md").filter(|(path, _)| is_version(path)) {
            for line in lines(page).iter().filter(|line| line.fence.is_none()) {
                words.read(line.text);
            }
        }
        let vocabulary = repository.files.get(VOCABULARY).map_or("", String::as_str);
        for fact in vocabulary.lines().filter_map(|line| line.strip_prefix("### ")) {
            words.names.remove(fact.trim());
        }
        words
    }

    fn read(&mut self, line: &str) {
        let used = line
            .strip_prefix("## ")
            .and_then(|title| title.split_once(['：', ':']))
            .map(|(_, name)| name.trim());
        let titled = heading(line).filter(|_| line.starts_with("###"));
        let name = used.or(titled).map(|name| name.split(['（', '(']).next().unwrap_or(name));
        self.names.extend(name.filter(|name| name.chars().count() >= SHORTEST).map(str::to_owned));
        let score = line.strip_prefix("- 标准分值").map(|rest| rest.trim_start_matches(['：', ':', ' ']));
        self.scores.extend(score.filter(|score| !score.is_empty()).map(str::to_owned));
    }

    fn within(&self, text: &str) -> Vec<String> {
        let names = self.names.iter().filter(|name| text.contains(name.as_str()));
        let names = names.map(|name| format!("`{name}` is a name of a policy"));
        let scores = self.scores.iter().filter(|score| holds_number(text, score));
        let scores = scores.map(|score| format!("`{score}` is a policy's standard score"));
        let instrument = instrument(text).map(|number| format!("`{number}` is an instrument's number"));
        names.chain(scores).chain(instrument).collect()
    }
}

/// `policies/<city>/<scheme>/2018-01-01.md`, and nothing below it.
fn is_version(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let dated = |name: &str| name.starts_with(|c: char| c.is_ascii_digit());
    matches!(parts.as_slice(), ["policies", _, _, name] if dated(name))
}

/// Whether `score` stands in the text as a number of its own, not as the end of a longer one.
fn holds_number(text: &str, score: &str) -> bool {
    text.match_indices(score).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|before| !before.is_ascii_digit() && before != '.')
    })
}

/// A year in the brackets that official document numbers use.
fn instrument(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('〔')?;
    let (year, _) = rest.split_once('〕')?;
    (year.len() == 4 && year.chars().all(|c| c.is_ascii_digit())).then_some(year)
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn names_scores_and_numbers_of_a_policy_are_found_in_strings_only() {
        let policy = "# 示范市居住证积分\n- 标准分值：120 分\n## 口径\n### 达标月数（倍数）\n## 基础指标\n### 年龄\n### 教育背景\n### 志愿服务\n\
                      ## 用途：参加高中招生\n";
        let source = "// 教育背景 may be spoken of\nconst A: &str = \"教育背景加分\";\nconst B: &str = \"年龄\";\n\
                      const C: &str = \"满 120 分\";\nconst D: &str = \"5120 分\";\nconst E: &str = \"府发〔2018〕9 号\";\n\
                      const F: &str = \"参加高中招生\";\nconst G: &str = \"达标月数\";\nconst H: &str = \"志愿服务\";\n";
        let repository = Repository::of(&[
            ("policies/shifan/points/2018-01-01.md", policy),
            ("policies/shifan/points/README.md", "### 不是名称\n"),
            ("policies/facts.md", "### 志愿服务\n"),
            ("crates/score/src/assess.rs", source),
        ]);
        expect(
            check,
            &repository,
            &[
                "crates/score/src/assess.rs:2: `教育背景` is a name of a policy",
                "crates/score/src/assess.rs:4: `120 分` is a policy's standard score",
                "crates/score/src/assess.rs:6: `2018` is an instrument's number",
                "crates/score/src/assess.rs:7: `参加高中招生` is a name of a policy",
                "crates/score/src/assess.rs:8: `达标月数` is a name of a policy",
            ],
        );
    }
}
