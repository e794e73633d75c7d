//! What people read. Every page stands in one [`shell`], works without scripts and is one request besides the style sheet.

pub mod chart;
pub mod check;
pub mod claims;
pub mod compare;
pub mod difference;
pub mod forecast;
pub mod lines;
pub mod parts;
pub mod plan;
pub mod result;
pub mod rules;
pub mod sheet;
mod shell;
pub mod start;
pub mod uses;

pub use shell::{Shell, mistake, nothing_here, style};
