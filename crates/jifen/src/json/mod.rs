//! `--json`: the wire types stand in `service::wire`; here are those of people who write policies, and the printing.

mod reach;
mod small;

pub use reach::reach;
pub use service::wire::{Aim, claims, compare, difference, forecast, plans, score, versions, why};
pub use small::checked;

use crate::failure::Failure;
use serde::Serialize;

/// Prints a value as JSON with a line end.
pub fn print(value: &impl Serialize) -> Result<(), Failure> {
    let text =
        serde_json::to_string_pretty(value).map_err(|error| Failure::new(format!("写不成 JSON：{error}")))?;
    crate::page::print(&format!("{text}\n"))
}
