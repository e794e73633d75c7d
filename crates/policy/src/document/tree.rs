//! Headings as a tree: what stands under what.

use super::{Block, Clause, Document, Table, Text};
use crate::diagnostic::{Diagnostic, Span};

/// A heading with everything below it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The heading's words.
    pub heading: Text,
    /// 1 to 4.
    pub level: u8,
    /// Its clauses, in order.
    pub clauses: Vec<Clause>,
    /// Its tables, in order.
    pub tables: Vec<Table>,
    /// Its notes, in order.
    pub notes: Vec<Text>,
    /// Its fenced blocks: language and text.
    pub codes: Vec<(String, Text)>,
    /// The headings below it.
    pub children: Vec<Section>,
}

impl Section {
    /// The first clause of that name.
    pub fn clause(&self, key: &str) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.key.text == key)
    }
}

/// The document's tree; its root is the title. A level that is skipped, a second title, or anything before the title is an
/// error.
pub fn tree(document: &Document, problems: &mut Vec<Diagnostic>) -> Section {
    let mut open: Vec<Section> = Vec::new();
    for block in &document.blocks {
        if let Block::Heading { level, text } = block {
            let depth = usize::from(*level);
            if open.is_empty() && *level != 1 {
                problems.push(
                    Diagnostic::error("heading-order", text.span, "文件要以一级标题开头")
                        .hint("第一行写“# 名称”"),
                );
                open.push(Section { level: 1, ..Section::default() });
            } else if *level == 1 && !open.is_empty() {
                problems.push(Diagnostic::error("heading-order", text.span, "一个文件只能有一个一级标题"));
                continue;
            } else if depth > open.len() + 1 {
                let message = format!("{depth} 级标题上面没有 {} 级标题", depth - 1);
                problems.push(Diagnostic::error("heading-order", text.span, message));
            }
            while open.len() >= depth.max(1) && open.len() > usize::from(depth > 1) {
                close(&mut open);
            }
            open.push(Section { heading: text.clone(), level: *level, ..Section::default() });
            continue;
        }
        let Some(section) = open.last_mut() else {
            problems.push(
                Diagnostic::error("heading-order", place(block), "一级标题之前不能有内容")
                    .hint("第一行写“# 名称”"),
            );
            open.push(Section { level: 1, ..Section::default() });
            continue;
        };
        match block {
            Block::Clause(clause) => section.clauses.push(clause.clone()),
            Block::Table(table) => section.tables.push(table.clone()),
            Block::Note(text) => section.notes.push(text.clone()),
            Block::Code { language, text } => section.codes.push((language.clone(), text.clone())),
            Block::Heading { .. } => {}
        }
    }
    while open.len() > 1 {
        close(&mut open);
    }
    open.pop().unwrap_or_default()
}

fn close(open: &mut Vec<Section>) {
    if let (Some(done), Some(parent)) = (open.pop(), open.last_mut()) {
        parent.children.push(done);
    }
}

fn place(block: &Block) -> Span {
    match block {
        Block::Heading { text, .. } | Block::Note(text) | Block::Code { text, .. } => text.span,
        Block::Clause(clause) => clause.key.span,
        Block::Table(table) => table.span,
    }
}
