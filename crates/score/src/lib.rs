//! The explained evaluator: `assess(policy, record, on)` gives every item with its points, the row that hit, the facts it
//! used, what was not counted and why, every use with what is met and what is missing.
//!
//! One person at a time, obviously right before fast. Facts that are not known make intervals that hold the score of every
//! completion. Same record, same policy, same date: the same bytes.

mod assessment;
pub mod cases;
mod combine;
mod cond;
mod entries;
mod events;
pub mod explain;
mod forecast;
mod household;
mod measure;
mod node;
mod number;
mod open;
mod plan;
mod run;
mod spans;
mod table;
mod uses;
mod value;
mod why;
mod window;

pub use assessment::{
    Assessment, EntryPoints, EntryUse, Evidence, LeafResult, Lost, MeasureResult, NodeResult, Outcome, Skip,
    Status, UseResult, VetoResult, YearPoints,
};
pub use forecast::{Change, Changed, Forecast, ForecastPoint, forecast};
pub use household::{Better, Household, household};
pub use open::{Goals, Standing, asked_for, best_question, open_facts, standing};
pub use plan::{Best, Goal, Plan, Plans, plan, status};
pub use run::{assess, total};
pub use value::{DateValue, Value, Words};
pub use why::{Causes, ItemWhy, Why, why};
