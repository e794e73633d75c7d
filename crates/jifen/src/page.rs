//! Text for people: wrapped to the terminal's width, Chinese characters counted as two columns, coloured only where colour
//! helps and never where it alone would tell something.

use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use std::io::Write as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns when the output is not a terminal.
const USUAL: usize = 80;
/// Longer lines are hard to read, however wide the terminal.
const WIDEST: usize = 100;
/// A terminal narrower than this gets lines that it has to break itself.
const NARROWEST: usize = 40;

/// How a piece of text looks on a terminal with colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ink {
    /// As it is.
    #[default]
    Plain,
    /// Titles and results.
    Strong,
    /// What one reads second.
    Faint,
    /// Met, counted.
    Good,
    /// Not met, vetoed.
    Bad,
    /// Not known, not verified.
    Doubt,
}

impl Ink {
    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Ink::Plain => Style::new(),
            Ink::Strong => Style::new().bold(),
            Ink::Faint => Style::new().dimmed(),
            Ink::Good => colour(AnsiColor::Green),
            Ink::Bad => colour(AnsiColor::Red),
            Ink::Doubt => colour(AnsiColor::Yellow),
        }
    }
}

/// A page being written.
pub struct Page {
    width: usize,
    text: String,
}

impl Page {
    /// A page as wide as the terminal, within reason.
    pub fn for_terminal() -> Page {
        let width = terminal_size::terminal_size_of(std::io::stdout())
            .map_or(USUAL, |(width, _)| usize::from(width.0));
        Page::of(width)
    }

    /// A page of so many columns.
    pub fn of(width: usize) -> Page {
        Page { width: width.clamp(NARROWEST, WIDEST), text: String::new() }
    }

    /// Its width in columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// An empty line, unless there is one already.
    pub fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line across the page.
    pub fn rule(&mut self, mark: char) {
        let line: String = std::iter::repeat_n(mark, self.width / mark.width().unwrap_or(1).max(1)).collect();
        self.put(Ink::Faint, &line);
        self.text.push('\n');
    }

    /// A paragraph, indented, its further lines indented by `hang` more.
    pub fn paragraph(&mut self, indent: usize, hang: usize, ink: Ink, text: &str) {
        let room = self.width.saturating_sub(indent);
        for (at, line) in wrap(text, room, room.saturating_sub(hang)).into_iter().enumerate() {
            self.space(if at == 0 { indent } else { indent + hang });
            self.put(ink, line);
            self.text.push('\n');
        }
    }

    /// A paragraph that begins with a label in an ink of its own; further lines stand under its text.
    pub fn labelled(&mut self, indent: usize, (mark, label): (Ink, &str), ink: Ink, text: &str) {
        let hang = label.width();
        let room = self.width.saturating_sub(indent + hang);
        for (at, line) in wrap(text, room, room).into_iter().enumerate() {
            self.space(indent);
            if at == 0 {
                self.put(mark, label);
            } else {
                self.space(hang);
            }
            self.put(ink, line);
            self.text.push('\n');
        }
    }

    /// A line with a left part and a right part that ends at the right margin; the left part is broken where both do not fit.
    pub fn across(&mut self, indent: usize, (left_ink, left): (Ink, &str), (right_ink, right): (Ink, &str)) {
        let room = self.width.saturating_sub(indent);
        let taken = right.width() + 2;
        let lines = wrap(left, room.saturating_sub(taken), room.saturating_sub(taken + 2));
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            let hang = if at == 0 { 0 } else { 2 };
            self.space(indent + hang);
            self.put(left_ink, line);
            if at == last {
                self.space(room.saturating_sub(hang + line.width() + right.width()));
                self.put(right_ink, right);
            }
            self.text.push('\n');
        }
    }

    /// A line with a mark, a text, and a part that ends at the right margin; the caller knows that they fit.
    pub fn three(
        &mut self,
        (mark_ink, mark): (Ink, &str),
        (left_ink, left): (Ink, &str),
        (right_ink, right): (Ink, &str),
    ) {
        self.put(mark_ink, mark);
        self.put(left_ink, left);
        self.space(self.width.saturating_sub(mark.width() + left.width() + right.width()));
        self.put(right_ink, right);
        self.text.push('\n');
    }

    /// A line as it stands.
    pub fn line(&mut self, ink: Ink, text: &str) {
        self.put(ink, text);
        self.text.push('\n');
    }

    /// Text already laid out.
    pub fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn space(&mut self, columns: usize) {
        self.text.extend(std::iter::repeat_n(' ', columns));
    }

    fn put(&mut self, ink: Ink, text: &str) {
        let style = ink.style();
        self.text.push_str(&style.render().to_string());
        self.text.push_str(text);
        self.text.push_str(&style.render_reset().to_string());
    }

    /// What stands on it, without colours.
    #[cfg(test)]
    pub fn plain(&self) -> String {
        anstream::adapter::strip_str(&self.text).to_string()
    }

    /// Prints it.
    pub fn print(self) -> Result<(), Failure> {
        print(&self.text)
    }
}

