//! The canonical form of a document.

use super::{Block, Document, Table};
use unicode_width::UnicodeWidthStr;

/// Prints a document in its one canonical form: one blank line between blocks, clauses of a heading together, table columns
/// aligned by character width, full-width punctuation where both are accepted. Printing what was printed changes nothing.
pub fn print(document: &Document) -> String {
    let mut out = String::new();
    let mut previous: Option<&Block> = None;
    for block in &document.blocks {
        let together = matches!(
            (previous, block),
            (Some(Block::Clause(_)), Block::Clause(_)) | (Some(Block::Note(_)), Block::Note(_))
        );
        if previous.is_some() && !together {
            out.push('\n');
        }
        match block {
            Block::Heading { level, text } => {
                out.push_str(&"#".repeat(usize::from(*level)));
                out.push(' ');
                out.push_str(&wide(&text.text));
                out.push('\n');
            }
            Block::Clause(clause) => {
                out.push_str(&format!("- {}：{}\n", squeeze(&clause.key.text), wide(&clause.value.text)));
            }
            Block::Note(text) if text.text.is_empty() => out.push_str(">\n"),
            Block::Note(text) => out.push_str(&format!("> {}\n", text.text)),
            Block::Table(table) => print_table(table, &mut out),
            Block::Code { language, text } => {
                let newline = if text.text.is_empty() || text.text.ends_with('\n') { "" } else { "\n" };
                out.push_str(&format!("```{language}\n{}{newline}```\n", text.text));
            }
        }
        previous = Some(block);
    }
    out
}

fn print_table(table: &Table, out: &mut String) {
    let head: Vec<String> = table.head.iter().map(|cell| wide(&cell.text)).collect();
    let rows: Vec<Vec<String>> =
        table.rows.iter().map(|row| row.iter().map(|cell| wide(&cell.text)).collect()).collect();
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(at, cell)| {
            let below = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
            cell.width().max(below).max(3)
        })
        .collect();
    print_row(&head, &widths, out);
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(*width)).collect();
    print_row(&rule, &widths, out);
    for row in &rows {
        print_row(row, &widths, out);
    }
}

fn print_row(cells: &[String], widths: &[usize], out: &mut String) {
    for (cell, width) in cells.iter().zip(widths) {
        let pad = width.saturating_sub(cell.width());
        out.push_str(&format!("| {cell}{} ", " ".repeat(pad)));
    }
    out.push_str("|\n");
}

/// Full-width punctuation, minus and times signs, single spaces. Inside brackets, links and ASCII words nothing changes.
pub fn wide(text: &str) -> String {
    // Most texts have nothing to change.
    let bytes = text.as_bytes();
    let settled = !bytes.iter().any(|byte| b"(),;:-*/\t".contains(byte))
        && !bytes.windows(2).any(|pair| pair == b"  ")
        && !text.contains('　');
    if settled {
        return text.trim().to_owned();
    }
    // A mark that became full-width can make its neighbour so: until nothing changes.
    let mut text = widen(text);
    loop {
        let again = widen(&text);
        if again == text {
            return text;
        }
        text = again;
    }
}

fn widen(text: &str) -> String {
    let chars: Vec<char> = squeeze(text).chars().collect();
    let mut out = String::with_capacity(text.len());
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied().unwrap_or(' ');
        let after = chars.get(at + 1).copied().unwrap_or(' ');
        // A bracket between English words is theirs; one that opens a term of an expression is not.
        let word_before =
            at.checked_sub(2).and_then(|at| chars.get(at)).is_some_and(char::is_ascii_alphanumeric);
        let english = before == ' ' && word_before && after.is_ascii_alphanumeric();
        let spaced = before == ' ' && after == ' ';
        let chinese = !before.is_ascii() || !after.is_ascii();
        out.push(match c {
            '(' if !english && (chinese || before == ' ' || at == 0) => '（',
            ')' if closes_wide(&out) => '）',
            ',' if chinese && !before.is_ascii_digit() => '，',
            ';' if chinese => '；',
            ':' if chinese && !(before.is_ascii_digit() && after.is_ascii_digit()) => '：',
            '-' if spaced => '−',
            '*' if spaced => '×',
            '/' if spaced => '÷',
            other => *other,
        });
    }
    out
}

/// True when the last bracket still open in `text` is a full-width one.
fn closes_wide(text: &str) -> bool {
    let mut open = Vec::new();
    for c in text.chars() {
        match c {
            '（' | '(' => open.push(c),
            '）' | ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.last() == Some(&'（')
}

fn squeeze(text: &str) -> String {
    text.split([' ', '\t', '　']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_expressions_become_wide_and_those_of_english_stay() {
        assert_eq!(wide("5 + 2 × (56 − 周岁)"), "5 + 2 × （56 − 周岁）");
        assert_eq!(wide("a × (2 + 3)"), "a × （2 + 3）");
        assert_eq!(wide("Stocks (employment, home) are counted"), "Stocks (employment, home) are counted");
        assert_eq!(wide("article 6 (1) to (5)"), "article 6 (1) to (5)");
        assert_eq!(wide("办法2018 (二)"), "办法2018 （二）");
    }
}
