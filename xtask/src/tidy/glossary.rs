//! `GLOSSARY.md` explains each term once, and every type that it names exists in a crate.

use std::collections::BTreeMap;

use super::Violation;
use crate::markdown::{cells, code_spans, lines};
use crate::repository::Repository;
use crate::rust_text::{Kind, outside_tests};

const PAGE: &str = "GLOSSARY.md";
const DEFINERS: &[&str] = &["struct", "enum", "type", "trait", "fn", "mod"];

pub fn check(repository: &Repository) -> Vec<Violation> {
    let Some(page) = repository.files.get(PAGE) else {
        return vec![Violation::new(PAGE, 0, "the page is missing")];
    };
    let code: Vec<Vec<String>> =
        repository.ending_in(".rs").filter(|(path, _)| path.starts_with("crates/")).map(words).collect();
    let mut found = Vec::new();
    let mut terms = BTreeMap::new();
    for line in lines(page).iter().filter(|line| line.fence.is_none() && line.text.starts_with('|')) {
        let cells = cells(line.text);
        let head = if cells.len() == 3 { cells.first().copied().unwrap_or_default() } else { "" };
        for term in
            head.split('、').filter(|term| !term.is_empty() && !term.starts_with("---") && *term != "中文")
        {
            let before = *terms.entry(term).or_insert(line.number);
            if before != line.number {
                let what = format!("`{term}` is explained in line {before} already");
                found.push(Violation::new(PAGE, line.number, what));
            }
        }
        for name in cells.get(2).into_iter().flat_map(|cell| code_spans(cell)) {
            if !code.iter().any(|words| defines(words, name)) {
                found.push(Violation::new(PAGE, line.number, format!("no crate defines `{name}`")));
            }
        }
    }
    found
}

/// The words of a file's code, without comments, strings and tests.
fn words((_, source): (&str, &str)) -> Vec<String> {
    let pieces = outside_tests(source);
    let code = pieces.iter().filter(|piece| piece.kind == Kind::Code);
    let words = code.flat_map(|piece| piece.text.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `Name`, or `Name::Variant` where the variant or function stands in the file that defines the name.
fn defines(words: &[String], name: &str) -> bool {
    let (owner, part) = name.split_once("::").unwrap_or((name, name));
    let owned = words
        .windows(2)
        .any(|pair| matches!(pair, [first, second] if DEFINERS.contains(&first.as_str()) && second == owner));
    owned && words.iter().any(|word| word == part)
}

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;

    #[test]
    fn a_term_explained_twice_is_named() {
        let page =
            "| 中文 | English | type |\n| --- | --- | --- |\n| 上限、封顶 | cap | — |\n| 封顶 | lid | — |\n";
        let repository = Repository::of(&[(PAGE, page)]);
        expect(check, &repository, &["GLOSSARY.md:4: `封顶` is explained in line 3 already"]);
    }

    #[test]
    fn a_type_that_no_crate_defines_is_named() {
        let page = "| 中文 | English | type |\n| --- | --- | --- |\n| 分值 | points | `Points` |\n\
                    | 不计 | not counted | `Zero::NotCounted` |\n| 不清楚 | unknown | `Zero::Unknown` |\n| 档 | tier | `Tier` |\n";
        let repository = Repository::of(&[
            (PAGE, page),
            (
                "crates/terms/src/points.rs",
                "pub struct Points(i64);\npub enum Zero { Unknown }\n// struct Tier\n",
            ),
        ]);
        expect(
            check,
            &repository,
            &["GLOSSARY.md:4: no crate defines `Zero::NotCounted`", "GLOSSARY.md:6: no crate defines `Tier`"],
        );
    }
}
