//! From text to blocks, line by line.

use super::{Block, Clause, Document, Table, Text};
use crate::diagnostic::{Diagnostic, Span};

/// The longest file, in bytes.
pub const MOST_BYTES: usize = 512 * 1024;
/// The longest line, in bytes.
pub const MOST_LINE: usize = 8 * 1024;

/// A document with what was wrong with its lines.
#[derive(Clone, Debug, Default)]
pub struct Scanned {
    /// All blocks that could be read.
    pub document: Document,
    /// What could not, and layout that another Markdown reader would see differently.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a file's text. Never fails: what cannot be read becomes a diagnostic.
pub fn scan(text: &str) -> Scanned {
    let mut scanner = Scanner { out: Scanned::default(), last: Kind::Start, blank: true, head_open: false };
    if text.len() > MOST_BYTES {
        let message = format!("文件有 {} 字节，超过上限 {MOST_BYTES}", text.len());
        scanner.problem(Diagnostic::error("too-large", Span::new(0, 0), message));
        return scanner.out;
    }
    let mut lines = lines(text).into_iter().peekable();
    while let Some(line) = lines.next() {
        if line.text.len() > MOST_LINE {
            scanner.problem(Diagnostic::error(
                "too-large",
                line.span,
                format!("这一行超过 {MOST_LINE} 字节"),
            ));
            continue;
        }
        if let Some(language) = line.text.strip_prefix("```") {
            let mut end = line.span.end;
            let start = (line.span.end + 1).min(text.len());
            let mut closed = false;
            let mut content_end = start;
            for inner in lines.by_ref() {
                end = inner.span.end;
                if inner.text.trim_end() == "```" {
                    closed = true;
                    break;
                }
                content_end = (inner.span.end + 1).min(text.len());
            }
            if !closed {
                let problem =
                    Diagnostic::error("stray-line", Span::new(line.span.start, end), "代码块没有结束")
                        .hint("在代码块最后加一行 ```");
                scanner.problem(problem);
            }
            let span = Span::new(start, content_end.max(start));
            let content = text.get(span.start..span.end).unwrap_or_default().to_owned();
            let language = language.trim().to_owned();
            scanner.block(
                Kind::Code,
                line.span,
                Block::Code { language, text: Text { text: content, span } },
            );
            continue;
        }
        scanner.line(&line);
    }
    scanner.out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    Heading,
    Clause,
    Table,
    Note,
    Code,
}

struct Scanner {
    out: Scanned,
    last: Kind,
    blank: bool,
    // True between a table's head and the rule below it.
    head_open: bool,
}

impl Scanner {
    fn problem(&mut self, diagnostic: Diagnostic) {
        self.out.diagnostics.push(diagnostic);
    }

    fn block(&mut self, kind: Kind, span: Span, block: Block) {
        // A table directly under a clause or a note would be read as more of that clause or note.
        let needs_blank =
            !self.blank && kind == Kind::Table && matches!(self.last, Kind::Clause | Kind::Note);
        if needs_blank {
            let problem = Diagnostic::error(
                "blank-line",
                span,
                "这里前面要空一行，否则别的 Markdown 阅读器会读成另一种结构",
            )
            .hint("运行 jifen fmt 可自动补上");
            self.problem(problem);
        }
        self.last = kind;
        self.blank = false;
        self.out.document.blocks.push(block);
    }

    fn line(&mut self, line: &Text) {
        let content = line.text.trim_end();
        if content.is_empty() {
            self.blank = true;
            return;
        }
        let hashes = content.chars().take_while(|c| *c == '#').count();
        if hashes > 0 {
            return self.heading(line, hashes);
        }
        if let Some(rest) = content.strip_prefix("- ") {
            return self.clause(line, rest);
        }
        if content.starts_with('|') {
            return self.row(line, content);
        }
        if let Some(rest) = content.strip_prefix('>') {
            let text = trimmed(line, content.len() - rest.len(), content.len());
            return self.block(Kind::Note, line.span, Block::Note(text));
        }
        let hint = match content.chars().next() {
            Some('－' | '—' | '*' | '+' | '·' | '•') => "条款写成“- 名目：内容”",
            Some('-') => "短横后面要空一格：“- 名目：内容”",
            Some('＃') => "标题用半角 #，后面空一格",
            Some('｜') => "表格用半角 |",
            Some(' ' | '\t' | '　') => "行首不要空格",
            _ => "给读者看的话写成“> …”；会被计算的写成“- 名目：内容”或表格",
        };
        let problem =
            Diagnostic::error("stray-line", trimmed(line, 0, content.len()).span, "这一行不属于任何一种写法")
                .hint(hint);
        self.problem(problem);
        self.last = Kind::Start;
    }

