//! A cited article has a number that no rule citing it uses.
//!
//! Found only when the regulation's text is given. The other direction of [number-not-in-source](number-not-in-source.md): a number
//! of the article that appears in no rule, reading or note was probably forgotten: a cap, a deadline, an exception. Where it is left
//! out on purpose, say so in a note (`> …`) or in `未规定`.
//!
//! The article says 每满一年积3分，最高不超过30分:
//!
//! ```text
//! - 每满 1 年：3 分                          wrong: the cap is missing
//! ```
//!
//! ```text
//! - 每满 1 年：3 分                          right
//! - 上限：30 分
//! ```

use super::source::Rule;
use super::source::articles::{Articles, article_words};
use crate::diagnostic::Diagnostic;
use std::collections::BTreeSet;

pub(super) fn find(rules: &[Rule], articles: &Articles) -> Vec<Diagnostic> {
    let cited: BTreeSet<u32> = rules.iter().flat_map(|rule| rule.articles.iter().copied()).collect();
    cited.into_iter().flat_map(|article| of_article(article, rules, articles)).collect()
}

fn of_article(article: u32, rules: &[Rule], articles: &Articles) -> Vec<Diagnostic> {
    let citing: Vec<&Rule> = rules.iter().filter(|rule| rule.articles.contains(&article)).collect();
    let Some(first) = citing.first() else {
        return Vec::new();
    };
    let mut unused: Vec<&str> = Vec::new();
    for quantity in articles.get(article).into_iter().flatten() {
        let used = citing.iter().any(|rule| {
            let mut numbers = rule.numbers.iter().map(|(number, _)| number).chain(&rule.spoken_of);
            numbers.any(|number| number.matches(quantity))
        });
        if !used && !quantity.is_plain() && !unused.contains(&quantity.words.as_str()) {
            unused.push(&quantity.words);
        }
    }
    let said = unused.into_iter().map(|words| {
        let message = format!("{}里的“{words}”，引用它的规则都没有用到", article_words(article));
        let problem = Diagnostic::warning("source-number-unused", first.citation.span, message);
        problem.hint("看有没有漏写；有意不写的，用“> …”或“未规定”说明")
    });
    said.collect()
}
