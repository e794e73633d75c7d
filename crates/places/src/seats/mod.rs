//! Seats by wishes: one kernel, deferred acceptance, with what counts before the keys as data.
//!
//! First wishes first, parallel wishes, batches and classes are all deferred acceptance over priorities that begin with the band
//! of the wish, the batch or the class: nobody of a later band can displace anybody of an earlier one, so that the earlier band's
//! result stands as if it had been made final. One certificate therefore fits all of them.

mod defer;
mod left_over;
mod manipulation;
mod market;
mod odds;
mod outcome;
mod rule;
mod schools;
mod serial;
mod siblings;
mod stable;

pub use defer::allocate;
pub use left_over::{LeftOver, assign_by_district, left_over};
pub use manipulation::{Gain, manipulations};
pub use market::{Applicants, Market, Wishes};
pub use odds::{Odds, odds};
pub use outcome::{CapCutoff, Cutoff, Outcome};
pub use rule::{Component, MOST_WISHES, Mechanism, Priority, Rule};
pub use schools::{Pool, SPILLED, SchoolSeats, Unfilled};
pub use serial::{Cap, serial};
pub use siblings::{Raised, with_siblings};
pub use stable::{Objection, objections};
