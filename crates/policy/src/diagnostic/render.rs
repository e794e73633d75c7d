//! A diagnostic as people read it: the line, the mark under the right characters, the hint.

use super::{Diagnostic, Severity, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Draws a diagnostic over its file's text. `colour` adds terminal colours and nothing else.
pub fn render(diagnostic: &Diagnostic, text: &str, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR.with_name(Some("错误")),
        Severity::Warning => Level::WARNING.with_name(Some("警告")),
        Severity::Advice => Level::NOTE.with_name(Some("提示")),
    };
    let marked = fit(diagnostic.span, text);
    let related: Vec<(Range<usize>, &str)> =
        diagnostic.related.iter().map(|(span, what)| (fit(*span, text), what.as_str())).collect();
    // Only the lines from the first mark to the last are handed on: drawing does not get slower with the file.
    let all = || related.iter().map(|(range, _)| range).chain([&marked]);
    let first = all().map(|range| range.start).min().unwrap_or(0);
    let last = all().map(|range| range.end).max().unwrap_or(0);
    let start = text.get(..first).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(last..).and_then(|after| after.find('\n')).map_or(text.len(), |at| last + at);
    let line = text.get(..start).map_or(0, |before| before.matches('\n').count()) + 1;
    let shift = |range: &Range<usize>| range.start - start..range.end - start;
    let mut snippet = Snippet::source(text.get(start..end).unwrap_or_default())
        .line_start(line)
        .path(diagnostic.file.as_str())
        .fold(true)
        .annotation(AnnotationKind::Primary.span(shift(&marked)));
    for (range, what) in &related {
        snippet = snippet.annotation(AnnotationKind::Context.span(shift(range)).label(*what));
    }
    let mut report: Vec<Group<'_>> =
        vec![level.primary_title(diagnostic.message.as_str()).id(diagnostic.code).element(snippet)];
    if let Some(hint) = &diagnostic.hint {
        report.push(Group::with_title(Level::HELP.with_name(Some("建议")).secondary_title(hint.as_str())));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&report)
}

/// The span moved to character boundaries inside the text.
fn fit(span: Span, text: &str) -> Range<usize> {
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = span.end.min(text.len()).max(start);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_stands_under_wide_characters() {
        let text = "# 题\n\n- 上线：30 分\n";
        let start = text.find("上线").unwrap();
        let diagnostic =
            Diagnostic::error("unknown-clause", Span::new(start, start + 6), "没有“上线”这个名目")
                .hint("是不是“上限”？")
                .file("示范/2020-01-01.md");
        let expected = "\
错误[unknown-clause]: 没有“上线”这个名目
 --> 示范/2020-01-01.md:3:3
  |
3 | - 上线：30 分
  |   ^^^^
  |
建议: 是不是“上限”？";
        assert_eq!(render(&diagnostic, text, false), expected);
    }
}
