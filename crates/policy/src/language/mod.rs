//! The words of clauses: from text to syntax. Nothing here knows which names exist; [`crate::build`] resolves them.

mod lex;
mod parse;
pub mod phrase;
pub mod syntax;

pub use parse::{condition, expression};
