//! The field's quantities and nothing else: exact numbers and intervals, points, calendar months and sets of them,
//! days and sets of them, full years, roundings, ids, evidence grades.
//!
//! Nothing here knows what a policy is, reads a file, asks what day it is, or touches a floating-point number.

pub mod civil;
pub mod days;
pub mod evidence;
pub mod exact;
pub mod ids;
pub mod month;
pub mod months;
pub mod points;
pub mod range;
pub mod rounding;

pub use civil::{Date, full_months_between, full_years_between, years_before};
pub use days::Days;
pub use evidence::Grade;
pub use exact::Exact;
pub use ids::{SchemeId, VersionId};
pub use month::Month;
pub use months::Months;
pub use points::Points;
pub use range::{Range, Tri};
pub use rounding::{Mode, Rounding};
