//! A version held against the text of its regulation.

pub(super) mod articles;
pub(super) mod numbers;

use super::{number_not_in_source, source_number_unused};
use crate::diagnostic::{Diagnostic, order};
use crate::document::{Section, Table, Text, scan, tree};
use crate::language;
use crate::model::Policy;
use articles::{Articles, articles_cited};
use numbers::{Quantity, quantities};

/// Compares the numbers of a version's rules with those of the articles they cite. `text` is the version's file, `source` the
/// plain text of the instrument that the version cites by default, with headings `第…条`.
///
/// Rules that cite another instrument, or no article, are passed over.
pub fn check_source(policy: &Policy, text: &str, source: &str) -> Vec<Diagnostic> {
    let articles = Articles::of(source);
    let root = tree(&scan(text).document, &mut Vec::new());
    let main = policy.basis.citation.as_deref().and_then(instrument);
    let mut gather = Gather { main, found: Vec::new() };
    let nothing = Citation::default();
    let header = gather.cited(&root, &nothing);
    for section in &root.children {
        gather.section(section, &header);
    }
    let mut found = number_not_in_source::find(&gather.found, &articles);
    found.extend(source_number_unused::find(&gather.found, &articles));
    for problem in &mut found {
        problem.file.clone_from(&policy.file);
    }
    found.sort_by(order);
    found.dedup();
    found
}

/// The numbers of one rule, and the articles that it cites.
pub(super) struct Rule {
    /// The citation as written, with its place.
    pub citation: Text,
    /// The articles' numbers.
    pub articles: Vec<u32>,
    /// The numbers of the rule.
    pub numbers: Vec<(Quantity, crate::diagnostic::Span)>,
    /// Numbers in its readings and notes: spoken of, though not computed with.
    pub spoken_of: Vec<Quantity>,
}

/// A citation as it is inherited.
#[derive(Clone, Default)]
struct Citation {
    instrument: Option<String>,
    text: Text,
    articles: Vec<u32>,
}

struct Gather<'a> {
    main: Option<&'a str>,
    found: Vec<Rule>,
}

/// Clauses whose numbers no article can be asked for.
const SILENT: &[&str] = &[
    "施行",
    "依据",
    "核实",
    "出处",
    "文书",
    "主管",
    "认定",
    "材料",
    "办理",
    "断崖",
    "走向",
    "类别",
    "解释",
    "未规定",
];

impl Gather<'_> {
    /// The citation that a heading and what stands below it have.
    fn cited(&self, section: &Section, inherited: &Citation) -> Citation {
        section.clause("依据").map_or_else(|| inherited.clone(), |clause| citation(&clause.value, inherited))
    }

    fn section(&mut self, section: &Section, inherited: &Citation) {
        let citation = self.cited(section, inherited);
        let mut numbers = Vec::new();
        let mut spoken_of: Vec<Quantity> =
            section.notes.iter().flat_map(|note| quantities(&note.text)).collect();
        for clause in &section.clauses {
            let key = clause.key.text.as_str();
            if matches!(key, "解释" | "未规定" | "断崖") {
                spoken_of.extend(quantities(&clause.value.text));
            }
            if !SILENT.contains(&key) {
                numbers.extend(read(&clause.key));
                numbers.extend(read(&clause.value));
            }
        }
        for table in &section.tables {
            self.table(table, &citation, &spoken_of, &mut numbers);
        }
        self.rule(&citation, numbers, spoken_of);
        for child in &section.children {
            self.section(child, &citation);
        }
    }

    /// Rows with a citation of their own are rules of their own; the others belong to the heading's.
    fn table(
        &mut self,
        table: &Table,
        inherited: &Citation,
        spoken_of: &[Quantity],
        numbers: &mut Vec<(Quantity, crate::diagnostic::Span)>,
    ) {
        let column = |word: &str| table.head.iter().position(|head| head.text == word);
        let values = ["分值", "值", "每月", "每年"].into_iter().find_map(column);
        let (Some(values), cites, notes) = (values, column("依据"), column("说明")) else {
            return;
        };
        numbers.extend(table.head.iter().take(values).flat_map(read));
        for row in &table.rows {
            let of_row: Vec<_> = row.iter().take(values + 1).flat_map(read).collect();
            let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty());
            let mut spoken_of = spoken_of.to_vec();
            spoken_of.extend(cell(notes).into_iter().flat_map(|note| quantities(&note.text)));
            match cell(cites) {
                Some(text) => {
                    let citation = citation(text, inherited);
                    self.rule(&citation, of_row, spoken_of);
                }
                None => numbers.extend(of_row),
            }
        }
    }

    fn rule(
        &mut self,
        citation: &Citation,
        numbers: Vec<(Quantity, crate::diagnostic::Span)>,
        spoken_of: Vec<Quantity>,
    ) {
        let other = self.main.is_some() && citation.instrument.as_deref() != self.main;
        if citation.articles.is_empty() || other || (numbers.is_empty() && spoken_of.is_empty()) {
            return;
        }
        self.found.push(Rule {
            citation: citation.text.clone(),
            articles: citation.articles.clone(),
            numbers,
            spoken_of,
        });
    }
}

fn read(text: &Text) -> Vec<(Quantity, crate::diagnostic::Span)> {
    let numbers = language::numbers(text).into_iter();
    numbers
        .map(|(amount, span)| {
            let start = span.start.saturating_sub(text.span.start);
            let end = span.end.saturating_sub(text.span.start);
            let words = text.text.get(start..end).unwrap_or_default();
            (Quantity::of(amount, words), span)
        })
        .collect()
}

/// Reads a citation; an article alone belongs to the instrument cited above.
fn citation(text: &Text, inherited: &Citation) -> Citation {
    let named = instrument(&text.text).map(str::to_owned);
    Citation {
        instrument: named.or_else(|| inherited.instrument.clone()),
        text: text.clone(),
        articles: articles_cited(&text.text),
    }
}

/// The instrument's key, if the citation begins with one.
fn instrument(citation: &str) -> Option<&str> {
    let word = citation.trim().split([' ', '；', ';']).next()?;
    let article = word.starts_with('第') || word.starts_with('（') || word.starts_with("附件");
    (!word.is_empty() && !article).then_some(word)
}

#[cfg(test)]
mod tests;
