//! Seats by wishes: one kernel, deferred acceptance, with what counts before the keys as data.
//!
//! First wishes first, parallel wishes, batches and classes are all deferred acceptance over priorities that begin with the band
//! of the wish, the batch or the class: nobody of a later band can displace anybody of an earlier one, so that the earlier band's
//! result stands as if it had been made final. One certificate therefore fits all of them.

mod defer;
mod market;
mod outcome;
mod rule;
mod schools;
mod siblings;
mod stable;

pub use defer::allocate;
pub use market::{Applicants, Market, Wishes};
pub use outcome::{Cutoff, Outcome};
pub use rule::{Component, MOST_WISHES, Mechanism, Priority, Rule};
pub use schools::{Pool, SPILLED, SchoolSeats, Unfilled};
pub use siblings::{Raised, with_siblings};
pub use stable::{Objection, objections};
