//! A regulation's text by articles.

use super::numbers::{Quantity, quantities};
use crate::numeral::number;
use std::collections::BTreeMap;

/// The articles of a text, with the numbers that each contains.
pub(in crate::check) struct Articles {
    by_number: BTreeMap<u32, Vec<Quantity>>,
}

impl Articles {
    /// Reads a plain text; an article begins at a line that begins with `第…条`.
    pub fn of(source: &str) -> Articles {
        let mut texts: BTreeMap<u32, String> = BTreeMap::new();
        let mut current = None;
        for line in source.lines().map(str::trim) {
            let headed = heading(line);
            if let Some((number, _)) = headed {
                current = Some(number);
            } else if line.starts_with('第') && line.contains('章') {
                // A chapter's heading ends the article before it.
                current = None;
            }
            let rest = headed.map_or(line, |(_, rest)| rest);
            if let Some(number) = current {
                let text = texts.entry(number).or_default();
                text.push_str(rest);
                text.push('\n');
            }
        }
        let by_number = texts.into_iter().map(|(number, text)| (number, quantities(&text))).collect();
        Articles { by_number }
    }

    /// The numbers of an article; none when the text has no such article.
    pub fn get(&self, number: u32) -> Option<&[Quantity]> {
        self.by_number.get(&number).map(Vec::as_slice)
    }
}

/// `第六条 文字` is article 6 and the rest.
fn heading(line: &str) -> Option<(u32, &str)> {
    let (digits, rest) = line.strip_prefix('第')?.split_once('条')?;
    Some((ordinal(digits)?, rest))
}

fn ordinal(digits: &str) -> Option<u32> {
    u32::try_from(number(digits.trim()).filter(|number| number.is_whole())?.numerator()).ok()
}

/// The articles that a citation names: `积分办法 第六条（一）、第七条`.
pub(super) fn articles_cited(citation: &str) -> Vec<u32> {
    let parts = citation.split('第').skip(1);
    parts.filter_map(|part| ordinal(part.split_once('条')?.0)).collect()
}

/// An article's number as it is written: `第六条`.
pub(in crate::check) fn article_words(number: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |at: u32| usize::try_from(at).ok().and_then(|at| DIGITS.get(at)).copied().unwrap_or_default();
    match number {
        0..=9 => format!("第{}条", digit(number)),
        10..=19 => format!("第十{}条", digit(number % 10)),
        20..=99 => format!("第{}十{}条", digit(number / 10), digit(number % 10)),
        _ => format!("第 {number} 条"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_are_found_by_their_headings() {
        let text = "示范市办法\n\n第一章 总则\n第一条 为了30个目的。\n第二章 积分\n第十二条　年满18周岁。\n第十二条所称年龄为周岁，不超过60周岁。\n";
        let articles = Articles::of(text);
        let count = |number| articles.get(number).map(<[Quantity]>::len);
        assert_eq!((count(1), count(12), count(2)), (Some(1), Some(2), None));
        assert_eq!(articles_cited("积分办法 第六条（一）；第 10 条"), [6, 10]);
        assert_eq!(articles_cited("积分办法 第二章"), [0u32; 0]);
        assert_eq!(
            ["第六条", "第十条", "第二十三条"],
            [6, 10, 23].map(article_words).each_ref().map(String::as_str)
        );
    }
}
