//! Tables on a page: columns as wide as they need, the widest ones broken where not all fit.

use crate::page::{Ink, Page, wrap};
use unicode_width::UnicodeWidthStr as _;

/// Between two columns.
const GAP: usize = 2;
/// No column is squeezed below this.
const LEAST: usize = 8;

/// Draws a table with a head and a rule below it.
pub fn draw(page: &mut Page, indent: usize, head: &[String], rows: &[Vec<String>]) {
    let room = page.width().saturating_sub(indent);
    let widths = widths(head, rows, room);
    line(page, indent, head, &widths, Ink::Strong);
    let rule: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
    line(page, indent, &rule, &widths, Ink::Faint);
    for row in rows {
        line(page, indent, row, &widths, Ink::Plain);
    }
}

fn line(page: &mut Page, indent: usize, cells: &[String], widths: &[usize], ink: Ink) {
    let wrapped: Vec<Vec<&str>> =
        cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width, *width)).collect();
    let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut text = String::new();
        let mut missing = indent;
        for (lines, width) in wrapped.iter().zip(widths) {
            let piece = lines.get(at).copied().unwrap_or_default();
            if !piece.is_empty() {
                text.extend(std::iter::repeat_n(' ', missing));
                missing = 0;
                text.push_str(piece);
            }
            missing += width.saturating_sub(piece.width()) + GAP;
        }
        page.line(ink, &text);
    }
}

/// Natural widths where they fit; else the widest columns give way until the rest fits.
fn widths(head: &[String], rows: &[Vec<String>], room: usize) -> Vec<usize> {
    let natural = |at: usize| -> usize {
        let below = rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.width()).max().unwrap_or(0);
        head.get(at).map_or(0, |head| head.width()).max(below).max(2)
    };
    let mut widths: Vec<usize> = (0..head.len()).map(natural).collect();
    let gaps = GAP * widths.len().saturating_sub(1);
    loop {
        let sum: usize = widths.iter().sum::<usize>() + gaps;
        let Some(widest) = widths.iter_mut().max() else { return widths };
        if sum <= room || *widest <= LEAST {
            return widths;
        }
        *widest -= (sum - room).min((*widest - LEAST).div_ceil(2)).max(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_columns_give_way_and_nothing_is_wider_than_the_page() {
        let mut page = Page::of(40);
        let head = ["周岁", "分值", "说明"].map(str::to_owned);
        let rows = vec![
            ["18 至 55", "5 + 2 × （56 − 周岁）", "五十六岁起每小一岁加两分，四十三岁及以下到上限"]
                .map(str::to_owned)
                .to_vec(),
        ];
        draw(&mut page, 2, &head, &rows);
        let text = page.plain();
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert!(text.lines().count() > 4, "{text}");
    }
}
