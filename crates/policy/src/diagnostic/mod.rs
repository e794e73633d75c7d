//! What is wrong with a document, where, and what can be done.

mod render;

pub use render::render;
use std::cmp::Ordering;

/// A stretch of a file, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A span from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end: end.max(start) }
    }

    /// The span from this one's start to the other's end.
    pub fn to(self, other: Span) -> Span {
        Span::new(self.start.min(other.start), self.end.max(other.end))
    }
}

/// How bad it is. Ordered from worst to mildest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Severity {
    /// The document cannot be used.
    Error,
    /// The document can be used; somebody should look.
    Warning,
    /// Worth knowing.
    Advice,
}

/// One thing found in a document. The text is for the people who write policies: Chinese, one line, no names of code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// The check's name, such as `tier-overlap`; what it means is listed in `docs/reference/checks/`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file's path inside the policy folder.
    pub file: String,
    /// Where in the file.
    pub span: Span,
    /// What is wrong, in one sentence, with the number or word itself in it.
    pub message: String,
    /// Further places that belong to it, each with what it is.
    pub related: Vec<(Span, String)>,
    /// What can be done.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: Severity::Error,
            file: String::new(),
            span,
            message: message.into(),
            related: Vec::new(),
            hint: None,
        }
    }

    /// A warning.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code, span, message) }
    }

    /// A piece of advice.
    pub fn advice(code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Advice, ..Diagnostic::error(code, span, message) }
    }

    /// With what can be done.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Diagnostic {
        self.hint = Some(hint.into());
        self
    }

    /// With a further place.
    #[must_use]
    pub fn related(mut self, span: Span, what: impl Into<String>) -> Diagnostic {
        self.related.push((span, what.into()));
        self
    }

    /// In the given file.
    #[must_use]
    pub fn file(mut self, file: &str) -> Diagnostic {
        if self.file.is_empty() {
            self.file = file.to_owned();
        }
        self
    }
}

/// The usual order: by file, then by place, errors first, so that the same documents always give the same report.
pub fn order(a: &Diagnostic, b: &Diagnostic) -> Ordering {
    (&a.file, a.span.start, a.severity, a.code, &a.message).cmp(&(
        &b.file,
        b.span.start,
        b.severity,
        b.code,
        &b.message,
    ))
}

/// The nearest of some words to a mistyped one, if any is near enough to be what was meant.
pub fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    among
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, candidate)| {
            *distance * 2 <= length.max(candidate.chars().count()) && *distance <= 4
        })
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            let cost = usize::from(x != *y) + diagonal;
            diagonal = *above;
            left = cost.min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistyped_words_find_their_neighbour() {
        assert_eq!(nearest("每满一牟", ["每满一年", "上限"]), Some("每满一年"));
        assert_eq!(nearest("上线", ["上限", "下限", "取整"]), Some("上限"));
        assert_eq!(nearest("完全不同", ["上限", "下限"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
