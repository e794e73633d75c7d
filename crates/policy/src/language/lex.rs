//! From a clause's text to words and marks.

use crate::diagnostic::Span;
use crate::document::Text;
use crate::unit::{Amount, amount};
use terms::Date;

/// A word or mark with its place.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: TokenKind,
    pub text: String,
    pub span: Span,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum TokenKind {
    Word,
    Number(Amount),
    Date(Date),
    Mark(char),
}

/// Splits a text. Marks come out in their full-width form, `/` between spaces as `÷`, otherwise as the separator of a list.
pub(super) fn lex(text: &Text) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let chars: Vec<(usize, char)> = text.text.char_indices().collect();
    let mut at = 0;
    while let Some((start, c)) = chars.get(at).copied() {
        at += 1;
        if c == ' ' || c == '\t' || c == '　' {
            continue;
        }
        let spaced = chars.get(at).is_none_or(|(_, next)| *next == ' ');
        if let Some(mark) = mark(c, spaced) {
            let kind = TokenKind::Mark(mark);
            tokens.push(Token { kind, text: c.to_string(), span: text.part(start, start + c.len_utf8()) });
            continue;
        }
        let mut end = start + c.len_utf8();
        while let Some((_, next)) = chars.get(at).copied() {
            let ends = next == ' '
                || next == '\t'
                || next == '　'
                || (mark(next, false).is_some() && !joins(&text.text, end, next));
            if ends {
                break;
            }
            end += next.len_utf8();
            at += 1;
        }
        let word = text.text.get(start..end).unwrap_or_default().to_owned();
        let kind = kind(&word);
        tokens.push(Token { kind, text: word, span: text.part(start, end) });
    }
    join_units(tokens)
}

fn mark(c: char, spaced: bool) -> Option<char> {
    Some(match c {
        '+' | '＋' => '+',
        '−' | '－' => '−',
        '-' => '−',
        '×' | '*' | '＊' => '×',
        '÷' => '÷',
        '/' | '／' if spaced => '÷',
        '/' | '／' => '/',
        '（' | '(' => '（',
        '）' | ')' => '）',
        '、' => '、',
        '，' | ',' => '，',
        '；' | ';' => '；',
        _ => return None,
    })
}

/// Marks that belong to the word they stand in: hyphens of dates, commas of `1,000`.
fn joins(text: &str, at: usize, mark: char) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = text.get(..at).and_then(|rest| rest.chars().next_back());
    let after = text.get(at + mark.len_utf8()..).and_then(|rest| rest.chars().next());
    matches!(mark, '-' | ',') && digit(before) && digit(after)
}

fn kind(word: &str) -> TokenKind {
    if let Some(date) = date(word) {
        return TokenKind::Date(date);
    }
    amount(word).map_or(TokenKind::Word, TokenKind::Number)
}

/// Reads `2018-01-01`.
pub(super) fn date(word: &str) -> Option<Date> {
    let digits = word.chars().all(|c| c.is_ascii_digit() || c == '-');
    (word.len() == 10 && digits).then(|| word.parse().ok()).flatten()
}

/// `36` and `个月`, or `2` and `万`, written apart, are one number.
fn join_units(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        if token.kind == TokenKind::Word
            && let Some(last) = out.last_mut()
            && matches!(last.kind, TokenKind::Number(Amount { dimension: None, .. }))
            && let Some(joined) = amount(&format!("{}{}", last.text, token.text))
        {
            last.kind = TokenKind::Number(joined);
            last.text = format!("{} {}", last.text, token.text);
            last.span = last.span.to(token.span);
            continue;
        }
        out.push(token);
    }
    out
}
