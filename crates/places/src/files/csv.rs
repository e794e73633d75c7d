//! Tables as text: a head, a row a line, cells between commas, no quotes. What a spreadsheet writes, less what two readers could
//! take differently; a cell therefore holds no comma, no quote and no line feed.

use crate::problem::Problem;

/// The place of a line in a file, as people count.
pub(super) fn place(file: &str, line: usize) -> String {
    format!("{file} 第 {line} 行")
}

/// Reads a table: checks the head, hands each row with as many cells as the head to `each`, and reports the rest. `wanted` are the
/// columns that must begin the head; `each` gets the cells and the line's number.
pub(super) fn read<'a>(
    file: &str,
    text: &'a str,
    wanted: &[&str],
    problems: &mut Vec<Problem>,
    mut each: impl FnMut(usize, &[&'a str], &mut Vec<Problem>),
) -> Vec<&'a str> {
    let mut lines = (1..).zip(text.split('\n'));
    let head: Vec<&str> = lines.next().map(|(_, line)| cells(line).collect()).unwrap_or_default();
    if text.starts_with('\u{feff}') {
        problems.push(Problem::error(place(file, 1), "开头有看不见的标记（BOM）", "另存为不带 BOM 的 UTF-8"));
        return head;
    }
    if head.get(..wanted.len()) != Some(wanted) {
        problems.push(Problem::error(
            place(file, 1),
            format!("表头是「{}」", head.join(",")),
            format!("表头应当以「{}」开始", wanted.join(",")),
        ));
        return head;
    }
    let mut row = Vec::with_capacity(head.len());
    for (number, line) in lines.filter(|(_, line)| !line.is_empty()) {
        row.clear();
        row.extend(cells(line));
        if line.contains('"') {
            problems.push(Problem::error(place(file, number), "有引号", "单元格里不写引号、逗号和换行"));
        } else if row.len() == head.len() {
            each(number, &row, problems);
        } else {
            problems.push(Problem::error(
                place(file, number),
                format!("有 {} 格，表头有 {} 格", row.len(), head.len()),
                "每一行的格数与表头一样；单元格里不写逗号",
            ));
        }
    }
    head
}

fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.strip_suffix('\r').unwrap_or(line).split(',')
}

/// A cell of a row; empty beyond the end.
pub(super) fn cell<'a>(row: &[&'a str], column: usize) -> &'a str {
    row.get(column).copied().unwrap_or_default()
}

/// A whole number, where an empty cell is zero.
pub(super) fn whole<T: std::str::FromStr + Default>(
    row: &[&str],
    column: usize,
    what: &str,
    at: impl Fn() -> String,
    problems: &mut Vec<Problem>,
) -> T {
    let text = cell(row, column);
    if text.is_empty() {
        return T::default();
    }
    text.parse().unwrap_or_else(|_| {
        problems.push(Problem::error(
            at(),
            format!("{what}「{text}」读不懂，或者太大"),
            "写不带单位的非负整数",
        ));
        T::default()
    })
}
