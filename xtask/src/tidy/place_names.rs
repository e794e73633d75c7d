//! No city stands in a `.rs` file: a city is a folder under `policies/`. Examples in doc comments use 示范市.
//!
//! The names come from `xtask/cities.txt`, from the folders under `policies/`, and from the titles of the policies there.

use std::collections::BTreeSet;

use super::Violation;
use crate::repository::Repository;
use crate::rust_text::{is_test_file, outside_tests};

const LIST: &str = "xtask/cities.txt";
/// Folders under `policies/` that are no city.
const NO_CITY: &[&str] = &["model", "national"];
/// The made-up city of examples.
const EXAMPLE: &str = "示范";
/// A time zone's name is a matter of clocks, not of rules.
const TIME_ZONE: &str = "Asia/Shanghai";

pub fn check(repository: &Repository) -> Vec<Violation> {
    let names = Names::of(repository);
    let mut found = Vec::new();
    if !repository.files.contains_key(LIST) {
        found.push(Violation::new(LIST, 0, "the list of cities is missing"));
    }
    for (path, text) in repository.ending_in(".rs") {
        if !path.starts_with("crates/") || !path.contains("/src/") || is_test_file(path) {
            continue;
        }
        for piece in outside_tests(text) {
            for name in names.within(&piece.text.replace(TIME_ZONE, "")) {
                let what = format!("the city {name} does not belong in code (in examples: {EXAMPLE}市)");
                found.push(Violation::new(path, piece.line, what));
            }
        }
    }
    found.dedup();
    found
}

#[derive(Default)]
struct Names {
    chinese: BTreeSet<String>,
    /// In small letters.
    latin: BTreeSet<String>,
}

impl Names {
    fn of(repository: &Repository) -> Self {
        let mut names = Self::default();
        let list = repository.files.get(LIST).map_or("", String::as_str);
        for word in list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace) {
            names.add(word);
        }
        for (path, text) in repository.ending_in(".md") {
            let Some((city, _)) = path.strip_prefix("policies/").and_then(|path| path.split_once('/')) else {
                continue;
            };
            if NO_CITY.contains(&city) {
                continue;
            }
            names.add(city);
            let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or_default();
            if let Some((city, _)) =
                title.split_once('市').filter(|(city, _)| (2..=4).contains(&city.chars().count()))
            {
                names.add(city);
            }
        }
        names
    }

    fn add(&mut self, name: &str) {
        if name.is_ascii() {
            self.latin.insert(name.to_lowercase());
        } else if !name.starts_with(EXAMPLE) {
            self.chinese.insert(name.to_owned());
        }
    }

    fn within(&self, text: &str) -> BTreeSet<String> {
        let written_in_chinese = !text.is_ascii();
        let chinese =
            self.chinese.iter().filter(|name| written_in_chinese && text.contains(name.as_str())).cloned();
        chinese.chain(words(text).into_iter().filter(|word| self.latin.contains(word))).collect()
    }
}

/// The Latin words of a text in small letters; `someWord` and `some_word` are two words each.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut small_before = false;
    for character in text.chars() {
        if !character.is_ascii_alphabetic() || (small_before && character.is_ascii_uppercase()) {
            found.push(std::mem::take(&mut word));
        }
        if character.is_ascii_alphabetic() {
            word.push(character.to_ascii_lowercase());
        }
        small_before = character.is_ascii_lowercase();
    }
    found.push(word);
    found.retain(|word| !word.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_city_is_found_in_code_comments_and_strings_but_not_in_tests() {
        let source = "/// 江城市 is a city, 示范市 is not one.\nconst ZONE: &str = \"Asia/Shanghai\";\nfn score_like_riverton() {}\n\
                      struct LakesideRules;\nconst TITLE: &str = \"湖畔市积分\";\n#[cfg(test)]\nmod tests { const C: &str = \"江城\"; }\n";
        let repository = Repository::of(&[
            (LIST, "# name, pinyin\n江城 Riverton\n"),
            ("policies/lakeside/points/2018-01-01.md", "# 湖畔市居住证积分\n"),
            ("policies/shifan/points/2018-01-01.md", "# 示范市居住证积分\n"),
            ("policies/model/points/2018-01-01.md", "# 样本市积分\n"),
            ("crates/policy/src/title.rs", source),
            ("crates/policy/tests/title.rs", source),
        ]);
        let found = |line: usize, name: &str| {
            format!(
                "crates/policy/src/title.rs:{line}: the city {name} does not belong in code (in examples: 示范市)"
            )
        };
        let expected = [found(1, "江城"), found(3, "riverton"), found(4, "lakeside"), found(5, "湖畔")];
        expect(check, &repository, &expected.each_ref().map(String::as_str));
    }
}
