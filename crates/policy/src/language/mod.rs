//! The words of clauses: from text to syntax. Nothing here knows which names exist; [`crate::build`] resolves them.

mod lex;
mod parse;
pub mod phrase;
pub mod syntax;

pub use parse::{condition, expression};

use crate::diagnostic::Span;
use crate::document::Text;
use crate::unit::Amount;

/// The numbers of a clause or cell, each with its place: those that stand by themselves, and the ends of an interval written
/// without spaces.
pub(crate) fn numbers(text: &Text) -> Vec<(Amount, Span)> {
    let mut found = Vec::new();
    for token in lex::lex(text) {
        match token.kind {
            lex::TokenKind::Number(amount) => found.push((amount, token.span)),
            lex::TokenKind::Word => {
                let (low, high) = phrase::interval(&token.text).unwrap_or_default();
                let ends = low.into_iter().chain(high).map(|(amount, _)| (amount, token.span));
                found.extend(ends);
                found.dedup();
            }
            lex::TokenKind::Date(_) | lex::TokenKind::Mark(_) => {}
        }
    }
    found
}
