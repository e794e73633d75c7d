//! The strict Markdown that every file of a policy folder is written in.
//!
//! A document is a list of blocks: headings, clauses, tables, notes, and fenced code (in case files). The scanner takes that
//! subset and nothing else; what it does not take is an error with a place, never skipped. The printer gives the one
//! canonical form.

mod print;
mod scan;
mod tree;

pub use print::{print, wide};
pub use scan::{Scanned, scan};
pub use tree::{Section, tree};

use crate::diagnostic::Span;

/// A piece of a file's text with its place. The text is the file's own, so that offsets inside it are offsets in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Text {
    /// The characters.
    pub text: String,
    /// Where they stand.
    pub span: Span,
}

impl Text {
    /// The place of a part of this text, by byte offsets inside it.
    pub fn part(&self, start: usize, end: usize) -> Span {
        Span::new(self.span.start + start, self.span.start + end)
    }
}

/// One block of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// `## 口径`
    Heading {
        /// 1 to 4.
        level: u8,
        /// The words after the marks.
        text: Text,
    },
    /// `- 上限：30 分`
    Clause(Clause),
    /// `| 周岁 | 分值 |` and its rows.
    Table(Table),
    /// `> …`, one line.
    Note(Text),
    /// A fenced block.
    Code {
        /// The word after the fence.
        language: String,
        /// The lines between the fences.
        text: Text,
    },
}

/// A clause: a name from the closed list, and its content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// The name.
    pub key: Text,
    /// The content.
    pub value: Text,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Column heads.
    pub head: Vec<Text>,
    /// Rows, each with as many cells as there are heads.
    pub rows: Vec<Vec<Text>>,
    /// The whole table.
    pub span: Span,
}

/// A whole file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// Its blocks, first to last.
    pub blocks: Vec<Block>,
}

/// A file handed in by the top layer: its path inside the policy folder and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SourceFile {
    /// The path, with `/`, such as `model/residence-points/2020-01-01.md`.
    pub path: String,
    /// The text.
    pub text: String,
}

#[cfg(test)]
mod tests;
