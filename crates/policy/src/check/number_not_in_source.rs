//! A rule has a number that the article it cites does not contain.
//!
//! Found only when the regulation's text is given. Regulations are short and full of digits, so that every number of a rule can be
//! looked up in the article that the rule cites. A number that is not there was mistyped, belongs to another article, or was worked
//! out: then a `解释` that says the number and where it comes from settles it.
//!
//! Years and months, percentages and ratios, 万, Chinese numerals and full-width digits are the same number. Zero and one are not
//! looked up, nor are rules that cite another instrument or no article.
//!
//! The article says 每满一年积3分，最高不超过30分:
//!
//! ```text
//! - 每满 1 年：2 分                          wrong: 2 is not in the article
//! - 上限：30 分
//! ```
//!
//! ```text
//! - 每 1 个月：0.25 分                       right, with the reading below
//! - 上限：30 分
//! - 解释：每年 3 分折成每月 0.25 分
//! ```

use super::source::Rule;
use super::source::articles::{Articles, article_words};
use super::source::numbers::Quantity;
use crate::diagnostic::Diagnostic;

pub(super) fn find(rules: &[Rule], articles: &Articles) -> Vec<Diagnostic> {
    rules.iter().flat_map(|rule| of_rule(rule, articles)).collect()
}

fn of_rule(rule: &Rule, articles: &Articles) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut text: Vec<&Quantity> = Vec::new();
    for number in &rule.articles {
        match articles.get(*number) {
            Some(quantities) => text.extend(quantities),
            None => {
                let message = format!("原文里没有{}", article_words(*number));
                let problem = Diagnostic::error("number-not-in-source", rule.citation.span, message);
                found.push(problem.hint("核对条号，或给出完整的原文"));
            }
        }
    }
    if !found.is_empty() {
        return found;
    }
    let cited: Vec<String> = rule.articles.iter().map(|number| article_words(*number)).collect();
    for (quantity, span) in &rule.numbers {
        let there = text.iter().any(|other| other.matches(quantity));
        let explained = rule.spoken_of.iter().any(|other| other.matches(quantity));
        if quantity.is_plain() || there || explained {
            continue;
        }
        let message = format!("所引的{}里没有“{}”这个数", cited.join("、"), quantity.words);
        let problem = Diagnostic::error("number-not-in-source", *span, message);
        found.push(problem.hint("核对原文；推算出来的数加一条“- 解释：”写明怎样得来"));
    }
    found
}