/// Prints; colours are taken out where the output is not a terminal or `NO_COLOR` is set. A reader that stopped reading is no
/// failure.
pub fn print(text: &str) -> Result<(), Failure> {
    match anstream::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("写不出结果：{}", crate::input::said(&error))))
        }
        _ => Ok(()),
    }
}

/// True when colours will be seen.
pub fn colour() -> bool {
    anstream::AutoStream::choice(&std::io::stdout()) != anstream::ColorChoice::Never
}

/// Breaks a text into lines of at most `first` columns for the first and `rest` columns for the others.
///
/// A line may end at a space or beside a Chinese character, but closing punctuation never begins a line, opening punctuation
/// never ends one, and a number keeps the unit behind it.
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut room = first.max(2);
    let mut columns = 0;
    // The last place where the line could end: where it ends, where the next begins, and the columns up to there. Inside
    // brackets of arithmetic a line ends only where there is no better place.
    let mut last: Option<(usize, usize, usize)> = None;
    let mut weak: Option<(usize, usize, usize)> = None;
    let mut brackets = 0usize;
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let wide = c.width().unwrap_or(0);
        if at > start
            && let Some(previous) = before
            && may_break(previous, c)
            && brackets == 0
        {
            last = Some((at, at, columns));
        }
        if c == ' ' && at > start {
            let next = chars.peek().map(|(_, next)| *next);
            if !(before.is_some_and(|previous| previous.is_ascii_digit()) && next.is_some_and(is_wide)) {
                let place = Some((at, at + 1, columns + 1));
                if brackets > 0 { weak = place } else { last = place }
            }
        }
        match c {
            '(' => brackets += 1,
            ')' => brackets = brackets.saturating_sub(1),
            _ => {}
        }
        columns += wide;
        before = Some(c);
        if columns > room && c != ' ' {
            let found = last.take().or(weak.take()).filter(|(end, ..)| *end > start);
            weak = None;
            let (end, next, used) = found.unwrap_or((at, at, columns - wide));
            lines.push(text.get(start..end).unwrap_or_default().trim_end());
            start = next;
            columns = columns.saturating_sub(used);
            room = rest.max(2);
        }
    }
    lines.push(text.get(start..).unwrap_or_default().trim_end());
    lines
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

/// Whether a line may end between two characters that have no space between them.
fn may_break(before: char, after: char) -> bool {
    const NEVER_FIRST: &str = "，。；：、！？）」』》】〉”’…％%.,;:!?)]}·";
    const NEVER_LAST: &str = "（「『《【〈“‘([{";
    (is_wide(before) || is_wide(after))
        && before != ' '
        && after != ' '
        && !NEVER_FIRST.contains(after)
        && !NEVER_LAST.contains(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_a_reader_of_chinese_expects() {
        assert_eq!(wrap("截至 2018-06-15，总分 124 分。", 18, 18), ["截至 2018-06-15，", "总分 124 分。"]);
        // The full stop would not fit, so that a character goes with it.
        assert_eq!(wrap("一二三四五。", 10, 10), ["一二三四", "五。"]);
        assert_eq!(wrap("一二三（四五）", 8, 8), ["一二三", "（四五）"]);
        assert_eq!(wrap("共 71 个月", 6, 6), ["共", "71 个", "月"]);
        assert_eq!(wrap("plain English words wrap", 13, 13), ["plain English", "words wrap"]);
        assert_eq!(wrap("", 10, 10), [""]);
        assert_eq!(wrap("abcdefghijkl", 5, 5), ["abcde", "fghij", "kl"]);
    }

    #[test]
    fn the_right_part_ends_at_the_margin() {
        let mut page = Page::of(40);
        page.across(2, (Ink::Plain, "年龄"), (Ink::Plain, "30 分"));
        page.across(2, (Ink::Plain, "一个名字很长很长很长很长很长的指标"), (Ink::Plain, "5 分"));
        let text = page.plain();
        assert!(text.lines().all(|line| line.width() <= 40), "{text}");
        assert!(text.lines().next().is_some_and(|line| line.width() == 40), "{text}");
    }
}
