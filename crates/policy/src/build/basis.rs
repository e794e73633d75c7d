//! Citations, grades, readings: what every rule carries.

use super::Builder;
use super::clauses::Clauses;
use crate::diagnostic::{Diagnostic, nearest};
use crate::document::Text;
use crate::language::phrase;
use crate::model::{Basis, Reading};
use terms::Grade;

impl Builder<'_> {
    /// 依据 and 核实 of a heading, inherited where absent.
    pub(super) fn basis(&mut self, clauses: &Clauses<'_>, inherited: &Basis) -> Basis {
        let citation = clauses.one("依据");
        let grade = clauses.one("核实");
        let mut basis = self.basis_of(citation, grade, inherited);
        if let Some(text) = clauses.one("出处") {
            basis.sources = words(&text.text);
        }
        basis
    }

    /// The same from any two texts, such as table cells.
    pub(super) fn basis_of(
        &mut self,
        citation: Option<&Text>,
        grade: Option<&Text>,
        inherited: &Basis,
    ) -> Basis {
        let grade = match grade.filter(|grade| !grade.text.is_empty()) {
            None => inherited.grade,
            Some(text) => Grade::from_word(&text.text).unwrap_or_else(|| {
                self.error_hint(
                    "bad-grade",
                    text.span,
                    format!("“{}”不是核实等级", text.text),
                    "可写：已核、转引、待核",
                );
                inherited.grade
            }),
        };
        let citation = match citation.filter(|citation| !citation.text.is_empty()) {
            None => inherited.citation.clone(),
            Some(text) => {
                self.cites(text);
                Some(text.text.clone())
            }
        };
        Basis { citation, grade, sources: inherited.sources.clone() }
    }

    /// Every instrument named before an article must be in `instruments.md`.
    fn cites(&mut self, text: &Text) {
        if self.instruments.is_empty() {
            return;
        }
        for part in text.text.split(['；', ';']) {
            let word = part.trim().split(' ').next().unwrap_or_default();
            // An article alone belongs to the instrument cited above.
            if word.is_empty() || word.starts_with('第') || word.starts_with("附件") {
                continue;
            }
            if self.instruments.iter().all(|instrument| instrument.key != word) {
                let start = text.text.find(word).unwrap_or(0);
                let problem = Diagnostic::error(
                    "unknown-instrument",
                    text.part(start, start + word.len()),
                    format!("文件“{word}”没有列在 instruments.md 里"),
                );
                let near = nearest(word, self.instruments.iter().map(|instrument| instrument.key.as_str()));
                let hint = near.map_or("先在 instruments.md 的表里加一行".to_owned(), |near| {
                    format!("是不是“{near}”？")
                });
                self.problems.push(problem.hint(hint));
            }
        }
    }

    /// All 解释 of a heading.
    pub(super) fn readings(&mut self, clauses: &Clauses<'_>) -> Vec<Reading> {
        clauses.all("解释").into_iter().map(|text| phrase::reading(&text.text)).collect()
    }

    /// All 未规定 of a heading.
    pub(super) fn unspecified(&mut self, clauses: &Clauses<'_>) -> Vec<String> {
        clauses.all("未规定").into_iter().map(|text| text.text.clone()).collect()
    }

    /// All 材料 of a heading, split at `、`.
    pub(super) fn papers(&mut self, clauses: &Clauses<'_>) -> Vec<String> {
        let texts = clauses.all("材料");
        texts
            .into_iter()
            .flat_map(|text| text.text.split('、'))
            .map(|paper| paper.trim().to_owned())
            .collect()
    }
}

/// Words written with `、`.
pub(super) fn words(text: &str) -> Vec<String> {
    text.split('、').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}
