//! Rust source as text: which characters are code, comment or string, and which stand in a test module.
//!
//! This is less than a parser and more than a search. It knows nested comments, raw strings, character literals and
//! lifetimes, and `#[cfg(test)]` on an item with braces.

use std::ops::Range;

/// What a stretch of source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Code,
    Comment,
    /// The inside of a string or character literal, quotes included.
    Literal,
}

/// A stretch of one kind on one line, outside test modules.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    pub kind: Kind,
    /// Counted from 1.
    pub line: usize,
    pub text: &'a str,
}

/// Whether the whole file is test code by its place or name.
pub fn is_test_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "tests.rs" || name.ends_with("_tests.rs") || path.split('/').any(|folder| folder == "tests")
}

/// Everything in `source` that is not in a test module, line by line.
pub fn outside_tests(source: &str) -> Vec<Piece<'_>> {
    let stretches = stretches(source);
    let tests = test_modules(&code_only(source, &stretches));
    let mut pieces = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for (kind, stretch) in stretches {
        for range in without(stretch, &tests) {
            line += source.get(counted..range.start).unwrap_or_default().matches('\n').count();
            counted = range.start;
            let text = source.get(range).unwrap_or_default();
            pieces.extend((line..).zip(text.lines()).map(|(line, text)| Piece { kind, line, text }));
        }
    }
    pieces
}

/// What is left of `range` when the holes, which stand in order, are taken out.
fn without(range: Range<usize>, holes: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut left = Vec::new();
    let mut from = range.start;
    for hole in holes.iter().filter(|hole| hole.start < range.end && hole.end > range.start) {
        left.push(from..hole.start);
        from = hole.end;
    }
    left.push(from..range.end);
    left.retain(|range| range.start < range.end);
    left
}

fn stretches(source: &str) -> Vec<(Kind, Range<usize>)> {
    let mut found: Vec<(Kind, Range<usize>)> = Vec::new();
    let mut at = 0;
    let mut before = ' ';
    while let Some(rest) = source.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = next(rest, before);
        let end = at + length;
        before = source.get(at..end).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        match found.last_mut() {
            Some((Kind::Code, range)) if kind == Kind::Code && range.end == at => range.end = end,
            _ => found.push((kind, at..end)),
        }
        at = end;
    }
    found
}

/// The kind and the length in bytes of what `rest` begins with; `before` is the character in front of it.
fn next(rest: &str, before: char) -> (Kind, usize) {
    if rest.starts_with("//") {
        return (Kind::Comment, rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return (Kind::Comment, block_comment(rest));
    }
    if !is_word(before)
        && let Some(length) = raw_string(rest)
    {
        return (Kind::Literal, length);
    }
    match rest.chars().next() {
        Some('"') => (Kind::Literal, quoted(rest, '"').unwrap_or(rest.len())),
        Some('\'') => match character(rest) {
            Some(length) => (Kind::Literal, length),
            None => (Kind::Code, 1),
        },
        Some(first) => (Kind::Code, first.len_utf8()),
        None => (Kind::Code, 0),
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if tail.starts_with("*/") {
            depth = depth.saturating_sub(1);
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn raw_string(rest: &str) -> Option<usize> {
    let tail = ["br", "cr", "r"].iter().find_map(|prefix| rest.strip_prefix(prefix))?;
    let hashes = tail.len() - tail.trim_start_matches('#').len();
    let body = tail.trim_start_matches('#').strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    let inside = body.find(&closing).map_or(body.len(), |at| at + closing.len());
    Some(rest.len() - body.len() + inside)
}

/// The length of a literal that begins and ends with `quote`, or `None` when it does not end.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return Some(at + quote.len_utf8()),
            _ => {}
        }
    }
    None
}

/// The length of a character literal; a lifetime is not one.
fn character(rest: &str) -> Option<usize> {
    let mut characters = rest.char_indices().skip(1);
    match characters.next()? {
        (_, '\\') => quoted(rest, '\''),
        _ => characters.next().filter(|(_, second)| *second == '\'').map(|(at, _)| at + 1),
    }
}

/// The source with every byte that is not code made a space, so that offsets stay the same.
fn code_only(source: &str, stretches: &[(Kind, Range<usize>)]) -> String {
    let mut code = String::with_capacity(source.len());
    for (kind, range) in stretches {
        let text = source.get(range.clone()).unwrap_or_default();
        match kind {
            Kind::Code => code.push_str(text),
            Kind::Comment | Kind::Literal => code.extend(std::iter::repeat_n(' ', text.len())),
        }
    }
    code
}

fn test_modules(code: &str) -> Vec<Range<usize>> {
    const MARK: &str = "#[cfg(test)]";
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = code.get(from..).and_then(|tail| tail.find(MARK)).map(|at| from + at) {
        let end = end_of_item(code, start + MARK.len());
        found.push(start..end);
        from = end;
    }
    found
}

/// Where the item that begins at `start` ends: at its `;`, or at the brace that closes its first one.
fn end_of_item(code: &str, start: usize) -> usize {
    let mut depth = 0_usize;
    for (at, character) in code.get(start..).unwrap_or_default().char_indices() {
        match character {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return start + at + 1;
                }
            }
            ';' if depth == 0 => return start + at + 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, expected: &[(Kind, usize, &str)]) {
        let pieces = outside_tests(source);
        let seen: Vec<_> = pieces
            .iter()
            .filter(|piece| !piece.text.trim().is_empty())
            .map(|piece| (piece.kind, piece.line, piece.text.trim()))
            .collect();
        assert_eq!(seen, expected);
    }

    #[test]
    fn strings_comments_and_code_are_told_apart() {
        check(
            "let a = \"// 年\\\" {\"; // 月 \"\n/* 日 /* 时 */ */ let b = r#\"分 \"秒\" \"#;",
            &[
                (Kind::Code, 1, "let a ="),
                (Kind::Literal, 1, "\"// 年\\\" {\""),
                (Kind::Code, 1, ";"),
                (Kind::Comment, 1, "// 月 \""),
                (Kind::Comment, 2, "/* 日 /* 时 */ */"),
                (Kind::Code, 2, "let b ="),
                (Kind::Literal, 2, "r#\"分 \"秒\" \"#"),
                (Kind::Code, 2, ";"),
            ],
        );
    }

    #[test]
    fn a_lifetime_does_not_open_a_character() {
        check(
            "fn f<'a>(x: &'a str, y: char) { y == '\"' || y == '\\'' || y == '，' }",
            &[
                (Kind::Code, 1, "fn f<'a>(x: &'a str, y: char) { y =="),
                (Kind::Literal, 1, "'\"'"),
                (Kind::Code, 1, "|| y =="),
                (Kind::Literal, 1, "'\\''"),
                (Kind::Code, 1, "|| y =="),
                (Kind::Literal, 1, "'，'"),
                (Kind::Code, 1, "}"),
            ],
        );
    }

    #[test]
    fn a_test_module_is_left_out_and_what_follows_is_not() {
        check(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"}\"; }\n}\nfn c() {}\n#[cfg(test)]\nmod tests;\nfn d() {}",
            &[(Kind::Code, 1, "fn a() {}"), (Kind::Code, 6, "fn c() {}"), (Kind::Code, 9, "fn d() {}")],
        );
    }

    #[test]
    fn test_files_are_known_by_place_and_name() {
        assert!(is_test_file("crates/score/tests/cases.rs"));
        assert!(is_test_file("crates/score/src/interval/tests.rs"));
        assert!(!is_test_file("crates/score/src/assess.rs"));
    }
}
