//! The few parts of a Markdown page that rules look at: prose lines, fenced blocks, tables, headings.

/// A line of a page, counted from 1, and whether it stands in a fenced block.
pub struct Line<'a> {
    pub number: usize,
    pub text: &'a str,
    /// The word after the opening fence, empty for none; `None` outside fences.
    pub fence: Option<&'a str>,
}

/// The lines of a page without the fences themselves.
pub fn lines(page: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(&str, &str)> = None;
    for (number, text) in (1..).zip(page.lines()) {
        let trimmed = text.trim_start();
        let marks = trimmed.len() - trimmed.trim_start_matches('`').len();
        let (fence, word) = trimmed.split_at_checked(marks).unwrap_or_default();
        match open {
            None if marks >= 3 => open = Some((fence, word.trim())),
            Some((opening, _)) if marks >= opening.len() && word.trim().is_empty() => open = None,
            _ => found.push(Line { number, text, fence: open.map(|(_, word)| word) }),
        }
    }
    found
}

/// The heading's text, when the line is one.
pub fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    (text.len() < line.len()).then(|| text.strip_prefix(' ')).flatten().map(str::trim)
}

/// The rows under the heading called `title`, without the head and the rule: line number and cells.
pub fn rows_under<'a>(page: &'a str, title: &str) -> Vec<(usize, Vec<&'a str>)> {
    let mut within = false;
    let mut rows = Vec::new();
    for line in lines(page).iter().filter(|line| line.fence.is_none()) {
        if let Some(name) = heading(line.text) {
            within = name == title;
        } else if within && line.text.starts_with('|') {
            rows.push((line.number, cells(line.text)));
        }
    }
    let is_rule = |cells: &[&str]| cells.iter().all(|cell| cell.chars().all(|c| c == '-' || c == ':'));
    let heads: Vec<usize> =
        rows.iter().filter(|(_, cells)| is_rule(cells)).map(|(number, _)| *number).collect();
    rows.retain(|(number, _)| !heads.contains(number) && !heads.contains(&(number + 1)));
    rows
}

/// A table row's cells.
pub fn cells(row: &str) -> Vec<&str> {
    row.trim().trim_start_matches('|').trim_end_matches('|').split('|').map(str::trim).collect()
}

/// What stands between backticks in a line.
pub fn code_spans(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_are_told_from_prose() {
        let page = "a\n````markdown\n```json\n{}\n```\n````\nb";
        let seen: Vec<_> = lines(page).iter().map(|line| (line.number, line.text, line.fence)).collect();
        let inside = Some("markdown");
        assert_eq!(
            seen,
            [(1, "a", None), (3, "```json", inside), (4, "{}", inside), (5, "```", inside), (7, "b", None)]
        );
    }

    #[test]
    fn rows_come_without_their_heads() {
        let page = "## One\n| a | b |\n| --- | --- |\n| `c` | d |\n## Two\n| e |\n|---|\n| f |\n";
        assert_eq!(rows_under(page, "One"), [(4, vec!["`c`", "d"])]);
        assert_eq!(rows_under(page, "Two"), [(8, vec!["f"])]);
        assert_eq!(code_spans("| `c` and `d` |").collect::<Vec<_>>(), ["c", "d"]);
    }
}