    fn heading(&mut self, line: &Text, hashes: usize) {
        let text = trimmed(line, hashes, line.text.len());
        let spaced = line.text.get(hashes..).is_some_and(|rest| rest.starts_with(' '));
        if hashes > 4 || !spaced || text.text.is_empty() {
            let problem = Diagnostic::error("stray-line", line.span, "标题的写法不对")
                .hint("标题是一至四个 #，空一格，再写名称");
            return self.problem(problem);
        }
        let level = u8::try_from(hashes).unwrap_or(4);
        self.block(Kind::Heading, line.span, Block::Heading { level, text });
    }

    fn clause(&mut self, line: &Text, rest: &str) {
        let offset = line.text.len() - line.text.trim_end().len();
        let start = line.text.len() - offset - rest.len();
        let Some((at, colon)) = rest.char_indices().find(|(_, c)| matches!(c, '：' | ':')) else {
            let problem =
                Diagnostic::error("stray-line", line.span, "条款缺少冒号").hint("写成“- 名目：内容”");
            return self.problem(problem);
        };
        let key = trimmed(line, start, start + at);
        let value = trimmed(line, start + at + colon.len_utf8(), start + rest.len());
        if key.text.is_empty() || value.text.is_empty() {
            let what = if key.text.is_empty() { "名目" } else { "内容" };
            return self.problem(
                Diagnostic::error("stray-line", line.span, format!("条款缺少{what}"))
                    .hint("写成“- 名目：内容”"),
            );
        }
        self.block(Kind::Clause, line.span, Block::Clause(Clause { key, value }));
    }

    fn row(&mut self, line: &Text, content: &str) {
        let cells = cells(line, content);
        let closed = content.len() > 1 && content.ends_with('|');
        if !closed {
            self.problem(
                Diagnostic::error("bad-table", line.span, "表格这一行没有以 | 结束")
                    .hint("每一行首尾都要有 |"),
            );
        }
        let open = self.last == Kind::Table && !self.blank;
        let Some(Block::Table(table)) = self.out.document.blocks.last_mut().filter(|_| open) else {
            let table = Table { head: cells, rows: Vec::new(), span: line.span };
            self.head_open = true;
            return self.block(Kind::Table, line.span, Block::Table(table));
        };
        table.span.end = line.span.end;
        let rule = !cells.is_empty() && cells.iter().all(|cell| is_rule(&cell.text));
        let width = table.head.len();
        if cells.len() != width {
            let message = format!("这一行有 {} 格，表头有 {width} 格", cells.len());
            let head = table.head.first().map(|cell| cell.span).unwrap_or_default();
            let problem = Diagnostic::error("bad-table", line.span, message).related(head, "表头");
            return self.problem(problem);
        }
        match (std::mem::take(&mut self.head_open), rule) {
            (true, true) => {}
            (true, false) => {
                table.rows.push(cells);
                let problem = Diagnostic::error("bad-table", line.span, "表头下面要有一行 | --- |")
                    .hint("运行 jifen fmt 可自动补上");
                self.problem(problem);
            }
            (false, true) => self.problem(Diagnostic::error("bad-table", line.span, "表头的横线只能有一行")),
            (false, false) => table.rows.push(cells),
        }
    }
}

fn is_rule(cell: &str) -> bool {
    let inner = cell.trim_start_matches(':').trim_end_matches(':');
    inner.len() >= 3 && inner.chars().all(|c| c == '-')
}

fn cells(line: &Text, content: &str) -> Vec<Text> {
    let inner = content.strip_suffix('|').filter(|rest| !rest.is_empty()).unwrap_or(content);
    let mut cells = Vec::new();
    let mut start = 1;
    for (at, _) in inner.char_indices().skip(1).filter(|(_, c)| *c == '|').chain([(inner.len(), '|')]) {
        cells.push(trimmed(line, start, at));
        start = at + 1;
    }
    cells
}

/// A part of a line without the spaces around it.
fn trimmed(line: &Text, start: usize, end: usize) -> Text {
    let raw = line.text.get(start..end).unwrap_or_default();
    let front = raw.len() - raw.trim_start().len();
    let text = raw.trim().to_owned();
    let from = line.span.start + start + front;
    Text { span: Span::new(from, from + text.len()), text }
}

fn lines(text: &str) -> Vec<Text> {
    let mut start = 0;
    let mut lines = Vec::new();
    for raw in text.split('\n') {
        let content = raw.strip_suffix('\r').unwrap_or(raw);
        // A mark of byte order at the very beginning is no part of the text.
        let marked = if start == 0 { content.strip_prefix('\u{feff}') } else { None };
        let from = start + marked.map_or(0, |rest| content.len() - rest.len());
        let content = marked.unwrap_or(content);
        lines.push(Text { text: content.to_owned(), span: Span::new(from, from + content.len()) });
        start += raw.len() + 1;
    }
    lines
}
