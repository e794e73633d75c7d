//! Ranking and quota: who comes first, and how far the places reach.

mod areas;
mod keys;
mod order;
mod quota;

pub use areas::{AreaQuota, InRound, by_area};
pub use keys::{First, Key, Keys};
pub use order::{Order, order, order_of};
pub use quota::{Admission, Backfill, Limit, Ties};
