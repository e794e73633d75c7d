//! What people read. Every page stands in one [`shell`], works without scripts and is one request besides the style sheet.

pub mod annex;
pub mod ask;
pub mod begin;
pub mod bring;
pub mod chart;
pub mod claims;
pub mod compare;
pub mod difference;
pub mod disputed;
pub mod forecast;
pub mod full;
pub mod household;
pub mod keep;
pub mod lines;
pub mod paper;
pub mod parts;
pub mod plan;
pub mod result;
pub mod review;
pub mod rules;
pub mod sent;
pub mod sheet;
mod shell;
pub mod standing;
pub mod start;
pub mod three;
pub mod uses;

pub use shell::{Shell, grid_script, mistake, nothing_here, style};
