//! The regulation as a document that people read and machines run.
//!
//! In reading order: [`document`] scans and prints the strict Markdown; [`diagnostic`] says what is wrong, where, and what to
//! do; [`vocabulary`] holds the facts that all cities share and [`record`] one person's facts; [`language`] reads the
//! clauses; [`model`] is the checked policy that evaluators work on; [`build`] makes it from documents; [`check`] looks for
//! what a careful reader would; [`scheme`] puts versions in time and [`diff`] compares them; [`cases`] reads worked examples.
//!
//! Nothing here evaluates a person, opens a file or asks what day it is.

pub mod actions;
pub mod build;
pub mod cases;
pub mod check;
pub mod claims;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod doors;
pub mod language;
pub mod model;
pub mod numeral;
pub mod recognition;
pub mod record;
pub mod reminders;
pub mod scheme;
mod table;
pub mod unit;
pub mod vocabulary;
